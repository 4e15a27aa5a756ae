package io.govshare.testing.gateway;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** How one style of gateway speaks: what it verifies, and in which envelope it answers. Safe for concurrent use. */
interface Dialect {

    /**
     * What a verified request asks for.
     *
     * @param client who asks
     * @param service id of the service
     * @param parameters of the service, without those of the gateway
     */
    record Asked(String client, String service, Map<String, String> parameters) {}

    /** The header that a signature stands in, where it stands in one. */
    String signatureHeader();

    /** The style's code for each problem. */
    Map<GatewayProblem, String> codes();

    /** Id of the service that a request is for, before anything is verified; null when it is for none. */
    @Nullable
    String service(GatewayCall call);

    /**
     * The answer to an exchange of credentials; empty when the request is none.
     *
     * @throws Refusal if it is not right
     */
    default Optional<JsonNode> exchange(GatewayCall call) {
        return Optional.empty();
    }

    /**
     * Verifies a request for rows.
     *
     * @throws Refusal if it is not right
     */
    Asked verify(GatewayCall call);

    /**
     * The envelope around rows.
     *
     * @param rows an array, or a string that holds one
     */
    JsonNode rows(JsonNode rows, String requestId);

    /** The envelope around a refusal. */
    JsonNode refusal(GatewayProblem problem, String code, String detail, String requestId);

    /** HTTP status of a refusal; 200 in most styles. */
    default int status(GatewayProblem problem) {
        return 200;
    }

    /** Where registered services are called; null in a style that knows no registration. */
    default @Nullable String registeredPath() {
        return null;
    }

    /** All secrets so far have ended; a style that exchanges none has nothing to do. */
    default void expireSecrets() {}
}
