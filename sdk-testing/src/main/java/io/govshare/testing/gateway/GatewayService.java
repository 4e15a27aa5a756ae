package io.govshare.testing.gateway;

import io.govshare.testing.odata.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One service behind a gateway: its rows, and the parameters that it takes. Immutable: each setting returns a new service.
 *
 * <p>By default every field of the rows may be given as a parameter, none must; a parameter selects the rows whose field has
 * that value. A parameter that is not declared is refused, so that a misspelt one does not select all rows.
 */
public final class GatewayService {

    private final String id;
    private final List<ObjectNode> rows;
    private final Map<String, String> parameters;
    private final Set<String> required;
    private final @Nullable GatewayPaging paging;
    private final int calls;
    private final Duration per;

    private GatewayService(
            String id,
            List<ObjectNode> rows,
            Map<String, String> parameters,
            Set<String> required,
            @Nullable GatewayPaging paging,
            int calls,
            Duration per) {
        this.id = id;
        this.rows = rows;
        this.parameters = parameters;
        this.required = required;
        this.paging = paging;
        this.calls = calls;
        this.per = per;
    }

    /**
     * A service.
     *
     * @param id its id on the gateway, or its path where each service has its own
     * @param records Java records, maps, or anything else that Jackson writes as a JSON object
     */
    public static GatewayService of(String id, List<?> records) {
        List<ObjectNode> rows = new ArrayList<>(records.size());
        Map<String, String> fields = new LinkedHashMap<>();
        for (Object record : records) {
            JsonNode node = Json.MAPPER.valueToTree(record);
            if (!(node instanceof ObjectNode row)) {
                throw new IllegalArgumentException("a record of service " + id + " must become a JSON object, but "
                        + record.getClass().getName() + " becomes a JSON " + node.getNodeType());
            }
            rows.add(row);
            row.propertyNames().forEach(name -> fields.put(name, name));
        }
        return new GatewayService(
                Objects.requireNonNull(id, "id"), List.copyOf(rows), fields, Set.of(), null, 0, Duration.ZERO);
    }

    /** A parameter that has another name than the field that it selects by. */
    public GatewayService parameter(String name, String field) {
        requireField(field);
        Map<String, String> more = new LinkedHashMap<>(parameters);
        more.put(name, field);
        return new GatewayService(id, rows, more, required, paging, calls, per);
    }

    /** Parameters without which it is not called. */
    public GatewayService requires(String... names) {
        Set<String> more = new LinkedHashSet<>(required);
        for (String name : names) {
            if (!parameters.containsKey(name)) {
                requireField(name);
            }
            more.add(name);
        }
        return new GatewayService(id, rows, parameters, more, paging, calls, per);
    }

    /** How it is read page by page; by default all rows come at once, and on the {@code X-Client-Id} style by {@code PAGE}. */
    public GatewayService paging(GatewayPaging newPaging) {
        return new GatewayService(
                id, rows, parameters, required, Objects.requireNonNull(newPaging, "paging"), calls, per);
    }

    /** So many calls of each client in such a time, such as 1000 an hour; no limit by default. */
    public GatewayService rate(int newCalls, Duration newPer) {
        if (newCalls < 1 || newPer.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "GatewayService.rate takes 1 call or more, and a time, not " + newCalls + " in " + newPer);
        }
        return new GatewayService(id, rows, parameters, required, paging, newCalls, newPer);
    }

    private void requireField(String field) {
        if (!rows.isEmpty() && !parameters.containsValue(field)) {
            throw new IllegalArgumentException(
                    "service " + id + " has no field " + field + "; it has " + parameters.values());
        }
    }

    /** Its id or path. */
    public String id() {
        return id;
    }

    /** The parameters that it takes, those of its pages first. */
    Set<String> parameters() {
        Set<String> names = new LinkedHashSet<>();
        if (paging != null) {
            names.addAll(paging.parameters());
        }
        names.addAll(required);
        names.addAll(parameters.keySet());
        return names;
    }

    boolean isRequired(String parameter) {
        return required.contains(parameter) || (paging != null && paging.requires(parameter));
    }

    @Nullable
    GatewayPaging paging() {
        return paging;
    }

    /** Calls allowed in {@link #per()}; 0 for any number. */
    int calls() {
        return calls;
    }

    Duration per() {
        return per;
    }

    /**
     * The rows that are asked for.
     *
     * @param lastPageAgain whether what lies behind the end is the last page once more
     * @throws Refusal if a parameter is missing, not known, or out of range
     */
    GatewayPaging.Page select(Map<String, String> asked, boolean lastPageAgain) {
        for (String name : required) {
            if (asked.getOrDefault(name, "").isEmpty()) {
                throw Refusal.parameter("required parameter " + name + " is missing");
            }
        }
        Map<String, String> wanted = new LinkedHashMap<>(asked);
        if (paging != null) {
            wanted.keySet().removeAll(paging.parameters());
        }
        for (String name : wanted.keySet()) {
            if (!parameters.containsKey(name) && !required.contains(name)) {
                throw Refusal.parameter(
                        "there is no parameter " + name + "; this service takes " + parameters.keySet());
            }
        }
        List<ObjectNode> found =
                rows.stream().filter(row -> matches(row, wanted)).toList();
        return paging == null ? new GatewayPaging.Page(found, Map.of()) : paging.page(found, asked, lastPageAgain);
    }

    private boolean matches(ObjectNode row, Map<String, String> wanted) {
        return wanted.entrySet().stream()
                .allMatch(parameter -> parameter
                        .getValue()
                        .equals(GatewayCall.text(
                                row.path(parameters.getOrDefault(parameter.getKey(), parameter.getKey())))));
    }

    @Override
    public String toString() {
        return "GatewayService[" + id + ", " + rows.size() + " rows]";
    }
}
