package io.govshare.testing.gateway;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The services of a gateway, who may not use which, and how often each was called. Safe for concurrent use. */
final class Services {

    private record Window(long number, int calls) {}

    private final Map<String, GatewayService> byId;
    private final Map<String, Set<String>> forbidden;
    private final ConcurrentMap<String, Window> windows = new ConcurrentHashMap<>();

    /** @param forbidden the services that a client may not use */
    Services(Map<String, GatewayService> byId, Map<String, Set<String>> forbidden) {
        this.byId = Map.copyOf(byId);
        this.forbidden = Map.copyOf(forbidden);
    }

    /** The id when there is a service of that id; else null. */
    @Nullable
    String known(@Nullable String id) {
        return id != null && byId.containsKey(id) ? id : null;
    }

    /** @throws IllegalArgumentException if there is no such service */
    GatewayService registered(String id) {
        GatewayService service = byId.get(id);
        if (service == null) {
            throw new IllegalArgumentException("the gateway has no service " + id + "; it has " + byId.keySet());
        }
        return service;
    }

    /**
     * The service, which this client may use now.
     *
     * @throws Refusal if there is none, or the client may not use it, or not so often
     */
    GatewayService open(String client, String id, Clock clock) {
        GatewayService service = byId.get(id);
        if (service == null) {
            throw Refusal.notFound("the gateway has no service " + id);
        }
        if (forbidden.getOrDefault(client, Set.of()).contains(id)) {
            throw new Refusal(GatewayProblem.DENIED, "client " + client + " may not use service " + id);
        }
        if (service.calls() > 0) {
            count(client, service, clock.instant());
        }
        return service;
    }

    private void count(String client, GatewayService service, Instant now) {
        long number = now.toEpochMilli() / service.per().toMillis();
        Window window = windows.compute(
                client + "\n" + service.id(),
                (key, last) -> last == null || last.number() != number
                        ? new Window(number, 1)
                        : new Window(number, last.calls() + 1));
        if (window.calls() > service.calls()) {
            throw new Refusal(
                    GatewayProblem.QUOTA,
                    "service " + service.id() + " takes " + service.calls() + " calls in "
                            + service.per().toSeconds() + " s from each client");
        }
    }
}
