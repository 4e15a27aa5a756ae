package io.govshare.signing;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.http.Answer;
import io.govshare.http.Body;
import io.govshare.http.Headers;
import io.govshare.http.Request;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Signatures of messages go both ways between us and npm {@code http-message-signatures} 1.0.6. */
class NodeMessagesTest {

    private static final byte[] CONTENT = "{\"value\":[]}".getBytes(StandardCharsets.UTF_8);
    private static final Request REQUEST = Request.post(
                    "https://share.example.gov:8443/odata/set%20a?$top=5&name=a%20b&empty=",
                    Body.bytes("application/json", CONTENT))
            .with(Headers.of(
                    "Content-Digest", ContentDigest.of(CONTENT),
                    "Priority", "u=1,   i",
                    "X-List", "one",
                    "X-List", "  two ",
                    "X-Empty", ""));
    private static final Answer ANSWER = Answer.whole(
            REQUEST,
            200,
            Headers.of("Content-Digest", ContentDigest.of(CONTENT), "Content-Type", "application/json"),
            CONTENT);

    private static final List<String> OF_REQUEST = List.of(
            "@method",
            "@target-uri",
            "@authority",
            "@scheme",
            "@request-target",
            "@path",
            "@query",
            "@query-param;name=\"name\"",
            "content-digest",
            "content-digest;key=\"sha-256\"",
            "priority;sf",
            "x-list",
            "x-empty");
    private static final List<String> OF_ANSWER = List.of(
            "@status",
            "content-digest",
            "content-type",
            "@method;req",
            "@target-uri;req",
            "@query-param;req;name=\"empty\"",
            "content-digest;req",
            "priority;key=\"u\";req");

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    @BeforeAll
    static void install() {
        NodePeers.assumeInstalled();
    }

    private static Map<String, Object> fields(Headers headers) {
        Map<String, Object> all = new LinkedHashMap<>();
        headers.forEach((name, value) -> all.putIfAbsent(name, headers.all(name)));
        return all;
    }

    private static Map<String, Object> message(Request request) {
        return Map.of("method", request.method(), "url", request.url(), "headers", fields(request.headers()));
    }

    private static Map<String, Object> message(Answer answer) {
        return Map.of("status", answer.status(), "headers", fields(answer.headers()));
    }

    private static Components components(List<String> written) {
        return Components.of(written.toArray(String[]::new));
    }

    private Map<String, Object> toSign(NodeKey key, List<String> written) {
        Map<String, Object> task = key.task("signMessage");
        task.put("created", now.getEpochSecond());
        // The library takes the name of a component without its quotes, as we do.
        task.put("fields", written);
        return task;
    }

    private static Headers withSignature(Headers headers, JsonNode signed) {
        assertThat(signed.path("error").asString("")).isEmpty();
        return headers.with(Headers.of(
                "Signature-Input", signed.path("result").path("Signature-Input").asString(),
                "Signature", signed.path("result").path("Signature").asString()));
    }

    @Test
    void nodeVerifies_requestsAndAnswersThatWeSigned() throws Exception {
        List<Map<String, Object>> tasks = new ArrayList<>();
        for (NodeKey key : NodeKey.all()) {
            MessageSigner signer = MessageSigner.of(key.key());
            Request request = signer.sign(REQUEST, now, Duration.ofMinutes(1), components(OF_REQUEST));
            Map<String, Object> ofRequest = key.task("verifyMessage");
            ofRequest.put("message", message(request));
            tasks.add(ofRequest);
            Map<String, Object> ofAnswer = key.task("verifyMessage");
            ofAnswer.put("message", message(signer.sign(ANSWER, now, components(OF_ANSWER))));
            ofAnswer.put("request", message(REQUEST));
            tasks.add(ofAnswer);
            Map<String, Object> changed = key.task("verifyMessage");
            changed.put("message", message(request.with("X-List", "one, three")));
            tasks.add(changed);
        }
        List<JsonNode> results = NodePeers.answers(tasks);

        for (int i = 0; i < results.size(); i++) {
            assertThat(results.get(i).toString())
                    .as(tasks.get(i).toString())
                    .isEqualTo("{\"result\":" + (i % 3 != 2) + "}");
        }
    }

    @Test
    void weVerify_requestsAndAnswersThatNodeSigned() throws Exception {
        List<Map<String, Object>> tasks = new ArrayList<>();
        for (NodeKey key : NodeKey.all()) {
            Map<String, Object> ofRequest = toSign(key, OF_REQUEST);
            ofRequest.put("message", message(REQUEST));
            tasks.add(ofRequest);
            Map<String, Object> ofAnswer = toSign(key, OF_ANSWER);
            ofAnswer.put("message", message(ANSWER));
            ofAnswer.put("request", message(REQUEST));
            tasks.add(ofAnswer);
        }
        List<JsonNode> results = NodePeers.answers(tasks);

        int next = 0;
        for (NodeKey key : NodeKey.all()) {
            MessageVerifier ofRequests = verifier(key, OF_REQUEST);
            Request request = REQUEST.with(withSignature(REQUEST.headers(), results.get(next++)));
            assertThat(ofRequests.verify(request, now).reason()).isEmpty();
            assertThat(ofRequests.verify(request, now).parameters().nonce()).isEqualTo("a nonce with \"quotes\"");
            assertThat(ofRequests
                            .verify(request.with("X-Empty", "no more"), now)
                            .result())
                    .isEqualTo(SignatureCheck.Result.REJECTED);
            Answer answer = ANSWER.with(withSignature(ANSWER.headers(), results.get(next++)));
            assertThat(verifier(key, OF_ANSWER).verify(answer, now).reason()).isEmpty();
        }
    }

    private static MessageVerifier verifier(NodeKey key, List<String> written) {
        return MessageVerifier.of(
                VerificationKeys.of(key.key().verificationKey()),
                SignatureRequirements.covering(components(written))
                        .tag("govshare")
                        .singleUse(written.equals(OF_REQUEST))
                        .build());
    }
}
