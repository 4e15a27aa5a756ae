package io.govshare.testing;

import io.govshare.testing.odata.Json;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A usage event as the sandbox accepted it.
 *
 * @param id its id
 * @param dataset the dataset that was used
 * @param operation what was done, such as {@code query}
 * @param outcome what came of it, such as {@code matched}
 * @param data all members of the event's {@code data}
 */
public record UsageEvent(String id, String dataset, String operation, String outcome, Map<String, Object> data) {

    public UsageEvent {
        data = Map.copyOf(data);
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
