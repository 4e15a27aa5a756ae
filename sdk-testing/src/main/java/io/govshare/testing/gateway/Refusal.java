package io.govshare.testing.gateway;

/** A request that the gateway does not answer as asked, and what exactly was wrong. */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final GatewayProblem problem;
    private final String detail;

    Refusal(GatewayProblem problem, String detail) {
        super(problem + ": " + detail, null, false, false);
        this.problem = problem;
        this.detail = detail;
    }

    static Refusal request(String detail) {
        return new Refusal(GatewayProblem.REQUEST, detail);
    }

    static Refusal parameter(String detail) {
        return new Refusal(GatewayProblem.PARAMETER, detail);
    }

    static Refusal signature(String detail) {
        return new Refusal(GatewayProblem.SIGNATURE, detail);
    }

    static Refusal unknownClient(String detail) {
        return new Refusal(GatewayProblem.UNKNOWN_CLIENT, detail);
    }

    static Refusal notFound(String detail) {
        return new Refusal(GatewayProblem.NOT_FOUND, detail);
    }

    GatewayProblem problem() {
        return problem;
    }

    String detail() {
        return detail;
    }
}
