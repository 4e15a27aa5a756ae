package io.govshare.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.spec.IvParameterSpec;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Keeps what is peculiar to a dialect inside it: its types, the names it has on the wire, and its weak cryptography. */
class DialectsTest {

    private static final String DIALECTS = "io.govshare.dialect.";

    /** What a dialect may know of the others: gateways their common parts, and one the seal that it shares. */
    private static final Map<String, Set<String>> KNOWS = Map.of(
            "standard", Set.of(),
            "gateway", Set.of(),
            "clientid", Set.of("gateway"),
            "gjgxjhpt", Set.of("gateway", "rtime"),
            "hmac", Set.of("gateway"),
            "paasid", Set.of("gateway"),
            "rotation", Set.of("gateway"),
            "rtime", Set.of("gateway"));

    /** What only gateways call so: header fields, members, parameters and paths. */
    private static final Pattern OF_GATEWAYS = Pattern.compile(
            "gjgxjhpt|paasid|gateway_|rtime|x-(tif|rio|dsp|sal|bg)\\b|x-client-id|x-(nonce|timestamp|signature)\\b"
                    + "|app_?(key|id|secret)|(request|refresh)secret|powermatters|sponsor(name|code)|audit_info"
                    + "|(operator|item|vender|system|query_object)_id|errcode|errmsg|httpproxy|refreshtokenby",
            Pattern.CASE_INSENSITIVE);

    /** What nobody should choose today. */
    private static final Pattern WEAK = Pattern.compile(
            "\\bMD[245]|\\bSHA-?1(?!\\d)|SHA1PRNG|AES/(CBC|ECB)|^AES$|\\bRC4|(?-i:\\bDES(ede)?\\b)|HmacMD5",
            Pattern.CASE_INSENSITIVE);

    /** The dialects whose gateways leave no choice, and what each of them uses. */
    private static final Map<String, Set<String>> WEAK_IN = Map.of(
            DIALECTS + "rotation", Set.of("MD5"),
            DIALECTS + "rtime", Set.of("SHA-1", "AES", "AES/CBC/PKCS5Padding", "AES/ECB/PKCS5Padding"));

    /** Reads keys as others encrypted them (RFC 8018), and encrypts nothing. */
    private static final String READER = "io.govshare.http.EncryptedPkcs8";

    private static List<String> constants(Collection<JavaClass> classes, Pattern pattern) {
        return classes.stream()
                .flatMap(type -> TextConstants.of(type).stream()
                        .filter(pattern.asPredicate())
                        .map(text -> type.getPackageName() + ": " + text))
                .toList();
    }

    private static Collection<JavaClass> where(Predicate<String> packageName) {
        return House.CLASSES.stream()
                .filter(type -> packageName.test(type.getPackageName()))
                .toList();
    }

    @Test
    void dialect_isKnownOutsideDialectsToNobody() {
        noClasses()
                .that()
                .resideOutsideOfPackage(DIALECTS + ".")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(DIALECTS + ".")
                .because(
                        "the root, the rooms and all below speak to the seam; which dialect is behind it the user says")
                .check(House.CLASSES);
    }

    @TestFactory
    Stream<DynamicTest> dialect_knowsNoOther() {
        return KNOWS.entrySet().stream()
                .map(dialect -> DynamicTest.dynamicTest(dialect.getKey(), () -> {
                    String[] others = KNOWS.keySet().stream()
                            .filter(other -> !other.equals(dialect.getKey()))
                            .filter(other -> !dialect.getValue().contains(other))
                            .map(other -> DIALECTS + other + "..")
                            .toArray(String[]::new);
                    noClasses()
                            .that()
                            .resideInAPackage(DIALECTS + dialect.getKey() + "..")
                            .should()
                            .dependOnClassesThat()
                            .resideInAnyPackage(others)
                            .because("a gateway is changed without a look at the others")
                            .check(House.CLASSES);
                }));
    }

    @Test
    void dialect_isNamedHere() {
        assertThat(where(name -> name.startsWith(DIALECTS)))
                .extracting(type -> type.getPackageName().substring(DIALECTS.length()))
                .containsOnly(KNOWS.keySet().toArray(String[]::new));
    }

    @Test
    void namesOfGatewaysOnTheWire_areConstantsOfGatewaysOnly() {
        assertThat(constants(
                        where(name -> !name.startsWith(DIALECTS) || name.equals(DIALECTS + "standard")), OF_GATEWAYS))
                .isEmpty();
    }

    /** A name that no longer is in any gateway would be looked for in vain. */
    @Test
    void namesOfGatewaysOnTheWire_areFoundInGateways() {
        List<String> found = constants(where(name -> name.startsWith(DIALECTS)), OF_GATEWAYS);

        for (String dialect : List.of("clientid", "gjgxjhpt", "hmac", "paasid", "rotation", "rtime")) {
            assertThat(found).anyMatch(text -> text.startsWith(DIALECTS + dialect + ": "));
        }
    }

    @Test
    void weakCryptography_isOnlyInTheDialectsThatLeaveNoChoice() {
        List<JavaClass> others = where(name -> !WEAK_IN.containsKey(name)).stream()
                .filter(type -> !type.getFullName().equals(READER))
                .toList();
        assertThat(constants(others, WEAK)).isEmpty();
        WEAK_IN.forEach((dialect, used) -> assertThat(constants(where(dialect::equals), WEAK))
                .extracting(text -> text.substring(text.indexOf(": ") + 2))
                .filteredOn(text -> !text.contains(" ")) // a message may name what it could not have
                .as("what %s uses; what it no longer does is to go from this list", dialect)
                .containsOnly(used.toArray(String[]::new)));
    }

    @Test
    void fixedVector_isOnlyInTheDialectsThatLeaveNoChoice() {
        noClasses()
                .that()
                .resideOutsideOfPackages(WEAK_IN.keySet().toArray(String[]::new))
                .and()
                .doNotHaveFullyQualifiedName(READER)
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(IvParameterSpec.class)
                .because("CBC with a vector of one's own is what AES-GCM is for")
                .check(House.CLASSES);
    }

    @Test
    void constants_ofAClassThatViolatesTheRules_areSeen() {
        Collection<JavaClass> violating = List.of(new ClassFileImporter().importClass(Violating.class));

        assertThat(constants(violating, WEAK)).hasSize(4);
        assertThat(constants(violating, OF_GATEWAYS)).hasSize(2);
    }

    /** Names and algorithms spelled as somebody might who does not know the rules. */
    @SuppressWarnings("unused")
    private static final class Violating {
        private static final String JOINED = "M" + "D5";
        private static final long WIDE = 1L << 40;
        private static final double WIDER = 1e40;

        String algorithm(String mode) {
            return switch (mode) {
                case "AES/ECB/NoPadding" -> JOINED;
                case "SHA1withRSA" -> "x-tif-" + mode;
                case "SHA-256", "SHA-1024" -> "AUDIT_INFO" + WIDE + WIDER;
                default -> "sha-1";
            };
        }
    }
}
