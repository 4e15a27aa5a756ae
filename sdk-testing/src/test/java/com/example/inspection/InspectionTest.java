package com.example.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.GovShare;
import io.govshare.auth.Credentials;
import io.govshare.context.CallContext;
import io.govshare.dialect.standard.StandardPlatform;
import io.govshare.guides.Guide;
import io.govshare.signing.Secret;
import io.govshare.signing.SigningKey;
import io.govshare.testing.Divisions;
import io.govshare.testing.Sandbox;
import io.govshare.testing.UsageEvent;
import io.govshare.usage.DailyUse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectionTest {

    private static final String KEY = "0123456789abcdef0123456789abcdef";

    record County(String code, String name) {}

    @TempDir
    Path folder;

    @Test
    void examplesOfTheGuide_areThisCode() {
        String tested = Guide.sources(Path.of("src/test/java/com/example/inspection"))
                + Guide.sources(Path.of("src/test/java/com/example/uses"));
        assertThat(Guide.of("usage-reporting.md").blocks("java"))
                .hasSizeGreaterThanOrEqualTo(8)
                .allSatisfy(example -> assertThat(tested).contains(Guide.plain(example)));
    }

    @Test
    void examples_doWhatTheGuideSays() throws Exception {
        SigningKey key = SigningKey.generate();
        Path file = folder.resolve("export.ndjson");
        LocalDate today = LocalDate.ofInstant(Instant.now(), ZoneId.of("Asia/Shanghai"));
        List<String> alarms = new ArrayList<>();
        try (Sandbox sandbox = Sandbox.builder()
                        .client("atlas", key.publicJwk())
                        .dataset(Divisions.counties())
                        .grant("atlas", Divisions.COUNTIES, "atlas")
                        .start();
                GovShare govshare =
                        Inspection.recording(client(sandbox, key), folder.resolve("spool"), Secret.of(KEY))) {
            Optional<County> gulou =
                    govshare.dataset(Divisions.COUNTIES, County.class).find("350102");
            assertThat(gulou).isPresent();
            assertThat(govshare.usage().flush(Duration.ofSeconds(30))).isTrue();

            Inspection.watched(govshare, alarms::add);
            Inspection.Inspected inspected = Inspection.inspected(
                    folder.resolve("spool"),
                    List.of(),
                    file,
                    Instant.EPOCH,
                    Instant.now().plusSeconds(60),
                    today.withDayOfMonth(1));

            assertThat(alarms).isEmpty();
            assertThat(inspected.verification().chains())
                    .singleElement()
                    .satisfies(chain -> assertThat(chain.proof()).isPresent());
            assertThat(inspected.uses())
                    .singleElement()
                    .extracting(DailyUse::dataset, DailyUse::purpose, DailyUse::outcome, DailyUse::uses)
                    .containsExactly(Divisions.COUNTIES, "atlas", "matched", 1L);
            UsageEvent reported = sandbox.usageEvents().get(0);
            assertThat(Files.readString(file)).contains(reported.id()).doesNotContain("350102", "li-na");
            assertThat(reported.operator())
                    .contains(Inspection.pseudonym(KEY.getBytes(StandardCharsets.UTF_8), "li-na"));

            changeTheRecord();
            Inspection.watched(govshare, alarms::add);
            assertThat(alarms).singleElement().asString().contains("BROKEN");
        }
    }

    private static GovShare.Builder client(Sandbox sandbox, SigningKey key) {
        return GovShare.builder()
                .application("atlas", "1")
                .platform(StandardPlatform.at(sandbox.url()))
                .credentials(Credentials.privateKeyJwt("atlas", key))
                .context(CallContext.purpose("atlas").operator("li-na").build());
    }

    /** Swaps the letters of the purpose in the event, whose frame is damaged then. */
    private void changeTheRecord() throws Exception {
        try (Stream<Path> files = Files.walk(folder.resolve("spool"))) {
            Path segment = files.filter(path -> path.toString().endsWith(".spool"))
                    .findFirst()
                    .orElseThrow();
            byte[] bytes = Files.readAllBytes(segment);
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            bytes[text.indexOf("\"purpose\":\"atlas\"") + 12] ^= 1;
            Files.write(segment, bytes);
        }
    }
}
