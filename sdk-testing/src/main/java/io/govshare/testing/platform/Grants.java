package io.govshare.testing.platform;

import io.govshare.error.Internal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The agreements: who may use what for what, shown as ODRL 2.2 and enforced. Safe for concurrent use. */
@Internal
public final class Grants {

    private final String origin;
    private final Clock clock;
    private final List<GrantEntry> entries = new CopyOnWriteArrayList<>();

    Grants(String origin, Clock clock, Collection<GrantEntry> entries) {
        this.origin = origin;
        this.clock = clock;
        this.entries.addAll(entries);
    }

    public void add(GrantEntry entry) {
        entries.add(entry);
    }

    /** Takes back all agreements of a client on a dataset. */
    public void revoke(String client, String dataset) {
        entries.removeIf(
                entry -> entry.client().equals(client) && entry.dataset().equals(dataset));
    }

    Reply answer(Incoming request, Client client) {
        Map<String, String> parameters = request.parameters();
        String target = parameters.get("target");
        if (target == null || parameters.size() != 1) {
            throw Refused.query("grants are asked for with one parameter, target, the id of a dataset");
        }
        List<Map<String, Object>> graph =
                held(client, target).stream().map(this::agreement).toList();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("@context", "http://www.w3.org/ns/odrl.jsonld");
        body.put("@graph", graph);
        return Reply.json(200, "application/ld+json", body).header("Cache-Control", "no-cache");
    }

    private List<GrantEntry> held(Client client, String dataset) {
        return entries.stream()
                .filter(entry ->
                        entry.client().equals(client.id()) && entry.dataset().equals(dataset))
                .toList();
    }

    private Map<String, Object> agreement(GrantEntry entry) {
        List<Map<String, Object>> constraints = new ArrayList<>();
        if (!entry.purposes().isEmpty()) {
            constraints.add(constraint("purpose", "isAnyOf", List.copyOf(new TreeSet<>(entry.purposes()))));
        }
        if (entry.from() != null) {
            constraints.add(constraint("dateTime", "gteq", entry.from().toString()));
        }
        if (entry.until() != null) {
            constraints.add(constraint("dateTime", "lt", entry.until().toString()));
        }
        if (!entry.fields().isEmpty()) {
            constraints.add(constraint("govshare:field", "isAnyOf", List.copyOf(new TreeSet<>(entry.fields()))));
        }
        Map<String, Object> permission = new LinkedHashMap<>();
        permission.put("target", entry.dataset());
        permission.put("action", "use");
        permission.put("constraint", constraints);
        if (entry.rows() != null) {
            permission.put("govshare:rows", entry.rows());
        }
        Map<String, Object> agreement = new LinkedHashMap<>();
        agreement.put("@type", "Agreement");
        agreement.put("uid", origin + "/grants/" + entry.id());
        agreement.put("assignee", entry.client());
        if (entry.applicationNumber() != null) {
            agreement.put("govshare:applicationNumber", entry.applicationNumber());
        }
        agreement.put("permission", List.of(permission));
        return agreement;
    }

    private static Map<String, Object> constraint(String left, String operator, Object right) {
        Map<String, Object> constraint = new LinkedHashMap<>();
        constraint.put("leftOperand", left);
        constraint.put("operator", operator);
        constraint.put("rightOperand", right);
        return constraint;
    }

    /**
     * Checks that the client may use the dataset for the purpose.
     *
     * @return the fields that it may read; null for all
     * @throws Refused saying what is not granted
     */
    @Nullable
    Set<String> check(Client client, Published dataset, String purpose) {
        List<GrantEntry> held = held(client, dataset.id());
        if (held.isEmpty()) {
            throw Refused.denied("not-granted", "client " + client.id() + " has no grant for " + dataset.id());
        }
        List<GrantEntry> fitting =
                held.stream().filter(entry -> entry.isFor(purpose)).toList();
        if (fitting.isEmpty()) {
            throw Refused.denied(
                    "purpose-not-granted",
                    "no grant of client " + client.id() + " for " + dataset.id() + " covers purpose " + purpose);
        }
        Instant now = clock.instant();
        List<GrantEntry> valid =
                fitting.stream().filter(entry -> entry.isValid(now)).toList();
        if (valid.isEmpty()) {
            GrantEntry nearest = fitting.get(fitting.size() - 1);
            throw Refused.denied(
                    "grant-expired",
                    "grant " + nearest.id() + " is valid from " + (nearest.from() == null ? "ever" : nearest.from())
                            + " until " + (nearest.until() == null ? "ever" : nearest.until())
                            + "; the platform's clock says " + now);
        }
        if (valid.stream().anyMatch(entry -> entry.fields().isEmpty())) {
            return null;
        }
        Set<String> fields = new TreeSet<>();
        valid.forEach(entry -> fields.addAll(entry.fields()));
        return fields;
    }
}
