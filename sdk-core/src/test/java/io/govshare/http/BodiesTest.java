package io.govshare.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.error.ResponseRejectedException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodiesTest {

    private static final Request REQUEST = Request.get("https://share.example.gov/set?$filter=id%20eq%2012345678");
    private static final long MIB = 1 << 20;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 16 * 1024, 16 * 1024 + 1, 3_000_000})
    void readWhole_anySizeWithAndWithoutLength_givesTheBytes(int size) throws IOException {
        byte[] bytes = random(size);

        assertThat(Bodies.readWhole(streaming(Headers.none(), bytes), 4 * MIB).bytes())
                .isEqualTo(bytes);
        assertThat(Bodies.readWhole(streaming(Headers.of("Content-Length", "" + size), bytes), 4 * MIB)
                        .bytes())
                .isEqualTo(bytes);
    }

    @Test
    void readWhole_exactlyTheLimit_isAccepted() throws IOException {
        assertThat(Bodies.readWhole(streaming(Headers.none(), random(5000)), 5000)
                        .bytes())
                .hasSize(5000);
    }

    @Test
    void readWhole_oneByteOverTheLimit_isRejectedNamingTheRemedy() {
        assertThatThrownBy(() -> Bodies.readWhole(streaming(Headers.none(), random(5001)), 5000))
                .isInstanceOf(ResponseRejectedException.class)
                .hasMessageContaining("is larger than the limit of")
                .hasMessageContaining(".http(h -> h.maxAnswerSize(…))")
                .hasMessageNotContainingAny("12345678");
    }

    @Test
    void readWhole_announcesTooMuch_isRejectedUnread() {
        InputStream unreadable = new FilterInputStream(InputStream.nullInputStream()) {
            @Override
            public int read(byte[] bytes, int offset, int length) {
                throw new AssertionError("was read");
            }
        };
        Answer answer = Answer.streaming(REQUEST, 200, Headers.of("Content-Length", "99999999999"), unreadable);

        assertThatThrownBy(() -> Bodies.readWhole(answer, MIB)).isInstanceOf(ResponseRejectedException.class);
    }

    @Test
    void readWhole_alwaysClosesTheAnswer() {
        AtomicBoolean closed = new AtomicBoolean();
        InputStream in = new FilterInputStream(new ByteArrayInputStream(random(100))) {
            @Override
            public void close() {
                closed.set(true);
            }
        };

        assertThatThrownBy(() -> Bodies.readWhole(Answer.streaming(REQUEST, 200, Headers.none(), in), 10))
                .isInstanceOf(ResponseRejectedException.class);
        assertThat(closed).isTrue();
    }

    @Test
    void decompress_gzip_givesContentWithoutFieldsOfTheWire() throws IOException {
        byte[] zipped = TransportTest.gzip("{\"value\":[]}");
        Headers headers = Headers.of("Content-Encoding", "GZIP", "Content-Length", "" + zipped.length, "ETag", "\"1\"");
        Answer answer = Bodies.decompress(Answer.whole(REQUEST, 200, headers, zipped), MIB);

        assertThat(answer.bytes()).asString(StandardCharsets.UTF_8).isEqualTo("{\"value\":[]}");
        assertThat(answer.headers()).isEqualTo(Headers.of("ETag", "\"1\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "identity"})
    void decompress_noCoding_leavesTheAnswer(String coding) {
        Headers headers = coding.isEmpty() ? Headers.none() : Headers.of("Content-Encoding", coding);
        Answer answer = Answer.whole(REQUEST, 200, headers, random(10));

        assertThat(Bodies.decompress(answer, MIB)).isSameAs(answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "gzip, gzip", "deflate"})
    void decompress_otherCoding_isRejectedByName(String coding) {
        Answer answer = Answer.whole(REQUEST, 200, Headers.of("Content-Encoding", coding), random(10));

        assertThatThrownBy(() -> Bodies.decompress(answer, MIB))
                .isInstanceOf(ResponseRejectedException.class)
                .hasMessageContaining("'" + coding + "'");
    }

    @Test
    void decompress_noContentAtAll_staysEmpty() {
        Answer answer = Answer.whole(REQUEST, 304, Headers.of("Content-Encoding", "gzip"), new byte[0]);

        assertThat(Bodies.decompress(answer, MIB).bytes()).isEmpty();
    }

    @Test
    void decompress_cutShort_isRejected() throws IOException {
        byte[] zipped = TransportTest.gzip("x".repeat(100));
        Answer answer = zipped(Arrays.copyOf(zipped, zipped.length - 9));

        assertThatThrownBy(() -> Bodies.decompress(answer, MIB))
                .isInstanceOf(ResponseRejectedException.class)
                .hasMessageContaining("ends in the middle of its gzip");
    }

    @Test
    void decompress_noGzip_isRejected() {
        assertThatThrownBy(() -> Bodies.decompress(zipped("<html>".getBytes(StandardCharsets.UTF_8)), MIB))
                .isInstanceOf(ResponseRejectedException.class)
                .hasMessageContaining("is no valid gzip");
    }

    @Test
    void decompress_wrongChecksum_isRejected() throws IOException {
        byte[] zipped = TransportTest.gzip("x".repeat(100));
        zipped[zipped.length - 5] ^= 1;

        assertThatThrownBy(() -> Bodies.decompress(zipped(zipped), MIB))
                .isInstanceOf(ResponseRejectedException.class)
                .hasMessageContaining("is no valid gzip");
    }

    @Test
    void decompress_overTheLimit_isRejected() throws IOException {
        byte[] zipped = TransportTest.gzip("x".repeat(10_001));

        assertThatThrownBy(() -> Bodies.decompress(zipped(zipped), 10_000))
                .isInstanceOf(ResponseRejectedException.class)
                .hasMessageContaining("after decompression");
    }

    @Test
    void decompress_expandsOverAHundredfoldPastOneMebibyte_isRejected() throws IOException {
        byte[] zipped = TransportTest.gzip("x".repeat(8_000_000));

        assertThatThrownBy(() -> Bodies.decompress(zipped(zipped), 16 * MIB))
                .isInstanceOf(ResponseRejectedException.class)
                .hasMessageContaining("expands over 100:1");
    }

    @Test
    void decompress_expandsOverAHundredfoldBelowOneMebibyte_isAccepted() throws IOException {
        byte[] zipped = TransportTest.gzip("x".repeat(1_000_000));

        assertThat(zipped.length).isLessThan(1_000_000 / 100);
        assertThat(Bodies.decompress(zipped(zipped), 16 * MIB).bytes()).hasSize(1_000_000);
    }

    @Test
    void decompressing_stream_givesContentAsItIsRead() throws IOException {
        Headers headers = Headers.of("Content-Encoding", "gzip", "Content-Length", "40");
        Answer wire = Answer.streaming(
                REQUEST, 200, headers, new ByteArrayInputStream(TransportTest.gzip("x".repeat(500_000))));

        try (Answer answer = Bodies.decompressing(wire)) {
            assertThat(answer.stream().readAllBytes()).hasSize(500_000).containsOnly('x');
            assertThat(answer.headers()).isEqualTo(Headers.none());
        }
    }

    @Test
    void decompressing_bomb_isRejectedWhileItIsRead() throws IOException {
        Answer wire = Answer.streaming(
                REQUEST,
                200,
                Headers.of("Content-Encoding", "gzip"),
                new ByteArrayInputStream(TransportTest.gzip("x".repeat(8_000_000))));

        try (Answer answer = Bodies.decompressing(wire)) {
            assertThatThrownBy(() -> answer.stream().readAllBytes())
                    .isInstanceOf(ResponseRejectedException.class)
                    .hasMessageContaining("expands over 100:1");
        }
    }

    @Test
    void decompressing_networkFails_remainsAFailureOfTheNetwork() throws IOException {
        byte[] zipped = TransportTest.gzip("x".repeat(100_000));
        InputStream broken = new FilterInputStream(new ByteArrayInputStream(zipped, 0, zipped.length / 2)) {
            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int n = super.read(bytes, offset, length);
                if (n < 0) {
                    throw new EOFException("connection broke");
                }
                return n;
            }
        };
        try (Answer answer =
                Bodies.decompressing(Answer.streaming(REQUEST, 200, Headers.of("Content-Encoding", "gzip"), broken))) {
            assertThatThrownBy(() -> answer.stream().readAllBytes())
                    .isInstanceOf(EOFException.class)
                    .hasMessage("connection broke");
        }
    }

    private static Answer zipped(byte[] bytes) {
        return Answer.whole(REQUEST, 200, Headers.of("Content-Encoding", "gzip"), bytes);
    }

    private static Answer streaming(Headers headers, byte[] bytes) {
        return Answer.streaming(REQUEST, 200, headers, new ByteArrayInputStream(bytes));
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(1).nextBytes(bytes);
        return bytes;
    }
}
