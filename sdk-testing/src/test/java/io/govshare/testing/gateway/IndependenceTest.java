package io.govshare.testing.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.govshare.dialect.gateway.Hashes;
import org.junit.jupiter.api.Test;

/** A sandbox that shared code with the client would find all right that both do wrong. */
class IndependenceTest {

    private static ArchRule apartFromTheClient(Class<?>... of) {
        return noClasses()
                .that()
                .belongToAnyOf(of)
                .or()
                .resideInAPackage("io.govshare.testing.gateway")
                .should()
                .transitivelyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.govshare",
                        "io.govshare.dialect..",
                        "io.govshare.signing..",
                        "io.govshare.auth..",
                        "io.govshare.platform..",
                        "io.govshare.http..")
                .because("the sandbox and the client are each to check the other");
    }

    /** Only to be caught. */
    static final class Sharing {
        String signature() {
            return Hashes.sha256Hex("text");
        }
    }

    @Test
    void gateways_shareNoCodeWithTheClient() {
        JavaClasses main = new ClassFileImporter()
                .withImportOption(location -> !location.contains("/test-classes/"))
                .importPackages("io.govshare");

        apartFromTheClient().check(main);
    }

    @Test
    void gatewayThatSharesCode_isCaught() {
        JavaClasses sharing = new ClassFileImporter().importClasses(Sharing.class, Hashes.class);

        assertThatThrownBy(() -> apartFromTheClient(Sharing.class).check(sharing))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Hashes");
    }
}
