package io.govshare.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.error.ConfigurationException;
import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Interfaces that were compiled elsewhere: without the names of parameters, for another loader, in a module. */
class ForeignInterfaceTest {

    private static final String COUNTIES = """
            package com.example;
            import io.govshare.service.*;
            import java.util.*;
            @DataService
            @FromDataset("counties")
            interface Counties {
                long count(String code);
                default long twice(String code) { return 2 * count(code); }
            }
            """;

    @TempDir
    Path folder;

    private static long twice(Class<?> type) throws ReflectiveOperationException {
        Object counties = create(type);
        assertThat(counties.getClass().getClassLoader()).isSameAs(type.getClassLoader());
        Method twice = type.getDeclaredMethod("twice", String.class);
        twice.setAccessible(true);
        return (long) twice.invoke(counties, "1");
    }

    private static Object create(Class<?> type) {
        return DataServices.create(
                type, AskedDataset.answering(AskedDataset.nothing(), 10, List.of(Map.of())), "the platform");
    }

    private void compile(List<String> options, Map<String, String> sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<Path> paths = new ArrayList<>();
            for (Map.Entry<String, String> source : sources.entrySet()) {
                paths.add(Files.writeString(folder.resolve(source.getKey() + ".java"), source.getValue()));
            }
            List<String> all = new ArrayList<>(options);
            all.addAll(List.of("-d", folder.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none"));
            assertThat(compiler.getTask(null, files, null, all, null, files.getJavaFileObjectsFromPaths(paths))
                            .call())
                    .isTrue();
        }
    }

    private Class<?> inModule(String directives) throws IOException, ClassNotFoundException {
        compile(
                List.of("-parameters", "--add-reads", "counties=ALL-UNNAMED"),
                Map.of("Counties", COUNTIES, "module-info", "module counties {" + directives + "}"));
        Configuration configuration = ModuleLayer.boot()
                .configuration()
                .resolve(ModuleFinder.of(folder), ModuleFinder.of(), Set.of("counties"));
        ClassLoader own = ForeignInterfaceTest.class.getClassLoader();
        ModuleLayer.Controller controller =
                ModuleLayer.defineModulesWithOneLoader(configuration, List.of(ModuleLayer.boot()), own);
        controller.addReads(controller.layer().findModule("counties").orElseThrow(), own.getUnnamedModule());
        return controller.layer().findLoader("counties").loadClass("com.example.Counties");
    }

    private URLClassLoader loader() throws IOException {
        return new URLClassLoader(new URL[] {folder.toUri().toURL()}, ForeignInterfaceTest.class.getClassLoader());
    }

    @Test
    void interface_ofAnotherClassLoader_isMadeThere() throws Exception {
        compile(List.of("-parameters"), Map.of("Counties", COUNTIES));
        try (URLClassLoader loader = loader()) {
            assertThat(twice(loader.loadClass("com.example.Counties"))).isEqualTo(2);
        }
    }

    @Test
    void interface_compiledWithoutNames_isRefusedWithBothWaysOut() throws Exception {
        compile(List.of(), Map.of("Counties", COUNTIES));
        try (URLClassLoader loader = loader()) {
            Class<?> type = loader.loadClass("com.example.Counties");
            assertThatThrownBy(() -> create(type))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("com.example.Counties.count(String): parameter 1 has no name")
                    .hasMessageContaining("-parameters")
                    .hasMessageContaining("@Filter(field = ");
        }
    }

    @Test
    void interface_compiledWithoutNames_thatNamesItsFields_works() throws Exception {
        compile(
                List.of(),
                Map.of("Counties", COUNTIES.replace("count(String", "count(@Filter(field = \"code\") String")));
        try (URLClassLoader loader = loader()) {
            assertThat(twice(loader.loadClass("com.example.Counties"))).isEqualTo(2);
        }
    }

    @Test
    void defaultMethod_inAModuleThatIsNotOpen_isRefusedWithTheWayOut() throws Exception {
        Class<?> type = inModule("exports com.example;");
        assertThatThrownBy(() -> create(type))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(
                        ".twice(String): its body cannot be called: module counties does not open the package")
                .hasMessageContaining("opens com.example");
    }

    @Test
    void defaultMethod_inAModuleThatIsOpen_isCalled() throws Exception {
        assertThat(twice(inModule("opens com.example;"))).isEqualTo(2);
    }
}
