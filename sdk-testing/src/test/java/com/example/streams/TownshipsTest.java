package com.example.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.GovShare;
import io.govshare.auth.Credentials;
import io.govshare.context.CallContext;
import io.govshare.dialect.standard.StandardPlatform;
import io.govshare.guides.Guide;
import io.govshare.signing.SigningKey;
import io.govshare.testing.Divisions;
import io.govshare.testing.Sandbox;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TownshipsTest {

    @TempDir
    Path spool;

    @Test
    void examplesOfTheGuide_areThisCode() {
        String tested = Guide.sources(Path.of("src/test/java/com/example/streams"));
        assertThat(Guide.of("streams.md").blocks("java"))
                .hasSize(4)
                .allSatisfy(example -> assertThat(tested).contains(Guide.plain(example)));
    }

    @Test
    void examples_doWhatTheGuideSays() {
        SigningKey key = SigningKey.generate();
        try (Sandbox sandbox = Sandbox.builder()
                        .client("atlas", key.publicJwk())
                        .dataset(Divisions.townships())
                        .grant("atlas", Divisions.TOWNSHIPS, "atlas")
                        .pageSize(1_000)
                        .start();
                GovShare govshare = GovShare.builder()
                        .application("atlas", "1")
                        .platform(StandardPlatform.at(sandbox.url()))
                        .credentials(Credentials.privateKeyJwt("atlas", key))
                        .context(CallContext.purpose("atlas").build())
                        .usage(usage -> usage.folder(spool))
                        .build()) {
            Townships townships = new Townships(govshare);

            assertThat(townships.countedByProvince()).hasSize(31).containsEntry("35", townships.pageByPage());
            assertThat(townships.withProgress()).isEqualTo(41_352);
            assertThat(townships.isOld()).isFalse();
        }
    }
}
