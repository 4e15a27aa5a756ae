package io.govshare.dialect.standard;

import io.govshare.catalog.DatasetDescription;
import io.govshare.catalog.FieldDescription;
import io.govshare.catalog.SharingAttribute;
import io.govshare.error.ResponseRejectedException;
import io.govshare.http.Answer;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Reads the description of a dataset from DCAT 3 as JSON-LD; contexts are never fetched, names stand as they are. */
final class DcatReader {

    private final String id;
    private final Answer answer;

    DcatReader(String id, Answer answer) {
        this.id = id;
        this.answer = answer;
    }

    /**
     * The description.
     *
     * @throws ResponseRejectedException if it is none, naming the member
     */
    DatasetDescription read() {
        JsonNode dataset = dataset(JsonAnswer.object(answer, id + ": the description in the catalogue"));
        @Nullable String identifier = JsonAnswer.text(JsonAnswer.member(dataset, "dct:identifier"));
        if (identifier != null && !identifier.equals(id)) {
            throw malformed("dct:identifier", "names another dataset");
        }
        @Nullable String title = JsonAnswer.text(JsonAnswer.member(dataset, "dct:title"));
        return new DatasetDescription(
                id,
                title == null ? id : title,
                publisher(JsonAnswer.member(dataset, "dct:publisher")),
                sharing(JsonAnswer.member(dataset, "govshare:sharing")),
                JsonAnswer.text(JsonAnswer.member(dataset, "dcat:version")),
                access(dataset),
                key(JsonAnswer.member(dataset, "govshare:key")),
                fields(JsonAnswer.member(dataset, "govshare:fields")),
                rate(JsonAnswer.member(dataset, "govshare:rate")),
                Map.of());
    }

    private static JsonNode dataset(JsonNode document) {
        for (JsonNode node : JsonAnswer.list(document.path("@graph"))) {
            for (JsonNode type : JsonAnswer.list(node.path("@type"))) {
                if (JsonAnswer.localName(type.asString("")).equals("Dataset")) {
                    return node;
                }
            }
        }
        return document;
    }

    private static String publisher(JsonNode value) {
        for (JsonNode agent : JsonAnswer.list(value)) {
            @Nullable String name = agent.isObject() ? JsonAnswer.text(JsonAnswer.member(agent, "foaf:name")) : null;
            @Nullable String shown = name == null ? JsonAnswer.text(agent) : name;
            if (shown != null) {
                return shown;
            }
        }
        return "";
    }

    private SharingAttribute sharing(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return SharingAttribute.CONDITIONAL;
        }
        @Nullable String text = JsonAnswer.text(value);
        try {
            return SharingAttribute.valueOf(
                    String.valueOf(text).toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException unknown) {
            throw malformed("govshare:sharing", "is none of UNCONDITIONAL, CONDITIONAL, NOT_SHARED");
        }
    }

    private @Nullable Double rate(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isNumber() || !(value.doubleValue() > 0)) {
            throw malformed("govshare:rate", "is no positive number");
        }
        return value.doubleValue();
    }

    private List<String> key(JsonNode value) {
        List<String> names = new ArrayList<>();
        for (JsonNode name : JsonAnswer.list(value)) {
            if (!name.isString() || name.stringValue().isEmpty()) {
                throw malformed("govshare:key", "holds what is no name");
            }
            names.add(name.stringValue());
        }
        return names;
    }

    private List<FieldDescription> fields(JsonNode value) {
        List<FieldDescription> fields = new ArrayList<>();
        for (JsonNode field : JsonAnswer.list(value)) {
            @Nullable String name = field.isObject() ? JsonAnswer.text(field.path("name")) : null;
            if (name == null || name.isEmpty()) {
                throw malformed("govshare:fields", "has at position " + fields.size() + " a field without name");
            }
            @Nullable String type = JsonAnswer.text(field.path("type"));
            @Nullable String title = JsonAnswer.text(field.path("title"));
            fields.add(new FieldDescription(
                    name,
                    type == null ? "" : type,
                    title == null ? "" : title,
                    flag(field, "nullable", true, fields.size()),
                    flag(field, "personal", false, fields.size())));
        }
        return fields;
    }

    private boolean flag(JsonNode field, String member, boolean usual, int position) {
        JsonNode value = field.path(member);
        if (value.isMissingNode() || value.isNull()) {
            return usual;
        }
        if (!value.isBoolean()) {
            // A privacy mark that is misread would show personal values: rather no dataset at all.
            throw malformed(
                    "govshare:fields", "has at position " + position + " a member " + member + " that is no boolean");
        }
        return value.booleanValue();
    }

    /** The address of the first distribution that is OData, else of the first that has one. */
    private @Nullable URI access(JsonNode dataset) {
        JsonNode first = MissingNode.getInstance();
        for (JsonNode distribution : JsonAnswer.list(JsonAnswer.member(dataset, "dcat:distribution"))) {
            for (JsonNode service : JsonAnswer.list(JsonAnswer.member(distribution, "dcat:accessService"))) {
                JsonNode url = JsonAnswer.member(service, "dcat:endpointURL");
                for (JsonNode standard : JsonAnswer.list(JsonAnswer.member(service, "dct:conformsTo"))) {
                    @Nullable String named = JsonAnswer.text(standard);
                    if (!url.isMissingNode() && named != null && named.contains("/odata/")) {
                        return uri(url);
                    }
                }
                first = first.isMissingNode() ? url : first;
            }
        }
        return first.isMissingNode() ? null : uri(first);
    }

    private URI uri(JsonNode value) {
        List<JsonNode> values = JsonAnswer.list(value);
        JsonNode one = values.isEmpty() ? value : values.get(0);
        @Nullable URI uri = JsonAnswer.url(answer, one.isObject() ? one.path("@id") : one);
        if (uri == null) {
            throw malformed("dcat:endpointURL", "is no http or https URL");
        }
        return uri;
    }

    private ResponseRejectedException malformed(String member, String why) {
        return new ResponseRejectedException(
                id + ": the description in the catalogue is malformed: " + member + " " + why,
                "Tell the operators of the catalogue; until then bind the dataset with DatasetDescription.at(id, uri).");
    }
}
