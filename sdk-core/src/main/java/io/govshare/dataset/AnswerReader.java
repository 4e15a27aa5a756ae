package io.govshare.dataset;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * One pass over one answer: goes straight to the places of the envelope, passes over everything else, and reads the records
 * from the stream of tokens without a tree. Used once, by one thread.
 */
final class AnswerReader<T> {

    private static final int MOST_NESTED = 4;
    private static final byte[] NONE = {};
    private static final Pattern NO_FURTHER = Pattern.compile("\\s*(0+|-\\d+)\\s*");

    private final JsonMapper mapper;
    private final ObjectReader reader;
    private final Class<?> type;
    private final String dataset;
    private final Place root;
    private final boolean single;

    private final List<T> items = new ArrayList<>();
    private byte[] bytes = NONE;

    /** The string that holds the JSON which is being read; null while that is the answer itself. */
    private @Nullable String text;

    private @Nullable String first;
    private boolean checksummed;
    private int checksum;
    private boolean recordsFound;
    private boolean readingRecords;
    private @Nullable String next;
    private OptionalLong total = OptionalLong.empty();

    AnswerReader(JsonMapper mapper, ObjectReader reader, Class<?> type, String dataset, Place root, boolean single) {
        this.mapper = mapper;
        this.reader = reader;
        this.type = type;
        this.dataset = dataset;
        this.root = root;
        this.single = single;
    }

    /** With a checksum of the records as they came. */
    AnswerReader<T> checksummed() {
        checksummed = true;
        return this;
    }

    Records<T> read(byte[] body) {
        refuseMarkup(body);
        bytes = body;
        try (JsonParser parser = mapper.createParser(body)) {
            whole(parser, root, 0);
        } catch (JacksonException e) {
            throw Problems.of(e, dataset, type, readingRecords ? current() : null);
        }
        if (root.isTowardsRecords() && !recordsFound) {
            throw Problems.rejected(
                    dataset,
                    "The answer is JSON, but has no " + (single ? "record" : "records") + " where its envelope says",
                    "Compare the answer with the platform's description; it may be an error that is not recognised.");
        }
        return new Records<>(Collections.unmodifiableList(items), next, total, first, checksum);
    }

    private void whole(JsonParser parser, Place place, int opened) {
        if (parser.nextToken() == null) {
            throw Problems.rejected(
                    dataset,
                    opened == 0 ? "The answer is empty where JSON was expected" : "There is no JSON at " + place);
        }
        value(parser, place, opened);
        if (parser.nextToken() != null) {
            throw Problems.rejected(dataset, "The answer goes on after the end of its JSON");
        }
    }

    private void value(JsonParser parser, Place place, int opened) {
        JsonToken token = parser.currentToken();
        if (place.is(Place.Role.RECORDS)) {
            records(parser, place, token, opened);
        } else if (place.leadsOn()) {
            container(parser, place, token, opened);
        } else if (place.is(Place.Role.NEXT)) {
            next = link(parser, place, token);
        } else if (place.is(Place.Role.CURSOR)) {
            next = cursor(parser, place, token);
        } else if (place.is(Place.Role.TOTAL)) {
            total = number(parser, place, token);
        } else {
            parser.skipChildren();
        }
    }

    private void container(JsonParser parser, Place place, JsonToken token, int opened) {
        switch (token) {
            case START_OBJECT -> {
                for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                    parser.nextToken();
                    member(parser, place.member(name), opened);
                }
            }
            case START_ARRAY -> {
                for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
                    member(parser, place.member(Integer.toString(i)), opened);
                }
            }
            case VALUE_STRING -> nested(parser, place, opened);
            case VALUE_NULL -> recordsFound |= place.isTowardsRecords();
            default -> {
                // A number or boolean leads nowhere; records that are missing are reported at the end.
            }
        }
    }

    private void member(JsonParser parser, @Nullable Place place, int opened) {
        if (place == null) {
            parser.skipChildren();
        } else {
            value(parser, place, opened);
        }
    }

    private void nested(JsonParser outer, Place place, int opened) {
        String held = outer.getString();
        if (held.isBlank()) {
            recordsFound |= place.isTowardsRecords();
            return;
        }
        if (opened == MOST_NESTED) {
            throw Problems.rejected(
                    dataset, "At " + place + ", JSON is nested in strings more than " + MOST_NESTED + " deep");
        }
        char begin = held.stripLeading().charAt(0);
        if (begin != '{' && begin != '[' && begin != '"' && !held.strip().equals("null")) {
            throw Problems.rejected(
                    dataset,
                    "At " + place + " there is plain text where JSON was expected",
                    "It may be an error message that is not recognised: compare with the platform's description.");
        }
        String around = text;
        text = held;
        try (JsonParser inner = mapper.createParser(held)) {
            whole(inner, place, opened + 1);
        }
        text = around;
    }

    private void records(JsonParser parser, Place place, JsonToken token, int opened) {
        if (token == JsonToken.VALUE_STRING) {
            nested(parser, place, opened);
            return;
        }
        if (recordsFound) {
            throw Problems.rejected(dataset, "The answer has the records at " + place + " twice");
        }
        recordsFound = true;
        readingRecords = true;
        switch (token) {
            case START_ARRAY -> {
                parser.clearCurrentToken();
                long begin = offset(parser);
                MappingIterator<T> iterator = reader.readValues(parser);
                while (iterator.hasNextValue()) {
                    add(iterator.nextValue());
                    if (items.size() == 1) {
                        first = raw(begin, offset(parser));
                    }
                }
                checksum = checksummed ? checksum(begin, offset(parser)) : 0;
            }
            case START_OBJECT -> object(parser, place);
            case VALUE_NULL -> {
                // No records.
            }
            default ->
                throw Problems.rejected(
                        dataset,
                        "At " + place + ", expected " + (single ? "a record" : "an array of records") + ", found "
                                + Problems.words(token));
        }
        readingRecords = false;
    }

    /** Where the parser stands in the answer, or in the string that holds what it reads. */
    private long offset(JsonParser parser) {
        TokenStreamLocation here = parser.currentLocation();
        return text == null ? here.getByteOffset() : here.getCharOffset();
    }

    /** What stands from here to there; null where that is not known. */
    private @Nullable String raw(long begin, long end) {
        if (begin < 0 || end < begin || end > (text == null ? bytes.length : text.length())) {
            return null;
        }
        return text == null
                ? new String(bytes, (int) begin, (int) (end - begin), StandardCharsets.ISO_8859_1)
                : text.substring((int) begin, (int) end);
    }

    private int checksum(long begin, long end) {
        if (first == null || end < begin || end > (text == null ? bytes.length : text.length())) {
            return 0;
        }
        CRC32C checksumOfPage = new CRC32C();
        if (text == null) {
            checksumOfPage.update(bytes, (int) begin, (int) (end - begin));
        } else {
            checksumOfPage.update(text.substring((int) begin, (int) end).getBytes(StandardCharsets.UTF_8));
        }
        return (int) checksumOfPage.getValue();
    }

    private void object(JsonParser parser, Place place) {
        if (!single && place.isRoot()) {
            throw Problems.rejected(
                    dataset,
                    "Expected an array of records, found an object",
                    "It may be an error that is not recognised: compare with the platform's description.");
        }
        // An object without members is how some gateways spell that there is nothing.
        if (parser.nextToken() != JsonToken.END_OBJECT) {
            MappingIterator<T> iterator = reader.readValues(parser);
            add(iterator.nextValue());
        }
    }

    private void add(@Nullable T item) {
        if (item == null) {
            throw Problems.rejected(dataset, current() + " is null");
        }
        if (single && !items.isEmpty()) {
            throw Problems.rejected(
                    dataset,
                    "The look-up by key brought several records",
                    "Look the record up by its whole key, or use query(…).");
        }
        items.add(item);
    }

    private @Nullable String link(JsonParser parser, Place place, JsonToken token) {
        return switch (token) {
            case VALUE_NULL -> null;
            case VALUE_STRING -> parser.getString().isBlank() ? null : parser.getString();
            default ->
                throw Problems.rejected(
                        dataset,
                        "At " + place + ", expected the link to the next page, found " + Problems.words(token));
        };
    }

    /** The cursor; gateways that count by it spell the end as 0 or -1, some of them as text. */
    private @Nullable String cursor(JsonParser parser, Place place, JsonToken token) {
        String cursor = token == JsonToken.VALUE_NUMBER_INT ? parser.getString() : link(parser, place, token);
        return cursor == null || NO_FURTHER.matcher(cursor).matches() ? null : cursor;
    }

    /** The total; a negative one says that the platform does not know it. */
    private OptionalLong number(JsonParser parser, Place place, JsonToken token) {
        try {
            long number = switch (token) {
                case VALUE_NULL -> -1;
                case VALUE_NUMBER_INT -> parser.getLongValue();
                case VALUE_STRING ->
                    parser.getString().isBlank()
                            ? -1
                            : Long.parseLong(parser.getString().strip());
                default -> throw new NumberFormatException("no number");
            };
            return number < 0 ? OptionalLong.empty() : OptionalLong.of(number);
        } catch (NumberFormatException e) {
            throw Problems.rejected(
                    dataset, "At " + place + ", expected the total number, found " + Problems.words(token));
        }
    }

    private String current() {
        return single ? "The record" : String.format(Locale.ROOT, "Record %,d of the page", items.size() + 1);
    }

    /** A proxy, or a session that has ended, answers with a page for people. */
    private void refuseMarkup(byte[] body) {
        int at = 0;
        while (at < body.length && (body[at] <= ' ')) {
            at++;
        }
        if (at < body.length && body[at] == '<') {
            String start = new String(body, at, Math.min(512, body.length - at), StandardCharsets.ISO_8859_1)
                    .toLowerCase(Locale.ROOT);
            boolean html = start.contains("<html") || start.startsWith("<!doctype html");
            throw Problems.rejected(
                    dataset,
                    html
                            ? "The answer is an HTML page (login page or proxy?) where JSON was expected"
                            : "The answer is XML where JSON was expected",
                    html
                            ? "Open the dataset's address from this machine and see who answers; check proxy and address."
                            : "Check that the address is that of the JSON interface.");
        }
    }
}
