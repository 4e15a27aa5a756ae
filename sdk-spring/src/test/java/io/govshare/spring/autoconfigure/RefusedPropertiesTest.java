package io.govshare.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.govshare.GovShare;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;

/** What a developer is told when properties are missing, contradict each other, or hold what the SDK refuses. */
class RefusedPropertiesTest {

    private static final String PLATFORM = "govshare.platform.national";
    private static final String SECRET = "canary-tax-portal-secret-0001";
    private static final List<String> COMPLETE = List.of(
            "spring.application.name=tax-portal",
            PLATFORM + ".endpoint=https://share.example.gov",
            PLATFORM + ".credentials.client-id=tax-portal",
            PLATFORM + ".credentials.client-secret=" + SECRET,
            "govshare.context.purpose=tax-assessment");

    @TempDir
    Path folder;

    private ApplicationContextRunner runner(List<String> properties) {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(GovShareAutoConfiguration.class))
                .withPropertyValues(properties.toArray(String[]::new))
                .withPropertyValues("test.folder=" + folder.toUri());
    }

    /** The properties that are complete, without those of this prefix, and with these; a folder of the test's own comes first. */
    private List<String> complete(String without, String... with) {
        List<String> properties = new ArrayList<>();
        properties.add("govshare.usage.folder=" + folder.resolve("spool"));
        COMPLETE.stream()
                .filter(property -> without.isEmpty() || !property.startsWith(without))
                .forEach(properties::add);
        properties.addAll(List.of(with));
        return properties;
    }

    private FailureAnalysis failure(List<String> properties) {
        AtomicReference<FailureAnalysis> failure = new AtomicReference<>();
        runner(properties).run(context -> {
            assertThat(context).as("starts, since the client is lazy").hasNotFailed();
            Throwable thrown = catchThrowable(() -> context.getBean(GovShare.class));
            while (thrown != null && !(thrown instanceof FailureAnalyzedException)) {
                thrown = thrown.getCause();
            }
            assertThat(thrown).isInstanceOf(FailureAnalyzedException.class);
            failure.set(((FailureAnalyzedException) thrown).analysis());
            for (Throwable shown = thrown; shown != null; shown = shown.getCause()) {
                assertThat(shown.toString()).doesNotContain(SECRET);
            }
        });
        FailureAnalysis analysis = failure.get();
        assertThat(analysis.getDescription() + analysis.getAction()).doesNotContain(SECRET);
        return analysis;
    }

    @ParameterizedTest
    @CsvSource({
        PLATFORM + ".endpoint,govshare.platform.national.endpoint",
        PLATFORM + ".credentials.client-id,govshare.platform.national.credentials.client-id",
        PLATFORM + ".credentials.client-secret,govshare.platform.national.credentials.client-secret",
        PLATFORM + ",govshare.platform.<name>.endpoint",
        "spring.application.name,govshare.application.name"
    })
    void missingProperty_isNamed(String missing, String named) {
        FailureAnalysis failure = failure(complete(missing));
        assertThat(failure.getDescription() + failure.getAction()).contains("'" + named + "'");
    }

    @ParameterizedTest
    @CsvSource({
        PLATFORM + ".endpoint,ftp://share.example.gov",
        PLATFORM + ".endpoint,http://share.example.gov",
        PLATFORM + ".endpoint,https://tax:" + SECRET + "@share.example.gov",
        PLATFORM + ".credentials.client-id,' '",
        PLATFORM + ".credentials.client-secret,''",
        "govshare.context.purpose,test",
        "govshare.context.legal-basis,' '",
        "govshare.context.department,无",
        "govshare.http.connect-timeout,0s",
        "govshare.http.attempt-timeout,2h",
        "govshare.http.total-timeout,-1s",
        "govshare.usage.interval,1ms",
        "govshare.usage.batch-events,0",
        "govshare.usage.batch-bytes,4GB",
        "govshare.usage.max-bytes,1MB",
        "govshare.usage.free-bytes,-1B",
        "govshare.usage.retention,4000",
        "govshare.usage.pending-age,1h",
        "govshare.usage.pseudonym-key,''",
        "govshare.usage.close-timeout,2m"
    })
    void refusedValue_isFailureOfItsProperty(String property, String value) {
        assertThat(failure(complete(property, property + "=" + value)).getDescription())
                .startsWith("'" + property + "' is ");
    }

    @ParameterizedTest
    @CsvSource({
        "key-location,file:missing.pem",
        "key-location,key.pem",
        "key-location,https://share.example.gov/key.pem",
        "key-location,${test.folder}garbage.pem",
        "client-secret-location,file:missing",
        "client-secret-location,${test.folder}empty"
    })
    void unusableFile_isFailureOfItsProperty(String property, String location) throws Exception {
        Files.writeString(folder.resolve("garbage.pem"), SECRET);
        Files.writeString(folder.resolve("empty"), "\n");
        String credentials = PLATFORM + ".credentials.";
        assertThat(failure(complete(credentials + "client-secret", credentials + property + "=" + location))
                        .getDescription())
                .startsWith("'" + credentials + property + "' is ");
    }

    @Test
    void secretAndKey_areNamedBoth() {
        FailureAnalysis failure = failure(complete("", PLATFORM + ".credentials.key-location=file:key.pem"));
        assertThat(failure.getDescription())
                .contains(
                        "More than one",
                        PLATFORM + ".credentials.key-location",
                        PLATFORM + ".credentials.client-secret");
    }

    @Test
    void keyIdWithoutKey_isNamed() {
        assertThat(failure(complete("", PLATFORM + ".credentials.key-id=2026")).getDescription())
                .contains(PLATFORM + ".credentials.key-id", PLATFORM + ".credentials.key-location");
    }

    @Test
    void fileOfThePseudonymKey_thatIsMissing_isNamed() {
        assertThat(failure(complete("", "govshare.usage.pseudonym-key-location=file:missing"))
                        .getDescription())
                .startsWith("'govshare.usage.pseudonym-key-location' is ");
    }

    @Test
    void pseudonymKeyAndItsFile_areNamedBoth() {
        assertThat(failure(complete(
                                "",
                                "govshare.usage.pseudonym-key=" + SECRET,
                                "govshare.usage.pseudonym-key-location=file:key"))
                        .getDescription())
                .contains("'govshare.usage.pseudonym-key'", "'govshare.usage.pseudonym-key-location'");
    }

    @ParameterizedTest
    @CsvSource({"id,dataset", "dataset,id"})
    void grantThatLacksSomething_isNamed(String given, String missing) {
        String grant = PLATFORM + ".grants[0].";
        assertThat(failure(complete("", grant + given + "=x")).getDescription())
                .isEqualTo("'" + grant + missing + "' is not set.");
    }

    @Test
    void plainHttpThatIsAllowed_isNoFailure() {
        runner(complete(
                        PLATFORM + ".endpoint",
                        PLATFORM + ".endpoint=http://10.1.2.3:8080",
                        PLATFORM + ".allow-plain-http=true"))
                .run(context -> assertThat(context.getBean(GovShare.class)).isNotNull());
    }

    @Test
    void twoPlatforms_areListed() {
        assertThat(failure(complete("", "govshare.platform.city.endpoint=https://share.city.example.gov"))
                        .getDescription())
                .contains("govshare.platform", "national", "city");
    }

    @Test
    void platformName_thatEnvironmentVariablesCannotSpell_isNamed() {
        assertThat(failure(complete(PLATFORM, "govshare.platform.my-city.endpoint=https://share.city.example.gov"))
                        .getDescription())
                .contains("govshare.platform.my-city");
    }

    @Test
    void usageFolder_thatIsAFile_isNamed() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        FailureAnalysis failure = failure(complete("", "govshare.usage.folder=" + file));
        assertThat(failure.getDescription()).contains(file.toString());
        assertThat(failure.getAction()).contains("'govshare.usage.folder'");
    }

    @Test
    void properties_asText_showNoSecret() {
        runner(complete("", "govshare.usage.pseudonym-key=" + SECRET)).run(context -> {
            assertThat(context.getBean(GovShareProperties.class).toString())
                    .contains("share.example.gov", "tax-portal", "pseudonymKey=***")
                    .doesNotContain(SECRET);
            assertThat(context.getBean(GovShare.class).toString()).doesNotContain(SECRET);
        });
    }

    @SpringBootConfiguration
    @ImportAutoConfiguration(GovShareAutoConfiguration.class)
    static class Application {
        @Bean
        String user(GovShare govshare) {
            return govshare.toString();
        }
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void application_thatUsesTheClient_failsToStartWithDescriptionAndAction(CapturedOutput output) {
        // Without the application.yml of another test.
        String[] arguments =
                complete("govshare.context.purpose", "govshare.context.purpose=1", "spring.config.name=none").stream()
                        .map(property -> "--" + property)
                        .toArray(String[]::new);
        assertThatThrownBy(() -> new SpringApplicationBuilder(Application.class)
                        .web(WebApplicationType.NONE)
                        .registerShutdownHook(false)
                        .run(arguments))
                .isInstanceOf(Exception.class);
        assertThat(output.getAll())
                .contains("APPLICATION FAILED TO START")
                .contains("'govshare.context.purpose' is refused.", "placeholder")
                .contains("Set it to the code of the purpose that the grant names")
                .doesNotContain(SECRET);
    }
}
