package io.govshare.usage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.govshare.http.TurnableClock;
import io.govshare.usage.UsageVerification.Anchor;
import io.govshare.usage.UsageVerification.Break;
import io.govshare.usage.UsageVerification.ChainCheck;
import io.govshare.usage.UsageVerification.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageVerificationTest {

    private static final int ANCHOR = 3;

    private final Warnings warnings = Warnings.caught();
    private final HandMadeSpool spool = HandMadeSpool.ofNine("residence-permit");

    @TempDir
    Path parent;

    @AfterEach
    void letWarningsGo() {
        assertThat(warnings.messages()).isEmpty();
        warnings.close();
    }

    private Path folder() {
        return parent.resolve("1");
    }

    private ChainCheck check() throws IOException {
        return check(List.of());
    }

    private ChainCheck check(List<Anchor> held) throws IOException {
        UsageVerification verification = UsageArchive.at(spool.write(folder())).verify(held);
        assertThat(verification.chains()).hasSize(1);
        return verification.chains().get(0);
    }

    private void assertBroken(ChainCheck check, int segment, int offset, long event, Reason reason, String detail) {
        assertThat(check.isIntact()).isFalse();
        assertThat(check.firstBreak()).contains(new Break(folder(), segment, offset, event, reason, detail));
    }

    @Test
    void verify_untouched_provesUpToTheLastAnchor() throws IOException {
        ChainCheck check = check(spool.anchors);

        assertThat(check.isIntact()).isTrue();
        assertThat(check.firstBreak()).isEmpty();
        assertThat(check.chain()).isEqualTo(HandMadeSpool.CHAIN.toString());
        assertThat(check.deleted()).isZero();
        assertThat(check.count()).isEqualTo(9);
        assertThat(check.head()).isEqualTo(spool.head().link());
        assertThat(check.agreed()).isEqualTo(3);
        assertThat(check.damagedBytes() + check.tornBytes() + check.unreadable())
                .isZero();
        assertThat(check.proof()).hasValueSatisfying(proof -> {
            assertThat(proof.count()).isEqualTo(8);
            assertThat(proof.head()).isEqualTo(spool.anchors.get(2).head());
            assertThat(proof.acknowledged()).isEqualTo(HandMadeSpool.TIME.plusSeconds(8));
        });
    }

    @Test
    void verify_eventChanged_namesIt() throws IOException {
        List<byte[]> frames = spool.parts.get(1).frames;
        frames.set(1, HandMadeSpool.changed(frames.get(1), "residence-permit", "something-else"));

        ChainCheck check = check();

        assertBroken(check, 2, spool.offset(1, 1), 5, Reason.CHANGED, "event 5 does not follow from the one before it");
        assertThat(check.breaks()).isEqualTo(1);
        assertThat(check.proof())
                .hasValueSatisfying(proof -> assertThat(proof.count()).isEqualTo(2));
    }

    @Test
    void verify_eventUnderAnotherId_namesIt() throws IOException {
        List<byte[]> frames = spool.parts.get(1).frames;
        Frame was = HandMadeSpool.read(frames.get(1));
        byte[] other = Frame.event(new UUID(7, 7), was.json());
        Frame.place(other, was.count(), was.link());
        frames.set(1, other);

        assertBroken(check(), 2, spool.offset(1, 1), 5, Reason.CHANGED, "event 5 stands under another id than its own");
    }

    @Test
    void verify_eventDropped_namesTheMissingOne() throws IOException {
        spool.parts.get(1).frames.remove(1);

        assertBroken(check(), 2, spool.offset(1, 1), 5, Reason.MISSING, "event 5 is missing");
    }

    @Test
    void verify_firstSegmentTakenAwayBeforeItWasAcknowledged_isFound() throws IOException {
        spool.parts.remove(0);
        assertThat(check().isIntact()).as("all of it was acknowledged").isTrue();

        Anchor second = spool.anchors.get(0);
        Chain.Head head = Chain.Head.of(
                HandMadeSpool.CHAIN, second.count(), HexFormat.of().parseHex(second.head()));
        new Acknowledged(new Position(1, SegmentHeader.SIZE), 1, head).write(folder());
        ChainCheck check = UsageArchive.at(folder()).verify().chains().get(0);

        assertBroken(check, 2, 0, 3, Reason.MISSING, "events up to 3 are gone, and not all of them were acknowledged");
        assertThat(check.breaks()).isEqualTo(1);
    }

    @Test
    void verify_eventDroppedAndTheNextRenumbered_isFound() throws IOException {
        List<byte[]> frames = spool.parts.get(1).frames;
        frames.remove(1);
        frames.set(1, HandMadeSpool.renumbered(frames.get(1), 5));

        assertBroken(
                check(), 2, spool.offset(1, 1), 5, Reason.CHANGED, "event 5 does not follow from the one before it");
    }

    @Test
    void verify_eventInsertedTwice_namesIt() throws IOException {
        List<byte[]> frames = spool.parts.get(1).frames;
        frames.add(2, frames.get(0));

        assertBroken(check(), 2, spool.offset(1, 2), 4, Reason.MISPLACED, "event 4 stands behind event 5");
    }

    @Test
    void verify_eventsSwapped_namesTheFirst() throws IOException {
        Collections.swap(spool.parts.get(1).frames, 0, 1);

        assertBroken(check(), 2, SegmentHeader.SIZE, 4, Reason.MISSING, "event 4 is missing");
    }

    @Test
    void verify_segmentsSwapped_areFoundByTheirNames() throws IOException {
        spool.parts.get(1).number = 3;
        spool.parts.get(2).number = 2;

        ChainCheck check = check();

        assertBroken(check, 2, 0, 4, Reason.MISSING, "events 4 to 6 are missing");
        assertThat(check.breaks()).isGreaterThan(1);
    }

    @Test
    void verify_segmentInTheMiddleDeleted_namesItsEvents() throws IOException {
        spool.parts.remove(1);

        assertBroken(check(), 3, 0, 4, Reason.MISSING, "events 4 to 6 are missing");
    }

    @Test
    void verify_segmentInTheMiddleCut_namesWhatIsMissing() throws IOException {
        List<byte[]> frames = spool.parts.get(1).frames;
        frames.subList(1, frames.size()).clear();

        assertBroken(check(), 3, 0, 5, Reason.MISSING, "events 5 to 6 are missing");
    }

    @Test
    void verify_eventAddedToASegmentInTheMiddle_isFound() throws IOException {
        List<byte[]> frames = spool.parts.get(1).frames;
        frames.add(HandMadeSpool.renumbered(frames.get(2), 7));

        ChainCheck check = check();

        assertBroken(check, 2, spool.offset(1, 4), 7, Reason.CHANGED, "event 7 does not follow from the one before it");
        assertThat(check.breaks()).isEqualTo(2);
    }

    @Test
    void verify_cutBeforeWhatIsAcknowledged_namesWhatIsMissing() throws IOException {
        List<byte[]> frames = spool.last().frames;
        frames.subList(1, frames.size()).clear();

        assertBroken(
                check(),
                3,
                SegmentHeader.SIZE,
                8,
                Reason.MISSING,
                "the platform acknowledged 8 events, and the record ends with event 7");
    }

    @Test
    void verify_cutBehindWhatIsAcknowledged_isFoundOnlyWithWhatThePlatformHolds() throws IOException {
        Chain.Head end = spool.head();
        spool.last().frames.remove(2);

        assertThat(check().isIntact()).isTrue();
        assertBroken(
                check(List.of(new Anchor(HandMadeSpool.CHAIN.toString(), 9, end.link()))),
                3,
                spool.offset(2, 2),
                9,
                Reason.HELD,
                "the platform holds event 9, and the record ends with event 8");
    }

    @Test
    void verify_rewrittenAsAWhole_isFoundWithWhatThePlatformHolds() throws IOException {
        HandMadeSpool forged = HandMadeSpool.ofNine("something-else");
        UsageArchive archive = UsageArchive.at(forged.write(folder()));

        assertThat(archive.verify().isIntact()).isTrue();
        ChainCheck check = archive.verify(spool.anchors).chains().get(0);

        assertBroken(check, 1, forged.offset(0, 1), 2, Reason.HELD, "the platform holds another head of event 2");
        assertThat(check.agreed()).isZero();
        assertThat(check.breaks()).isEqualTo(3);
        assertThat(check.proof()).isEmpty();
    }

    @Test
    void verify_segmentsRewrittenButNotWhatIsAcknowledged_isFound() throws IOException {
        HandMadeSpool forged = HandMadeSpool.ofNine("something-else");
        forged.write(folder());
        byte[] acknowledged =
                Files.readAllBytes(spool.write(parent.resolve("2")).resolve("acknowledged"));
        Files.write(folder().resolve("acknowledged"), acknowledged);

        ChainCheck check = UsageArchive.at(folder()).verify().chains().get(0);

        assertThat(check.firstBreak()).hasValueSatisfying(found -> {
            assertThat(found.reason()).isEqualTo(Reason.ACKNOWLEDGED);
            assertThat(found.event()).isEqualTo(8);
        });
    }

    @Test
    void verify_anchorChanged_namesTheEventThatItIsOf() throws IOException {
        Chain.Head other = new Chain.Head(HandMadeSpool.CHAIN, 5, "ab".repeat(32));
        spool.parts.get(2).frames.set(ANCHOR, Frame.anchor(other, HandMadeSpool.TIME));

        assertBroken(
                check(),
                3,
                spool.offset(2, ANCHOR),
                5,
                Reason.ACKNOWLEDGED,
                "what the platform acknowledged up to event 5 is not what is here");
    }

    @Test
    void verify_anchorOfALongPassedSegment_isComparedWithIt() throws IOException {
        Chain.Head first = new Chain.Head(
                HandMadeSpool.CHAIN,
                1,
                HandMadeSpool.hex(
                        HandMadeSpool.read(spool.parts.get(0).frames.get(0)).link()));
        spool.parts.get(2).frames.add(Frame.anchor(first, HandMadeSpool.TIME));
        assertThat(check().isIntact()).isTrue();

        Chain.Head other = new Chain.Head(HandMadeSpool.CHAIN, 1, "ab".repeat(32));
        spool.parts.get(2).frames.add(Frame.anchor(other, HandMadeSpool.TIME));

        ChainCheck check = check();
        assertThat(check.firstBreak()).hasValueSatisfying(found -> {
            assertThat(found.event()).isEqualTo(1);
            assertThat(found.reason()).isEqualTo(Reason.ACKNOWLEDGED);
        });
        assertThat(check.proof()).isEmpty();
    }

    @Test
    void verify_chainOfThePlatformNotThere_isMissing() throws IOException {
        Anchor gone = new Anchor(new UUID(4, 2).toString(), 7, "ab".repeat(32));

        UsageVerification verification = UsageArchive.at(spool.write(folder())).verify(List.of(gone));

        assertThat(verification.isIntact()).isFalse();
        assertThat(verification.missing()).containsExactly(gone);
        assertThat(verification.text()).contains("MISSING: chain " + gone.chain());
    }

    @Test
    void verify_oldestSegmentsKeptLongEnough_saysHowManyEventsAreDeleted() throws IOException {
        spool.parts.remove(0);
        spool.parts.remove(0);

        ChainCheck check = check(spool.anchors);

        assertThat(check.isIntact()).isTrue();
        assertThat(check.deleted()).isEqualTo(6);
        assertThat(check.agreed()).isEqualTo(1);
        assertThat(check.unchecked()).isEqualTo(2);
        assertThat(check.proof())
                .hasValueSatisfying(proof -> assertThat(proof.count()).isEqualTo(8));
    }

    @Test
    void verify_allSegmentsDeleted_standsWhereThePlatformHasIt() throws IOException {
        spool.parts.clear();

        ChainCheck check = check(spool.anchors);

        assertThat(check.isIntact()).isTrue();
        assertThat(check.deleted()).isEqualTo(8).isEqualTo(check.count());
        assertThat(check.agreed()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void verify_anyByteOfAHeaderFlipped_isFoundOrHarmless(int part) throws IOException {
        for (int at = 0; at < SegmentHeader.SIZE; at++) {
            byte[] header = spool.parts.get(part).header;
            header[at] ^= 1;
            ChainCheck check = check();
            header[at] ^= 1;
            if (at < SegmentHeader.SHED) {
                assertThat(check.firstBreak()).as("byte %s", at).hasValueSatisfying(found -> {
                    assertThat(found.reason()).isEqualTo(Reason.HEADER);
                    assertThat(found.segment()).isEqualTo(part + 1L);
                });
                assertThat(check.breaks()).isEqualTo(1);
            } else {
                // What found no room is noted here before there is an event that says so; the events do not depend on
                // it.
                assertThat(check.isIntact()).as("byte %s", at).isTrue();
            }
            assertThat(check.count()).isEqualTo(9);
        }
    }

    @Test
    void verify_anyByteOfASegmentFlipped_isFoundOrCostsNoEvent() throws IOException {
        Path file = Segment.path(spool.write(folder()), 2);
        byte[] whole = Files.readAllBytes(file);
        int anchor = spool.offset(1, ANCHOR);
        for (int at = SegmentHeader.SIZE; at < whole.length; at++) {
            byte[] flipped = whole.clone();
            flipped[at] ^= 0x10;
            Files.write(file, flipped);

            ChainCheck check = UsageArchive.at(folder()).verify().chains().get(0);

            assertThat(check.isIntact()).as("byte %s", at).isEqualTo(at >= anchor);
            assertThat(check.damagedBytes() + check.tornBytes())
                    .as("byte %s", at)
                    .isPositive();
            assertThat(check.count()).isEqualTo(9);
        }
    }

    @Test
    void verify_tornTailOfAKilledProcess_isNoBreak() throws IOException {
        byte[] next = spool.next(new UUID(7, 7), "{}");
        for (int cut = 1; cut < next.length; cut++) {
            spool.last().frames.add(Arrays.copyOf(next, cut));
            ChainCheck check = check();
            spool.last().frames.remove(spool.last().frames.size() - 1);

            assertThat(check.isIntact()).as("cut at %s", cut).isTrue();
            assertThat(check.tornBytes()).isLessThanOrEqualTo(cut);
            assertThat(check.tornBytes() > 0).isEqualTo(cut >= 4); // the first three bytes are zeros, as unused space
        }
    }

    @Test
    void verify_segmentWhoseCreationWasCutOff_isNoBreak() throws IOException {
        byte[] header = new SegmentHeader(4, HandMadeSpool.TIME, spool.head(), true, SegmentHeader.Shed.NONE).bytes();
        spool.write(folder());
        for (int cut = 0; cut <= header.length; cut++) {
            Files.write(Segment.path(folder(), 4), Arrays.copyOf(Arrays.copyOf(header, cut), Segment.CAPACITY));
            assertThat(UsageArchive.at(folder()).verify().isIntact())
                    .as("cut at %s", cut)
                    .isTrue();
        }
    }

    @Test
    void verify_segmentsOfTheVersionWithoutChains_areCounted() throws IOException {
        spool.parts.forEach(part -> part.number++);
        spool.write(folder());
        byte[] old = new byte[300];
        System.arraycopy(new byte[] {'G', 'V', 'S', 'U', 1}, 0, old, 0, 5);
        Files.write(Segment.path(folder(), 1), old);

        ChainCheck check = UsageArchive.at(folder()).verify().chains().get(0);

        assertThat(check.unreadable()).isEqualTo(1);
        assertThat(check.count()).isEqualTo(9);
    }

    @Test
    void verify_gapEvents_areAddedUp() throws IOException {
        gap(7, GapReason.NO_ROOM);
        gap(5, GapReason.NO_ROOM);
        gap(3, GapReason.TOO_OLD);
        long end = spool.head().count();
        spool.last().header = new SegmentHeader(
                        3,
                        HandMadeSpool.TIME,
                        SegmentHeader.of(spool.last().header).head(),
                        true,
                        SegmentHeader.Shed.NONE)
                .bytes();
        ByteBuffer.wrap(spool.last().header).putLong(SegmentHeader.SHED, 2).putLong(SegmentHeader.SHED_AT, end);

        ChainCheck check = check();

        assertThat(check.shed()).isEqualTo(14);
        assertThat(check.givenUp()).isEqualTo(3);
        assertThat(check.isIntact()).isTrue();
    }

    private void gap(long count, GapReason reason) {
        UUID id = EventIds.ofProcess().next(new TurnableClock());
        SegmentHeader.Shed shed = new SegmentHeader.Shed(count, HandMadeSpool.TIME, 0);
        spool.event(id, new String(UsageJson.gap(id, Events.SOURCE, HandMadeSpool.TIME, shed, reason), UTF_8));
    }

    @Test
    void verify_severalSpools_checksEachByItself() throws IOException {
        Path application = parent.resolve("residence-permits");
        HandMadeSpool.ofNine("a").write(application.resolve("share.example.gov").resolve("1"));
        HandMadeSpool.ofNine("b").write(application.resolve("share.example.gov").resolve("10"));
        HandMadeSpool broken = HandMadeSpool.ofNine("c");
        broken.parts.get(0).frames.remove(0);
        broken.write(application.resolve("share.example.gov").resolve("2"));

        UsageVerification verification = UsageArchive.at(parent).verify();

        assertThat(verification.chains())
                .extracting(check -> check.folder().getFileName().toString(), ChainCheck::isIntact)
                .containsExactly(tuple("1", true), tuple("2", false), tuple("10", true));
        assertThat(verification.isIntact()).isFalse();
        assertThat(verification.text()).contains("BROKEN in 1 place", "unbroken", "event 1 is missing");
    }

    @Test
    void verify_spoolOfTheSdk_isUnbrokenWhileItIsKeptAndAfterwards() throws IOException {
        SpoolLimits limits = new SpoolLimits(1L << 30, 0, Duration.ofDays(180), Duration.ofDays(365));
        TurnableClock clock = new TurnableClock();
        for (int run = 1; run <= 3; run++) {
            try (Spool real = Events.spool(parent, false, limits, clock)) {
                Events.append(real, 4);
                real.acknowledge(real.read(3, Integer.MAX_VALUE / 2));
                ChainCheck live = UsageArchive.at(parent).verify().chains().get(0);
                assertThat(live.isIntact()).isTrue();
                assertThat(live.count()).isEqualTo(4L * run);
            }
        }

        ChainCheck check = UsageArchive.at(parent).verify().chains().get(0);

        assertThat(check.isIntact()).isTrue();
        assertThat(check.count()).isEqualTo(12);
        assertThat(check.proof())
                .hasValueSatisfying(proof -> assertThat(proof.count()).isEqualTo(9));
    }

    @Test
    void verify_spoolThatIsWrittenMeanwhile_raisesNoFalseAlarm() throws Exception {
        SpoolLimits limits = new SpoolLimits(24L << 20, 0, Duration.ofDays(180), Duration.ofDays(365));
        AtomicBoolean enough = new AtomicBoolean();
        try (Spool real = Events.spool(parent, false, limits, new TurnableClock())) {
            byte[] json = new byte[20_000];
            Arrays.fill(json, (byte) 'x');
            FutureTask<Long> writing = new FutureTask<>(() -> write(real, json, enough));
            Thread writer = new Thread(writing, "writer");
            writer.start();
            try {
                for (int i = 0; i < 12; i++) {
                    UsageVerification verification = UsageArchive.at(parent).verify();
                    assertThat(verification.isIntact()).as(verification.text()).isTrue();
                }
            } finally {
                enough.set(true);
                writer.join();
            }
            assertThat(writing.get()).isGreaterThanOrEqualTo(2_000);
        }
        assertThat(UsageArchive.at(parent).verify().isIntact()).isTrue();
        assertThat(UsageArchive.at(parent).verify().chains().get(0).deleted()).isPositive();
        warnings.clear(); // that acknowledged events make room
    }

    /** Appends, and acknowledges with a lag of half a batch. @return how many events there were */
    private static long write(Spool spool, byte[] json, AtomicBoolean enough) throws IOException {
        TurnableClock clock = new TurnableClock();
        while (!enough.get() || spool.appendedEvents() < 2_000) {
            for (int i = 0; i < 50; i++) {
                spool.append(Frame.EVENT, EventIds.ofProcess().next(clock), json);
            }
            spool.acknowledge(spool.read(spool.acknowledgedEvents() == 0 ? 25 : 50, Integer.MAX_VALUE / 2));
        }
        return spool.appendedEvents();
    }

    @Test
    void verify_changesNothing() throws IOException {
        byte[] torn = Arrays.copyOf(spool.next(new UUID(7, 7), "{}"), 30);
        spool.last().frames.add(torn);
        spool.write(folder());
        Path file = Segment.path(folder(), 3);
        byte[] before = Files.readAllBytes(file);
        UsageArchive.at(folder()).verify();
        assertThat(file).hasBinaryContent(before);
        try (Stream<Path> files = Files.list(folder())) {
            assertThat(files).hasSize(4);
        }
    }
}
