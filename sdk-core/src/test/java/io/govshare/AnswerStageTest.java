package io.govshare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.dataset.Envelope;
import io.govshare.error.ResponseRejectedException;
import io.govshare.http.Answer;
import io.govshare.http.Call;
import io.govshare.http.Exchange;
import io.govshare.http.Headers;
import io.govshare.http.Outcome;
import io.govshare.http.Outcome.Kind;
import io.govshare.http.Request;
import io.govshare.http.TimeSource;
import io.govshare.platform.Dialect;
import io.govshare.platform.Verification;
import io.govshare.signing.ContentDigest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class AnswerStageTest {

    private static final byte[] BODY = "{\"value\":[]}".getBytes(StandardCharsets.UTF_8);

    private final Call call = new Call("d", "query", TimeSource.SYSTEM, null);
    private final List<String> order = new ArrayList<>();
    private final AtomicReference<byte[]> verified = new AtomicReference<>();
    private final AtomicReference<byte[]> classified = new AtomicReference<>();
    private boolean usesOlderDigest;
    private Verification verification = Verification.absent();

    private AnswerStage stage(long most) {
        Dialect dialect = Dialect.of(
                        TestParts.NO_ADDRESSING,
                        answer -> {
                            order.add("classified");
                            classified.set(answer.bytes());
                            return Outcome.of(Kind.EMPTY);
                        },
                        Envelope.recordsAt(""))
                .verifier((wire, facts) -> {
                    order.add("verified");
                    verified.set(wire.bytes());
                    return verification;
                })
                .olderDigest(usesOlderDigest)
                .build();
        return new AnswerStage(dialect, TimeSource.SYSTEM, most);
    }

    private Answer handle(AnswerStage stage, Headers headers, byte[] body) throws IOException {
        return stage.handle(
                Exchange.of(call, Request.get("https://x.example/q")),
                exchange -> Answer.streaming(exchange.request(), 200, headers, new ByteArrayInputStream(body)));
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        }
        return out.toByteArray();
    }

    @Test
    void answer_isVerifiedOnWireBytesBeforeItIsDecompressedAndClassified() throws IOException {
        byte[] wire = gzip(BODY);
        Headers headers = Headers.of("Content-Encoding", "gzip", ContentDigest.FIELD, ContentDigest.of(wire));
        Answer answer = handle(stage(1 << 20), headers, wire);
        assertThat(order).containsExactly("verified", "classified");
        assertThat(verified.get()).isEqualTo(wire);
        assertThat(classified.get()).isEqualTo(BODY);
        assertThat(answer.bytes()).isEqualTo(BODY);
        assertThat(answer.outcome().kind()).isEqualTo(Kind.EMPTY);
    }

    @Test
    void answer_withWrongDigest_isRejectedBeforeAnyoneLooks() {
        Headers headers = Headers.of(ContentDigest.FIELD, ContentDigest.of(new byte[] {1}));
        assertThatThrownBy(() -> handle(stage(1 << 20), headers, BODY))
                .isInstanceOf(ResponseRejectedException.class)
                .hasMessageContaining("changed on its way");
        assertThat(order).isEmpty();
    }

    @Test
    void answer_withWrongReprDigest_isRejectedBeforeAnyoneLooks() {
        Headers headers = Headers.of(
                ContentDigest.FIELD, ContentDigest.of(BODY), "Repr-Digest", ContentDigest.of(new byte[] {1}));
        assertThatThrownBy(() -> handle(stage(1 << 20), headers, BODY))
                .isInstanceOf(ResponseRejectedException.class)
                .hasMessageContaining("Repr-Digest");
        assertThat(order).isEmpty();
    }

    @Test
    void answer_withWrongOlderDigest_isRejectedWhereThePlatformUsesIt() throws IOException {
        Headers headers = Headers.of("Digest", "SHA-256=AAAA");
        handle(stage(1 << 20), headers, BODY);
        usesOlderDigest = true;
        assertThatThrownBy(() -> handle(stage(1 << 20), headers, BODY))
                .isInstanceOf(ResponseRejectedException.class)
                .hasMessageContaining("in Digest");
    }

    @Test
    void answer_withRejectedSignature_isRejectedWithReason() {
        verification = Verification.rejected("key k1 is not one of the platform's");
        assertThatThrownBy(() -> handle(stage(1 << 20), Headers.none(), BODY))
                .isInstanceOf(ResponseRejectedException.class)
                .hasMessageContaining("key k1 is not one of the platform's");
        assertThat(order).containsExactly("verified");
    }

    @Test
    void answer_overTheLimit_isRejectedNamingTheSetting() {
        assertThatThrownBy(() -> handle(stage(4), Headers.none(), BODY))
                .isInstanceOf(ResponseRejectedException.class)
                .hasMessageContaining("maxAnswerSize");
    }
}
