package io.govshare.spring.autoconfigure;

import static io.govshare.dataset.Query.where;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.GovShare;
import io.govshare.context.CallContext;
import io.govshare.platform.UsageBatch;
import io.govshare.platform.UsageSink;
import io.govshare.testing.Divisions;
import io.govshare.testing.Sandbox;
import io.govshare.testing.UsageEvent;
import io.govshare.usage.UsageOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** What becomes of {@code govshare.usage.*} and of beans that take reports. */
class UsagePropertiesTest {

    record County(String code, String name) {}

    private static final String CLIENT = "tax-portal";
    private static final String SECRET = "canary-tax-portal-secret-0001";
    private static final String KEY = "key-for-pseudonyms-0001-of-the-tax-portal";

    @TempDir
    Path folder;

    /** Keeps what it is given, and notes when it is closed. */
    private static final class KeptEvents implements UsageSink, AutoCloseable {
        private final List<String> seen = new CopyOnWriteArrayList<>();

        @Override
        public Receipt deliver(UsageBatch batch) {
            batch.events().forEach(event -> seen.add("event"));
            return Receipt.all();
        }

        @Override
        public void close() {
            seen.add("closed");
        }
    }

    private static Sandbox platform() {
        return Sandbox.builder()
                .clientWithSecret(CLIENT, SECRET)
                .datasets(Divisions.all())
                .grant(CLIENT, Divisions.COUNTIES, "tax-assessment")
                .start();
    }

    private ApplicationContextRunner runner(String endpoint) {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(GovShareAutoConfiguration.class))
                .withPropertyValues(
                        "spring.application.name=tax-portal",
                        "govshare.platform.national.endpoint=" + endpoint,
                        "govshare.platform.national.credentials.client-id=" + CLIENT,
                        "govshare.platform.national.credentials.client-secret=" + SECRET,
                        "govshare.context.purpose=tax-assessment",
                        "govshare.usage.folder=" + folder.resolve("spool"));
    }

    private static void use(GovShare govshare) {
        govshare.dataset(Divisions.COUNTIES, County.class)
                .query(where(County::code).is("350102"))
                .items();
    }

    @Test
    void properties_becomeOptionsOfTheSameNames() {
        runner("https://share.example.gov")
                .withPropertyValues(
                        "govshare.usage.durability=durable",
                        "govshare.usage.interval=30s",
                        "govshare.usage.batch-events=200",
                        "govshare.usage.batch-bytes=256KB",
                        "govshare.usage.max-bytes=4GB",
                        "govshare.usage.free-bytes=100MB",
                        "govshare.usage.when-full=fail-call",
                        "govshare.usage.retention=365",
                        "govshare.usage.pending-age=1000",
                        "govshare.usage.close-timeout=20s")
                .run(context -> assertThat(GovShareConfigurer.usage(
                                context.getBean(GovShareProperties.class).usage(), null))
                        .isEqualTo(UsageOptions.in(folder.resolve("spool"))
                                .durable()
                                .interval(Duration.ofSeconds(30))
                                .batchEvents(200)
                                .batchBytes(256 * 1024)
                                .maxBytes(4L << 30)
                                .freeBytes(100L << 20)
                                .whenFull(UsageOptions.WhenFull.FAIL_CALL)
                                .retention(Duration.ofDays(365))
                                .pendingAge(Duration.ofDays(1000))
                                .closeTimeout(Duration.ofSeconds(20))));
    }

    @Test
    void pseudonymKey_inAFile_putsOperatorsOnRecordUnderIt() throws Exception {
        Path key = Files.writeString(folder.resolve("key"), KEY + "\n");
        try (Sandbox sandbox = platform()) {
            runner(sandbox.url().toString())
                    .withPropertyValues("govshare.usage.pseudonym-key-location=file:" + key)
                    .run(context -> GovShare.inContext(
                            CallContext.builder().operator("clerk-17").build(),
                            () -> use(context.getBean(GovShare.class))));
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] hash = mac.doFinal("OPERATOR clerk-17".getBytes(StandardCharsets.UTF_8));
            assertThat(sandbox.usageEvents())
                    .singleElement()
                    .extracting(UsageEvent::data)
                    .satisfies(data -> assertThat(data)
                            .containsEntry(
                                    "operator",
                                    Base64.getUrlEncoder().withoutPadding().encodeToString(hash)));
        }
    }

    @Test
    void sinkThatIsABean_getsTheUses_beforeItIsClosed() {
        KeptEvents kept = new KeptEvents();
        try (Sandbox sandbox = platform()) {
            runner(sandbox.url().toString())
                    .withBean(KeptEvents.class, () -> kept)
                    .run(context -> use(context.getBean(GovShare.class)));
            assertThat(kept.seen).containsExactly("event", "closed");
            assertThat(sandbox.usageEvents()).isEmpty();
        }
    }

    @Configuration
    static class TwoSinks {
        @Bean
        KeptEvents first() {
            return new KeptEvents();
        }

        @Bean
        @Primary
        KeptEvents second() {
            return new KeptEvents();
        }
    }

    @Test
    void sinkThatIsPrimary_isTaken() {
        try (Sandbox sandbox = platform()) {
            runner(sandbox.url().toString())
                    .withUserConfiguration(TwoSinks.class)
                    .run(context -> {
                        GovShare govshare = context.getBean(GovShare.class);
                        use(govshare);
                        assertThat(govshare.usage().flush(Duration.ofSeconds(10)))
                                .isTrue();
                        assertThat(context.getBean("second", KeptEvents.class).seen)
                                .containsExactly("event");
                        assertThat(context.getBean("first", KeptEvents.class).seen)
                                .isEmpty();
                    });
        }
    }

    @Test
    void severalSinks_areNamed() {
        runner("https://share.example.gov")
                .withBean("files", KeptEvents.class, KeptEvents::new)
                .withBean("audit", KeptEvents.class, KeptEvents::new)
                .run(context -> assertThatThrownBy(() -> context.getBean(GovShare.class))
                        .cause()
                        .cause()
                        .isInstanceOfSatisfying(FailureAnalyzedException.class, failure -> {
                            assertThat(failure.analysis().getDescription()).contains("UsageSink", "files", "audit");
                            assertThat(failure.analysis().getAction()).contains("@Primary");
                        }));
    }
}
