package io.govshare.usage;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What has become of the records of use: how many wait, how many the platform has. Safe for concurrent use. */
public interface UsageLog {

    /**
     * Where the records stand.
     *
     * @param pending events on disk that the platform has not acknowledged
     * @param delivered events that the platform acknowledged since this process opened the spool
     * @param rejected events that the platform will never take, since this process opened the spool; they are set aside
     *     in {@code rejected.ndjson} beside the spool
     * @param shed uses that are not on record since this process opened the spool, because it was full, could not be
     *     written, or their events were too old to be delivered; their number goes on record
     * @param oldestPending about when the use of the oldest pending event began; empty when none is pending
     * @param lastError why the latest delivery failed; empty when it succeeded or there was none yet
     */
    record Status(
            long pending,
            long delivered,
            long rejected,
            long shed,
            Optional<Instant> oldestPending,
            Optional<String> lastError) {}

    /** Where the records stand now. */
    Status status();

    /**
     * Reports at once what is pending now, and tries again until it is delivered or the time is up.
     *
     * @return whether all that was pending is delivered; false also when the thread is interrupted, its flag set again,
     *     and when events are not reported at all and some are pending
     */
    boolean flush(Duration timeout);

    /**
     * The record on disk, of all processes of this application and platform on this machine, to be exported and added up;
     * empty when nothing is recorded.
     */
    Optional<UsageArchive> archive();

    /**
     * Checks that nothing was changed, left out or added in the record on disk, and says up to where the platform can confirm
     * it. Reads all of it, which takes a second or two for each 100 MiB.
     *
     * @throws IOException if it cannot be read
     */
    default UsageVerification verify() throws IOException {
        Optional<UsageArchive> archive = archive();
        return archive.isPresent() ? archive.get().verify() : new UsageVerification(List.of(), List.of());
    }
}
