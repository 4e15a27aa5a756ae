package io.govshare.usage;

import io.govshare.usage.UsageVerification.Break;
import io.govshare.usage.UsageVerification.Proof;
import io.govshare.usage.UsageVerification.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Follows one chain through the segments of a spool. After a break it goes on from what the record says there. Links of events
 * passed long ago, which anchors come back to, are read again from their segment, so that the memory it takes does not grow with
 * the chain, but for a number a segment. Not safe for concurrent use.
 */
final class ChainWalk {

    private static final byte[] JSON_ID = "{\"specversion\":\"1.0\",\"id\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final int ID_LENGTH = 36;

    private final Path folder;
    private final UUID id;
    private final Chain chain;

    /** Places that the platform holds of this chain. */
    private final NavigableMap<Long, List<String>> held;

    /** Numbers of the segments by the number of events before them. */
    private final NavigableMap<Long, Long> begins = new TreeMap<>();

    /** How many events were there before the first that is left, and where the chain stood then if that is known. */
    private long first;

    private final byte @Nullable [] base;

    private LinksOfSegment current = new LinksOfSegment();
    private LinksOfSegment passed = new LinksOfSegment();
    private long passedSegment;

    /** Nothing is known of what comes before the next event. */
    private boolean adrift;

    private long segment;
    private long offset;
    private long soundUpTo = Long.MAX_VALUE;
    private @Nullable Break firstBreak;
    private long breaks;
    private @Nullable Proof proof;
    private long agreed;
    private long differing;

    /**
     * Begins where a chain stands.
     *
     * @param isKnown whether the place can be relied on; if not, the first event gives it
     */
    ChainWalk(Path folder, Chain.Head begin, boolean isKnown, NavigableMap<Long, List<String>> held) {
        this.folder = folder;
        this.id = begin.chain();
        this.chain = new Chain(begin);
        this.first = begin.count();
        this.base = isKnown ? begin.bytes() : null;
        this.adrift = !isKnown;
        this.held = held;
    }

    /** A segment begins. */
    void begin(long number) {
        segment = number;
        offset = 0;
        if (begins.isEmpty()) {
            compareBeginning();
        }
        begins.put(chain.count(), number);
        current = new LinksOfSegment();
    }

    /** What follows stands at this offset. */
    void at(long newOffset) {
        offset = newOffset;
    }

    /** The header of the segment says where the chain stands. */
    void header(Chain.Head stated) {
        if (adrift) {
            first = stated.count();
            goOnFrom(stated.count(), stated.bytes());
        } else if (stated.count() > chain.count()) {
            missing(stated.count());
            goOnFrom(stated.count(), stated.bytes());
        } else if (stated.count() < chain.count()) {
            broken(
                    Reason.MISPLACED,
                    stated.count() + 1,
                    "the segment goes on behind event " + stated.count() + ", and yet there are " + chain.count()
                            + " before it");
            goOnFrom(stated.count(), stated.bytes());
        } else if (!Arrays.equals(stated.bytes(), link())) {
            broken(
                    Reason.CHANGED,
                    stated.count(),
                    "the segment does not follow from event " + stated.count() + " before it");
            goOnFrom(stated.count(), stated.bytes());
        }
        begins.put(chain.count(), segment);
    }

    /**
     * The next event.
     *
     * @param damaged how many bytes before it are damaged
     */
    void event(Frame event, long damaged) {
        byte[] json = event.json();
        byte[] link = chain.next(Chain.digest(json));
        long number = chain.count() + 1;
        if (!adrift && event.count() == number && Arrays.equals(link, event.link())) {
            chain.advance(link);
            checkId(event, json);
        } else {
            if (adrift) {
                first = event.count() - 1;
            } else {
                broken(event, number, damaged);
            }
            goOnFrom(event.count(), event.link());
        }
        current.add(event.count(), event.link());
        compareWithHeld(event.count(), event.link());
    }

    private void broken(Frame event, long number, long damaged) {
        if (event.count() > number) {
            missing(event.count() - 1);
        } else if (event.count() < number) {
            broken(Reason.MISPLACED, event.count(), "event " + event.count() + " stands behind event " + (number - 1));
        } else {
            broken(
                    Reason.CHANGED,
                    number,
                    "event " + number + " does not follow from the one before it"
                            + (damaged > 0 ? ", behind " + damaged + " damaged bytes" : ""));
        }
    }

    private void missing(long last) {
        long number = chain.count() + 1;
        broken(
                Reason.MISSING,
                number,
                last == number
                        ? "event " + number + " is missing"
                        : "events " + number + " to " + last + " are missing");
    }

    /** The chain covers the JSON; the id beside it is what the event is known by. */
    private void checkId(Frame event, byte[] json) {
        int end = JSON_ID.length + ID_LENGTH;
        if (json.length > end && Arrays.equals(json, 0, JSON_ID.length, JSON_ID, 0, JSON_ID.length)) {
            String stated = new String(json, JSON_ID.length, ID_LENGTH, StandardCharsets.US_ASCII);
            if (!stated.equals(event.id().toString())) {
                broken(
                        Reason.CHANGED,
                        event.count(),
                        "event " + event.count() + " stands under another id than its own");
            }
        }
    }

    /** What the record says of an acknowledgement. */
    void anchor(Frame anchor) throws IOException {
        long count = anchor.count();
        if (count > chain.count() && !adrift) {
            missing(count);
            goOnFrom(count, anchor.link());
        } else if (agrees(count, anchor.link()) && count <= soundUpTo && (proof == null || proof.count() < count)) {
            proof = new Proof(count, HexFormat.of().formatHex(anchor.link()), anchor.acknowledged());
        }
    }

    /**
     * The whole chain was passed.
     *
     * @param acknowledged what the platform has, as the file beside the segments says; null if it says nothing
     */
    void end(@Nullable Acknowledged acknowledged) throws IOException {
        if (begins.isEmpty()) {
            compareBeginning();
        }
        if (acknowledged != null) {
            Chain.Head has = acknowledged.head();
            if (!has.chain().equals(id)) {
                broken(
                        Reason.ACKNOWLEDGED,
                        first + 1,
                        "the platform acknowledged another chain in this folder, " + has.chain());
            } else if (has.count() > chain.count()) {
                long last = has.count();
                broken(
                        Reason.MISSING,
                        chain.count() + 1,
                        "the platform acknowledged " + last + " events, and the record ends with event "
                                + chain.count());
            } else {
                agrees(has.count(), has.bytes());
            }
        }
        if (!held.isEmpty() && held.lastKey() > chain.count()) {
            broken(
                    Reason.HELD,
                    chain.count() + 1,
                    "the platform holds event " + held.lastKey() + ", and the record ends with event " + chain.count());
            differing += held.tailMap(chain.count(), false).values().stream()
                    .mapToLong(List::size)
                    .sum();
        }
    }

    /** Whether an acknowledged link is here; breaks the chain if another one is. */
    private boolean agrees(long count, byte[] link) throws IOException {
        byte @Nullable [] here = linkOf(count);
        if (here != null && !Arrays.equals(here, link)) {
            broken(
                    Reason.ACKNOWLEDGED,
                    count,
                    "what the platform acknowledged up to event " + count + " is not what is here");
        }
        return here != null && Arrays.equals(here, link);
    }

    /** The link of an event that was passed; null if it is not there. */
    private byte @Nullable [] linkOf(long count) throws IOException {
        if (adrift || count == chain.count()) {
            return adrift ? null : link();
        }
        byte @Nullable [] link = count == first ? base : current.find(count);
        Map.@Nullable Entry<Long, Long> begun = begins.lowerEntry(count);
        if (link != null || begun == null || begun.getValue() == segment) {
            return link;
        }
        if (passedSegment != begun.getValue()) {
            passedSegment = begun.getValue();
            passed = readLinks(passedSegment);
        }
        return passed.find(count);
    }

    private LinksOfSegment readLinks(long number) throws IOException {
        try {
            return LinksOfSegment.read(folder, number);
        } catch (NoSuchFileException keptLongEnough) {
            // Deleted by its owner since it was passed.
            return new LinksOfSegment();
        }
    }

    private void compareBeginning() {
        if (base != null) {
            compareWithHeld(first, base);
        }
    }

    private void compareWithHeld(long count, byte[] link) {
        if (!held.isEmpty()) {
            String here = HexFormat.of().formatHex(link);
            for (String head : held.getOrDefault(count, List.of())) {
                if (here.equalsIgnoreCase(head)) {
                    agreed++;
                } else {
                    differing++;
                    broken(Reason.HELD, count, "the platform holds another head of event " + count);
                }
            }
        }
    }

    /**
     * Something is wrong where the walk is.
     *
     * @param event number of the event from which on nothing is proven
     */
    void broken(Reason reason, long event, String detail) {
        breaks++;
        soundUpTo = Math.min(soundUpTo, Math.min(event - 1, chain.count()));
        if (proof != null && proof.count() > soundUpTo) {
            proof = null;
        }
        if (firstBreak == null) {
            firstBreak = new Break(folder, segment, offset, event, reason, detail);
        }
    }

    private void goOnFrom(long count, byte[] link) {
        adrift = false;
        chain.goOnFrom(Chain.Head.of(id, count, link));
    }

    private byte[] link() {
        return chain.head().bytes();
    }

    UUID id() {
        return id;
    }

    long first() {
        return first;
    }

    Chain.Head head() {
        return chain.head();
    }

    Optional<Break> firstBreak() {
        return Optional.ofNullable(firstBreak);
    }

    long breaks() {
        return breaks;
    }

    Optional<Proof> proof() {
        return Optional.ofNullable(proof);
    }

    long agreed() {
        return agreed;
    }

    /** How many of the places that the platform holds were not compared. */
    long unchecked() {
        return held.values().stream().mapToLong(List::size).sum() - agreed - differing;
    }
}
