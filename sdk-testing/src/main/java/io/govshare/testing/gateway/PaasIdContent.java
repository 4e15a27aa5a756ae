package io.govshare.testing.gateway;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Checks the content of a request for rows: who asks, why, and for what.
 *
 * @param required members that may not be missing, beside {@code query} and {@code audit_info}
 * @param requiredAudit members of {@code audit_info} that may not be missing
 */
record PaasIdContent(Set<String> required, Set<String> requiredAudit) {

    static final List<String> MEMBERS = List.of(
            "system_id", "vender_id", "department_id", "query_timestamp", "UID", "query", "audit_info", "metadata");
    static final List<String> AUDIT = List.of(
            "operator_id",
            "operator_name",
            "query_object_id",
            "query_object_id_type",
            "item_id",
            "item_code",
            "item_sequence",
            "terminal_info",
            "query_timestamp");

    PaasIdContent {
        required = Set.copyOf(required);
        requiredAudit = Set.copyOf(requiredAudit);
    }

    /**
     * The parameters in {@code query}.
     *
     * @throws Refusal if a member is missing, not known, or of the wrong kind
     */
    Map<String, String> parameters(ObjectNode content) {
        requireKnown("the content", content, MEMBERS);
        for (String name : MEMBERS) {
            JsonNode value = content.path(name);
            boolean object = name.equals("query") || name.equals("audit_info");
            if (object && !value.isObject()) {
                throw Refusal.parameter("member " + name + " is missing, or no JSON object");
            }
            if (!object && required.contains(name)) {
                requireValue("member " + name, value);
            }
        }
        if (content.has("metadata") && !content.path("metadata").isObject()) {
            throw Refusal.parameter("member metadata is no JSON object");
        }
        checkAudit((ObjectNode) content.path("audit_info"));
        Map<String, String> parameters = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> parameter : content.path("query").properties()) {
            if (parameter.getValue().isContainer()) {
                throw Refusal.parameter("member " + parameter.getKey() + " of query is no single value");
            }
            parameters.put(parameter.getKey(), GatewayCall.text(parameter.getValue()));
        }
        return parameters;
    }

    private void checkAudit(ObjectNode audit) {
        requireKnown("audit_info", audit, AUDIT);
        for (String name : AUDIT) {
            if (requiredAudit.contains(name)) {
                requireValue("member " + name + " of audit_info", audit.path(name));
            }
        }
        if (audit.has("query_object_id") != audit.has("query_object_id_type")) {
            throw Refusal.parameter(
                    "audit_info has only one of query_object_id and query_object_id_type; they belong together");
        }
    }

    private static void requireKnown(String what, ObjectNode object, List<String> known) {
        for (String name : object.propertyNames()) {
            if (!known.contains(name)) {
                throw Refusal.parameter(what + " has a member " + name + " that is not known; it takes " + known);
            }
        }
    }

    private static void requireValue(String what, JsonNode value) {
        if (value.isContainer() || GatewayCall.text(value).isBlank()) {
            throw Refusal.parameter(what + " is missing or empty");
        }
    }
}
