package io.govshare.spring.autoconfigure;

import static io.govshare.dataset.Query.where;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.GovShare;
import io.govshare.catalog.Grant;
import io.govshare.error.SharingDeniedException;
import io.govshare.testing.Divisions;
import io.govshare.testing.Sandbox;
import io.govshare.testing.UsageEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.Mockito;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class GovShareAutoConfigurationTest {

    record County(String code, String name) {}

    private static final County GULOU = new County("350102", "鼓楼区");
    private static final String CLIENT = "tax-portal";
    private static final String SECRET = "canary-tax-portal-secret-0001";

    @TempDir
    Path folder;

    private ApplicationContextRunner runner() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(GovShareAutoConfiguration.class))
                .withPropertyValues(
                        "spring.application.name=tax-portal",
                        "spring.application.version=2.1.0",
                        "govshare.usage.folder=" + folder.resolve("spool"));
    }

    private ApplicationContextRunner configured(String endpoint) {
        return runner().withPropertyValues(
                        "govshare.platform.national.endpoint=" + endpoint,
                        "govshare.platform.national.credentials.client-id=" + CLIENT,
                        "govshare.platform.national.credentials.client-secret=" + SECRET,
                        "govshare.context.purpose=tax-assessment");
    }

    private static Sandbox platform() {
        return Sandbox.builder()
                .clientWithSecret(CLIENT, SECRET)
                .datasets(Divisions.all())
                .grant(CLIENT, Divisions.COUNTIES, "tax-assessment")
                .start();
    }

    private static County gulou(GovShare govshare) {
        return govshare.dataset(Divisions.COUNTIES, County.class)
                .query(where(County::code).is("350102"))
                .items()
                .get(0);
    }

    @Test
    void bean_withSecretFile_readsRecords() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), SECRET + "\n");
        try (Sandbox sandbox = platform()) {
            runner().withPropertyValues(
                            "govshare.platform.national.endpoint=" + sandbox.url(),
                            "govshare.platform.national.credentials.client-id=" + CLIENT,
                            "govshare.platform.national.credentials.client-secret-location=file:" + secret,
                            "govshare.context.purpose=tax-assessment",
                            "govshare.http.connect-timeout=1s",
                            "govshare.http.attempt-timeout=10s",
                            "govshare.http.total-timeout=20s")
                    .run(context ->
                            assertThat(gulou(context.getBean(GovShare.class))).isEqualTo(GULOU));
        }
    }

    @Test
    void bean_withKeyFile_signsItsRequests() throws Exception {
        try (Sandbox sandbox = Sandbox.start()) {
            Path key = Files.writeString(
                    folder.resolve("key.pem"), sandbox.sampleClient().privateKeyPem());
            runner().withPropertyValues(
                            "govshare.platform.national.endpoint=" + sandbox.url(),
                            "govshare.platform.national.credentials.client-id="
                                    + sandbox.sampleClient().id(),
                            "govshare.platform.national.credentials.key-location=file:" + key,
                            "govshare.platform.national.credentials.key-id="
                                    + sandbox.sampleClient().keyId(),
                            "govshare.context.purpose=" + sandbox.sampleClient().purpose(),
                            "govshare.context.legal-basis=Decree 663, Art. 9",
                            "govshare.context.department=11350100003605455X")
                    .run(context ->
                            assertThat(gulou(context.getBean(GovShare.class))).isEqualTo(GULOU));
        }
    }

    @Test
    void bean_withGrants_checksThemAndAsksThePlatformForNone() {
        String grant = "govshare.platform.national.grants[0].";
        try (Sandbox sandbox = platform()) {
            configured(sandbox.url().toString())
                    .withPropertyValues(
                            "govshare.platform.national.grant-policy=strict",
                            grant + "id=G-7",
                            grant + "dataset=" + Divisions.COUNTIES,
                            grant + "purposes=tax-assessment,housing",
                            grant + "fields=code",
                            grant + "valid-from=2020-01-01T00:00:00Z",
                            grant + "valid-until=2999-01-01T00:00:00Z",
                            grant + "application-number=SQ-2026-0017",
                            grant + "rows=counties of Fujian")
                    .run(context -> {
                        GovShare govshare = context.getBean(GovShare.class);
                        assertThat(govshare.catalogue()
                                        .grants(Divisions.COUNTIES)
                                        .orElseThrow())
                                .containsExactly(Grant.of("G-7", Divisions.COUNTIES, "tax-assessment", "housing")
                                        .onlyFields("code")
                                        .valid(
                                                Instant.parse("2020-01-01T00:00:00Z"),
                                                Instant.parse("2999-01-01T00:00:00Z"))
                                        .applicationNumber("SQ-2026-0017")
                                        .rows("counties of Fujian"));
                        assertThatThrownBy(() -> gulou(govshare))
                                .isInstanceOf(SharingDeniedException.class)
                                .hasMessageContaining(".select(\"code\")");
                        assertThat(sandbox.requestCount("/grants")).isZero();
                    });
        }
    }

    @Test
    void bean_configuredByEnvironmentVariables_readsRecords() {
        try (Sandbox sandbox = platform()) {
            Map<String, Object> variables = new HashMap<>();
            variables.put("GOVSHARE_PLATFORM_NATIONAL_ENDPOINT", sandbox.url().toString());
            variables.put("GOVSHARE_PLATFORM_NATIONAL_CREDENTIALS_CLIENTID", CLIENT);
            variables.put("GOVSHARE_PLATFORM_NATIONAL_CREDENTIALS_CLIENT_SECRET", SECRET);
            variables.put("GOVSHARE_CONTEXT_PURPOSE", "tax-assessment");
            runner().withInitializer(context -> context.getEnvironment()
                            .getPropertySources()
                            .replace(
                                    StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                                    new SystemEnvironmentPropertySource(
                                            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables)))
                    .run(context ->
                            assertThat(gulou(context.getBean(GovShare.class))).isEqualTo(GULOU));
        }
    }

    @Test
    void usageReport_namesPlatformAndApplicationAsTheProperties() {
        try (Sandbox sandbox = platform()) {
            configured(sandbox.url().toString()).run(context -> gulou(context.getBean(GovShare.class)));
            assertThat(sandbox.usageEvents())
                    .as("reported when the context closed")
                    .singleElement()
                    .extracting(UsageEvent::data)
                    .satisfies(data -> assertThat(data)
                            .containsEntry("platform", "national")
                            .containsEntry("application", "tax-portal")
                            .containsEntry("applicationVersion", "2.1.0"));
            assertThat(folder.resolve("spool/tax-portal/national")).isDirectory();
        }
    }

    @Test
    void bean_ofClosedContext_isClosed() {
        AtomicReference<GovShare> kept = new AtomicReference<>();
        configured("https://share.example.gov").run(context -> {
            kept.set(context.getBean(GovShare.class));
            assertThat(context).hasSingleBean(GovShare.class);
        });
        assertThat(kept.get()).asString().contains("closed");
        assertThatThrownBy(() -> gulou(kept.get()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void bean_thatNobodyAsksFor_isNotMade() {
        configured("https://share.example.gov").run(context -> {
            assertThat(context.getBeanFactory().containsBeanDefinition("govshare"))
                    .isTrue();
            assertThat(context.getBeanFactory().containsSingleton("govshare")).isFalse();
            assertThat(folder.resolve("spool")).doesNotExist();
        });
    }

    @Test
    void context_withoutPlatform_starts() {
        runner().run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void ownBean_takesThePlaceOfOurs() {
        GovShare own = Mockito.mock(GovShare.class);
        runner().withBean(GovShare.class, () -> own)
                .run(context -> assertThat(context.getBean(GovShare.class)).isSameAs(own));
    }
}
