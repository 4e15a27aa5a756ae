package io.govshare.dataset;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far the reading of a stream has come, as {@link CallOptions#progress} has it told. Immutable.
 *
 * @param dataset id of the dataset
 * @param records records that the application has got
 * @param bytes bytes of answers that came over the wire, as they are compressed there; a page read ahead is among them
 * @param elapsed time since the stream was opened
 * @param total records there will be in all; empty unless the query was {@link Query#counted()} or the platform says so unasked
 * @param isOver whether this is the last word: the stream came to its end, failed or was closed
 */
public record Progress(String dataset, long records, long bytes, Duration elapsed, OptionalLong total, boolean isOver) {

    /** Records in a second, on average since the stream was opened; 0 as long as no time has passed. */
    public double recordsPerSecond() {
        return elapsed.isZero() ? 0 : records * 1e9 / elapsed.toNanos();
    }

    /** How long the rest will take at this rate; empty while the total or the rate is not known. */
    public Optional<Duration> remaining() {
        if (total.isEmpty() || records == 0) {
            return Optional.empty();
        }
        long left = Math.max(0, total.getAsLong() - records);
        return Optional.of(Duration.ofMillis(Math.round((double) left / records * elapsed.toMillis())));
    }
}
