package io.govshare.testing.platform;

import io.govshare.testing.fault.Fault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockResponseBody;
import mockwebserver3.SocketEffect;
import okio.Buffer;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/** Brings an answer on the wire: content coding, digest, signature, and what a fault does to it. Safe for concurrent use. */
final class Delivery {

    /** Smaller answers fit into one packet anyway. */
    private static final int COMPRESSED_FROM = 1024;

    private final Clock clock;
    private final AnswerSigner signer;
    private final AnswerSigner impostor;
    private final boolean signing;

    Delivery(Clock clock, AnswerSigner signer, AnswerSigner impostor, boolean signing) {
        this.clock = clock;
        this.signer = signer;
        this.impostor = impostor;
        this.signing = signing;
    }

    MockResponse deliver(Incoming request, Reply reply, @Nullable Fault fault) {
        Fault.Kind kind = fault == null ? Fault.Kind.NONE : fault.kind();
        Instant now = clock.instant();
        MockResponse.Builder response = new MockResponse.Builder()
                .code(reply.status())
                .clearHeaders()
                .setHeader("Date", HttpDates.format(now))
                .setHeader("X-Request-Id", request.requestId());
        reply.headers().forEach(response::setHeader);
        byte[] body = coded(request, reply, response);
        boolean signed =
                signing && kind != Fault.Kind.UNSIGNED && kind != Fault.Kind.LOGIN_PAGE && kind != Fault.Kind.HUGE_BODY;
        boolean wrong = kind == Fault.Kind.WRONG_DIGEST;
        if (signed || wrong) {
            String digest = Digests.field(wrong ? "other".getBytes(StandardCharsets.US_ASCII) : body);
            response.setHeader("Content-Digest", digest);
            if (signed) {
                String[] signature = (kind == Fault.Kind.WRONG_SIGNATURE ? impostor : signer)
                        .sign(request, reply.status(), digest, now);
                response.setHeader("Signature-Input", signature[0]).setHeader("Signature", signature[1]);
            }
        }
        if (kind == Fault.Kind.HUGE_BODY && fault != null) {
            response.body(new Filler(fault.size()));
        } else if (reply.status() != 304) {
            response.body(new Buffer().write(kind == Fault.Kind.CHANGED_BODY ? changed(body) : body));
        }
        if (fault != null) {
            spoil(response, fault);
        }
        return response.build();
    }

    private static byte[] coded(Incoming request, Reply reply, MockResponse.Builder response) {
        byte[] body = reply.body();
        boolean coded = reply.headers().containsKey("Content-Encoding");
        if (coded || body.length < COMPRESSED_FROM || !request.accepts("gzip")) {
            return body;
        }
        response.setHeader("Content-Encoding", "gzip");
        if (!reply.headers().containsKey("Vary")) {
            response.setHeader("Vary", "Accept-Encoding");
        }
        return gzip(body, body.length, 0);
    }

    /**
     * Content as gzip.
     *
     * @param blanks how many spaces stand in its middle
     */
    static byte[] gzip(byte[] content, int split, long blanks) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(content.length / 3 + 64);
        try (GZIPOutputStream gzip = new FastGzip(bytes)) {
            gzip.write(content, 0, split);
            byte[] blank = new byte[64 * 1024];
            Arrays.fill(blank, (byte) ' ');
            for (long left = blanks; left > 0; left -= blank.length) {
                gzip.write(blank, 0, (int) Math.min(left, blank.length));
            }
            gzip.write(content, split, content.length - split);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static final class FastGzip extends GZIPOutputStream {
        private FastGzip(ByteArrayOutputStream out) throws IOException {
            super(out, 8192);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    private static byte[] changed(byte[] body) {
        byte[] changed = body.clone();
        if (changed.length > 0) {
            changed[changed.length / 2] ^= 1;
        }
        return changed;
    }

    private static void spoil(MockResponse.Builder response, Fault fault) {
        if (fault.kind() == Fault.Kind.NO_ANSWER) {
            response.onResponseStart(new SocketEffect.CloseSocket());
        } else if (fault.kind() == Fault.Kind.CUT_BODY) {
            response.onResponseBody(new SocketEffect.CloseSocket());
        }
        if (!fault.delay().isZero()) {
            response.headersDelay(fault.delay().toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** A JSON string of so many bytes that no memory holds. */
    private record Filler(long size) implements MockResponseBody {

        @Override
        public long getContentLength() {
            return size;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            byte[] filling = new byte[64 * 1024];
            Arrays.fill(filling, (byte) 'a');
            byte[] head = "{\"value\":[{\"filling\":\"".getBytes(StandardCharsets.US_ASCII);
            byte[] tail = "\"}]}".getBytes(StandardCharsets.US_ASCII);
            sink.write(head);
            for (long left = size - head.length - tail.length; left > 0; left -= filling.length) {
                sink.write(filling, 0, (int) Math.min(left, filling.length));
            }
            sink.write(tail);
        }
    }
}
