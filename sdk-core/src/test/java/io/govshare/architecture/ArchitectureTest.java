package io.govshare.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.SimpleConditionEvent.violated;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.domain.JavaTypeVariable;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.govshare.error.Internal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the library to its own plan: who may know whom, what users may see, and where time comes from. */
class ArchitectureTest {

    private static final DescribedPredicate<JavaClass> FOREIGN = resideInAnyPackage(
            "okhttp3..",
            "okio..",
            "kotlin..",
            "tools.jackson..",
            "com.fasterxml.jackson..",
            "com.nimbusds..",
            "io.github.resilience4j..",
            "com.github.benmanes.caffeine..",
            "org.slf4j..");

    /** The members through which a type of another library is handed over on purpose. */
    private static final Set<String> BRIDGES =
            Set.of("io.govshare.GovShare.okHttp", "io.govshare.GovShare$Builder.customize");

    private static final Set<String> CLOCK = Set.of("io.govshare.http.TimeSource", "io.govshare.http.Sleeper");

    @TestFactory
    Stream<DynamicTest> floor_knowsOnlyTheFloorsBelow() {
        List<DynamicTest> rules = new ArrayList<>();
        List<String> above = new ArrayList<>();
        for (List<String> floor : House.FLOORS) {
            String[] forbidden = above.toArray(String[]::new);
            rules.add(DynamicTest.dynamicTest(
                    String.join(", ", floor),
                    () -> noClasses()
                            .that()
                            .resideInAnyPackage(floor.toArray(String[]::new))
                            .should()
                            .dependOnClassesThat()
                            .resideInAnyPackage(forbidden)
                            .because("dependencies go downward only")
                            .allowEmptyShould(true)
                            .check(House.CLASSES)));
            above.addAll(floor);
        }
        return rules.stream();
    }

    @TestFactory
    Stream<DynamicTest> room_knowsNoOtherRoom() {
        return House.ROOMS.stream()
                .map(room -> DynamicTest.dynamicTest(
                        room,
                        () -> noClasses()
                                .that()
                                .resideInAPackage(room)
                                .should()
                                .dependOnClassesThat(resideInAnyPackage(House.ROOMS.toArray(String[]::new))
                                        .and(DescribedPredicate.not(resideInAnyPackage(room))))
                                .because("the root wires the rooms together; they never know each other")
                                .allowEmptyShould(true)
                                .check(House.CLASSES)));
    }

    @Test
    void package_isOnAFloor() {
        DescribedPredicate<JavaClass> known = resideInAnyPackage(
                House.FLOORS.stream().flatMap(Collection::stream).toArray(String[]::new));

        assertThat(House.CLASSES)
                .as("classes in a package that no floor of House names: put the package on one, with a reason")
                .filteredOn(known.negate())
                .isEmpty();
    }

    @Test
    void packages_haveNoCycles() {
        slices().assignedFrom(new PackageByPackage()).should().beFreeOfCycles().check(House.CLASSES);
    }

    @Test
    void publicSignature_namesNoTypeOfAnotherLibrary() {
        classes()
                .that(describe("are promised to users", House::isPromised))
                .should(new NotShow(FOREIGN))
                .because("an upgrade of a library must not break the users of ours")
                .check(House.CLASSES);
    }

    @Test
    void bridge_exists() {
        assertThat(BRIDGES).allSatisfy(bridge -> {
            String type = bridge.substring(0, bridge.lastIndexOf('.'));
            String method = bridge.substring(bridge.lastIndexOf('.') + 1);
            if (House.CLASSES.contain(type)) {
                assertThat(House.CLASSES.get(type).getMethods())
                        .extracting(JavaMember::getName)
                        .contains(method);
            }
        });
    }

    @Test
    void time_comesFromTheClock() {
        noClasses()
                .that(describe(
                        "are not the clock",
                        type -> !CLOCK.contains(outermost(type).getName())))
                .should(ArchConditions.accessTargetWhere(
                        describe("it tells the time or waits", ArchitectureTest::tellsTheTime)))
                .because("a test must be able to move the clock, and close() to end every wait")
                .check(House.CLASSES);
    }

    @Test
    void package_isNullMarked() {
        assertThat(House.CLASSES)
                .filteredOn(type -> !type.getPackage().isAnnotatedWith(NullMarked.class))
                .extracting(JavaClass::getPackageName)
                .as("packages without @NullMarked in their package-info.java")
                .isEmpty();
    }

    @Test
    void names_areNouns() {
        noClasses()
                .should()
                .resideInAnyPackage("..impl..", "..util..", "..common..", "..manager..", "..helper..")
                .orShould()
                .haveNameMatching(".*(Impl|Util|Utils|Helper|Manager)")
                .orShould()
                .haveSimpleNameStartingWith("Abstract")
                .because("a name says what a thing is")
                .check(House.CLASSES);
    }

    private static boolean tellsTheTime(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        String name = access.getName();
        return switch (owner) {
            case "java.lang.Thread", "java.util.concurrent.TimeUnit" -> name.equals("sleep");
            case "java.lang.System" -> name.equals("currentTimeMillis") || name.equals("nanoTime");
            case "java.time.Clock" -> name.startsWith("system") || name.startsWith("tick");
            case "java.util.Date" ->
                name.equals("<init>")
                        && access instanceof com.tngtech.archunit.core.domain.JavaConstructorCall call
                        && call.getTarget().getRawParameterTypes().isEmpty();
            default -> owner.startsWith(Instant.class.getPackageName() + ".") && name.equals("now");
        };
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type);
    }

    /** Every package is a slice, the root included. */
    private static final class PackageByPackage implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return type.getPackageName().startsWith("io.govshare")
                    ? SliceIdentifier.of(type.getPackageName())
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    }

    /** Looks at everything that a user of a type can see: supertypes, type parameters, fields, methods, exceptions. */
    private static final class NotShow extends ArchCondition<JavaClass> {
        private final DescribedPredicate<JavaClass> hidden;

        NotShow(DescribedPredicate<JavaClass> hidden) {
            super("show no class that does " + hidden.getDescription());
            this.hidden = hidden;
        }

        @Override
        public void check(JavaClass type, ConditionEvents events) {
            Stream<JavaType> supertypes = Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream());
            shown(Stream.concat(supertypes, bounds(type.getTypeParameters())))
                    .forEach(foreign -> events.add(violated(type, type.getName() + " shows " + foreign)));
            type.getMembers().stream()
                    .filter(NotShow::isVisible)
                    .filter(member -> !BRIDGES.contains(type.getName() + "." + member.getName()))
                    .forEach(member -> shown(typesOf(member))
                            .forEach(foreign ->
                                    events.add(violated(member, member.getFullName() + " shows " + foreign))));
        }

        private static boolean isVisible(JavaMember member) {
            boolean exported = member.getModifiers().contains(JavaModifier.PUBLIC)
                    || member.getModifiers().contains(JavaModifier.PROTECTED);
            return exported && !member.isAnnotatedWith(Internal.class);
        }

        private Stream<String> shown(Stream<? extends JavaType> types) {
            return types.flatMap(type -> type.getAllInvolvedRawTypes().stream())
                    .filter(hidden)
                    .map(JavaClass::getName)
                    .distinct();
        }

        private static Stream<JavaType> typesOf(JavaMember member) {
            if (member instanceof JavaCodeUnit unit) {
                Stream<JavaType> signature =
                        Stream.concat(Stream.of(unit.getReturnType()), unit.getParameterTypes().stream());
                Stream<JavaType> thrown = unit.getExceptionTypes().stream().map(JavaType.class::cast);
                return Stream.of(signature, thrown, bounds(unit.getTypeParameters()))
                        .flatMap(types -> types);
            }
            return Stream.of(((com.tngtech.archunit.core.domain.JavaField) member).getType());
        }

        private static Stream<JavaType> bounds(List<? extends JavaTypeVariable<?>> parameters) {
            return parameters.stream().flatMap(parameter -> parameter.getUpperBounds().stream());
        }
    }
}
