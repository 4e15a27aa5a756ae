package io.govshare.dataset;

import static io.govshare.dataset.Query.where;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.govshare.error.ConfigurationException;
import io.govshare.error.InvalidRequestException;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

class FieldNamesTest {

    record District(
            String code,
            @JsonProperty("PROVINCE_CODE") String provinceCode,

            @JsonProperty(value = "secret", access = JsonProperty.Access.WRITE_ONLY)
            String token) {

        String fullName() {
            return code + provinceCode;
        }

        static String label(District district) {
            return district.code;
        }
    }

    record Described(String code) {
        @Override
        @JsonProperty("CODE")
        public String code() {
            return code;
        }
    }

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    private record Snake(String provinceCode) {}

    static class Person {
        private String givenName = "";
        private boolean active;

        @JsonProperty("FAMILY_NAME")
        private String familyName = "";

        private String hidden = "";

        public String getGivenName() {
            return givenName;
        }

        public void setGivenName(String givenName) {
            this.givenName = givenName;
        }

        public String getFamilyName() {
            return familyName;
        }

        public boolean isActive() {
            return active;
        }

        public void setActive(boolean active) {
            this.active = active;
        }

        @JsonIgnore
        public String getHidden() {
            return hidden;
        }

        public String nothing() {
            return "";
        }
    }

    static class Employee extends Person {}

    interface Named {
        String getName();

        String code();

        @JsonProperty("ID")
        String id();

        @JsonIgnore
        String getHidden();
    }

    @Test
    void recordComponent_isItsName() {
        assertThat(FieldNames.of((Field<District, String>) District::code)).isEqualTo("code");
    }

    @Test
    void jsonProperty_isHonoured_onComponentAndAccessor() {
        assertThat(FieldNames.of((Field<District, String>) District::provinceCode))
                .isEqualTo("PROVINCE_CODE");
        assertThat(FieldNames.of((Field<District, String>) District::token)).isEqualTo("secret");
        assertThat(FieldNames.of((Field<Described, String>) Described::code)).isEqualTo("CODE");
    }

    @Test
    void namingStrategy_isHonoured() {
        assertThat(FieldNames.of((Field<Snake, String>) Snake::provinceCode)).isEqualTo("province_code");
    }

    @Test
    void localRecord_isRead() {
        record Local(@JsonProperty("a") String b) {}

        assertThat(where(Local::b).is("1")).hasToString("a is ?");
    }

    @Test
    void getter_losesItsPrefix() {
        assertThat(FieldNames.of((Field<Person, String>) Person::getGivenName)).isEqualTo("givenName");
        assertThat(FieldNames.of((Field<Person, Boolean>) Person::isActive)).isEqualTo("active");
        assertThat(FieldNames.of((Field<Person, String>) Person::getFamilyName)).isEqualTo("FAMILY_NAME");
        assertThat(FieldNames.of((Field<Employee, String>) Employee::getGivenName))
                .isEqualTo("givenName");
    }

    @Test
    void interfaceMethod_isReadAsAccessor() {
        assertThat(FieldNames.of((Field<Named, String>) Named::getName)).isEqualTo("name");
        assertThat(FieldNames.of((Field<Named, String>) Named::code)).isEqualTo("code");
        assertThat(FieldNames.of((Field<Named, String>) Named::id)).isEqualTo("ID");
        assertRefused(() -> where(Named::getHidden), "Named::getHidden is no accessor");
    }

    @Test
    void samePlaceInTheSource_isTheSameClass_soThatItIsResolvedOnce() {
        Supplier<Field<District, String>> place = () -> District::code;

        assertThat(place.get().getClass()).isSameAs(place.get().getClass());
        assertThat(FieldNames.of(place.get())).isSameAs(FieldNames.of(place.get()));
    }

    @Test
    void lambda_isRefused() {
        assertRefused(
                () -> where((Field<District, String>) district -> district.code()),
                "lambda expression",
                getClass().getName(),
                "District::code");
    }

    @Test
    void capturingLambda_isRefused() {
        String other = "x";

        assertRefused(() -> where((Field<District, String>) district -> district.code() + other), "lambda expression");
    }

    @Test
    void staticMethod_isRefused() {
        assertRefused(() -> where(District::label), "District::label is a static method");
    }

    @Test
    void constructor_isRefused() {
        assertRefused(
                () -> where((Field<String, StringBuilder>) StringBuilder::new), "StringBuilder::new is a constructor");
    }

    @Test
    void methodOfOneObject_isRefused() {
        String text = "x";

        assertRefused(() -> where((Field<String, String>) text::concat), "String::concat is bound to one object");
    }

    @Test
    void methodThatIsNoComponent_isRefused() {
        assertRefused(() -> where(District::fullName), "District::fullName is no accessor", "no component fullName");
        assertRefused(() -> where(District::hashCode), "is no accessor of a field");
    }

    @Test
    void methodThatIsNoGetter_isRefused() {
        assertRefused(() -> where(Person::nothing), "Person::nothing is no accessor", "no getter get…() or is…()");
        assertRefused(() -> where(Person::getHidden), "Person::getHidden is no accessor");
    }

    static class Ambiguous {
        @JsonProperty("link")
        public String getAddress() {
            return "a";
        }

        @JsonProperty("link")
        public String getUrl() {
            return "b";
        }
    }

    @Test
    void twoAccessorsOfOneField_areRefused() {
        assertRefused(
                () -> where(Ambiguous::getAddress),
                "The accessors of " + Ambiguous.class.getName() + " contradict each other",
                "getAddress()",
                "getUrl()",
                "@JsonIgnore");
    }

    @Test
    void ownImplementation_isRefused() {
        class Own implements Field<District, String> {
            private static final long serialVersionUID = 1L;

            @Override
            public String get(District district) {
                return district.code();
            }
        }

        assertRefused(() -> where(new Own()), "an object of " + Own.class.getName(), "which is no method reference");
    }

    @Test
    void nativeImageWithoutRegistration_isItsOwnError() {
        class Unregistered implements Field<District, String> {
            private static final long serialVersionUID = 1L;

            @Override
            public String get(District district) {
                return district.code();
            }
        }
        System.setProperty("org.graalvm.nativeimage.imagecode", "runtime");
        try {
            assertRefused(() -> where(new Unregistered()), "native image", "not registered", "lambdaCapturingTypes");
        } finally {
            System.clearProperty("org.graalvm.nativeimage.imagecode");
        }
    }

    @Test
    void nothing_isRefused() {
        assertThatThrownBy(() -> where((Field<District, String>) null))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("null in the place of a field");
    }

    @Test
    void overloadedAccessor_isRefusedByTheCompiler_andCanBeNamed(@TempDir Path folder) throws Exception {
        String row = """
                package rows;
                public record Row(String code) {
                    public String code(int length) {
                        return code.substring(0, length);
                    }
                    public static Object query() {
                        return io.govshare.dataset.Query.where(%s).is("1");
                    }
                }
                """;

        assertThat(Compiled.errors(folder, row.formatted("Row::code")))
                .anySatisfy(error -> assertThat(error).containsAnyOf("cannot infer type-variable", "ambiguous"));
        assertThat(Compiled.errors(folder, row.formatted("\"code\""))).isEmpty();
    }

    @Test
    void moduleThatIsNotOpen_isRefusedNamingTheDirective(@TempDir Path folder) throws Exception {
        ClassLoader module = Compiled.module(folder, "rows.closed", "exports rows;", ROWS);
        Field<?, ?> field = field(module);

        assertRefused(
                () -> FieldNames.of(field),
                "A method reference in rows cannot be read: module rows.closed does not open the package",
                "Add to module-info.java: opens rows to ");
    }

    @Test
    void moduleThatIsOpen_isRead(@TempDir Path folder) throws Exception {
        ClassLoader module = Compiled.module(folder, "rows.open", "exports rows; opens rows;", ROWS);

        assertThat(FieldNames.of(field(module))).isEqualTo("CODE");
    }

    @Test
    void concurrentFirstUse_givesEveryoneTheName() throws Exception {
        int threads = 8;
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            CyclicBarrier barrier = new CyclicBarrier(threads);
            Field<Concurrent, String> a = Concurrent::a;
            Field<Concurrent, String> b = Concurrent::b;
            Callable<String> both = () -> {
                barrier.await();
                return FieldNames.of(a) + FieldNames.of(b) + FieldNames.of(a);
            };
            List<Future<String>> names = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                names.add(executor.submit(both));
            }
            for (Future<String> name : names) {
                assertThat(name.get()).isEqualTo("ABA");
            }
        } finally {
            executor.shutdown();
        }
    }

    record Concurrent(
            @JsonProperty("A") String a, @JsonProperty("B") String b) {}

    @Test
    void classLoader_isNotHeld(@TempDir Path folder) throws Exception {
        WeakReference<ClassLoader> loader = used(folder);

        await().untilAsserted(() -> {
            System.gc();
            assertThat(loader.get()).isNull();
        });
    }

    /** Names a field and reads a record of a type in a loader that nobody else knows. */
    private static WeakReference<ClassLoader> used(Path folder) throws Exception {
        try (URLClassLoader loader = Compiled.loader(folder, ROWS)) {
            assertThat(FieldNames.of(field(loader))).isEqualTo("CODE");
            assertThat(RecordReader.of(loader.loadClass("rows.Row"), "test")
                            .page("[{\"CODE\":\"1\"}]".getBytes(StandardCharsets.UTF_8), Envelope.recordsAt(""))
                            .items())
                    .hasToString("[Row[code=1]]");
            return new WeakReference<>(loader);
        }
    }

    private static final String ROWS = """
            package rows;
            import com.fasterxml.jackson.annotation.JsonProperty;
            import io.govshare.dataset.Field;
            public record Row(@JsonProperty("CODE") String code) {
                public static Field<Row, String> field() {
                    return Row::code;
                }
            }
            """;

    private static Field<?, ?> field(ClassLoader loader) throws ReflectiveOperationException, IOException {
        return (Field<?, ?>) loader.loadClass("rows.Row").getMethod("field").invoke(null);
    }

    private static void assertRefused(ThrowingCallable call, String... parts) {
        assertThatThrownBy(call)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("where(\"name\")")
                .satisfies(e -> assertThat(e.getMessage()).contains(parts));
    }
}
