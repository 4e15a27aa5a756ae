package io.govshare.spring.autoconfigure;

import static io.govshare.dataset.Query.where;
import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.GovShare;
import io.govshare.testing.Divisions;
import io.govshare.testing.Sandbox;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class GovShareAutoConfigurationTest {

    record County(String code, String name) {}

    private static final String CLIENT = "tax-portal";
    private static final String SECRET = "tax-portal-secret-0001";

    @TempDir
    Path folder;

    private ApplicationContextRunner runner() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(GovShareAutoConfiguration.class))
                .withPropertyValues("spring.application.name=tax-portal", "govshare.usage.folder=" + folder);
    }

    @Test
    void bean_withSecretFile_readsRecordsAndReportsUseOnClose() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), SECRET + "\n");
        try (Sandbox sandbox = Sandbox.builder()
                .clientWithSecret(CLIENT, SECRET)
                .datasets(Divisions.all())
                .grant(CLIENT, Divisions.COUNTIES, "tax-assessment")
                .start()) {
            runner().withPropertyValues(
                            "govshare.platform.national.endpoint=" + sandbox.url(),
                            "govshare.platform.national.credentials.client-id=" + CLIENT,
                            "govshare.platform.national.credentials.client-secret-location=file:" + secret,
                            "govshare.context.purpose=tax-assessment",
                            "govshare.http.connect-timeout=1s")
                    .run(context -> assertThat(context.getBean(GovShare.class)
                                    .dataset(Divisions.COUNTIES, County.class)
                                    .query(where(County::code).is("350102"))
                                    .items())
                            .containsExactly(new County("350102", "鼓楼区")));
            assertThat(sandbox.usageEvents()).hasSize(1);
        }
    }

    @Test
    void context_withoutPlatform_startsAndNamesPropertyOnFirstUse() {
        runner().run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBeanFactory().containsBeanDefinition("govshare"))
                    .isTrue();
            assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> context.getBean(GovShare.class)))
                    .hasRootCauseInstanceOf(FailureAnalyzedException.class)
                    .rootCause()
                    .extracting("action")
                    .asString()
                    .contains("govshare.platform.<name>.endpoint");
        });
    }

    @Test
    void bean_withSecretAndKey_namesBothProperties() {
        runner().withPropertyValues(
                        "govshare.platform.national.endpoint=https://share.example.gov",
                        "govshare.platform.national.credentials.client-id=" + CLIENT,
                        "govshare.platform.national.credentials.client-secret=" + SECRET,
                        "govshare.platform.national.credentials.key-location=file:key.pem")
                .run(context -> assertThat(
                                org.assertj.core.api.Assertions.catchThrowable(() -> context.getBean(GovShare.class)))
                        .rootCause()
                        .hasMessageContaining("key-location")
                        .hasMessageContaining("client-secret")
                        .hasMessageNotContaining(SECRET));
    }

    @Test
    void bean_withPlaceholderPurpose_namesCauseAndRemedy() {
        runner().withPropertyValues(
                        "govshare.platform.national.endpoint=https://share.example.gov",
                        "govshare.platform.national.credentials.client-id=" + CLIENT,
                        "govshare.platform.national.credentials.client-secret=" + SECRET,
                        "govshare.context.purpose=test")
                .run(context -> assertThat(
                                org.assertj.core.api.Assertions.catchThrowable(() -> context.getBean(GovShare.class)))
                        .hasRootCauseInstanceOf(io.govshare.error.ConfigurationException.class));
    }

    @Test
    void ownBean_takesThePlaceOfOurs() {
        GovShare own = org.mockito.Mockito.mock(GovShare.class);
        runner().withBean(GovShare.class, () -> own)
                .run(context -> assertThat(context.getBean(GovShare.class)).isSameAs(own));
    }
}
