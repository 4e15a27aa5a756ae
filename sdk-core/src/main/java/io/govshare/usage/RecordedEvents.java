package io.govshare.usage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the events of spools one after the other, delivered or not, without changing anything. */
final class RecordedEvents {

    private static final JsonMapper JSON = JsonMapper.shared();

    private RecordedEvents() {}

    /**
     * One event as it is on record.
     *
     * @param chain id of its chain
     * @param number its number in the chain, from 1
     * @param link its link, 64 hexadecimal digits
     * @param id the id that it is known by
     * @param time when the use began; of an event that is no JSON, the time in its id
     * @param json what its link covers, in UTF-8
     * @param event the same, read; null if it is no JSON object
     */
    record Recorded(
            UUID chain,
            long number,
            String link,
            UUID id,
            Instant time,
            String json,
            @Nullable JsonNode event) {

        private static Recorded of(UUID chain, Frame frame) {
            byte[] json = frame.json();
            @Nullable JsonNode event = read(json);
            Instant time = event == null ? null : timeOf(event);
            return new Recorded(
                    chain,
                    frame.count(),
                    HexFormat.of().formatHex(frame.link()),
                    frame.id(),
                    time == null ? EventIds.timeOf(frame.id()) : time,
                    new String(json, StandardCharsets.UTF_8),
                    event);
        }
    }

    /** Takes events. */
    @FunctionalInterface
    interface Receiver {
        void take(Recorded event) throws IOException;
    }

    /** Hands on the events of this spool, in the order of its chain. Segments that are deleted meanwhile are passed over. */
    static void read(Path folder, Receiver receiver) throws IOException {
        UUID chain = new UUID(0, 0);
        for (long number : Segment.numbers(folder)) {
            @Nullable SegmentView segment = open(folder, number);
            if (segment != null) {
                SegmentView.Kind kind = segment.kind();
                if (kind == SegmentView.Kind.SOUND) {
                    chain = segment.header().head().chain();
                }
                if (kind == SegmentView.Kind.SOUND || kind == SegmentView.Kind.DAMAGED) {
                    read(segment, chain, receiver);
                }
            }
        }
    }

    private static @Nullable SegmentView open(Path folder, long number) throws IOException {
        try {
            return SegmentView.of(folder, number, false);
        } catch (NoSuchFileException keptLongEnough) {
            return null;
        }
    }

    private static void read(SegmentView segment, UUID chain, Receiver receiver) throws IOException {
        for (Frame frame = segment.next(); frame != null; frame = segment.next()) {
            if (frame.isEvent()) {
                receiver.take(Recorded.of(chain, frame));
            }
        }
    }

    private static @Nullable JsonNode read(byte[] json) {
        try {
            JsonNode event = JSON.readTree(json);
            return event.isObject() ? event : null;
        } catch (JacksonException changed) {
            return null;
        }
    }

    private static @Nullable Instant timeOf(JsonNode event) {
        try {
            return Instant.parse(event.path("time").asString(""));
        } catch (DateTimeException changed) {
            return null;
        }
    }
}
