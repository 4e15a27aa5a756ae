package io.govshare.dataset;

import io.govshare.error.ConfigurationException;
import io.govshare.error.Internal;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * Reads the records in the answers of a platform as objects of one type, in a single pass over the bytes. Immutable and safe
 * for concurrent use; holds the type, so keep it no longer than the dataset it belongs to.
 *
 * <p>Fields that the type lacks are passed over; numbers may come as strings; decimal numbers that are read into a {@code Map}
 * become {@code BigDecimal}. A primitive field must be there: a missing number is not 0.
 *
 * @param <T> type of the records
 */
@Internal
public final class RecordReader<T> {

    private final Class<T> type;
    private final String dataset;
    private final JsonMapper mapper;
    private final ObjectReader reader;
    private final List<String> key;
    private final Set<String> personal;
    private final QuerySpelling spelling;
    private volatile @Nullable Places last;

    private RecordReader(
            Class<T> type, String dataset, JsonMapper mapper, ObjectReader reader, QuerySpelling spelling) {
        this.type = type;
        this.dataset = dataset;
        this.mapper = mapper;
        this.reader = reader;
        this.spelling = spelling;
        this.key = JsonNames.annotated(type, KeyField.class);
        this.personal = Set.copyOf(JsonNames.personal(type));
    }

    /**
     * The reader of records as objects of this type.
     *
     * @param type a record, a class with setters or a usable constructor, or {@code Map.class}
     * @throws ConfigurationException if no object of the type can be made from JSON
     */
    public static <T> RecordReader<T> of(Class<T> type, String dataset) {
        BindingRules rules = new BindingRules(dataset);
        rules.check(type);
        TolerantReading tolerant = new TolerantReading(dataset);
        JsonMapper mapper = Json.mapper()
                .addModule(new SimpleModule("govshare rules").setDeserializerModifier(rules))
                .addModule(new SimpleModule("govshare reading").setDeserializerModifier(new ExactReading()))
                .annotationIntrospector(AnnotationIntrospector.pair(tolerant, new JacksonAnnotationIntrospector()))
                .build();
        try {
            JavaType target = Map.class.isAssignableFrom(type)
                    ? mapper.getTypeFactory().constructMapType(type.asSubclass(Map.class), String.class, Object.class)
                    : mapper.constructType(type);
            ObjectReader reader = mapper.readerFor(target);
            // Reading null runs no constructor, but makes Jackson look through the whole type.
            reader.readValue("null");
            QuerySpelling spelling =
                    new QuerySpelling(dataset, tolerant.readers(mapper.deserializationConfig(), target));
            return new RecordReader<>(type, dataset, mapper, reader, spelling);
        } catch (JacksonException e) {
            throw Problems.of(e, dataset, type, null);
        } catch (IllegalArgumentException e) {
            throw Problems.unbindable(
                    type,
                    dataset,
                    String.valueOf(e.getMessage()),
                    "Give a record, a class with setters, or Map.class.");
        }
    }

    /**
     * Reads a page. An array of records that is null, an empty string or empty is a page without records; an object in its
     * place, below the top, is taken for an array of one.
     *
     * @throws io.govshare.error.ResponseRejectedException if the answer is not JSON of this form or a record does not fit
     *     the type; records are counted from 1 in its message
     */
    public Records<T> page(byte[] body, Envelope envelope) {
        return new AnswerReader<T>(mapper, reader, type, dataset, places(envelope).page, false).read(body);
    }

    /** The same, with the {@link Records#checksum()} of the records, which costs a pass over them. */
    public Records<T> checksummedPage(byte[] body, Envelope envelope) {
        return new AnswerReader<T>(mapper, reader, type, dataset, places(envelope).page, false)
                .checksummed()
                .read(body);
    }

    /** Reads the records that stand one on each line of this stream, as they come; it is left open. */
    public LineReader<T> lines(InputStream in) {
        return new LineReader<>(in, mapper, reader, type, dataset);
    }

    /**
     * Reads the record of a look-up by key; empty when null, an empty string, an empty array or an empty object is in its
     * place.
     *
     * @throws io.govshare.error.ResponseRejectedException if the answer is not JSON of this form, the record does not fit
     *     the type, or there are several
     */
    public Optional<T> single(byte[] body, Envelope envelope) {
        List<T> items = new AnswerReader<T>(mapper, reader, type, dataset, places(envelope).single, true)
                .read(body)
                .items();
        return items.isEmpty() ? Optional.empty() : Optional.of(items.get(0));
    }

    /**
     * Reads the answer to a count: the number alone, or the total of an envelope.
     *
     * @throws io.govshare.error.ResponseRejectedException if there is no number
     */
    public long count(byte[] body, Envelope envelope) {
        String text = body.length > 40
                ? ""
                : new String(body, StandardCharsets.UTF_8).replace("\uFEFF", "").strip();
        if (!text.isEmpty() && text.length() < 19 && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Long.parseLong(text);
        }
        return new AnswerReader<T>(mapper, reader, type, dataset, places(envelope).total, false)
                .read(body)
                .total()
                .orElseThrow(() -> Problems.rejected(dataset, "The answer to a count holds no number"));
    }

    /**
     * How the type differs from what is published.
     *
     * @throws ConfigurationException if nothing is published to compare it with, or the type is a map
     */
    public SchemaDrift compared(List<PublishedField> published) {
        if (Map.class.isAssignableFrom(type)) {
            throw new ConfigurationException(
                    Problems.details(
                                    type.getTypeName() + " declares no fields, so that none can be compared",
                                    "Check a record or class that has the fields you read.")
                            .of(null, dataset, 0),
                    null);
        }
        if (published.isEmpty()) {
            throw new ConfigurationException(
                    Problems.details(
                                    "No field of the dataset is published, so that none can be compared",
                                    "Ask the publisher to describe the fields in the catalogue, or leave the check out.")
                            .of(null, dataset, 0),
                    null);
        }
        return new SchemaDrift(
                dataset,
                type.getSimpleName(),
                new SchemaComparison(mapper.deserializationConfig(), published).of(mapper.constructType(type)));
    }

    /**
     * The query with its values as the data spell them, where an annotation of the type says how; the same one if none does.
     *
     * @param types the published types of fields, empty where none is
     * @throws io.govshare.error.InvalidRequestException if the spellings of a field cannot be compared so
     */
    public <Q> Query<Q> spelled(Query<Q> query, Function<String, String> types) {
        return spelling.of(query, types);
    }

    /** The type of the records. */
    public Class<T> type() {
        return type;
    }

    /** Names in JSON of the fields marked {@link KeyField}, in the order of their declaration. */
    public List<String> key() {
        return key;
    }

    /** Names in JSON of the fields marked {@link Personal} or {@link Sensitive}; {@code address/street} for a nested one. */
    public Set<String> personal() {
        return personal;
    }

    private Places places(Envelope envelope) {
        Places places = last;
        if (places == null || !places.envelope.equals(envelope)) {
            places = new Places(envelope);
            last = places;
        }
        return places;
    }

    /** Where to look in the answers of an envelope, which is nearly always the same for a reader. */
    private static final class Places {

        final Envelope envelope;
        final Place page;
        final Place single;
        final Place total;

        Places(Envelope envelope) {
            this.envelope = envelope;
            page = Place.root().with(envelope.records(), Place.Role.RECORDS);
            total = Place.root();
            if (envelope.next() != null) {
                page.with(envelope.next(), Place.Role.NEXT);
            }
            if (envelope.cursor() != null) {
                page.with(envelope.cursor(), Place.Role.CURSOR);
            }
            if (envelope.total() != null) {
                page.with(envelope.total(), Place.Role.TOTAL);
                total.with(envelope.total(), Place.Role.TOTAL);
            }
            single = Place.root().with(envelope.single(), Place.Role.RECORDS);
        }
    }
}
