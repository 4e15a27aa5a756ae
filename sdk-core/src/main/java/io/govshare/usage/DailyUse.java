package io.govshare.usage;

import java.time.LocalDate;

/**
 * How often a dataset was used on one day, for one purpose, with one outcome. Immutable.
 *
 * @param day the day on which the uses began
 * @param dataset id of the dataset; empty for uses that are not on record, and for events that cannot be read
 * @param purpose code of the purpose; empty if none was given
 * @param outcome {@code matched}, {@code empty}, {@code refused}, {@code failed} or {@code interrupted};
 *     {@code not-recorded} for uses that are not on record, for want of room or since their files were taken away, on
 *     the day on which the first of them began; {@code unreadable} for events that cannot be read
 * @param uses how many
 * @param received records received, of the uses that say so
 * @param delivered records delivered to the application, of the uses that say so
 */
public record DailyUse(
        LocalDate day, String dataset, String purpose, String outcome, long uses, long received, long delivered) {}
