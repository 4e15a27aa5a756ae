package com.example.uses;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.GovShare;
import io.govshare.auth.Credentials;
import io.govshare.context.CallContext;
import io.govshare.dialect.standard.StandardPlatform;
import io.govshare.signing.SigningKey;
import io.govshare.testing.Divisions;
import io.govshare.testing.Sandbox;
import io.govshare.testing.fault.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportsTest {

    record County(String code, String name) {}

    private final SigningKey key = SigningKey.generate();
    private final Sandbox sandbox = Sandbox.builder()
            .client("atlas", key.publicJwk())
            .datasets(Divisions.all())
            .grant("atlas", Divisions.COUNTIES, "atlas")
            .start();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        sandbox.close();
    }

    private GovShare.Builder builder() {
        return GovShare.builder()
                .application("atlas", "1")
                .platform(StandardPlatform.at(sandbox.url()))
                .credentials(Credentials.privateKeyJwt("atlas", key))
                .context(CallContext.purpose("atlas").build())
                .usage(usage -> usage.folder(folder.resolve("spool")).interval(Duration.ofHours(1)));
    }

    private static void use(GovShare govshare) {
        assertThat(govshare.dataset(Divisions.COUNTIES, County.class).find("350102"))
                .isPresent();
    }

    @Test
    void status_whileThePlatformIsDown_saysWhatWaitsAndWhy() {
        try (GovShare govshare = builder().build()) {
            use(govshare);
            sandbox.faults().next(Fault.status(503).onPath("/usage").always());
            assertThat(govshare.usage().flush(Duration.ofMillis(300))).isFalse();
            assertThat(Reports.health(govshare)).contains("1 uses wait to be reported", "busy");

            sandbox.faults().clear();
            assertThat(Reports.beforeAnInspection(govshare)).isTrue();
            assertThat(Reports.health(govshare)).isEmpty();
        }
        assertThat(sandbox.usageCount()).isEqualTo(1);
    }

    @Test
    void toFiles_usesOfSeveralProcesses_areLinesOfTheDayAndNotReported() throws IOException {
        for (int i = 0; i < 2; i++) {
            try (GovShare govshare =
                    Reports.toFiles(builder(), folder.resolve("csv")).build()) {
                use(govshare);
            }
        }

        try (Stream<Path> files = Files.list(folder.resolve("csv"))) {
            List<Path> days = files.filter(file -> file.toString().endsWith(".csv"))
                    .sorted()
                    .toList();
            assertThat(days).hasSizeBetween(1, 2);
            String text = "";
            for (Path day : days) {
                text += Files.readString(day);
            }
            assertThat(text.lines().filter(line -> line.contains(",cn.stats.counties,")))
                    .hasSize(2);
        }
        assertThat(sandbox.usageCount()).isZero();
    }

    @Test
    void sink_ofTheDepartment_getsEachUse() {
        Map<String, String> kept = new LinkedHashMap<>();
        Reports.AuditStore store = new Reports.AuditStore() {
            @Override
            public void put(String id, String event) {
                kept.put(id, event);
            }

            @Override
            public void commit() {
                kept.put("committed", "");
            }
        };
        try (GovShare govshare = Reports.toTheDepartment(builder(), store).build()) {
            use(govshare);
            assertThat(govshare.usage().flush(Duration.ofSeconds(10))).isTrue();
            assertThat(kept).hasSize(2).containsKey("committed");
        }
    }
}
