package io.govshare.catalog;

import java.net.URI;
import java.nio.charset.StandardCharsets;
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
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads DCAT 3 documents: one dataset, or a page of a catalogue (DCAT 3 §6.3) with the way to the next (Hydra). Entries may
 * stand in their places or in a {@code @graph}. Contexts that are only named are never fetched. Used once.
 */
final class DcatReader {

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonLd.FACTORY).build();

    /** How deep the objects of a graph are put together; what lies deeper stays a reference. */
    private static final int DEEPEST = 4;

    /** A graph whose nodes refer to each other many times must not grow without bounds: so many times its size at most. */
    private static final int LARGEST_GROWTH = 4;

    /** What a member or an item takes besides its text. */
    private static final int OVERHEAD = 8;

    private Names names = Names.USUAL;
    private final @Nullable URI document;
    private final Map<String, Map<?, ?>> byId = new HashMap<>();
    private byte[] body;
    private long room;

    /** @param document where relative addresses are seen from; null when nobody knows */
    DcatReader(byte[] body, @Nullable URI document) {
        this.body = inUtf8(body);
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
        List<DatasetDescription> nodes = datasets(null).items();
        if (nodes.isEmpty()) {
            return dataset;
        }
        for (int i = 0; i < nodes.size() && asked != null; i++) {
            DatasetDescription node = nodes.get(i);
            if (node.id().equals(asked) || node.otherIds().contains(asked) || nodes.size() == 1) {
                return datasets(asked).items().get(i);
            }
        }
        return nodes.get(0);
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
                    next = next(JsonLd.value(parser), next);
                } else if (term == Term.CONTEXT && names == Names.USUAL) {
                    names = names.within(JsonLd.value(parser));
                } else if (term == Term.GRAPH) {
                    unfoldGraph(wanted);
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

    /** The link of the first view that has one. */
    private @Nullable String next(@Nullable Object views, @Nullable String known) {
        @Nullable String next = known;
        for (Object one : JsonLd.list(views)) {
            if (next == null && one instanceof Map<?, ?> view) {
                next = JsonLd.text(names.member(view, Term.NEXT));
            }
        }
        return next;
    }

    private static OptionalLong count(@Nullable Object value) {
        @Nullable String text = JsonLd.text(value);
        return text != null && text.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    /** JSON is UTF-8 (RFC 8259 §8.1); in the other encodings that Jackson knows, no place in it could be found again. */
    private static byte[] inUtf8(byte[] body) {
        if (body.length < 4 || (body[0] != 0 && body[1] != 0 && body[0] != (byte) 0xfe && body[0] != (byte) 0xff)) {
            return body;
        }
        throw new IllegalArgumentException("is no JSON in UTF-8");
    }

    private static JsonParser opened(byte[] json) {
        return JsonLd.FACTORY.createParser(ObjectReadContext.empty(), json);
    }

    private static void requireObject(JsonParser parser) {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new IllegalArgumentException("is JSON but no object");
        }
    }

    private @Nullable Object valueAt(long offset) {
        try (JsonParser parser = JsonLd.FACTORY.createParser(
                ObjectReadContext.empty(), body, (int) offset, body.length - (int) offset)) {
            parser.nextToken();
            return JsonLd.value(parser);
        }
    }

    /** Puts a document that is a flat graph into the form of one that is not. */
    private void unfoldGraph(Term wanted) {
        if (!(valueAt(0) instanceof Map<?, ?> whole)) {
            throw new IllegalArgumentException("is JSON but no object");
        }
        room = (long) LARGEST_GROWTH * body.length;
        if (names == Names.USUAL) {
            names = names.within(whole.get(Term.CONTEXT.spelled()));
        }
        Map<String, @Nullable Object> page = new LinkedHashMap<>();
        List<@Nullable Object> entries = new ArrayList<>();
        List<Object> nodes = new ArrayList<>();
        whole.forEach((name, value) -> {
            @Nullable Term term = names.of(String.valueOf(name));
            if (term == Term.GRAPH) {
                nodes.addAll(JsonLd.list(value));
            } else if (term == wanted) {
                entries.addAll(JsonLd.list(value));
            } else {
                page.put(String.valueOf(name), value);
            }
        });
        for (Object node : nodes) {
            if (node instanceof Map<?, ?> object && object.get("@id") instanceof String id) {
                byId.put(id, object);
            }
        }
        for (Object node : nodes) {
            if (node instanceof Map<?, ?> object) {
                node(object, wanted, page, entries);
            }
        }
        page.put(wanted.spelled(), entries);
        // Through text, since a surrogate without its other half is no UTF-8 and would cost the whole page.
        body = MAPPER.writeValueAsString(page).getBytes(StandardCharsets.UTF_8);
    }

    private void node(Map<?, ?> node, Term wanted, Map<String, @Nullable Object> page, List<@Nullable Object> entries) {
        String type = wanted == Term.DATASET ? "Dataset" : "DataService";
        if (isOfType(node, type)) {
            entries.add(embedded(node, DEEPEST));
        } else if (isOfType(node, "Catalog")) {
            for (Object entry : JsonLd.list(names.member(node, wanted))) {
                @Nullable Map<?, ?> meant = byId.get(String.valueOf(JsonLd.reference(entry)));
                if (meant == null || !isOfType(meant, type)) {
                    entries.add(embedded(meant == null ? entry : meant, DEEPEST));
                }
            }
            put(page, Term.TOTAL_ITEMS, names.member(node, Term.TOTAL_ITEMS));
            put(page, Term.VIEW, embedded(names.member(node, Term.VIEW), 1));
        } else if (isOfType(node, "PartialCollectionView")) {
            put(page, Term.VIEW, node);
        }
    }

    private static void put(Map<String, @Nullable Object> page, Term term, @Nullable Object value) {
        if (value != null) {
            page.putIfAbsent(term.spelled(), value);
        }
    }

    private static boolean isOfType(Map<?, ?> node, String type) {
        return JsonLd.list(node.get("@type")).stream().anyMatch(one -> JsonLd.isType(one, type));
    }

    /** The value with the nodes that it refers to in the place of the references, as long as there is room. */
    private @Nullable Object embedded(@Nullable Object value, int depth) {
        room -= OVERHEAD;
        if (value instanceof String text) {
            room -= text.length();
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> items = new ArrayList<>(list.size());
            list.forEach(item -> items.add(embedded(item, depth)));
            return items;
        }
        if (!(value instanceof Map<?, ?> map)) {
            return value;
        }
        @Nullable String reference = depth > 0 && room > 0 ? JsonLd.reference(map) : null;
        Map<?, ?> meant = reference == null ? map : byId.getOrDefault(reference, map);
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        meant.forEach((name, member) -> {
            room -= String.valueOf(name).length();
            copy.put(String.valueOf(name), embedded(member, Math.max(0, depth - 1)));
        });
        return copy;
    }
}
