package io.govshare.testing.gateway;

import io.govshare.testing.SandboxRequest;
import io.govshare.testing.fault.Faults;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A gateway on loopback, compatible with one of six styles that Chinese sharing platforms use, and stricter than the real
 * ones: each refusal says, in that style's own envelope and code, exactly what is wrong. It fails on demand. Safe for
 * concurrent use; {@link #close()} ends its connections and threads.
 *
 * <p>The styles are known from public client code, not from specifications; what that code does not show, such as the codes
 * of rarer errors, is the sandbox's own choice and can be set otherwise.
 *
 * <pre>{@code
 * try (GatewaySandbox gateway = GatewaySandbox.paasId()
 *         .prefix("x-tif")
 *         .client("paas-id", "token")
 *         .service("/ebus/marriages", marriages)
 *         .start()) {
 *     URI url = gateway.url();
 * }
 * }</pre>
 */
public final class GatewaySandbox implements AutoCloseable {

    private final GatewayServer server;

    GatewaySandbox(GatewayServer server) {
        this.server = server;
    }

    /** National exchange style: {@code gjgxjhpt_*} headers, an exchanged secret, one URL for all services. */
    public static NationalExchangeBuilder nationalExchange() {
        return new NationalExchangeBuilder();
    }

    /** {@code gateway_appid}, {@code gateway_rtime}, {@code gateway_sig}: an exchanged secret, one URL for each service. */
    public static GatewayAppIdBuilder gatewayAppId() {
        return new GatewayAppIdBuilder();
    }

    /** Two secrets in rotation, {@code refreshTokenByKey} and {@code refreshTokenBySec}, MD5 signatures. */
    public static TwoSecretsBuilder twoSecrets() {
        return new TwoSecretsBuilder();
    }

    /** {@code X-BG-HMAC-*} headers over method, path, query and date. */
    public static HmacHeadersBuilder hmacHeaders() {
        return new HmacHeadersBuilder();
    }

    /** {@code {prefix}-paasid} headers, and a body that says who asks and why. */
    public static PaasIdBuilder paasId() {
        return new PaasIdBuilder();
    }

    /** {@code X-Client-Id} headers, and services that are read page by page. */
    public static ClientIdBuilder clientId() {
        return new ClientIdBuilder();
    }

    /** Its address, such as {@code http://127.0.0.1:49152}. */
    public URI url() {
        return URI.create(server.origin());
    }

    /**
     * The registration of a service as JSON, as an operator of the national exchange style hands it out: parameters, rate ({@code
     * 1000次/小时}), timeout in seconds and error codes.
     *
     * @throws IllegalArgumentException if there is no such service, or the style knows no registration
     */
    public String registration(String service) {
        return server.registration(service);
    }

    /** The faults that are to happen. */
    public Faults<GatewayFault> faults() {
        return server.faults();
    }

    /** All secrets exchanged so far have ended; nothing on a style that exchanges none. */
    public void expireSecrets() {
        server.expireSecrets();
    }

    /** Sets the gateway's clock ahead by so much, or behind if negative; {@link Duration#ZERO} sets it right again. */
    public void clockSkew(Duration ahead) {
        server.clock().skew(ahead);
    }

    /** The last requests, oldest first, signatures masked; at most 1,000. */
    public List<SandboxRequest> requests() {
        return server.log().last();
    }

    /** How many requests arrived, by path. */
    public Map<String, Long> requestCounts() {
        return server.log().counts();
    }

    /** How many requests arrived whose path begins with this. */
    public long requestCount(String pathPrefix) {
        return requestCounts().entrySet().stream()
                .filter(count -> count.getKey().startsWith(pathPrefix))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Forgets the requests so far. */
    public void forgetRequests() {
        server.log().clear();
    }

    /** Ends connections and threads; what is in flight is cut off. */
    @Override
    public void close() {
        server.close();
    }

    @Override
    public String toString() {
        return "GatewaySandbox[" + server.origin() + "]";
    }
}
