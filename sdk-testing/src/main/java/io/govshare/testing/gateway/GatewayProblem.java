package io.govshare.testing.gateway;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** What can be wrong with a request, or with the gateway; every style has a code of its own for each. */
public enum GatewayProblem {
    /** A header, parameter or member that every request must have is missing or malformed; wrong method or content. */
    REQUEST(400),
    /** The signature is not that of the request. */
    SIGNATURE(401),
    /** No such app key, client or access key. */
    UNKNOWN_CLIENT(401),
    /** The secret was right once, but has ended. */
    EXPIRED(401),
    /** The time of the request is too far from the gateway's. */
    CLOCK(400),
    /** The nonce has the wrong shape, or was used before. */
    NONCE(400),
    /** This client may not use this service. */
    DENIED(403),
    /** There is no such service. */
    NOT_FOUND(404),
    /** A parameter of the service, or a member that says why it is asked, is missing, unknown or out of range. */
    PARAMETER(400),
    /** Too many calls. */
    QUOTA(429),
    /** The department behind the gateway did not answer. */
    UPSTREAM(503),
    /** The gateway itself failed. */
    INTERNAL(500);

    /** What styles have whose codes are HTTP statuses in a string. */
    static final Map<GatewayProblem, String> STATUS_CODES = statusCodes();

    private final int status;

    GatewayProblem(int status) {
        this.status = status;
    }

    /** The HTTP status that fits, where a gateway uses one. */
    int status() {
        return status;
    }

    private static Map<GatewayProblem, String> statusCodes() {
        Map<GatewayProblem, String> codes = new EnumMap<>(GatewayProblem.class);
        for (GatewayProblem problem : values()) {
            codes.put(problem, Integer.toString(problem.status));
        }
        return Collections.unmodifiableMap(codes);
    }
}
