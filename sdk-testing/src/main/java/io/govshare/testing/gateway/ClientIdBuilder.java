package io.govshare.testing.gateway;

import java.util.Objects;

/**
 * Collects a gateway of the {@code X-Client-Id} style. Not safe for concurrent use.
 *
 * <p>Each service has its own path and is read page by page, at most 100 rows each, by {@code PAGE} and {@code PAGENUM} if its
 * {@link GatewayService#paging} does not say otherwise. A nonce has 8 to 64 characters and works once; a timestamp may be less
 * than 10 minutes behind and 5 s ahead. Rows are JSON in the string {@code data}.
 */
public final class ClientIdBuilder extends GatewayBuilder<ClientIdBuilder> {

    private ClientId.Names names = new ClientId.Names("X-Client-Id", "X-Timestamp", "X-Nonce", "X-Signature");
    private int shortestNonce = 8;
    private int longestNonce = 64;

    ClientIdBuilder() {
        super(TimeWindow.ofSeconds(600, 5), "data");
    }

    /** Registers a client. */
    public ClientIdBuilder client(String clientId, String clientSecret) {
        return register(clientId, clientSecret);
    }

    /** Names of the headers; {@code X-Client-Id}, {@code X-Timestamp}, {@code X-Nonce}, {@code X-Signature} by default. */
    public ClientIdBuilder names(String clientId, String timestamp, String nonce, String signature) {
        names = new ClientId.Names(
                Objects.requireNonNull(clientId, "clientId"),
                Objects.requireNonNull(timestamp, "timestamp"),
                Objects.requireNonNull(nonce, "nonce"),
                Objects.requireNonNull(signature, "signature"));
        return this;
    }

    /** Characters that a nonce may have; 8 to 64 by default. */
    public ClientIdBuilder nonceLength(int shortest, int longest) {
        shortestNonce = shortest;
        longestNonce = longest;
        return this;
    }

    @Override
    GatewayService offered(GatewayService service) {
        return service.paging() == null ? service.paging(GatewayPaging.pageNumber("PAGE", "PAGENUM")) : service;
    }

    @Override
    ClientIdBuilder self() {
        return this;
    }

    @Override
    Dialect dialect(GatewaySettings settings) {
        return new ClientId(settings, names, new Nonces(shortestNonce, longestNonce, "[\\x21-\\x7e]+"));
    }
}
