package io.govshare.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The platform of the call benchmark, in a process of its own: everything that it says is encoded and signed before the
 * first request. Prints its URL and ends with its standard input. Further answers are given as arguments: a path, then the
 * file with what is answered there.
 */
final class CallServer {

    static final String SECRET = "benchmark-secret-of-32-characters";

    private static final int PAGE = 100;

    private final LoopbackServer server;
    private final KeyPair pair;

    private CallServer() throws IOException, GeneralSecurityException {
        server = new LoopbackServer();
        pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    }

    public static void main(String[] args) throws Exception {
        CallServer platform = new CallServer();
        for (String algorithm : new String[] {"hmac", "ed25519"}) {
            platform.prepare(algorithm);
            for (int i = 0; i + 1 < args.length; i += 2) {
                platform.signed(algorithm, "GET", args[i], Files.readString(Path.of(args[i + 1])));
            }
        }
        platform.server.answer("/empty", "", new byte[0]);
        platform.server.start();
        System.out.println(platform.server.url());
        while (System.in.read() >= 0) {
            // until the benchmark that started this ends
        }
    }

    private void prepare(String algorithm) throws GeneralSecurityException {
        String base = server.url() + "/" + algorithm;
        json("/" + algorithm + "/.well-known/api-catalog", """
                {"linkset": [{"anchor": "%1$s",
                  "https://govshare.io/rel/issuer": [{"href": "%1$s"}],
                  "https://govshare.io/rel/catalogue": [{"href": "%1$s/catalogue"}],
                  "https://govshare.io/rel/usage": [{"href": "%1$s/usage"}],
                  "https://govshare.io/rel/jwks": [{"href": "%1$s/jwks"}]}]}""".formatted(base));
        String metadata = "{\"issuer\": \"" + base + "\", \"token_endpoint\": \"" + base + "/token\"}";
        json("/" + algorithm + "/.well-known/oauth-authorization-server", metadata);
        json("/.well-known/oauth-authorization-server/" + algorithm, metadata);
        json(
                "/" + algorithm + "/token",
                "{\"access_token\": \"benchmark-token-0123456789abcdef\", \"token_type\": \"Bearer\", \"expires_in\": 36000}");
        byte[] encoded = pair.getPublic().getEncoded();
        String x = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
        json(
                "/" + algorithm + "/jwks",
                "{\"keys\": [{\"kty\": \"OKP\", \"crv\": \"Ed25519\", \"kid\": \"server-ed25519\", \"x\": \"" + x
                        + "\"}]}");
        signed(algorithm, "POST", "/usage", "{\"accepted\": 0, \"duplicates\": 0, \"rejected\": []}");
        for (String dataset : new String[] {"small", "page"}) {
            signed(algorithm, "GET", "/catalogue/" + dataset, """
                    {"@type": "dcat:Dataset", "dct:identifier": "%2$s", "dct:title": "%2$s", "govshare:sharing": "UNCONDITIONAL",
                     "govshare:key": ["code"], "dcat:distribution": [{"dcat:accessService": {"dcat:endpointURL": "%1$s/odata/%2$s"}}]}""".formatted(base, dataset));
        }
        signed(algorithm, "GET", "/odata/small('1')", Small.sample(1));
        StringBuilder page = new StringBuilder("{\"value\":[");
        for (int i = 0; i < PAGE; i++) {
            page.append(i == 0 ? "" : ",").append(Division.sample(i));
        }
        signed(algorithm, "GET", "/odata/page", page.append("]}").toString());
    }

    private void json(String target, String body) {
        server.answer(
                target,
                "Content-Type: application/json\r\nCache-Control: no-store\r\n",
                body.getBytes(StandardCharsets.UTF_8));
    }

    private void signed(String algorithm, String method, String path, String body) throws GeneralSecurityException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String digest = "sha-256=:"
                + Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes))
                + ":";
        String keyid = "server-" + algorithm;
        String parameters = "(\"@status\" \"content-digest\" \"@method\";req \"@target-uri\";req);created="
                + Instant.now().getEpochSecond() + ";keyid=\"" + keyid + "\";alg=\""
                + (algorithm.equals("hmac") ? "hmac-sha256" : "ed25519") + "\";tag=\"govshare\"";
        String base = "\"@status\": 200\n\"content-digest\": " + digest + "\n\"@method\";req: " + method
                + "\n\"@target-uri\";req: " + server.url() + "/" + algorithm + path + "\n\"@signature-params\": "
                + parameters;
        server.answer(
                "/" + algorithm + path,
                "Content-Type: application/json\r\nCache-Control: no-store\r\nX-Request-Id: benchmark\r\nContent-Digest: "
                        + digest
                        + "\r\nSignature-Input: sig1=" + parameters + "\r\nSignature: sig1=:"
                        + Base64.getEncoder()
                                .encodeToString(signature(algorithm, base.getBytes(StandardCharsets.UTF_8)))
                        + ":\r\n",
                bytes);
    }

    private byte[] signature(String algorithm, byte[] base) throws GeneralSecurityException {
        if (algorithm.equals("hmac")) {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal(base);
        }
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(pair.getPrivate());
        signature.update(base);
        return signature.sign();
    }
}
