package io.govshare.usage;

import io.govshare.usage.UsageVerification.Anchor;
import io.govshare.usage.UsageVerification.ChainCheck;
import io.govshare.usage.UsageVerification.Reason;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Verifies the chain in one spool folder, which may be written to meanwhile. Not safe for concurrent use. */
final class SpoolVerifier {

    private static final int ATTEMPTS = 10;

    private final Path folder;
    private final Collection<Anchor> held;
    private final @Nullable Acknowledged acknowledged;
    private final List<ChainCheck> checks = new ArrayList<>();
    private ShedUses shed = new ShedUses();
    private @Nullable ChainWalk walk;
    private SegmentHeader.Shed noted = SegmentHeader.Shed.NONE;
    private long damaged;
    private long torn;
    private long unreadable;

    private SpoolVerifier(Path folder, Collection<Anchor> held) throws IOException {
        this.folder = folder;
        this.held = held;
        // Read before the segments: what it says is acknowledged is in them already.
        this.acknowledged = Acknowledged.look(folder);
    }

    /**
     * Verifies the spool in this folder: one chain, unless somebody put segments of another there.
     *
     * @param held places in any chains that the platform holds
     */
    static List<ChainCheck> verify(Path folder, Collection<Anchor> held) throws IOException {
        return new SpoolVerifier(folder, held).verify();
    }

    private List<ChainCheck> verify() throws IOException {
        boolean overtaken = true;
        for (int attempt = 1; walk == null && overtaken && attempt <= ATTEMPTS; attempt++) {
            overtaken = readAll();
        }
        if (walk == null && acknowledged != null) {
            walk = new ChainWalk(
                    folder,
                    acknowledged.head(),
                    true,
                    heldOf(acknowledged.head().chain()));
        }
        if (walk == null) {
            checks.add(nothingChained());
        } else {
            walk.end(acknowledged);
            checks.add(checked(walk));
        }
        return checks;
    }

    /** Reads what is there now. @return whether segments were deleted before they could be read */
    private boolean readAll() throws IOException {
        SortedSet<Long> numbers = Segment.numbers(folder);
        boolean overtaken = false;
        for (long number : numbers) {
            boolean isLast = number == numbers.last();
            try {
                read(number, SegmentView.of(folder, number, isLast), isLast);
            } catch (NoSuchFileException deletedMeanwhile) {
                if (Segment.numbers(folder).headSet(number).isEmpty()) {
                    overtaken = true;
                    beginAnew();
                }
            }
        }
        return overtaken;
    }

    /** The oldest segments were kept long enough, and their owner deleted them: the record begins behind them now. */
    private void beginAnew() {
        walk = null;
        checks.clear();
        shed = new ShedUses();
        noted = SegmentHeader.Shed.NONE;
        damaged = 0;
        torn = 0;
        unreadable = 0;
    }

    private void read(long number, SegmentView segment, boolean isLast) throws IOException {
        switch (segment.kind()) {
            case SOUND -> sound(number, segment);
            case DAMAGED -> damaged(number, segment);
            case UNCHAINED -> {
                unreadable++;
                if (walk != null) {
                    walk.begin(number);
                    walk.broken(Reason.HEADER, walk.head().count() + 1, "the segment is of the version without chains");
                }
            }
            case UNREADABLE -> {
                // The last one may be about to be created, or its creation was cut off.
                unreadable += isLast ? 0 : 1;
            }
        }
    }

    private void sound(long number, SegmentView segment) throws IOException {
        SegmentHeader header = segment.header();
        ChainWalk here = walk;
        boolean isFirst = here == null;
        boolean another = here != null && !here.id().equals(header.head().chain());
        if (here == null || another) {
            if (here != null) {
                here.end(null);
                checks.add(checked(here));
                shed = new ShedUses();
            }
            here = new ChainWalk(
                    folder, header.head(), true, heldOf(header.head().chain()));
            walk = here;
        }
        here.begin(number);
        if (isFirst && lacksUnacknowledged(header.head())) {
            long last = header.head().count();
            here.broken(
                    Reason.MISSING, last, "events up to " + last + " are gone, and not all of them were acknowledged");
        }
        here.header(header.head());
        if (another) {
            here.broken(
                    Reason.MISPLACED, header.head().count() + 1, "the segment is of another chain than the one before");
        }
        if (header.number() != number) {
            here.broken(
                    Reason.HEADER, header.head().count() + 1, "the segment was named " + header.number() + " at first");
        }
        noted = header.shed();
        frames(here, segment);
    }

    /** Only what is acknowledged, or given up as if it were, is ever deleted. */
    private boolean lacksUnacknowledged(Chain.Head begin) throws IOException {
        if (acknowledged == null || !isBehind(acknowledged, begin)) {
            return false;
        }
        // Since it was read, more may have been acknowledged, and deleted then.
        @Nullable Acknowledged now = Acknowledged.look(folder);
        return now != null && isBehind(now, begin);
    }

    private static boolean isBehind(Acknowledged acknowledged, Chain.Head begin) {
        return acknowledged.head().chain().equals(begin.chain())
                && acknowledged.head().count() < begin.count();
    }

    private void damaged(long number, SegmentView segment) throws IOException {
        ChainWalk here = walk;
        if (here == null) {
            UUID chain = acknowledged == null
                    ? segment.header().head().chain()
                    : acknowledged.head().chain();
            here = new ChainWalk(folder, Chain.Head.beginning(chain), false, heldOf(chain));
            walk = here;
        }
        here.begin(number);
        here.broken(Reason.HEADER, here.head().count() + 1, "the header of the segment is damaged");
        noted = SegmentHeader.Shed.NONE;
        frames(here, segment);
    }

    private void frames(ChainWalk here, SegmentView segment) throws IOException {
        for (Frame frame = segment.next(); frame != null; frame = segment.next()) {
            here.at(segment.begin());
            if (frame.isEvent()) {
                here.event(frame, segment.damagedBefore());
                shed.count(frame.json());
            } else if (frame.isAnchor()) {
                here.anchor(frame);
            }
        }
        damaged += segment.damaged();
        torn += segment.torn();
    }

    private NavigableMap<Long, List<String>> heldOf(UUID chain) {
        NavigableMap<Long, List<String>> places = new TreeMap<>();
        for (Anchor anchor : held) {
            if (anchor.chain().equalsIgnoreCase(chain.toString())) {
                places.computeIfAbsent(anchor.count(), count -> new ArrayList<>())
                        .add(anchor.head());
            }
        }
        return places;
    }

    private ChainCheck checked(ChainWalk chain) {
        long notYetOnRecord = noted.at() == chain.head().count() ? noted.count() : 0;
        return new ChainCheck(
                folder,
                chain.id().toString(),
                chain.first(),
                chain.head().count(),
                chain.head().link(),
                chain.proof(),
                chain.agreed(),
                chain.unchecked(),
                shed.notOnRecord() + notYetOnRecord,
                shed.tooOld(),
                damaged,
                torn,
                unreadable,
                chain.firstBreak(),
                chain.breaks());
    }

    private ChainCheck nothingChained() {
        return new ChainCheck(
                folder, "", 0, 0, "", Optional.empty(), 0, 0, 0, 0, damaged, torn, unreadable, Optional.empty(), 0);
    }
}
