package io.govshare.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.testing.TestClient.Got;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UsageChainTest {

    private static final UUID CHAIN = UUID.fromString("0195500d-6c00-4000-8abc-000000000001");
    private static final String TYPE = "application/cloudevents-batch+json";

    private final TestClient client = new TestClient("residence-permits");
    private final Sandbox sandbox =
            Sandbox.builder().client(client.id, client.jwk()).start();

    /** Ten events, and the links of their chain, the first of which comes before them. */
    private final List<String> events = new ArrayList<>();

    private final List<ByteString> links = new ArrayList<>();

    UsageChainTest() {
        client.talksTo(sandbox).authenticated();
        links.add(ByteString.of(ByteBuffer.allocate(16)
                        .putLong(CHAIN.getMostSignificantBits())
                        .putLong(CHAIN.getLeastSignificantBits())
                        .array())
                .sha256());
        for (int i = 0; i < 10; i++) {
            events.add(event("01890a5d-ac96-774b-bcce-b302099a800" + i));
            links.add(link(links.get(i), events.get(i)));
        }
    }

    private static ByteString link(ByteString before, String event) {
        ByteString digest = ByteString.encodeUtf8(event).sha256();
        return ByteString.of(ByteBuffer.allocate(64)
                        .put(before.toByteArray())
                        .put(digest.toByteArray())
                        .array())
                .sha256();
    }

    @AfterEach
    void close() {
        client.close();
        sandbox.close();
    }

    private static String event(String id) {
        return "{\"specversion\":\"1.0\",\"id\":\"" + id
                + "\",\"source\":\"urn:govshare:application:residence-permits\","
                + " \"type\":\"io.govshare.usage.v1\",\"time\":\"2026-01-01T00:00:00Z\",\"subject\":\"d\","
                + "\"datacontenttype\":\"application/json\",\"data\":{\"application\":\"residence-permits\","
                + "\"dataset\":\"d\",\"operation\":\"query\",\"outcome\":\"matched\"}}";
    }

    /** The events behind the first {@code from} up to {@code to}, as a client sends them whose record is in order. */
    private Got send(int from, int to) {
        return send(events.subList(from, to), to, links.get(to));
    }

    private Got send(List<String> batch, long count, ByteString head) {
        return send(batch, "chain=\"" + CHAIN + "\", count=" + count + ", head=:" + head.base64() + ":");
    }

    private Got send(List<String> batch, String chain) {
        Draft draft = client.draft("POST", "/usage").content(TYPE, "[" + String.join(", ", batch) + "]");
        draft.components.add("govshare-usage-chain");
        return client.send(draft.header("GovShare-Usage-Chain", chain));
    }

    private void assertAnchor(int count, int missing) {
        assertThat(sandbox.usageAnchors())
                .containsExactly(new UsageAnchor(
                        CHAIN.toString(), count, links.get(count).hex(), missing));
    }

    @Test
    void batches_inOrder_moveTheAnchor() {
        assertThat(send(0, 3).status()).isEqualTo(200);
        assertAnchor(3, 0);
        assertThat(send(3, 10).status()).isEqualTo(200);
        assertAnchor(10, 0);
    }

    @Test
    void batches_repeatedOrOverlapping_areTaken() {
        send(0, 3);
        assertThat(send(0, 3).status()).isEqualTo(200);
        assertThat(send(1, 2).status()).isEqualTo(200);
        assertAnchor(3, 0);
        assertThat(send(2, 6).status()).isEqualTo(200);
        assertAnchor(6, 0);
        assertThat(sandbox.usageCount()).isEqualTo(6);
    }

    @Test
    void batch_withAChangedEvent_isRefused() {
        send(0, 3);
        String changed = events.get(3).replace("matched", "empty");

        Got got = send(List.of(changed), 4, links.get(4));

        assertThat(got.status()).isEqualTo(409);
        assertThat(got.code()).isEqualTo("chain-broken");
        assertThat(got.detail()).contains("head is not the link");
        assertAnchor(3, 0);
        assertThat(sandbox.usageCount()).isEqualTo(3);
    }

    @Test
    void batch_withAnAcknowledgedEventChanged_isRefused() {
        send(0, 3);
        String changed = events.get(1).replace("matched", "empty");

        Got got = send(List.of(changed), 2, link(links.get(1), changed));

        assertThat(got.detail()).contains("event 2 was another one when it was acknowledged");
    }

    @Test
    void batch_behindEventsThatNeverCame_isTakenAndTheyAreCounted() {
        send(0, 3);
        assertThat(send(5, 7).status()).isEqualTo(200);
        assertAnchor(7, 2);
        send(4, 5);
        assertAnchor(7, 1);
        send(3, 4);
        assertAnchor(7, 0);
    }

    @Test
    void batch_ofAChainThatIsNotKnown_mayBeginAnywhere() {
        assertThat(send(5, 7).status()).isEqualTo(200);
        assertAnchor(7, 5);
        assertThat(send(7, 10).status()).isEqualTo(200);
        assertAnchor(10, 5);
    }

    @Test
    void batch_withARejectedEvent_movesTheAnchorAllTheSame() {
        sandbox.rejectUsage(event -> Optional.of("closed period"));

        assertThat(send(0, 3).json().path("rejected").size()).isEqualTo(3);

        assertAnchor(3, 0);
    }

    @Test
    void field_thatIsNone_isRefused() {
        String head = ", head=:" + links.get(1).base64() + ":";
        for (String field : List.of(
                "x y",
                "chain=\"1\", count=1" + head,
                "chain=\"" + CHAIN + "\", count=0" + head,
                "chain=\"" + CHAIN + "\", count=\"1\"" + head,
                "chain=\"" + CHAIN + "\", count=1, head=:AA==:",
                "chain=\"" + CHAIN + "\", count=1, more=1" + head)) {
            Got got = send(events.subList(0, 1), field);
            assertThat(got.status()).as(field).isEqualTo(400);
            assertThat(got.code()).isEqualTo("chain-invalid");
        }
        assertThat(send(events, 3, links.get(3)).detail()).contains("count is 3, but the batch has 10 events");
        assertThat(sandbox.usageAnchors()).isEmpty();
    }

    @Test
    void field_thatIsNotSigned_isRefused() {
        Draft draft = client.draft("POST", "/usage").content(TYPE, "[" + events.get(0) + "]");
        Got got = client.send(draft.header(
                "GovShare-Usage-Chain",
                "chain=\"" + CHAIN + "\", count=1, head=:" + links.get(1).base64() + ":"));

        assertThat(got.detail()).contains("does not cover \"govshare-usage-chain\"");
    }

    private Got sendEncoded(String coding, byte[] content) {
        Draft draft = client.draft("POST", "/usage").content(TYPE, "");
        draft.content = content;
        draft.header("Content-Digest", Draft.digest(content)).header("Content-Encoding", coding);
        draft.components.add("content-encoding");
        return client.send(draft);
    }

    @Test
    void content_compressed_isTakenIfItIsGzip() throws IOException {
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
            out.write(("[" + events.get(0) + "]").getBytes(StandardCharsets.UTF_8));
        }

        assertThat(sendEncoded("gzip", gzip.toByteArray())
                        .json()
                        .path("accepted")
                        .asInt())
                .isEqualTo(1);
        assertThat(sendEncoded("gzip", new byte[] {1, 2, 3}).detail()).contains("no gzip");
        Got brotli = sendEncoded("br", gzip.toByteArray());
        assertThat(brotli.status()).isEqualTo(415);
        assertThat(brotli.headers().get("Accept-Encoding")).isEqualTo("gzip");
    }
}
