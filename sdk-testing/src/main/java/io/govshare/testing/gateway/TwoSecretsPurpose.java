package io.govshare.testing.gateway;

import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Checks that a call says why it is made.
 *
 * @param inHeaders whether it says so in headers, not in the parameter {@code additional}
 * @param required the members that may not be missing
 */
record TwoSecretsPurpose(boolean inHeaders, Set<String> required) {

    static final List<String> MEMBERS = List.of(
            "powerMatters",
            "subPowerMatters",
            "accesscardId",
            "materialName",
            "sponsorName",
            "sponsorCode",
            "projectId");

    private static final String PARAMETER = "additional";
    private static final List<String> HEADERS = List.of("powerMatters", "subPowerMatters");

    TwoSecretsPurpose {
        required = Set.copyOf(required);
    }

    /**
     * Checks it, and takes it out of the parameters.
     *
     * @throws Refusal if a member is missing or not known
     */
    void check(GatewayCall call, Map<String, String> parameters) {
        String additional = parameters.remove(PARAMETER);
        if (inHeaders) {
            if (additional != null) {
                throw Refusal.parameter("parameter additional is given; this gateway reads the purpose from headers");
            }
            for (String name : HEADERS) {
                if (required.contains(name) && call.header(name).orElse("").isBlank()) {
                    throw Refusal.parameter("header " + name + " is missing");
                }
            }
            return;
        }
        if (additional == null || additional.isBlank()) {
            if (!required.isEmpty()) {
                throw Refusal.parameter("parameter additional is missing: it says why the call is made");
            }
            return;
        }
        checkMembers(GatewayCall.jsonObject("parameter additional", additional));
    }

    private void checkMembers(ObjectNode purpose) {
        for (Map.Entry<String, JsonNode> member : purpose.properties()) {
            if (!MEMBERS.contains(member.getKey())) {
                throw Refusal.parameter(
                        "additional has a member " + member.getKey() + " that is not known; it takes " + MEMBERS);
            }
            if (!member.getValue().isString()) {
                throw Refusal.parameter("member " + member.getKey() + " of additional is no JSON string");
            }
        }
        for (String name : MEMBERS) {
            if (required.contains(name) && purpose.path(name).asString("").isBlank()) {
                throw Refusal.parameter("member " + name + " of additional is missing or empty");
            }
        }
    }
}
