package io.govshare.dialect.standard;

import io.govshare.error.NotFoundException;
import io.govshare.http.Answer;
import io.govshare.http.Body;
import io.govshare.http.Request;
import io.govshare.platform.PlatformLink;
import io.govshare.platform.Refusal;
import io.govshare.platform.UsageBatch;
import io.govshare.platform.UsageSink;
import io.govshare.signing.StructuredFields;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Delivers usage events as a CloudEvents 1.0 JSON batch (HTTP binding §3.3), byte for byte as they are in the spool, with the
 * place in their chain. Larger batches are compressed (RFC 9110 §8.4.1.3) as long as the platform takes them so.
 */
final class StandardUsage implements UsageSink {

    private static final String MEDIA_TYPE = "application/cloudevents-batch+json";

    static final String CHAIN = "GovShare-Usage-Chain";

    /** Where compressing begins to save more than it costs. */
    static final int SMALLEST_GZIP = 1024;

    private final PlatformLink link;
    private final String platform;
    private final Discovery discovery;
    private volatile boolean plain;

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
        Answer answer = send(usage, batch);
        if (!isTaken(answer)) {
            throw Refusal.of(platform, null, 1, answer, link.now());
        }
        return answer.bytes().length == 0 ? Receipt.all() : receipt(answer, batch.events());
    }

    private Answer send(String usage, UsageBatch batch) throws IOException {
        byte[] json = array(batch.events());
        boolean compressed = !plain && json.length >= SMALLEST_GZIP;
        Request request = Request.post(usage, Body.bytes(MEDIA_TYPE, compressed ? gzip(json) : json))
                .with("Accept", "application/json")
                .with(CHAIN, place(batch));
        if (!compressed) {
            return link.singleSender().send("usage", request);
        }
        Answer answer = link.singleSender().send("usage", request.with("Content-Encoding", "gzip"));
        // 415 says so (RFC 9110 §15.5.16); a platform that does not look at Content-Encoding finds the JSON invalid.
        if (answer.status() != 415 && answer.status() != 400) {
            return answer;
        }
        Answer again = link.singleSender().send("usage", request.with(Body.bytes(MEDIA_TYPE, json)));
        plain = answer.status() == 415 || isTaken(again);
        return again;
    }

    private static boolean isTaken(Answer answer) {
        return answer.outcome().isSuccess() && answer.status() < 300;
    }

    /** Where the events stand in the record of uses, and what the record is up to there. */
    private static String place(UsageBatch batch) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("chain", batch.chain());
        members.put("count", batch.count());
        members.put("head", HexFormat.of().parseHex(batch.head()));
        return StructuredFields.dictionaryOf(members);
    }

    /** The events are JSON already: joined as they are, so that what the platform gets is what the spool keeps. */
    private static byte[] array(List<UsageBatch.Event> batch) {
        StringJoiner array = new StringJoiner(",", "[", "]");
        batch.forEach(event -> array.add(event.json()));
        return array.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(byte[] json) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream(json.length / 4);
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(json);
        }
        return compressed.toByteArray();
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
