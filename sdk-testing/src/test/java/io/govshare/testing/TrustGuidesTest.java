package io.govshare.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.trust.Authentication;
import com.example.trust.Signing;
import io.govshare.GovShare;
import io.govshare.auth.Credentials;
import io.govshare.context.CallContext;
import io.govshare.dialect.standard.StandardPlatform;
import io.govshare.error.ConfigurationException;
import io.govshare.guides.Guide;
import io.govshare.platform.SignaturePolicy;
import io.govshare.signing.SigningKey;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** docs/authentication.md, docs/signing.md and docs/proof.md. */
class TrustGuidesTest {

    private static final String ID = "cn.stats.counties";

    @ParameterizedTest
    @CsvSource({"authentication.md, 8", "signing.md, 5", "proof.md, 3"})
    void examples_areCodeThatCompiles(String page, int examples) {
        String compiled = Guide.sources(Path.of("src/test/java/com/example/trust"));
        assertThat(Guide.of(page).blocks("java"))
                .hasSize(examples)
                .allSatisfy(example -> assertThat(compiled).contains(Guide.plain(example)));
    }

    @Test
    void examplesOfAKey_areTakenByAPlatformThatIsRegisteredForThem(@TempDir Path spool) throws Exception {
        SigningKey key = SigningKey.generate();
        for (Credentials credentials : Authentication.ofKey(key)) {
            try (Sandbox sandbox = Sandbox.builder()
                            .client("residence-permits", key.publicJwk())
                            .scopes("residence-permits", "records:read", "usage:write")
                            .targets("residence-permits", "https://share.example.gov/odata")
                            .jwtBearer("residence-permits", Map.of("consumer_org", "0192:991825827"))
                            .dataset(SandboxDataset.ofRecords(
                                    ID, List.of(Map.of("code", "350102", "name", "鼓楼区")), "code"))
                            .grant("residence-permits", ID, "residence-permit")
                            .start();
                    GovShare govshare = GovShare.builder()
                            .application("residence-permits", "1.4.0")
                            .platform(
                                    StandardPlatform.at(sandbox.url()).answers(SignaturePolicy.REQUIRE.keepingProofs()))
                            .credentials(credentials)
                            .context(CallContext.purpose("residence-permit").build())
                            .usage(usage -> usage.folder(spool))
                            .build()) {
                Path file = spool.resolve("proof.json");
                Signing.store(govshare.dataset(ID, Signing.County.class), file);
                assertThat(Signing.verified(file, keysOf(sandbox, spool)).status())
                        .as(credentials.toString())
                        .isEqualTo(200);
            }
        }
    }

    private static Path keysOf(Sandbox sandbox, Path folder) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(sandbox.url() + "/jwks")).build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofFile(folder.resolve("jwks.json")))
                .body();
    }

    @Test
    void exampleOfACertificate_withoutTheFile_namesIt() {
        assertThatThrownBy(Authentication::byCertificate)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("client.pem");
    }

    @Test
    void examplesOfPlatforms_areMade() {
        assertThat(Signing.platforms()).hasSize(4);
    }
}
