package io.govshare.usage;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the verification of the record of uses found: for each chain whether it is unbroken, and what the platform can confirm.
 * Nobody who changes the record can make it agree with the heads that the platform holds, so these, and not this result
 * alone, are the proof. Immutable.
 *
 * @param chains one for each spool that was found, ordered by folder
 * @param missing places that the platform holds, in chains of which nothing was found
 */
public record UsageVerification(List<ChainCheck> chains, List<Anchor> missing) {

    public UsageVerification {
        chains = List.copyOf(chains);
        missing = List.copyOf(missing);
    }

    /**
     * A place in a chain that was acknowledged, as the platform holds it from the batches that it took.
     *
     * @param chain id of the chain, a UUID
     * @param count how many events it has up to there
     * @param head link of the last of them, 64 hexadecimal digits
     */
    public record Anchor(String chain, long count, String head) {}

    /**
     * Up to where a chain is proven, if the platform confirms that it holds this head.
     *
     * @param count how many events the chain has up to there
     * @param head link of the last of them, 64 hexadecimal digits
     * @param acknowledged when the platform acknowledged them, by the clock of this machine
     */
    public record Proof(long count, String head, Instant acknowledged) {}

    /** In what way a chain is broken. */
    public enum Reason {
        /** An event does not follow from the one before it: it was changed, or others before it were. */
        CHANGED,
        /** Events are not there. */
        MISSING,
        /** An event, or a segment, stands where it does not belong. */
        MISPLACED,
        /** The header of a segment is damaged, or contradicts its name. */
        HEADER,
        /** The record itself says that the platform acknowledged something else. */
        ACKNOWLEDGED,
        /** The platform holds something else. */
        HELD
    }

    /**
     * Where a chain is broken.
     *
     * @param folder folder of the spool
     * @param segment number of the segment
     * @param offset offset in the segment, in bytes
     * @param event number of the event in its chain, from 1; of those that are missing the first
     * @param reason in what way
     * @param detail what is wrong, in words
     */
    public record Break(Path folder, long segment, long offset, long event, Reason reason, String detail) {}

    /**
     * What was found of one chain.
     *
     * @param folder folder of the spool
     * @param chain id of the chain, a UUID; empty if the folder has nothing that is chained
     * @param deleted how many events at its beginning are there no more: acknowledged ones that were kept long enough or
     *     made room for others, or that somebody took away, which the record alone cannot tell
     * @param count how many events it has in all, those included
     * @param head link of the last of them, 64 hexadecimal digits
     * @param proof up to where it is proven; empty if the platform has acknowledged nothing of it
     * @param agreed how many of the places that the platform holds agree
     * @param unchecked how many of them lie in what was deleted, or where an event is damaged
     * @param shed uses that are not on record, for want of room or since their files were taken away, as the record
     *     says
     * @param givenUp events that waited too long to be delivered, as the record says
     * @param damagedBytes damaged bytes between whole frames
     * @param tornBytes bytes at the ends of segments that are no whole frame, as a killed process leaves them
     * @param unreadable segments that cannot be read, or are of the version without chains
     * @param firstBreak where it is first broken; empty if it is not
     * @param breaks how often it is broken
     */
    public record ChainCheck(
            Path folder,
            String chain,
            long deleted,
            long count,
            String head,
            Optional<Proof> proof,
            long agreed,
            long unchecked,
            long shed,
            long givenUp,
            long damagedBytes,
            long tornBytes,
            long unreadable,
            Optional<Break> firstBreak,
            long breaks) {

        /** Whether each event follows from the one before it, and all that was acknowledged is there. */
        public boolean isIntact() {
            return breaks == 0;
        }
    }

    /** Whether no chain is broken, and none is missing. */
    public boolean isIntact() {
        return missing.isEmpty() && chains.stream().allMatch(ChainCheck::isIntact);
    }

    /** What was found, in lines of words. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (ChainCheck chain : chains) {
            text(text, chain);
        }
        for (Anchor anchor : missing) {
            line(text, "MISSING: chain " + anchor.chain() + ", of which the platform holds event " + anchor.count());
        }
        return text.toString();
    }

    private static void text(StringBuilder text, ChainCheck chain) {
        line(text, chain.folder().toString());
        line(text, "  chain " + (chain.chain().isEmpty() ? "none" : chain.chain()));
        line(
                text,
                (chain.count() > chain.deleted()
                                ? "  events " + (chain.deleted() + 1) + " to " + chain.count()
                                : "  no events left")
                        + ", head " + chain.head());
        line(
                text,
                chain.proof()
                        .map(proof -> "  proven up to event " + proof.count() + ", head " + proof.head()
                                + ", acknowledged " + proof.acknowledged())
                        .orElse("  not proven: no acknowledgement by the platform fits what is here"));
        counted(text, "events at the beginning deleted, after their retention or to make room", chain.deleted());
        counted(text, "places that the platform holds, and that agree", chain.agreed());
        counted(text, "places that the platform holds, and that could not be looked up", chain.unchecked());
        counted(text, "uses not on record", chain.shed());
        counted(text, "events given up, too old to be delivered", chain.givenUp());
        counted(text, "damaged bytes", chain.damagedBytes());
        counted(text, "torn bytes", chain.tornBytes());
        counted(text, "segments that cannot be read", chain.unreadable());
        line(
                text,
                chain.firstBreak()
                        .map(first -> "  BROKEN in " + chain.breaks() + (chain.breaks() == 1 ? " place" : " places")
                                + ", first in segment " + first.segment() + " at offset " + first.offset() + ", event "
                                + first.event() + ": " + first.reason() + ", " + first.detail())
                        .orElse("  unbroken"));
    }

    private static void counted(StringBuilder text, String what, long count) {
        if (count > 0) {
            line(text, "  " + what + ": " + count);
        }
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append(System.lineSeparator());
    }
}
