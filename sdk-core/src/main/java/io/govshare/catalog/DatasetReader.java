package io.govshare.catalog;

import java.net.URI;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads one DCAT dataset straight from its tokens. What its description cannot carry whole is kept as it came under the
 * member's name, and what is wrong is a defect; nothing makes it give up. Used once.
 */
final class DatasetReader {

    /** The id of an entry that has none: it can be looked at, not asked for. */
    static final String NO_ID = "urn:govshare:no-identifier";

    private static final int LENGTH_OF_DATE = 10;

    /** Reads again, as plain values, what begins at this byte of the document. */
    @FunctionalInterface
    interface Again {
        @Nullable
        Object valueAt(long offset);
    }

    private final @Nullable URI document;
    private final Again again;
    private final Set<Term> seen = EnumSet.noneOf(Term.class);
    private Names names;
    private final DatasetDescriptionBuilder dataset = new DatasetDescriptionBuilder("");
    private List<String> ids = List.of();
    private String node = "";
    private boolean titled;

    DatasetReader(Names names, @Nullable URI document, Again again) {
        this.names = names;
        this.document = document;
        this.again = again;
    }

    /**
     * Reads the object that the parser stands at.
     *
     * @param asked the id that was asked for; null when none was
     */
    DatasetDescription read(JsonParser parser, @Nullable String asked) {
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            JsonToken token = parser.nextToken();
            if (token == JsonToken.VALUE_NULL) {
                continue;
            }
            @Nullable Term term = names.of(name);
            if (term == null) {
                extension(names.kept(name), JsonLd.value(parser));
            } else if (seen.add(term)) {
                member(term, name, token, parser);
            } else {
                repeated(term, name, JsonLd.value(parser));
            }
        }
        identify(asked);
        if (!titled) {
            missing(Term.TITLE);
        }
        if (!dataset.hasPublisher() && !dataset.hasExtension(Term.PUBLISHER.spelled())) {
            missing(Term.PUBLISHER);
        }
        return dataset.build();
    }

    /** What stands in the place of a dataset, such as its mere address. */
    static DatasetDescription instead(@Nullable Object value) {
        @Nullable String text = JsonLd.text(value);
        String problem = "is no object, so that nothing is known of the dataset";
        return new DatasetDescriptionBuilder(text == null ? NO_ID : text)
                .defect(new Defect(Term.DATASET.spelled(), problem, JsonLd.kind(value)))
                .build();
    }

    private void identify(@Nullable String asked) {
        if (ids.isEmpty()) {
            if (asked == null) {
                missing(Term.IDENTIFIER);
            }
            String without = node.isEmpty() ? NO_ID : node;
            dataset.id(asked == null ? without : asked);
            return;
        }
        if (!node.isEmpty() && !dataset.hasExtension(Term.ID.spelled())) {
            extension(Term.ID.spelled(), node);
        }
        String id = asked != null && ids.contains(asked) ? asked : ids.get(0);
        dataset.id(id);
        if (ids.size() > 1) {
            defect(Term.IDENTIFIER, "is given " + ids.size() + " times", "list");
            List<String> others = new ArrayList<>(ids);
            others.remove(id);
            dataset.otherIds(others);
        }
    }

    /** A member under two names, or twice under one: no order among them says which is right. */
    private void repeated(Term term, String name, @Nullable Object value) {
        if (!name.equals(term.spelled())) {
            extension(name, value);
        }
        if (term == Term.SHARING) {
            dataset.sharing(SharingAttribute.CONDITIONAL);
        }
        String taken = term == Term.SHARING ? "taken as CONDITIONAL" : "the first is taken";
        defect(term, "stands there more than once; " + taken, JsonLd.kind(value));
    }

    private void member(Term term, String name, JsonToken token, JsonParser parser) {
        switch (term) {
            case ID -> node = text(term, token, parser);
            case IDENTIFIER -> ids = token == JsonToken.VALUE_STRING ? one(parser) : texts(term, parser);
            case TITLE -> {
                String title = text(term, token, parser);
                titled = !title.isEmpty();
                dataset.title(title);
            }
            case DESCRIPTION -> dataset.description(text(term, token, parser));
            case VERSION -> dataset.version(nullIfEmpty(text(term, token, parser)));
            case SHARING_CONDITIONS -> dataset.sharingConditions(text(term, token, parser));
            case SHARING -> sharing(JsonLd.value(parser));
            case SHARING_METHOD -> sharingMethods(JsonLd.value(parser));
            case ACCRUAL_PERIODICITY -> frequency(JsonLd.value(parser));
            case FIELDS -> fields(parser);
            case PUBLISHER -> new AgentReader(names, document, dataset).publisher(JsonLd.value(parser));
            case CONTACT_POINT -> new AgentReader(names, document, dataset).contact(JsonLd.value(parser));
            case DISTRIBUTION -> distributions(JsonLd.value(parser));
            case ISSUED -> dataset.issued(date(term, JsonLd.value(parser)));
            case MODIFIED -> dataset.modified(date(term, JsonLd.value(parser)));
            case KEY -> dataset.key(key(JsonLd.value(parser)));
            case RATE -> rate(JsonLd.value(parser));
            case HAS_VERSION -> dataset.versions(texts(term, parser));
            case THEME -> dataset.themes(texts(term, parser));
            case SPATIAL -> dataset.regions(texts(term, parser));
            case KEYWORD -> dataset.keywords(texts(term, parser));
            case RELATION -> dataset.related(texts(term, parser));
            case ACCESS -> dataset.access(access(JsonLd.value(parser)));
            case BINDING -> binding(JsonLd.value(parser));
            case CONTEXT -> names = names.within(JsonLd.value(parser));
            case TYPE -> type(token, parser);
            // A name that the document itself made up means nothing outside of it.
            default -> extension(names.isDeclared(name) ? term.spelled() : name, JsonLd.value(parser));
        }
    }

    private void type(JsonToken token, JsonParser parser) {
        if (token == JsonToken.VALUE_STRING && parser.getString().equals(DcatWriter.TYPE)) {
            return;
        }
        @Nullable Object value = JsonLd.value(parser);
        if (!JsonLd.list(value).stream().allMatch(one -> JsonLd.isType(one, "Dataset"))) {
            extension(Term.TYPE.spelled(), value);
        }
    }

    private static List<String> one(JsonParser parser) {
        String text = parser.getString();
        return text.isBlank() ? List.of() : List.of(text);
    }

    private static @Nullable String nullIfEmpty(String text) {
        return text.isEmpty() ? null : text;
    }

    private String text(Term term, JsonToken token, JsonParser parser) {
        if (token == JsonToken.VALUE_STRING) {
            String text = parser.getString();
            return text.isBlank() ? "" : text;
        }
        @Nullable Object value = JsonLd.value(parser);
        @Nullable String text = JsonLd.text(value);
        if (text == null) {
            if (!JsonLd.list(value).isEmpty()) {
                keep(term, value, "is no text");
            }
            return "";
        }
        if (value instanceof Number || value instanceof Boolean) {
            keep(term, value, "is no text");
        } else if (!JsonLd.isPlain(value)) {
            extension(term.spelled(), value);
            if (value instanceof List<?> list && list.stream().noneMatch(DatasetReader::hasLanguage)) {
                defect(term, "is given " + list.size() + " times; the first is taken", "list");
            }
        }
        return text;
    }

    private static boolean hasLanguage(@Nullable Object value) {
        return value instanceof Map<?, ?> map && map.containsKey("@language");
    }

    private List<String> texts(Term term, JsonParser parser) {
        @Nullable Object value = JsonLd.value(parser);
        List<Object> values = JsonLd.list(value);
        List<String> texts = new ArrayList<>(values.size());
        boolean whole = JsonLd.isPlainList(value);
        for (Object one : values) {
            @Nullable String text = JsonLd.text(one);
            if (text != null) {
                texts.add(text);
            } else {
                whole = false;
                if (!(one instanceof String)) {
                    defect(term, "holds what is no text", JsonLd.kind(one));
                }
            }
        }
        if (!whole) {
            extension(term.spelled(), value);
        }
        return texts;
    }

    private void sharing(@Nullable Object value) {
        @Nullable SharingAttribute sharing = SharingTerm.of(value);
        if (sharing == null) {
            keep(Term.SHARING, value, SharingTerm.UNKNOWN);
            return;
        }
        dataset.sharing(sharing);
        keepUnlessPlain(Term.SHARING, value);
    }

    private void sharingMethods(@Nullable Object value) {
        List<SharingMethod> methods = new ArrayList<>(1);
        for (Object one : JsonLd.list(value)) {
            @Nullable String text = JsonLd.text(one);
            SharingMethod.of(text == null ? "" : text)
                    .ifPresentOrElse(methods::add, () -> keep(Term.SHARING_METHOD, value, "holds none of 1 to 3"));
        }
        dataset.sharingMethods(methods);
    }

    private void frequency(@Nullable Object value) {
        @Nullable String text = JsonLd.text(value);
        @Nullable
        UpdateFrequency frequency = text == null
                ? null
                : UpdateFrequency.ofIri(text).or(() -> UpdateFrequency.of(text)).orElse(null);
        if (frequency == null) {
            keep(Term.ACCRUAL_PERIODICITY, value, "is no known frequency");
        } else {
            keepUnlessPlain(Term.ACCRUAL_PERIODICITY, value);
        }
        dataset.updateFrequency(frequency);
    }

    private void fields(JsonParser parser) {
        long begin = parser.currentTokenLocation().getByteOffset();
        FieldsReader reader = new FieldsReader(names, dataset::defect);
        dataset.fields(reader.read(parser));
        if (!reader.isWhole()) {
            extension(Term.FIELDS.spelled(), again.valueAt(begin));
        }
    }

    private void distributions(@Nullable Object value) {
        List<Distribution> distributions = new ArrayList<>(1);
        for (Object one : JsonLd.list(value)) {
            if (one instanceof Map<?, ?> given) {
                distributions.add(new ResourceReader(names, document, Term.DISTRIBUTION.spelled(), dataset::defect)
                        .distribution(given));
            } else {
                keep(Term.DISTRIBUTION, value, "holds what is no distribution");
            }
        }
        dataset.distributions(distributions);
    }

    private @Nullable LocalDate date(Term term, @Nullable Object value) {
        @Nullable String text = JsonLd.text(value);
        if (text == null && JsonLd.list(value).isEmpty()) {
            return null;
        }
        try {
            String stripped = text == null ? "" : text.strip();
            boolean more = stripped.length() > LENGTH_OF_DATE && stripped.charAt(LENGTH_OF_DATE) == 'T';
            LocalDate date = day(more ? stripped.substring(0, LENGTH_OF_DATE) : stripped);
            if (more || !JsonLd.isPlain(value)) {
                extension(term.spelled(), value);
            }
            return date;
        } catch (DateTimeException e) {
            keep(term, value, "is no date such as 2026-01-31");
            return null;
        }
    }

    /** A date as directories nearly always spell it; reading those by hand takes a fraction of the time. */
    private static LocalDate day(String text) {
        if (text.length() != LENGTH_OF_DATE || text.charAt(4) != '-' || text.charAt(7) != '-') {
            return LocalDate.parse(text);
        }
        int digits = 0;
        for (int i = 0; i < LENGTH_OF_DATE; i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                digits = digits * 10 + (c - '0');
            } else if (i != 4 && i != 7) {
                return LocalDate.parse(text);
            }
        }
        return LocalDate.of(digits / 10_000, digits / 100 % 100, digits % 100);
    }

    private List<String> key(@Nullable Object value) {
        List<String> names = new ArrayList<>(1);
        for (Object name : JsonLd.list(value)) {
            if (!(name instanceof String text) || text.isEmpty()) {
                keep(Term.KEY, value, "holds what is no name; no key is taken");
                return List.of();
            }
            names.add(text);
        }
        return names;
    }

    private void rate(@Nullable Object value) {
        double rate = value instanceof Number number ? number.doubleValue() : 0;
        if (rate > 0 && Double.isFinite(rate)) {
            dataset.rate(CallRate.perSecond(rate));
        } else {
            keep(Term.RATE, value, "is no positive number");
        }
    }

    private @Nullable URI access(@Nullable Object value) {
        @Nullable String text = JsonLd.text(value);
        @Nullable URI url = text == null ? null : JsonLd.url(document, text);
        if (url == null) {
            keep(Term.ACCESS, value, "is no http or https URL");
        }
        return url;
    }

    private void binding(@Nullable Object value) {
        Map<String, String> binding = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, bound) -> {
                if (bound instanceof String text) {
                    binding.put(String.valueOf(name), text);
                }
            });
        }
        if (!(value instanceof Map<?, ?> map) || map.size() > binding.size()) {
            keep(Term.BINDING, value, "holds what is no text");
        }
        dataset.binding(binding);
    }

    private void missing(Term term) {
        defect(term, "is missing", "nothing");
    }

    private void keep(Term term, @Nullable Object value, String problem) {
        extension(term.spelled(), value);
        defect(term, problem, JsonLd.kind(value));
    }

    private void keepUnlessPlain(Term term, @Nullable Object value) {
        if (!JsonLd.isPlain(value)) {
            extension(term.spelled(), value);
        }
    }

    private void defect(Term term, String problem, String kind) {
        dataset.defect(new Defect(term.spelled(), problem, kind));
    }

    private void extension(String member, @Nullable Object value) {
        if (value != null) {
            dataset.extension(member, value);
        }
    }
}
