package io.govshare.testing.gateway;

import io.govshare.testing.platform.PlatformClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Collects what a {@link GatewaySandbox} of any style is made of. Not safe for concurrent use.
 *
 * <p>By default it listens on a free port of 127.0.0.1, every client may use every service, and refusals have HTTP status 200
 * where the style does not say otherwise.
 *
 * @param <B> the builder of the style
 */
public abstract sealed class GatewayBuilder<B extends GatewayBuilder<B>>
        permits NationalExchangeBuilder,
                GatewayAppIdBuilder,
                TwoSecretsBuilder,
                HmacHeadersBuilder,
                PaasIdBuilder,
                ClientIdBuilder {

    private final Map<String, String> keys = new LinkedHashMap<>();
    private final Set<String> clients = new HashSet<>();
    private final Map<String, GatewayService> services = new LinkedHashMap<>();
    private final Map<String, Set<String>> forbidden = new HashMap<>();
    private final Map<GatewayProblem, String> codes = new EnumMap<>(GatewayProblem.class);
    private final List<String> requiredHeaders = new ArrayList<>();
    private Clock clock = Clock.systemUTC();
    private TimeWindow window;
    private Duration secretLifetime;
    private String rowsIn;
    private boolean statuses;
    private Duration freshFor = Duration.ZERO;
    private int port;

    /** A style that exchanges no secret. */
    GatewayBuilder(TimeWindow window, String rowsIn) {
        this(window, Duration.ZERO, rowsIn);
    }

    GatewayBuilder(TimeWindow window, Duration secretLifetime, String rowsIn) {
        this.window = window;
        this.secretLifetime = secretLifetime;
        this.rowsIn = rowsIn;
    }

    abstract B self();

    abstract Dialect dialect(GatewaySettings settings);

    /** What a service becomes before it is offered. */
    GatewayService offered(GatewayService service) {
        return service;
    }

    final B register(String id, String key) {
        return register(id, id, key);
    }

    /** @param id of the pair of client and key, where a client has more than one */
    final B register(String client, String id, String key) {
        if (id.isBlank() || key.isBlank()) {
            throw new IllegalArgumentException("client takes an id and a secret that are not blank");
        }
        if (keys.putIfAbsent(id, key) != null) {
            throw new IllegalArgumentException("client " + id + " was registered twice");
        }
        clients.add(client);
        return self();
    }

    final B lifetime(Duration lifetime) {
        if (lifetime.toMillis() < 1) {
            throw new IllegalArgumentException("secretLifetime takes a positive duration, not " + lifetime);
        }
        secretLifetime = lifetime;
        return self();
    }

    /**
     * A service and its rows.
     *
     * @param id its id, or its path where each service of the style has its own
     * @param records Java records, maps, or anything else that Jackson writes as a JSON object
     */
    public B service(String id, List<?> records) {
        return service(GatewayService.of(id, records));
    }

    /** A service whose parameters, pages or rate are declared. */
    public B service(GatewayService service) {
        if (services.putIfAbsent(service.id(), offered(service)) != null) {
            throw new IllegalArgumentException("service " + service.id() + " was given twice");
        }
        return self();
    }

    /** This client may not use this service; it may use all others. */
    public B forbid(String client, String service) {
        forbidden.computeIfAbsent(client, key -> new HashSet<>()).add(service);
        return self();
    }

    /**
     * How far the time of a request may be from the gateway's clock; each style says its default.
     *
     * @param behind a request as old as this is refused
     * @param ahead a request further ahead than this is refused
     */
    public B window(Duration behind, Duration ahead) {
        window = new TimeWindow(behind, ahead);
        return self();
    }

    /** Another code for a problem than the style's own. */
    public B code(GatewayProblem problem, String code) {
        codes.put(problem, Objects.requireNonNull(code, "code"));
        return self();
    }

    /** Refusals have the HTTP status that fits, not 200. */
    public B errorStatuses() {
        statuses = true;
        return self();
    }

    /** Answers that are no refusals say that they may be given again for so long; by default they say nothing of it. */
    public B freshFor(Duration time) {
        freshFor = Objects.requireNonNull(time, "time");
        return self();
    }

    /** One more header that every request must have, such as {@code X-Forwarded-For}. */
    public B requireHeader(String name) {
        requiredHeaders.add(Objects.requireNonNull(name, "name"));
        return self();
    }

    /** Name of the member of the envelope that holds the rows; each style says its default. */
    public B rowsIn(String member) {
        rowsIn = Objects.requireNonNull(member, "member");
        return self();
    }

    /** The clock of the gateway, such as one that a test sets. */
    public B clock(Clock newClock) {
        clock = Objects.requireNonNull(newClock, "clock");
        return self();
    }

    /** The port to listen on; 0, the default, for a free one. */
    public B port(int newPort) {
        port = newPort;
        return self();
    }

    /**
     * Starts it.
     *
     * @throws IllegalArgumentException if it has no client, or {@link #forbid} names a client or service that it does not have
     * @throws UncheckedIOException if the port cannot be had
     */
    public GatewaySandbox start() {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("the gateway knows nobody: register a client with client(…)");
        }
        forbidden.keySet().forEach(client -> {
            if (!clients.contains(client)) {
                throw new IllegalArgumentException("forbid names client " + client + ", which was not registered");
            }
        });
        forbidden.values().stream().flatMap(Set::stream).forEach(id -> {
            if (!services.containsKey(id)) {
                throw new IllegalArgumentException("forbid names service " + id + ", which was not given");
            }
        });
        GatewaySettings settings = new GatewaySettings(
                new PlatformClock(clock),
                window,
                secretLifetime,
                Map.copyOf(keys),
                new Services(services, forbidden),
                rowsIn);
        try {
            return new GatewaySandbox(
                    GatewayServer.start(dialect(settings), settings, requiredHeaders, statuses, freshFor, codes, port));
        } catch (IOException e) {
            throw new UncheckedIOException("The gateway cannot listen on 127.0.0.1:" + port + ": " + e.getMessage(), e);
        }
    }
}
