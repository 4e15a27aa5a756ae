package io.govshare.testing;

import io.govshare.testing.odata.Json;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A usage event as the sandbox accepted it. Immutable.
 *
 * @param id its id
 * @param dataset the dataset that was used; empty for a gap
 * @param operation what was done, such as {@code query}; empty for a gap
 * @param outcome what came of it, such as {@code matched}; empty for a gap
 * @param data all members of the event's {@code data}
 */
public record UsageEvent(String id, String dataset, String operation, String outcome, Map<String, Object> data) {

    public UsageEvent {
        data = Map.copyOf(data);
    }

    /** The pseudonym of who operated; empty if none was sent. */
    public Optional<String> operator() {
        return text("operator");
    }

    /** The pseudonym of the case; empty if none was sent. */
    public Optional<String> caseNumber() {
        return text("case");
    }

    /** Whether it says how many uses are not on record, instead of being one. */
    public boolean isGap() {
        return data.containsKey("shed");
    }

    /** How many uses are not on record by this event; 0 if it is a use. */
    public long shed() {
        return data.get("shed") instanceof Number number ? number.longValue() : 0;
    }

    private Optional<String> text(String member) {
        return Optional.ofNullable(data.get(member)).map(Object::toString);
    }

    static UsageEvent of(byte[] json) {
        return of(Json.MAPPER.readTree(json));
    }

    @SuppressWarnings("unchecked") // An object of JSON is a map with string keys.
    static UsageEvent of(JsonNode event) {
        JsonNode data = event.path("data");
        return new UsageEvent(
                event.path("id").asString(""),
                data.path("dataset").asString(""),
                data.path("operation").asString(""),
                data.path("outcome").asString(""),
                Json.MAPPER.convertValue(data, Map.class));
    }
}
