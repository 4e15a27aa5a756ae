package io.govshare.catalog;

import java.math.BigInteger;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the objects that a DCAT dataset is surrounded by: distributions, services. Not safe for concurrent use. */
final class ResourceReader {

    private final Names names;
    private final @Nullable URI document;
    private final Consumer<Defect> defects;
    private final Map<String, Object> extensions = new LinkedHashMap<>();
    private final String path;

    /**
     * @param document where relative addresses are seen from; null when nobody knows
     * @param path where the object is, for defects; empty for the top
     */
    ResourceReader(Names names, @Nullable URI document, String path, Consumer<Defect> defects) {
        this.names = names;
        this.document = document;
        this.path = path;
        this.defects = defects;
    }

    Distribution distribution(Map<?, ?> given) {
        String title = "";
        String type = "";
        String mediaType = "";
        @Nullable FormatCategory category = null;
        @Nullable URI access = null;
        @Nullable URI download = null;
        @Nullable Long size = null;
        List<ServiceDescription> services = new ArrayList<>(1);
        for (Map.Entry<?, ?> member : given.entrySet()) {
            String name = String.valueOf(member.getKey());
            @Nullable Object value = member.getValue();
            @Nullable Term term = names.of(name);
            if (value == null || term == Term.TYPE) {
                continue;
            }
            switch (term == null ? Term.CONTEXT : term) {
                case TITLE -> title = text(Term.TITLE, value);
                case FORMAT -> type = text(Term.FORMAT, value);
                case MEDIA_TYPE -> mediaType = text(Term.MEDIA_TYPE, value);
                case FORMAT_CATEGORY -> category = category(value);
                case ACCESS_URL -> access = url(Term.ACCESS_URL, value);
                case DOWNLOAD_URL -> download = url(Term.DOWNLOAD_URL, value);
                case BYTE_SIZE -> size = size(value);
                case ACCESS_SERVICE -> services(value, services);
                default -> extensions.put(kept(term, name), value);
            }
        }
        return new Distribution(
                title, new DataFormat(category, type), mediaType, access, download, size, services, extensions);
    }

    ServiceDescription service(Map<?, ?> given) {
        String id = "";
        String title = "";
        String description = "";
        String publisher = "";
        @Nullable SharingAttribute sharing = null;
        @Nullable URI endpoint = null;
        List<String> conformsTo = List.of();
        List<String> datasets = List.of();
        List<String> themes = List.of();
        List<String> regions = List.of();
        List<Defect> own = new ArrayList<>(0);
        ResourceReader reader = new ResourceReader(names, document, path, path.isEmpty() ? own::add : defects);
        for (Map.Entry<?, ?> member : given.entrySet()) {
            String name = String.valueOf(member.getKey());
            @Nullable Object value = member.getValue();
            @Nullable Term term = names.of(name);
            if (value == null || term == Term.TYPE) {
                continue;
            }
            switch (term == null ? Term.CONTEXT : term) {
                case IDENTIFIER -> id = reader.text(Term.IDENTIFIER, value);
                case TITLE -> title = reader.text(Term.TITLE, value);
                case DESCRIPTION -> description = reader.text(Term.DESCRIPTION, value);
                case PUBLISHER -> publisher = reader.publisher(value);
                // Under several names it may contradict itself.
                case SHARING -> sharing = sharing == null ? reader.sharing(value) : SharingAttribute.CONDITIONAL;
                case ENDPOINT_URL -> endpoint = reader.url(Term.ENDPOINT_URL, value);
                case CONFORMS_TO -> conformsTo = reader.texts(Term.CONFORMS_TO, value);
                case SERVES_DATASET -> datasets = reader.texts(Term.SERVES_DATASET, value);
                case THEME -> themes = reader.texts(Term.THEME, value);
                case SPATIAL -> regions = reader.texts(Term.SPATIAL, value);
                default -> reader.extensions.put(kept(term, name), value);
            }
        }
        if (path.isEmpty()) {
            if (id.isEmpty() && given.get("@id") instanceof String iri) {
                id = iri;
            }
            reader.requireKnown(id, Term.IDENTIFIER);
            reader.requireKnown(publisher, Term.PUBLISHER);
        }
        return new ServiceDescription(
                id,
                title,
                description,
                publisher,
                sharing == null ? SharingAttribute.CONDITIONAL : sharing,
                endpoint,
                conformsTo,
                datasets,
                themes,
                regions,
                reader.extensions,
                own);
    }

    /** A name of ours stays as it came, unless the document itself made it up. */
    private String kept(@Nullable Term term, String name) {
        return term != null && names.isDeclared(name) ? term.spelled() : names.kept(name);
    }

    private void requireKnown(String text, Term term) {
        if (text.isEmpty() && !extensions.containsKey(term.spelled())) {
            defects.accept(new Defect(term.spelled(), "is missing", "nothing"));
        }
    }

    private void services(Object value, List<ServiceDescription> services) {
        for (Object one : JsonLd.list(value)) {
            if (one instanceof Map<?, ?> service) {
                String inner = (path.isEmpty() ? "" : path + "/") + Term.ACCESS_SERVICE.spelled();
                services.add(new ResourceReader(names, document, inner, defects).service(service));
            } else {
                keep(Term.ACCESS_SERVICE, value, "is no service", one);
            }
        }
    }

    private @Nullable FormatCategory category(Object value) {
        @Nullable String text = JsonLd.text(value);
        @Nullable
        FormatCategory category = text == null ? null : FormatCategory.of(text).orElse(null);
        if (category == null) {
            keep(Term.FORMAT_CATEGORY, value, "is none of 1 to 7", value);
        }
        return category;
    }

    private @Nullable Long size(Object given) {
        boolean typed = given instanceof Map<?, ?> map && map.containsKey("@type");
        Object value =
                typed && given instanceof Map<?, ?> map && map.get("@value") instanceof String text ? text : given;
        if ((value instanceof Integer || value instanceof Long) && ((Number) value).longValue() >= 0) {
            return ((Number) value).longValue();
        }
        boolean digits = value instanceof String text && text.strip().matches("\\d{1,18}");
        if (!(digits && typed)) {
            String problem = value instanceof BigInteger ? "is too large" : "is no whole number of bytes";
            keep(Term.BYTE_SIZE, given, problem, given);
        }
        return digits ? Long.valueOf(value.toString().strip()) : null;
    }

    /** The address, or null with a defect. */
    @Nullable
    URI url(Term term, Object value) {
        @Nullable Object one = JsonLd.list(value).stream().findFirst().orElse(null);
        @Nullable Object text = one instanceof Map<?, ?> map ? map.get("@id") : one;
        @Nullable
        URI url = text instanceof String given && !given.isBlank() ? JsonLd.url(document, given.strip()) : null;
        if (url == null) {
            keep(term, value, "is no http or https URL", value);
        } else if (!JsonLd.isPlain(value)) {
            extensions.put(term.spelled(), value);
        }
        return url;
    }

    private String publisher(Object value) {
        Object one = JsonLd.list(value).stream().findFirst().orElse("");
        @Nullable Object name = one instanceof Map<?, ?> agent ? names.member(agent, Term.NAME) : null;
        boolean whole =
                one instanceof Map<?, ?> agent ? agent.size() - (agent.containsKey("@type") ? 1 : 0) == 1 : true;
        if (name instanceof String text && !text.isBlank()) {
            if (!whole || value instanceof List) {
                extensions.put(Term.PUBLISHER.spelled(), value);
            }
            return text;
        }
        return text(Term.PUBLISHER, value);
    }

    /** How it is shared; with a defect, conditionally, when that is not understood. */
    private SharingAttribute sharing(Object value) {
        @Nullable SharingAttribute sharing = SharingTerm.of(value);
        if (sharing == null) {
            keep(Term.SHARING, value, SharingTerm.UNKNOWN, value);
        } else if (!JsonLd.isPlain(value)) {
            extensions.put(Term.SHARING.spelled(), value);
        }
        return sharing == null ? SharingAttribute.CONDITIONAL : sharing;
    }

    private String text(Term term, Object value) {
        @Nullable String text = JsonLd.text(value);
        if (text == null) {
            if (!(value instanceof String)) {
                keep(term, value, "is no text", value);
            }
            return "";
        }
        if (!JsonLd.isPlain(value)) {
            extensions.put(term.spelled(), value);
        }
        return text;
    }

    private List<String> texts(Term term, Object value) {
        List<String> texts = new ArrayList<>(2);
        for (Object one : JsonLd.list(value)) {
            @Nullable String text = JsonLd.text(one);
            if (text != null) {
                texts.add(text);
            }
        }
        if (!JsonLd.isPlainList(value)) {
            extensions.put(term.spelled(), value);
        }
        return texts;
    }

    private void keep(Term term, Object whole, String problem, Object wrong) {
        extensions.put(term.spelled(), whole);
        String member = (path.isEmpty() ? "" : path + "/") + term.spelled();
        defects.accept(new Defect(member, problem, JsonLd.kind(wrong)));
    }
}
