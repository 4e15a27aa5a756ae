package io.govshare.catalog;

import java.math.BigDecimal;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads DCAT 3 documents: one dataset, or a page of a catalogue (DCAT 3 §6.3) with the way to the next (Hydra). Entries may
 * stand in their places or in a {@code @graph}. Contexts that are only named are never fetched. Used once.
 */
final class DcatReader {

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final JsonMapper MAPPER = JsonMapper.builder(FACTORY).build();

    /** How deep the objects of a graph are put together; what lies deeper stays a reference. */
    private static final int DEEPEST = 4;

    /** A graph whose nodes refer to each other many times must not grow without bounds. */
    private static final int MOST_EMBEDDED = 100_000;

    private final Names names = new Names();
    private final @Nullable URI document;
    private final Map<String, Map<?, ?>> byId = new HashMap<>();
    private byte[] body;
    private int embedded;

    /** @param document where relative addresses are seen from; null when nobody knows */
    DcatReader(byte[] body, @Nullable URI document) {
        this.body = body;
        this.document = document;
    }

    /**
     * The dataset that the document is about.
     *
     * @param asked the id that was asked for; null when none was
     * @throws JacksonException if it is no JSON
     * @throws IllegalArgumentException if it is no object
     */
    DatasetDescription dataset(@Nullable String asked) {
        DatasetDescription dataset;
        try (JsonParser parser = opened(body)) {
            requireObject(parser);
            dataset = entry(parser, asked);
        }
        if (!dataset.extensions().containsKey(Term.GRAPH.spelled())) {
            return dataset;
        }
        List<DatasetDescription> nodes = datasets(asked).items();
        for (DatasetDescription node : nodes) {
            if (asked == null || node.id().equals(asked)) {
                return node;
            }
        }
        return nodes.isEmpty() ? dataset : nodes.get(0);
    }

    /** The page of datasets that the document is. */
    CataloguePage<DatasetDescription> datasets() {
        return datasets(null);
    }

    private CataloguePage<DatasetDescription> datasets(@Nullable String asked) {
        return page(Term.DATASET, parser -> {
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                return entry(parser, asked);
            }
            return DatasetReader.instead(JsonLd.value(parser));
        });
    }

    /** The page of services that the document is. */
    CataloguePage<ServiceDescription> services() {
        return page(Term.SERVICE, parser -> {
            @Nullable Object value = JsonLd.value(parser);
            ResourceReader reader = new ResourceReader(names, document, "", defect -> {});
            if (value instanceof Map<?, ?> service) {
                return reader.service(service);
            }
            @Nullable String text = JsonLd.text(value);
            return reader.service(Map.of("@id", text == null ? DatasetReader.NO_ID : text));
        });
    }

    private DatasetDescription entry(JsonParser parser, @Nullable String asked) {
        return new DatasetReader(names, document, this::valueAt).read(parser, asked);
    }

    private interface Entry<T> {
        T read(JsonParser parser);
    }

    private <T> CataloguePage<T> page(Term wanted, Entry<T> entry) {
        List<T> items = new ArrayList<>();
        OptionalLong total = OptionalLong.empty();
        @Nullable String next = null;
        try (JsonParser parser = opened(body)) {
            requireObject(parser);
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                parser.nextToken();
                @Nullable Term term = names.of(name);
                if (term == wanted) {
                    entries(parser, entry, items);
                } else if (term == Term.TOTAL_ITEMS) {
                    total = count(JsonLd.value(parser));
                } else if (term == Term.VIEW) {
                    next = JsonLd.value(parser) instanceof Map<?, ?> view
                            ? JsonLd.text(names.member(view, Term.NEXT))
                            : null;
                } else if (term == Term.CONTEXT) {
                    names.declare(JsonLd.value(parser));
                } else if (term == Term.GRAPH) {
                    unfoldGraph(wanted == Term.DATASET ? "Dataset" : "DataService");
                    return page(wanted, entry);
                } else {
                    parser.skipChildren();
                }
            }
        }
        return new CataloguePage<>(items, total, next);
    }

    private static <T> void entries(JsonParser parser, Entry<T> entry, List<T> items) {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            if (parser.currentToken() != JsonToken.VALUE_NULL) {
                items.add(entry.read(parser));
            }
            return;
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(entry.read(parser));
        }
    }

    private static OptionalLong count(@Nullable Object value) {
        return value instanceof Number number && !(value instanceof BigDecimal) && number.longValue() >= 0
                ? OptionalLong.of(number.longValue())
                : OptionalLong.empty();
    }

    private static JsonParser opened(byte[] json) {
        return FACTORY.createParser(ObjectReadContext.empty(), json);
    }

    private static void requireObject(JsonParser parser) {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new IllegalArgumentException("is JSON but no object");
        }
    }

    private @Nullable Object valueAt(long offset) {
        try (JsonParser parser =
                FACTORY.createParser(ObjectReadContext.empty(), body, (int) offset, body.length - (int) offset)) {
            parser.nextToken();
            return JsonLd.value(parser);
        }
    }

    /** Puts a document that is a flat graph into the form of one that is not. */
    private void unfoldGraph(String type) {
        if (!(valueAt(0) instanceof Map<?, ?> whole)) {
            throw new IllegalArgumentException("is JSON but no object");
        }
        names.declare(whole.get("@context"));
        List<Object> nodes = JsonLd.list(whole.get("@graph"));
        for (Object node : nodes) {
            if (node instanceof Map<?, ?> object && object.get("@id") instanceof String id) {
                byId.put(id, object);
            }
        }
        Map<String, @Nullable Object> page = new LinkedHashMap<>();
        whole.forEach((name, value) -> page.put(String.valueOf(name), value));
        page.remove("@graph");
        List<@Nullable Object> wanted = new ArrayList<>();
        for (Object node : nodes) {
            if (node instanceof Map<?, ?> object && isOfType(object, type)) {
                wanted.add(embedded(object, DEEPEST));
            } else if (node instanceof Map<?, ?> object && isOfType(object, "Catalog")) {
                put(page, object, Term.TOTAL_ITEMS);
                put(page, object, Term.VIEW);
            }
        }
        page.put((type.equals("Dataset") ? Term.DATASET : Term.SERVICE).spelled(), wanted);
        body = MAPPER.writeValueAsBytes(page);
    }

    private void put(Map<String, @Nullable Object> page, Map<?, ?> node, Term term) {
        @Nullable Object value = names.member(node, term);
        if (value != null) {
            page.put(term.spelled(), value);
        }
    }

    private boolean isOfType(Map<?, ?> node, String type) {
        for (Object one : JsonLd.list(node.get("@type"))) {
            String name = String.valueOf(one);
            int at = Math.max(name.lastIndexOf(':'), Math.max(name.lastIndexOf('/'), name.lastIndexOf('#')));
            if (name.substring(at + 1).equals(type)) {
                return true;
            }
        }
        return false;
    }

    /** The value with the nodes that it refers to in the place of the references. */
    private @Nullable Object embedded(@Nullable Object value, int depth) {
        if (value instanceof List<?> list) {
            List<@Nullable Object> items = new ArrayList<>(list.size());
            list.forEach(item -> items.add(embedded(item, depth)));
            return items;
        }
        if (!(value instanceof Map<?, ?> map) || depth == 0) {
            return value;
        }
        @Nullable
        Map<?, ?> meant = map.size() == 1 && map.get("@id") instanceof String id && embedded < MOST_EMBEDDED
                ? byId.get(id)
                : null;
        embedded += meant == null ? 0 : 1;
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        (meant == null ? map : meant)
                .forEach((name, member) -> copy.put(String.valueOf(name), embedded(member, depth - 1)));
        return copy;
    }
}
