package io.govshare.dataset;

import io.govshare.error.Internal;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads one record from each line of a stream (NDJSON) as the lines come; empty lines are passed over. Used by one thread at a
 * time.
 *
 * @param <T> type of the records
 */
@Internal
public final class LineReader<T> {

    /** Bytes that a line may have. */
    static final int LONGEST_LINE = 1 << 20;

    private static final int FIRST_BUFFER = 64 * 1024;

    private final InputStream in;
    private final JsonMapper mapper;
    private final ObjectReader reader;
    private final Class<T> type;
    private final String dataset;
    private byte[] buffer = new byte[FIRST_BUFFER];
    private int from;
    private int to;

    /** Where to look for the end of the line that begins at {@link #from}. */
    private int searched;

    private boolean over;
    private long records;

    LineReader(InputStream in, JsonMapper mapper, ObjectReader reader, Class<T> type, String dataset) {
        this.in = in;
        this.mapper = mapper;
        this.reader = reader;
        this.type = type;
        this.dataset = dataset;
    }

    /**
     * The next record; null at the end.
     *
     * @throws io.govshare.error.ResponseRejectedException if the line is no record of the type, is cut off, or is longer than 1 MiB
     * @throws IOException if the network failed
     */
    public @Nullable T next() throws IOException {
        while (true) {
            int end = endOfLine();
            while (end < 0 && !over) {
                fill();
                end = endOfLine();
            }
            int begin = from;
            int stop = end < 0 ? to : end;
            from = end < 0 ? to : end + 1;
            searched = from;
            if (!isBlank(begin, stop)) {
                return record(begin, stop);
            }
            if (end < 0) {
                return null;
            }
        }
    }

    /** Whether the next line is here whole, so that reading it waits for nobody. */
    public boolean isNextHere() {
        return endOfLine() >= 0;
    }

    /** Whether nothing but white space follows, which is read. */
    public boolean isAtEnd() throws IOException {
        while (isBlank(from, to) && !over) {
            from = to;
            searched = to;
            fill();
        }
        return isBlank(from, to);
    }

    /** The position of the line's end among what is here; -1 if it is not. */
    private int endOfLine() {
        for (int i = searched; i < to; i++) {
            if (buffer[i] == '\n') {
                searched = i;
                return i;
            }
        }
        searched = to;
        return -1;
    }

    private void fill() throws IOException {
        if (from > 0) {
            System.arraycopy(buffer, from, buffer, 0, to - from);
            to -= from;
            searched -= from;
            from = 0;
        }
        if (to >= LONGEST_LINE) {
            records++;
            throw Problems.rejected(
                    dataset,
                    current() + " is longer than 1 MiB",
                    "Ask for fewer fields with select(…), or read page by page with query(…).");
        }
        if (to == buffer.length) {
            buffer = Arrays.copyOf(buffer, 2 * buffer.length);
        }
        int n = in.read(buffer, to, buffer.length - to);
        if (n < 0) {
            over = true;
        } else {
            to += n;
        }
    }

    private boolean isBlank(int begin, int end) {
        for (int i = begin; i < end; i++) {
            if (buffer[i] > ' ' || buffer[i] < 0) {
                return false;
            }
        }
        return true;
    }

    private T record(int begin, int end) {
        records++;
        try (JsonParser parser = mapper.createParser(buffer, begin, end - begin)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw Problems.rejected(
                        dataset, current() + " is no JSON object, but " + Problems.words(parser.currentToken()));
            }
            T record = reader.readValue(parser);
            if (parser.nextToken() != null) {
                throw Problems.rejected(dataset, current() + " goes on after the end of its JSON");
            }
            return record;
        } catch (JacksonException e) {
            throw Problems.of(e, dataset, type, current());
        }
    }

    private String current() {
        return String.format(Locale.ROOT, "Record %,d of the stream", records);
    }
}
