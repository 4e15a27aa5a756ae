package io.govshare.testing.gateway;

import java.time.Duration;
import java.util.Objects;

/**
 * Collects a gateway of the {@code gateway_appid} style. Not safe for concurrent use.
 *
 * <p>A secret is exchanged at {@code /auth/token} and lives 10 minutes. Each service has its own path. A call repeats the time
 * of its exchange, unless {@link #freshRtime()} asks for a time of its own; a time may be less than 5 minutes behind and 5 s
 * ahead when it is first used. Rows are in {@code body}.
 */
public final class GatewayAppIdBuilder extends GatewayBuilder<GatewayAppIdBuilder> {

    private String prefix = "gateway_";
    private String exchangePath = "/auth/token";
    private boolean fresh;

    GatewayAppIdBuilder() {
        super(TimeWindow.ofSeconds(300, 5), Duration.ofMinutes(10), "body");
    }

    /** Registers an application. */
    public GatewayAppIdBuilder client(String appId, String appKey) {
        return register(appId, appKey);
    }

    /** What the names of the headers begin with; {@code gateway_} by default. */
    public GatewayAppIdBuilder prefix(String newPrefix) {
        prefix = Objects.requireNonNull(newPrefix, "prefix");
        return this;
    }

    /** Where secrets are exchanged; {@code /auth/token} by default. */
    public GatewayAppIdBuilder exchangePath(String path) {
        exchangePath = Objects.requireNonNull(path, "path");
        return this;
    }

    /** A call takes a time of its own, within the window; one that repeats the time of the exchange is refused. */
    public GatewayAppIdBuilder freshRtime() {
        fresh = true;
        return this;
    }

    /** A call repeats the time of its exchange, as long as the secret lives; any other is refused. The default. */
    public GatewayAppIdBuilder reusedRtime() {
        fresh = false;
        return this;
    }

    /** How long a secret lives; 10 minutes by default. */
    public GatewayAppIdBuilder secretLifetime(Duration lifetime) {
        return lifetime(lifetime);
    }

    @Override
    GatewayAppIdBuilder self() {
        return this;
    }

    @Override
    Dialect dialect(GatewaySettings settings) {
        return new GatewayAppId(settings, prefix, exchangePath, fresh);
    }
}
