package io.govshare.http;

import io.govshare.error.Internal;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What came back: status, header fields, and a body that is either read whole or still on the wire. Immutable but for the
 * reading of a body on the wire, which belongs to one thread.
 */
public final class Answer implements Closeable {

    private static final byte[] NOTHING = new byte[0];

    private final Request request;
    private final int status;
    private final Headers headers;
    private final byte @Nullable [] bytes;
    private final @Nullable InputStream stream;
    private final Outcome outcome;
    private final Notes notes;

    private Answer(
            Request request,
            int status,
            Headers headers,
            byte @Nullable [] bytes,
            @Nullable InputStream stream,
            Outcome outcome,
            Notes notes) {
        this.request = request;
        this.status = status;
        this.headers = headers;
        this.bytes = bytes;
        this.stream = stream;
        this.outcome = outcome;
        this.notes = notes;
    }

    /** An answer whose body is here. */
    @Internal
    public static Answer whole(Request request, int status, Headers headers, byte[] bytes) {
        return new Answer(request, status, headers, bytes, null, Outcome.ok(), Notes.NONE);
    }

    /** An answer whose body is still to be read; closing the answer closes the stream. */
    @Internal
    public static Answer streaming(Request request, int status, Headers headers, InputStream stream) {
        return new Answer(request, status, headers, null, stream, Outcome.ok(), Notes.NONE);
    }

    /** The request as it was sent in the attempt that this answers. */
    public Request request() {
        return request;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The header fields. */
    public Headers headers() {
        return headers;
    }

    /** What the answer means; OK until the dialect has said otherwise. */
    public Outcome outcome() {
        return outcome;
    }

    /** Whether the body is here as bytes. */
    public boolean isWhole() {
        return bytes != null;
    }

    /** The whole body, not to be changed. @throws IllegalStateException if the body is still on the wire */
    public byte[] bytes() {
        if (bytes == null) {
            throw new IllegalStateException("The body of this answer is on the wire; it can only be read as a stream");
        }
        return bytes;
    }

    /** The body as a stream. */
    public InputStream stream() {
        return stream != null ? stream : new ByteArrayInputStream(bytes == null ? NOTHING : bytes);
    }

    /** This answer with its body whole. */
    @Internal
    public Answer with(byte[] newBytes) {
        return new Answer(request, status, headers, newBytes, null, outcome, notes);
    }

    /** This answer with another stream in the place of its body. */
    @Internal
    public Answer with(InputStream newStream) {
        return new Answer(request, status, headers, null, newStream, outcome, notes);
    }

    /** This answer with other header fields. */
    @Internal
    public Answer with(Headers newHeaders) {
        return new Answer(request, status, newHeaders, bytes, stream, outcome, notes);
    }

    /** This answer with its meaning. */
    @Internal
    public Answer with(Outcome newOutcome) {
        return new Answer(request, status, headers, bytes, stream, newOutcome, notes);
    }

    /** This answer with a note of this type for the stages above, such as the proof of a verified signature. */
    @Internal
    public <N> Answer note(Class<N> type, N note) {
        return new Answer(request, status, headers, bytes, stream, outcome, notes.and(type, note));
    }

    /** The note of this type, if a stage below left one. */
    @Internal
    public <N> Optional<N> note(Class<N> type) {
        return notes.get(type);
    }

    /** Gives the connection back; does nothing when the body is whole. */
    @Override
    public void close() throws IOException {
        if (stream != null) {
            stream.close();
        }
    }

    @Override
    public String toString() {
        return status + " " + outcome + " " + headers;
    }
}
