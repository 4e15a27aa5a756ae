package io.govshare.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.DiagnosticListener;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Types compiled for one test, in a class loader or module of their own. */
final class Compiled {

    private Compiled() {}

    /** A loader of these sources, each a top-level type; its parent is the loader of the tests. */
    static URLClassLoader loader(Path folder, String... sources) throws IOException {
        compile(folder, List.of(), sources);
        return new URLClassLoader(new URL[] {folder.toUri().toURL()}, Compiled.class.getClassLoader());
    }

    /** The loader of a module of this name and directives with these sources, that reads the class path of the tests. */
    static ClassLoader module(Path folder, String name, String directives, String... sources) throws IOException {
        List<String> all = new ArrayList<>(List.of(sources));
        all.add("module " + name + " {" + directives + "}");
        compile(folder, List.of("--add-reads", name + "=ALL-UNNAMED"), all.toArray(String[]::new));
        Configuration configuration =
                ModuleLayer.boot().configuration().resolve(ModuleFinder.of(folder), ModuleFinder.of(), Set.of(name));
        ModuleLayer.Controller controller = ModuleLayer.defineModulesWithOneLoader(
                configuration, List.of(ModuleLayer.boot()), Compiled.class.getClassLoader());
        controller.addReads(
                controller.layer().findModule(name).orElseThrow(),
                Compiled.class.getClassLoader().getUnnamedModule());
        return controller.layer().findLoader(name);
    }

    /** What the compiler has against this source. */
    static List<String> errors(Path folder, String source) throws IOException {
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        compile(folder, List.of(), found, source);
        return found.getDiagnostics().stream()
                .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                .map(diagnostic -> diagnostic.getMessage(Locale.ROOT))
                .toList();
    }

    private static void compile(Path folder, List<String> options, String... sources) throws IOException {
        assertThat(compile(folder, options, null, sources)).isTrue();
    }

    private static boolean compile(
            Path folder, List<String> options, DiagnosticListener<JavaFileObject> listener, String... sources)
            throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<Path> paths = new ArrayList<>();
            for (int i = 0; i < sources.length; i++) {
                String name = sources[i].startsWith("module ")
                        ? "module-info"
                        : sources[i].replaceAll("(?s).*?public (?:class|record|@interface) (\\w+).*", "$1");
                Path path =
                        Files.createDirectories(folder.resolve("source" + i)).resolve(name + ".java");
                paths.add(Files.writeString(path, sources[i]));
            }
            List<String> all = new ArrayList<>(options);
            all.addAll(List.of(
                    "-d",
                    folder.toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    "-parameters",
                    "-proc:none"));
            return compiler.getTask(null, files, listener, all, null, files.getJavaFileObjectsFromPaths(paths))
                    .call();
        }
    }
}
