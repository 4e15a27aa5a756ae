package io.govshare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.error.ResponseRejectedException;
import io.govshare.http.Answer;
import io.govshare.http.Headers;
import io.govshare.http.Request;
import io.govshare.signing.ContentDigest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class VerifiedStreamTest {

    private static final byte[] BODY =
            "{\"code\":1}\n{\"code\":2}\n".repeat(2_000).getBytes(StandardCharsets.UTF_8);

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        }
        return out.toByteArray();
    }

    private static InputStream stream(byte[] wire, Headers headers, String digest) {
        return stream(new ByteArrayInputStream(wire), headers, digest);
    }

    private static InputStream stream(InputStream wire, Headers headers, String digest) {
        Answer answer = Answer.streaming(Request.get("https://x.example/q"), 200, headers, wire);
        return VerifiedStream.of(
                answer,
                ContentDigest.begin(digest),
                why -> new ResponseRejectedException("changed: " + why, "Do not use it."))
                .stream();
    }

    @Test
    void rightDigest_ofPlainAndOfCompressedContent_isNoHindrance() throws IOException {
        byte[] wire = gzip(BODY);

        assertThat(stream(BODY, Headers.none(), ContentDigest.of(BODY)).readAllBytes())
                .isEqualTo(BODY);
        assertThat(stream(wire, Headers.of("Content-Encoding", "gzip"), ContentDigest.of(wire))
                        .readAllBytes())
                .isEqualTo(BODY);
    }

    @Test
    void wrongDigest_isFoundByTheReadThatComesToTheEnd() throws IOException {
        for (byte[] wire : new byte[][] {BODY, gzip(BODY)}) {
            Headers headers = wire == BODY ? Headers.none() : Headers.of("Content-Encoding", "gzip");
            InputStream in = stream(wire, headers, ContentDigest.of(new byte[] {1}));
            assertThat(in.readNBytes(BODY.length)).isEqualTo(BODY);
            assertThatThrownBy(in::read)
                    .isInstanceOf(ResponseRejectedException.class)
                    .hasMessageContaining("does not match");
        }
    }

    @Test
    void severalMembersOfGzip_thatComeOneAfterTheOther_areAllRead() throws IOException {
        byte[] one = gzip(BODY);
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        wire.write(one);
        wire.write(one);
        wire.write(one);
        InputStream memberAfterMember = new ByteArrayInputStream(wire.toByteArray()) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(length, one.length - pos % one.length));
            }

            @Override
            public synchronized int available() {
                return 0;
            }
        };

        assertThat(stream(memberAfterMember, Headers.of("Content-Encoding", "gzip"), null)
                        .readAllBytes())
                .hasSize(3 * BODY.length);
    }

    @Test
    void whatFollowsTheCompressedContent_isOfTheDigestToo_andBounded() throws IOException {
        ByteArrayOutputStream padded = new ByteArrayOutputStream();
        padded.write(gzip(BODY));
        padded.write(new byte[1_000]);
        Headers gzip = Headers.of("Content-Encoding", "gzip");

        assertThat(stream(padded.toByteArray(), gzip, ContentDigest.of(padded.toByteArray()))
                        .readAllBytes())
                .isEqualTo(BODY);
        padded.write(new byte[200_000]);
        assertThatThrownBy(() -> stream(padded.toByteArray(), gzip, ContentDigest.of(padded.toByteArray()))
                        .readAllBytes())
                .hasMessageContaining("belong to nothing");
    }
}
