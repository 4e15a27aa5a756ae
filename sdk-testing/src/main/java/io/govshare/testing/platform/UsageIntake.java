package io.govshare.testing.platform;

import io.govshare.error.Internal;
import io.govshare.testing.odata.Json;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import okio.ByteString;
import tools.jackson.databind.JsonNode;

/**
 * Takes batches of usage events (CloudEvents 1.0 JSON batch). Events are known again by their id, so that a batch may be sent
 * twice. Safe for concurrent use.
 */
@Internal
public final class UsageIntake {

    private static final Set<String> OUTCOMES = Set.of("matched", "empty", "refused", "failed", "interrupted");
    private static final Set<String> CACHE = Set.of("miss", "hit", "revalidated", "stale");
    private static final Set<String> MEMBERS = Set.of(
            "application",
            "applicationVersion",
            "platform",
            "dataset",
            "datasetVersion",
            "grant",
            "purpose",
            "matter",
            "operator",
            "case",
            "operation",
            "outcome",
            "received",
            "delivered",
            "bytes",
            "cache",
            "attempts",
            "durationMs",
            "traceId",
            "query",
            "failure",
            "code");
    private static final Pattern SOURCE = Pattern.compile("urn:govshare:application:(?:[A-Za-z0-9._~-]|%[0-9A-F]{2})+");
    private static final Set<String> GAP_MEMBERS = Set.of("application", "platform", "shed", "since", "reason");

    /** HMAC-SHA256 in base64url without padding. */
    private static final Pattern PSEUDONYM = Pattern.compile("[A-Za-z0-9_-]{43}");

    private static final String TYPE = "io.govshare.usage.v1";
    private static final String GAP_TYPE = "io.govshare.usage.gap.v1";

    private final UsageChains chains = new UsageChains();
    private final Map<String, byte[]> accepted = new LinkedHashMap<>();
    private volatile Function<JsonNode, Optional<String>> objection = event -> Optional.empty();

    /**
     * What is acknowledged of a chain.
     *
     * @param chain its id
     * @param count how many events it has
     * @param head link of the last of them, 64 hexadecimal digits
     * @param missing how many of them never came
     */
    public record Anchor(String chain, long count, String head, long missing) {}

    /** Rejects each event for which this returns a reason. */
    public void objection(Function<JsonNode, Optional<String>> newObjection) {
        objection = newObjection;
    }

    /** The JSON of the accepted events in the order in which they came. */
    public List<byte[]> accepted() {
        synchronized (accepted) {
            return new ArrayList<>(accepted.values());
        }
    }

    /** How many events were accepted. */
    public int count() {
        synchronized (accepted) {
            return accepted.size();
        }
    }

    /** Where each chain stands that a report was part of, in the order in which they began. */
    public List<Anchor> anchors() {
        return chains.anchors();
    }

    Reply answer(Incoming request) {
        if (!request.mediaType().equals("application/cloudevents-batch+json")) {
            throw Refused.of(
                    415,
                    "unsupported-media-type",
                    "Content-Type is " + request.mediaType() + " instead of application/cloudevents-batch+json");
        }
        List<ByteString> events = UsageContent.events(request);
        chains.take(request, events);
        return take(events);
    }

    private Reply take(List<ByteString> events) {
        int taken = 0;
        int duplicates = 0;
        List<Map<String, String>> rejected = new ArrayList<>();
        for (ByteString json : events) {
            JsonNode event = Json.MAPPER.readTree(json.toByteArray());
            String id = event.path("id").asString("");
            Optional<String> reason = fault(event).or(() -> objection.apply(event));
            if (reason.isPresent()) {
                rejected.add(Map.of("id", id, "reason", reason.get()));
            } else if (keep(id, event)) {
                taken++;
            } else {
                duplicates++;
            }
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("accepted", taken);
        answer.put("duplicates", duplicates);
        answer.put("rejected", rejected);
        return Reply.json(200, Reply.JSON, answer).header("Cache-Control", "no-store");
    }

    private boolean keep(String id, JsonNode event) {
        byte[] json = Json.MAPPER.writeValueAsBytes(event);
        synchronized (accepted) {
            return accepted.putIfAbsent(id, json) == null;
        }
    }

    /** What is wrong with an event; empty when nothing is. */
    private static Optional<String> fault(JsonNode event) {
        if (!event.isObject()) {
            return Optional.of("the event is no JSON object");
        }
        return idFault(event)
                .or(() -> member(event, "specversion", Set.of("1.0")))
                .or(() -> member(event, "type", Set.of(TYPE, GAP_TYPE)))
                .or(() -> member(event, "datacontenttype", Set.of("application/json")))
                .or(() -> timeFault(event, "time"))
                .or(() -> sourceFault(event))
                .or(() -> isGap(event) ? gapFault(event) : useFault(event));
    }

    private static boolean isGap(JsonNode event) {
        return event.path("type").asString("").equals(GAP_TYPE);
    }

    private static Optional<String> useFault(JsonNode event) {
        return present(event, "subject")
                .or(() -> dataFault(event.path("data"), event.path("subject").asString("")));
    }

    /** What is wrong with the event of uses that are not on record. */
    private static Optional<String> gapFault(JsonNode event) {
        JsonNode data = event.path("data");
        if (event.has("subject")) {
            return Optional.of("subject is there, but uses that are not on record have no common dataset");
        }
        return membersFault(data, GAP_MEMBERS)
                .or(() -> present(data, "platform"))
                .or(() -> number(data, "shed", 1))
                .or(() -> timeFault(data, "since"))
                .or(() -> member(data, "reason", Set.of("no-room", "taken-away", "too-old")));
    }

    private static Optional<String> idFault(JsonNode event) {
        String id = event.path("id").asString("");
        try {
            return UUID.fromString(id).version() == 7 ? Optional.empty() : Optional.of("id is no UUIDv7");
        } catch (IllegalArgumentException e) {
            return Optional.of("id is no UUID");
        }
    }

    private static Optional<String> timeFault(JsonNode object, String name) {
        try {
            Instant.parse(object.path(name).asString(""));
            return Optional.empty();
        } catch (DateTimeParseException e) {
            return Optional.of(name + " is no RFC 3339 instant in UTC");
        }
    }

    private static Optional<String> sourceFault(JsonNode event) {
        String application = event.path("data").path("application").asString("");
        String source = event.path("source").asString("");
        return SOURCE.matcher(source).matches()
                        && Incoming.decoded(source.substring(source.lastIndexOf(':') + 1), "source")
                                .equals(application)
                ? Optional.empty()
                : Optional.of("source is " + source + " instead of urn:govshare:application:" + application
                        + ", percent-encoded");
    }

    private static Optional<String> dataFault(JsonNode data, String subject) {
        Optional<String> fault = membersFault(data, MEMBERS).or(() -> present(data, "operation"));
        for (String name : List.of("received", "delivered", "bytes", "attempts", "durationMs")) {
            fault = fault.or(() -> data.has(name) ? number(data, name, 0) : Optional.empty());
        }
        for (String name : List.of("operator", "case")) {
            fault = fault.or(() -> data.has(name) ? pseudonymFault(data, name) : Optional.empty());
        }
        return fault.or(() -> member(data, "dataset", Set.of(subject)))
                .or(() -> member(data, "outcome", OUTCOMES))
                .or(() -> data.has("cache") ? member(data, "cache", CACHE) : Optional.empty());
    }

    private static Optional<String> membersFault(JsonNode data, Set<String> members) {
        if (!data.isObject()) {
            return Optional.of("data is no JSON object");
        }
        for (Map.Entry<String, JsonNode> member : data.properties()) {
            if (!members.contains(member.getKey())) {
                return Optional.of("data has an unknown member " + member.getKey());
            }
            if (member.getValue().isNull()) {
                return Optional.of("data." + member.getKey() + " is null; what is not known is left out");
            }
        }
        return present(data, "application");
    }

    private static Optional<String> number(JsonNode data, String name, long least) {
        JsonNode number = data.path(name);
        return number.isIntegralNumber() && number.asLong() >= least
                ? Optional.empty()
                : Optional.of("data." + name + " is no whole number from " + least + " on");
    }

    /** Who operated and which case it was must never come in clear; the value is not echoed. */
    private static Optional<String> pseudonymFault(JsonNode data, String name) {
        return PSEUDONYM.matcher(data.path(name).asString("")).matches()
                ? Optional.empty()
                : Optional.of("data." + name + " is no pseudonym, an HMAC-SHA256 in base64url without padding");
    }

    private static Optional<String> present(JsonNode object, String name) {
        return object.path(name).asString("").isBlank() ? Optional.of(name + " is missing") : Optional.empty();
    }

    private static Optional<String> member(JsonNode object, String name, Set<String> values) {
        String value = object.path(name).asString("");
        return values.contains(value)
                ? Optional.empty()
                : Optional.of(name + " is '" + value + "' instead of "
                        + String.join(" or ", values.stream().sorted().toList()));
    }
}
