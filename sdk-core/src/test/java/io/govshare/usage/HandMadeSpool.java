package io.govshare.usage;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.govshare.http.TurnableClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/** A spool of three small segments made frame by frame, to be tampered with and then written. */
final class HandMadeSpool {

    static final UUID CHAIN = UUID.fromString("2b0f1c7e-8f5d-4d7a-9a50-3a6f0c6f7c11");
    static final Instant TIME = Instant.parse("2026-11-23T08:00:00Z");

    final List<Part> parts = new ArrayList<>();
    final List<UsageVerification.Anchor> anchors = new ArrayList<>();
    private final Chain chain = new Chain(Chain.Head.beginning(CHAIN));
    private final TurnableClock clock = new TurnableClock();

    /** Not those of the process, whose time other tests have turned on. */
    private final EventIds ids = new EventIds(1, 1);

    private Acknowledged acknowledged;

    /** One segment. */
    static final class Part {
        long number;
        byte[] header;
        final List<byte[]> frames = new ArrayList<>();

        byte[] bytes() throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.write(header);
            for (byte[] frame : frames) {
                bytes.write(frame);
            }
            return bytes.toByteArray();
        }
    }

    /**
     * Nine events, three a segment; the platform has acknowledged two, five and eight, each with the segment in which the
     * event after it stands.
     */
    static HandMadeSpool ofNine(String purpose) {
        HandMadeSpool spool = new HandMadeSpool();
        for (int segment = 1; segment <= 3; segment++) {
            spool.segment();
            spool.event(purpose);
            spool.event(purpose);
            Chain.Head second = spool.chain.head();
            spool.event(purpose);
            spool.anchor(second);
        }
        return spool;
    }

    private void segment() {
        Part part = new Part();
        part.number = parts.size() + 1L;
        part.header = new SegmentHeader(part.number, TIME, chain.head(), true, SegmentHeader.Shed.NONE).bytes();
        parts.add(part);
    }

    Part last() {
        return parts.get(parts.size() - 1);
    }

    void event(String purpose) {
        UUID id = ids.next(clock);
        UsageEvent event = Events.of(id);
        event(id, new String(UsageJson.encode(event), UTF_8).replace("residence-permit\"", purpose + "\""));
    }

    void event(UUID id, String json) {
        last().frames.add(next(id, json));
    }

    /** The frame that comes next in the chain. */
    byte[] next(UUID id, String json) {
        byte[] frame = Frame.event(id, json.getBytes(UTF_8));
        byte[] link = chain.next(Chain.digest(json.getBytes(UTF_8)));
        Frame.place(frame, chain.count() + 1, link);
        chain.advance(link);
        return frame;
    }

    private void anchor(Chain.Head head) {
        last().frames.add(Frame.anchor(head, TIME.plusSeconds(head.count())));
        anchors.add(new UsageVerification.Anchor(CHAIN.toString(), head.count(), head.link()));
        acknowledged = new Acknowledged(new Position(last().number, SegmentHeader.SIZE), last().number, head);
    }

    Chain.Head head() {
        return chain.head();
    }

    /** The frame at this place, read. */
    static Frame read(byte[] frame) {
        return Frame.at(frame, 0, frame.length);
    }

    /** The same event with other JSON, its length and checksum right, its place and link as they were. */
    static byte[] changed(byte[] frame, String what, String by) {
        Frame was = read(frame);
        byte[] changed = Frame.event(
                was.id(), new String(was.json(), UTF_8).replace(what, by).getBytes(UTF_8));
        Frame.place(changed, was.count(), was.link());
        return changed;
    }

    /** The same event at another number. */
    static byte[] renumbered(byte[] frame, long number) {
        Frame was = read(frame);
        byte[] changed = Frame.event(was.id(), was.json());
        Frame.place(changed, number, was.link());
        return changed;
    }

    /** Bytes that the frames before this one take, and the header. */
    int offset(int part, int frame) {
        return SegmentHeader.SIZE
                + parts.get(part).frames.subList(0, frame).stream()
                        .mapToInt(bytes -> bytes.length)
                        .sum();
    }

    Path write(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (Part part : parts) {
            Files.write(Segment.path(folder, part.number), part.bytes());
        }
        acknowledged.write(folder);
        return folder;
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
