package io.govshare.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The platform of the stream benchmark, in a process of its own: pages that link to each other, encoded before the first
 * request. Below {@code /plain} they are as they are, below {@code /signed} they have a digest and a signature. Prints its
 * URL and ends with its standard input.
 */
final class StreamServer {

    static final String SECRET = "benchmark-secret-of-32-characters";
    static final int PAGE = 1_000;
    static final int PAGES = 20;
    static final int MILLION_PAGES = 1_000;

    private final LoopbackServer server = new LoopbackServer();

    private StreamServer() throws IOException {}

    public static void main(String[] args) throws Exception {
        StreamServer platform = new StreamServer();
        platform.prepare("plain");
        platform.prepare("signed");
        for (int page = 0; page < PAGES; page++) {
            platform.page("plain", "records", page, PAGES);
            platform.page("signed", "records", page, PAGES);
        }
        for (int page = 0; page < MILLION_PAGES; page++) {
            platform.page("signed", "million", page, MILLION_PAGES);
        }
        platform.server.start();
        System.out.println(platform.server.url());
        while (System.in.read() >= 0) {
            // until the benchmark that started this ends
        }
    }

    /** The target of a page of a dataset, from 0. */
    static String target(String kind, String dataset, int page) {
        return "/" + kind + "/odata/" + dataset + (page == 0 ? "" : "?page=" + page);
    }

    private void prepare(String kind) throws GeneralSecurityException {
        String base = server.url() + "/" + kind;
        json("/" + kind + "/.well-known/api-catalog", """
                {"linkset": [{"anchor": "%1$s",
                  "https://govshare.io/rel/issuer": [{"href": "%1$s"}],
                  "https://govshare.io/rel/catalogue": [{"href": "%1$s/catalogue"}],
                  "https://govshare.io/rel/usage": [{"href": "%1$s/usage"}]}]}""".formatted(base));
        String metadata = "{\"issuer\": \"" + base + "\", \"token_endpoint\": \"" + base + "/token\"}";
        json("/" + kind + "/.well-known/oauth-authorization-server", metadata);
        json("/.well-known/oauth-authorization-server/" + kind, metadata);
        json(
                "/" + kind + "/token",
                "{\"access_token\": \"benchmark-token-0123456789abcdef\", \"token_type\": \"Bearer\", \"expires_in\": 36000}");
        answer(kind, "POST", "/" + kind + "/usage", "{\"accepted\": 0, \"duplicates\": 0, \"rejected\": []}");
        for (String dataset : new String[] {"records", "million"}) {
            answer(kind, "GET", "/" + kind + "/catalogue/" + dataset, """
                    {"@type": "dcat:Dataset", "dct:identifier": "%2$s", "dct:title": "%2$s", "govshare:sharing": "UNCONDITIONAL",
                     "govshare:key": ["code"], "dcat:distribution": [{"dcat:accessService": {"dcat:endpointURL": "%1$s/odata/%2$s"}}]}""".formatted(base, dataset));
        }
    }

    private void page(String kind, String dataset, int number, int pages) throws GeneralSecurityException {
        StringBuilder page = new StringBuilder("{\"value\":[");
        for (int i = 0; i < PAGE; i++) {
            page.append(i == 0 ? "" : ",").append(Division.sample(number * PAGE + i));
        }
        page.append(']');
        if (number + 1 < pages) {
            page.append(",\"@odata.nextLink\":\"")
                    .append(server.url())
                    .append(target(kind, dataset, number + 1))
                    .append('"');
        }
        answer(kind, "GET", target(kind, dataset, number), page.append('}').toString());
    }

    private void json(String target, String body) {
        server.answer(
                target,
                "Content-Type: application/json\r\nCache-Control: no-store\r\n",
                body.getBytes(StandardCharsets.UTF_8));
    }

    private void answer(String kind, String method, String target, String body) throws GeneralSecurityException {
        if (kind.equals("plain")) {
            json(target, body);
            return;
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String digest = "sha-256=:"
                + Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes))
                + ":";
        String parameters = "(\"@status\" \"content-digest\" \"@method\";req \"@target-uri\";req);created="
                + Instant.now().getEpochSecond() + ";keyid=\"server\";alg=\"hmac-sha256\";tag=\"govshare\"";
        String base = "\"@status\": 200\n\"content-digest\": " + digest + "\n\"@method\";req: " + method
                + "\n\"@target-uri\";req: " + server.url() + target + "\n\"@signature-params\": " + parameters;
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        server.answer(
                target,
                "Content-Type: application/json\r\nCache-Control: no-store\r\nContent-Digest: " + digest
                        + "\r\nSignature-Input: sig1=" + parameters + "\r\nSignature: sig1=:"
                        + Base64.getEncoder().encodeToString(mac.doFinal(base.getBytes(StandardCharsets.UTF_8)))
                        + ":\r\n",
                bytes);
    }
}
