package io.govshare.testing.gateway;

import java.time.Duration;
import java.util.Objects;

/**
 * Collects a gateway of the national exchange style. Not safe for concurrent use.
 *
 * <p>A secret is exchanged at {@code /sysapi/auth/refreshappsecret} for each requester and service, lives 30 minutes, and is
 * handed out encrypted with AES in CBC mode. All services are called at {@code /httpproxy}; the service is named by a header.
 * A time may be less than 5 minutes behind and 5 s ahead. Rows are in {@code data}.
 */
public final class NationalExchangeBuilder extends GatewayBuilder<NationalExchangeBuilder> {

    private String prefix = "gjgxjhpt_";
    private String exchangePath = "/sysapi/auth/refreshappsecret";
    private String proxyPath = "/httpproxy";
    private boolean ecb;
    private EndTimes endTimes = EndTimes.TEXT;

    NationalExchangeBuilder() {
        super(TimeWindow.ofSeconds(300, 5), Duration.ofMinutes(30), "data");
    }

    /** Registers the key that a requester has for one service. */
    public NationalExchangeBuilder client(String rid, String sid, String appKey) {
        return register(rid, NationalExchange.client(rid, sid), appKey);
    }

    /** What the names of headers and members begin with; {@code gjgxjhpt_} by default. */
    public NationalExchangeBuilder prefix(String newPrefix) {
        prefix = Objects.requireNonNull(newPrefix, "prefix");
        return this;
    }

    /** Where secrets are exchanged, and where all services are called. */
    public NationalExchangeBuilder paths(String exchange, String proxy) {
        exchangePath = Objects.requireNonNull(exchange, "exchange");
        proxyPath = Objects.requireNonNull(proxy, "proxy");
        return this;
    }

    /** Encrypts secrets with AES in ECB mode, not CBC with the fixed initialisation vector. */
    public NationalExchangeBuilder ecb() {
        ecb = true;
        return this;
    }

    /** How long a secret lives; 30 minutes by default. */
    public NationalExchangeBuilder secretLifetime(Duration lifetime) {
        return lifetime(lifetime);
    }

    /** Writes end times as {@code 2023-11-15 06:13:20} in Beijing; by default as milliseconds in a string. */
    public NationalExchangeBuilder endTimesAsDates() {
        endTimes = EndTimes.DATE;
        return this;
    }

    @Override
    NationalExchangeBuilder self() {
        return this;
    }

    @Override
    Dialect dialect(GatewaySettings settings) {
        return new NationalExchange(settings, prefix, exchangePath, proxyPath, ecb, endTimes);
    }
}
