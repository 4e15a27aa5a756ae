package io.govshare.usage;

import io.govshare.usage.UsageVerification.Anchor;
import io.govshare.usage.UsageVerification.ChainCheck;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The record of uses below a folder, for an inspection: verified, exported, added up. It only reads, in memory that does not
 * grow with the record, also while applications write there; what they write meanwhile may or may not be seen. Safe for
 * concurrent use.
 *
 * <p>An officer needs no application for it: {@code java -cp … io.govshare.usage.UsageArchive verify <folder>}; called without
 * arguments it says what else it does.
 */
public final class UsageArchive {

    /** In which form events are exported. */
    public enum Format {
        /** Each event as it was reported, one JSON object a line: the bytes that its link in the chain covers. */
        NDJSON,
        /**
         * A line with the names of the columns, then a line an event (RFC 4180, UTF-8). A value that a spreadsheet would take
         * for a formula begins with an apostrophe.
         */
        CSV
    }

    private static final String LOGGING_HINTS = "slf4j.internal.verbosity";

    private final Path folder;

    private UsageArchive(Path folder) {
        this.folder = folder;
    }

    /**
     * The record below a folder: of one process, of all of an application on a platform, of an application, or of all
     * applications.
     */
    public static UsageArchive at(Path folder) {
        return new UsageArchive(folder);
    }

    /** The folders that hold a spool, in order; none if nothing was ever recorded here. */
    public List<Path> spools() throws IOException {
        return SpoolFolders.below(folder);
    }

    /**
     * Checks that no event was changed, left out or added, as far as the record itself can say; a record that was rewritten as
     * a whole is found out only with what the platform holds.
     *
     * @throws IOException if it cannot be read
     */
    public UsageVerification verify() throws IOException {
        return verify(List.of());
    }

    /**
     * Checks the record against what the platform has kept of the batches that it took.
     *
     * @param held places in the chains, any number of them, in any order; they must agree
     * @throws IOException if the record cannot be read
     */
    public UsageVerification verify(Collection<Anchor> held) throws IOException {
        List<ChainCheck> checks = new ArrayList<>();
        for (Path spool : spools()) {
            checks.addAll(SpoolVerifier.verify(spool, held));
        }
        Set<String> found = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        checks.forEach(check -> found.add(check.chain()));
        return new UsageVerification(
                checks,
                held.stream().filter(anchor -> !found.contains(anchor.chain())).toList());
    }

    /**
     * Writes the events of uses that began in a span of time, spool by spool in the order of their chains; those that are not
     * on record have events too, and so have those that cannot be read.
     *
     * @param out is flushed, and not closed
     * @param from the beginning, included
     * @param to the end, excluded
     * @throws IOException if the record cannot be read, or {@code out} not be written to
     * @throws IllegalArgumentException if the end lies before the beginning
     */
    public void export(Format format, OutputStream out, Instant from, Instant to) throws IOException {
        inOrder(from, to);
        RecordExport export = new RecordExport(format, out);
        export.begin();
        for (Path spool : spools()) {
            RecordedEvents.read(spool, event -> {
                if (!event.time().isBefore(from) && event.time().isBefore(to)) {
                    export.write(event);
                }
            });
        }
        out.flush();
    }

    /**
     * The same, into a new file that only its owner can read, on systems that know owners. If it fails, no file is left.
     *
     * @throws java.nio.file.FileAlreadyExistsException if the file exists
     */
    public void export(Format format, Path file, Instant from, Instant to) throws IOException {
        inOrder(from, to);
        PrivateFiles.createNew(file);
        boolean whole = false;
        try {
            try (OutputStream out = new BufferedOutputStream(
                    Files.newOutputStream(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING))) {
                export(format, out, from, to);
            }
            whole = true;
        } finally {
            if (!whole) {
                Files.delete(file);
            }
        }
    }

    /**
     * Adds up uses by day, dataset, purpose and outcome.
     *
     * @param from the first day
     * @param to the day after the last
     * @param zone where the days are
     * @return ordered by day, dataset, purpose and outcome
     * @throws IOException if the record cannot be read
     * @throws IllegalArgumentException if the end lies before the beginning
     */
    public List<DailyUse> daily(LocalDate from, LocalDate to, ZoneId zone) throws IOException {
        inOrder(from, to);
        DailyUses uses = new DailyUses(from, to, zone);
        for (Path spool : spools()) {
            RecordedEvents.read(spool, uses::add);
        }
        return uses.all();
    }

    private static <T extends Comparable<? super T>> void inOrder(T from, T to) {
        if (to.compareTo(from) < 0) {
            throw new IllegalArgumentException("The span from " + from + " to " + to
                    + " ends before it begins; give the beginning first, and the end, which is excluded, second");
        }
    }

    /** The folder. */
    @Override
    public String toString() {
        return folder.toString();
    }

    /**
     * The same for a command line. Ends with 0; with 1 if a chain is broken or missing; with 2 if the arguments are wrong, or
     * there is nothing that can be read.
     */
    public static void main(String[] arguments) {
        // An officer has no use for the hint that nothing logs.
        if (System.getProperty(LOGGING_HINTS) == null) {
            System.setProperty(LOGGING_HINTS, "ERROR");
        }
        int status = new ArchiveCommand(System.out, System.err).run(List.of(arguments));
        if (status != 0) {
            System.exit(status);
        }
    }
}
