package io.govshare.wholecall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.GovShare;
import io.govshare.dataset.Page;
import io.govshare.dialect.standard.StandardPlatform;
import io.govshare.error.ResponseRejectedException;
import io.govshare.platform.SignaturePolicy;
import io.govshare.signing.Proof;
import io.govshare.testing.Divisions;
import io.govshare.testing.Sandbox;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An answer of the strict platform, kept as evidence with its keys, and held to them when the platform is gone. */
class ProofFromTheSandboxTest {

    record County(String code, String name, String cityCode, String provinceCode) {}

    @TempDir
    Path folder;

    @Test
    void proof_storedBesideTheKeys_holdsWhenThePlatformIsGone() throws IOException {
        Path stored = folder.resolve("proof.json");
        Path keys = folder.resolve("jwks.json");
        try (Sandbox sandbox = TestClient.platform().start();
                GovShare govshare = TestClient.of(sandbox, folder.resolve("spool"))
                        .platform(StandardPlatform.at(sandbox.url()).answers(SignaturePolicy.REQUIRE.keepingProofs()))
                        .build()) {
            Page<County> gulou =
                    govshare.dataset(Divisions.COUNTIES, County.class).findPage("350102");
            assertThat(gulou.items()).extracting(County::name).containsExactly("鼓楼区");
            Files.write(stored, gulou.proof().orElseThrow().toBytes());
            Files.writeString(keys, read(sandbox.url().resolve("/jwks")));
        }

        Proof proof = Proof.parse(Files.readAllBytes(stored)).verify(Files.readString(keys));

        assertThat(proof.target()).endsWith("/odata/cn.stats.counties('350102')");
        assertThat(proof.status()).isEqualTo(200);
        assertThat(proof.requestId()).isPresent();
        byte[] forged = proof.body().orElseThrow();
        forged[forged.length - 2] ^= 1;
        assertThatThrownBy(() -> proof.withBody(forged).verify(Files.readString(keys)))
                .isInstanceOf(ResponseRejectedException.class)
                .hasMessageContaining("Content-Digest");
    }

    private static String read(URI url) throws IOException {
        OkHttpClient plain = new OkHttpClient();
        try (Response response =
                plain.newCall(new Request.Builder().url(url.toString()).build()).execute()) {
            return response.body().string();
        } finally {
            plain.connectionPool().evictAll();
            plain.dispatcher().executorService().shutdown();
        }
    }
}
