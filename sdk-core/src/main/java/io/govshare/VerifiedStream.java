package io.govshare;

import io.govshare.http.Answer;
import io.govshare.http.Bodies;
import io.govshare.signing.ContentDigest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer that is decompressed as it is read, while the digest of its bytes on the wire is computed: the read
 * that comes to the end throws if they are not those that were sent. Read by one thread at a time.
 */
final class VerifiedStream extends FilterInputStream {

    /** Bytes that may follow on the wire after the end of what they decompress to. */
    private static final int MOST_PADDING = 64 * 1024;

    private final Wire wire;
    private boolean over;

    private VerifiedStream(InputStream plain, Wire wire) {
        super(plain);
        this.wire = wire;
    }

    /** Whether the answer is a success that holds one record on each line. */
    static boolean isRecords(Answer answer) {
        String type = answer.headers().get("Content-Type");
        String name = type == null ? "" : type.toLowerCase(Locale.ROOT);
        return answer.status() == 200 && !answer.isWhole() && name.contains("ndjson");
    }

    /** @param rejection what is thrown at the end, made of the reason, if the bytes do not have their digest */
    static Answer of(
            Answer answer, ContentDigest.Running digest, Function<@Nullable String, RuntimeException> rejection) {
        Wire wire = new Wire(answer.stream(), digest, rejection);
        Answer plain = Bodies.decompressing(answer.with(wire));
        return plain.with(new VerifiedStream(plain.stream(), wire));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int n = over ? -1 : in.read(bytes, offset, length);
        if (n < 0 && !over) {
            over = true;
            wire.finish();
        }
        return n;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    /** The bytes as they came. */
    private static final class Wire extends FilterInputStream {

        private final ContentDigest.Running digest;
        private final Function<@Nullable String, RuntimeException> rejection;
        private boolean ended;

        Wire(InputStream in, ContentDigest.Running digest, Function<@Nullable String, RuntimeException> rejection) {
            super(in);
            this.digest = digest;
            this.rejection = rejection;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            int n = ended ? -1 : in.read(bytes, offset, length);
            if (n > 0) {
                digest.update(bytes, offset, n);
            } else if (n < 0 && !ended) {
                ended = true;
                ContentDigest.Check check = digest.end();
                if (check.result() == ContentDigest.Check.Result.REJECTED) {
                    throw rejection.apply(check.reason());
                }
            }
            return n;
        }

        /** A decompressor stops where its content ends, which need not be the end on the wire. */
        void finish() throws IOException {
            byte[] rest = new byte[8 * 1024];
            int padding = 0;
            for (int n = read(rest, 0, rest.length); n >= 0; n = read(rest, 0, rest.length)) {
                padding += n;
                if (padding > MOST_PADDING) {
                    throw rejection.apply("bytes follow that belong to nothing.");
                }
            }
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
