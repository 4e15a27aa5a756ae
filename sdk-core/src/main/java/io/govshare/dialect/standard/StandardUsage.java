package io.govshare.dialect.standard;

import io.govshare.error.NotFoundException;
import io.govshare.http.Answer;
import io.govshare.http.Body;
import io.govshare.http.Request;
import io.govshare.platform.PlatformLink;
import io.govshare.platform.Refusal;
import io.govshare.platform.UsageBatch;
import io.govshare.platform.UsageSink;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Delivers usage events as a CloudEvents 1.0 JSON batch (HTTP binding §3.3), byte for byte as they are in the spool. */
final class StandardUsage implements UsageSink {

    private final PlatformLink link;
    private final String platform;
    private final Discovery discovery;

    StandardUsage(PlatformLink link, String platform, Discovery discovery) {
        this.link = link;
        this.platform = platform;
        this.discovery = discovery;
    }

    /** @throws NotFoundException if the platform takes no usage reports; the events stay in the spool then */
    @Override
    public Receipt deliver(UsageBatch batch) throws IOException {
        @Nullable String usage = discovery.find(Endpoint.USAGE);
        if (usage == null) {
            throw new NotFoundException(
                    "The platform " + platform + " names no address for usage reports; the events stay in the spool",
                    "Name the address with StandardPlatform.at(…).usage(uri), or give the builder another sink for usage.");
        }
        Request request = Request.post(usage, Body.text("application/cloudevents-batch+json", array(batch.events())));
        Answer answer = link.singleSender().send("usage", request.with("Accept", "application/json"));
        if (!answer.outcome().isSuccess() || answer.status() >= 300) {
            throw Refusal.of(platform, null, 1, answer, link.now());
        }
        return answer.bytes().length == 0 ? Receipt.all() : receipt(answer, batch.events());
    }

    /** The events are JSON already: joined as they are, so that what the platform gets is what the spool keeps. */
    private static String array(List<UsageBatch.Event> batch) {
        StringJoiner array = new StringJoiner(",", "[", "]");
        batch.forEach(event -> array.add(event.json()));
        return array.toString();
    }

    private static Receipt receipt(Answer answer, List<UsageBatch.Event> batch) {
        Set<String> sent = new HashSet<>();
        batch.forEach(event -> sent.add(event.id()));
        Map<String, String> rejected = new HashMap<>();
        JsonNode list =
                JsonAnswer.object(answer, "The receipt for usage events").path("rejected");
        for (JsonNode item : JsonAnswer.list(list)) {
            @Nullable String id = JsonAnswer.text(item.path("id"));
            if (id == null || !sent.contains(id)) {
                throw JsonAnswer.rejected("The receipt for usage events", "rejects an event that was not sent");
            }
            @Nullable String reason = JsonAnswer.text(item.path("reason"));
            rejected.put(id, reason == null ? "no reason given" : reason);
        }
        return new Receipt(rejected);
    }
}
