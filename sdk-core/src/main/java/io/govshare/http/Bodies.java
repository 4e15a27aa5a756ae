package io.govshare.http;

import io.govshare.error.ErrorDetails;
import io.govshare.error.Internal;
import io.govshare.error.ResponseRejectedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/**
 * Reads bodies within bounds: so many bytes on the wire, so many after decompression, and no more than a hundredfold
 * expansion, so that neither a runaway nor a hostile answer fills the memory.
 */
@Internal
public final class Bodies {

    /** The most that a body may grow by decompression once it is past {@link #EXPANSION_FREE} bytes. */
    static final int LONGEST_EXPANSION = 100;

    /** Up to here a body may grow by any factor. */
    static final int EXPANSION_FREE = 1 << 20;

    private static final byte[] NOTHING = new byte[0];
    private static final int FIRST_BUFFER = 16 * 1024;
    private static final int LARGEST_FIRST_BUFFER = 1 << 20;

    private Bodies() {}

    /**
     * The answer with its body whole, as it was on the wire; its connection is given back.
     *
     * @param most bytes that the body may have, at most 1 GiB
     * @throws ResponseRejectedException if it has more
     * @throws IOException if the network failed
     */
    public static Answer readWhole(Answer answer, long most) throws IOException {
        if (answer.isWhole()) {
            return answer;
        }
        try (answer) {
            if (!hasContent(answer)) {
                return answer.with(NOTHING);
            }
            long announced = announced(answer.headers());
            if (announced > most) {
                throw tooLarge(answer, "announces " + size(announced), most);
            }
            return answer.with(read(answer, answer.stream(), announced, most, "on the wire"));
        } catch (ResponseRejectedException e) {
            throw complete(e, answer);
        }
    }

    /**
     * The whole answer with its body decompressed and without the header fields that described the compressed bytes.
     *
     * @param most bytes that the body may have after decompression, at most 1 GiB
     * @throws ResponseRejectedException if it has more, expands over a hundredfold, is no valid gzip, or has another coding
     */
    public static Answer decompress(Answer answer, long most) {
        byte[] wire = answer.bytes();
        // What has no content, such as 304, may yet name the coding of what it speaks of.
        if (wire.length == 0 || !isCompressed(answer)) {
            return answer;
        }
        try (InputStream content = new Gunzip(new ByteArrayInputStream(wire), answer.request())) {
            byte[] bytes = read(answer, content, 4L * wire.length, most, "after decompression");
            return answer.with(bytes).with(plain(answer.headers()));
        } catch (ResponseRejectedException e) {
            throw complete(e, answer);
        } catch (IOException e) {
            throw new IllegalStateException("Reading from memory failed", e);
        }
    }

    /** The exception with what the answer says of itself. */
    private static ResponseRejectedException complete(ResponseRejectedException e, Answer answer) {
        ErrorDetails seen = new ErrorDetails(
                null, null, answer.status(), null, null, answer.headers().get("X-Request-Id"), 0, null, e.diagnosis());
        return e.with(e.details().over(seen), Set.of());
    }

    /**
     * The streamed answer with its body decompressed as it is read, without the header fields that described the compressed
     * bytes. Reading from it throws a {@link ResponseRejectedException} where it expands over a hundredfold past 1 MiB or is
     * no valid gzip.
     *
     * @throws ResponseRejectedException if it has another coding than gzip
     */
    public static Answer decompressing(Answer answer) {
        if (!isCompressed(answer)) {
            return answer;
        }
        return answer.with(new Gunzip(answer.stream(), answer.request())).with(plain(answer.headers()));
    }

    /**
     * Whether there is content at all, whatever the header fields announce: those of 304 and of an answer to HEAD may be the
     * ones of what they speak of (RFC 9112 §6.3), and who waits for its content waits in vain.
     */
    public static boolean hasContent(Answer answer) {
        return answer.status() != 204
                && answer.status() != 304
                && !answer.request().method().equals("HEAD");
    }

    private static boolean isCompressed(Answer answer) {
        String coding = answer.headers().joined("Content-Encoding");
        String name = coding == null ? "" : coding.trim().toLowerCase(Locale.ROOT);
        if (name.isEmpty() || name.equals("identity")) {
            return false;
        }
        if (name.equals("gzip") || name.equals("x-gzip")) {
            return true;
        }
        ResponseRejectedException unknown = new ResponseRejectedException(
                "The answer to " + answer.request() + " has the content coding '" + name + "', which was not asked for",
                "Tell the platform's operators: the SDK accepts gzip and identity (RFC 9110 §8.4.1).");
        throw complete(unknown, answer);
    }

    private static Headers plain(Headers headers) {
        return headers.without("Content-Encoding").without("Content-Length");
    }

    private static long announced(Headers headers) {
        String length = headers.get("Content-Length");
        if (length == null || length.isEmpty() || length.length() > 18) {
            return -1;
        }
        long announced = 0;
        for (int i = 0; i < length.length(); i++) {
            char c = length.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            announced = announced * 10 + (c - '0');
        }
        return announced;
    }

    private static byte[] read(Answer answer, InputStream in, long expected, long most, String where)
            throws IOException {
        int first = expected < 0 ? FIRST_BUFFER : (int) Math.min(expected, LARGEST_FIRST_BUFFER);
        byte[] buffer = new byte[(int) Math.min(Math.max(first, 1), Math.max(most, 1))];
        int size = 0;
        while (true) {
            int n = in.read(buffer, size, buffer.length - size);
            if (n < 0) {
                return size == buffer.length ? buffer : Arrays.copyOf(buffer, size);
            }
            size += n;
            if (size == buffer.length) {
                int more = in.read();
                if (more < 0) {
                    return buffer;
                }
                if (size >= most) {
                    throw tooLarge(answer, "has more than that " + where, most);
                }
                buffer = Arrays.copyOf(buffer, (int) Math.min(Math.max(2L * size, FIRST_BUFFER), most));
                buffer[size++] = (byte) more;
            }
        }
    }

    /** In units, since long numbers are masked in messages as what may be personal. */
    private static String size(long bytes) {
        long kibibytes = bytes / 1024;
        return bytes < 10_000 ? bytes + " bytes" : kibibytes < 10_000 ? kibibytes + " KiB" : kibibytes / 1024 + " MiB";
    }

    private static ResponseRejectedException tooLarge(Answer answer, String how, long most) {
        return new ResponseRejectedException(
                "The answer to " + answer.request() + " is larger than the limit of " + size(most) + ": it " + how,
                "Ask for less with limit(…) or select(…), read it as a stream, or raise the limit with"
                        + " .http(h -> h.maxAnswerSize(…)).");
    }
}
