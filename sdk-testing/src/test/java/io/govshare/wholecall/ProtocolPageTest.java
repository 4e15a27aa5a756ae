package io.govshare.wholecall;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.GovShare;
import io.govshare.context.CallContext;
import io.govshare.guides.Guide;
import io.govshare.signing.ContentDigest;
import io.govshare.signing.PublicKeys;
import io.govshare.testing.Divisions;
import io.govshare.testing.Sandbox;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import okhttp3.Headers;
import okhttp3.Interceptor;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds the exchange in docs/protocol.md to the code: it can be verified, and today's looks like it. */
class ProtocolPageTest {

    record County(String code, String name, String cityCode, String provinceCode) {}

    private final Guide page = Guide.of("protocol.md");
    private final List<String> messages = page.blocks("http");
    private final List<String> signed = page.blocks("text");
    private final PublicKeys keys = PublicKeys.ofJwks(page.blocks("jwks").get(0));

    @TempDir
    Path spool;

    private static Map<String, String> headers(String message) {
        Map<String, String> headers = new LinkedHashMap<>();
        String head = message.split("\n\n", 2)[0];
        for (String line : head.split("\n", -1)) {
            int colon = line.indexOf(": ");
            if (colon > 0) {
                headers.put(line.substring(0, colon), line.substring(colon + 2).strip());
            }
        }
        return headers;
    }

    private boolean isSigned(int message, String keyId) {
        Map<String, String> headers = headers(messages.get(message));
        String base = signed.get(message).strip();
        String signature = headers.get("Signature").replaceFirst("^sig1=:(.*):$", "$1");
        String parameters = headers.get("Signature-Input").replaceFirst("^sig1=", "");
        assertThat(base).endsWith("\n\"@signature-params\": " + parameters);
        assertThat(parameters).contains("keyid=\"" + keyId + "\"");
        return keys.find(keyId)
                .orElseThrow()
                .verify(
                        base.getBytes(StandardCharsets.UTF_8),
                        Base64.getDecoder().decode(signature));
    }

    @Test
    void exchange_onThePage_isSignedByBothSides() {
        assertThat(isSigned(0, "residence-permits-1")).as("request").isTrue();
        assertThat(isSigned(1, "sandbox-1")).as("answer").isTrue();
    }

    @Test
    void exchange_onThePage_hasTheDigestOfItsContent() {
        String content = messages.get(1).split("\n\n", 2)[1].strip();
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);

        assertThat(headers(messages.get(1)))
                .containsEntry("Content-Digest", ContentDigest.of(bytes))
                .containsEntry("Content-Length", Integer.toString(bytes.length));
    }

    @Test
    void exchange_ofToday_looksAsOnThePage() {
        List<String> sent = new ArrayList<>();
        List<String> answered = new ArrayList<>();
        Interceptor listening = chain -> {
            Response response = chain.proceed(chain.request());
            if (chain.request().url().encodedPath().startsWith("/odata/")) {
                sent.addAll(names(chain.request().headers()));
                answered.addAll(names(response.headers()));
            }
            return response;
        };
        try (Sandbox sandbox = TestClient.platform().start();
                GovShare govshare = TestClient.of(sandbox, spool)
                        .context(CallContext.purpose(TestClient.PURPOSE)
                                .matter("residence")
                                .build())
                        .customize(client -> client.addNetworkInterceptor(listening))
                        .build()) {
            govshare.dataset(Divisions.COUNTIES, County.class).find("350102");
        }

        assertThat(sent).containsExactlyElementsOf(headers(messages.get(0)).keySet());
        assertThat(answered).containsExactlyElementsOf(headers(messages.get(1)).keySet());
    }

    private static List<String> names(Headers headers) {
        List<String> names = new ArrayList<>();
        headers.forEach(header -> names.add(header.getFirst()));
        return names;
    }
}
