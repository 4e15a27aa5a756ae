package io.govshare.catalog;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The approved permission to use a dataset. What it says of purposes, fields and time is checked before each call; what it
 * says of rows is a text for people, which the SDK shows and the platform enforces. Immutable.
 *
 * <pre>{@code
 * Grant.of("G-0001", "cn.stats.counties", "residence-permit")
 *         .onlyFields("code", "name")
 *         .valid(null, Instant.parse("2027-01-01T00:00:00Z"))
 *         .applicationNumber("SQ-2026-0017")
 * }</pre>
 *
 * @param id id of the agreement
 * @param dataset id of the dataset
 * @param purposes purposes it was given for; empty for any
 * @param fields fields that may be read; empty for all
 * @param validFrom first instant it is valid; null when open
 * @param validUntil first instant it is no longer valid; null when open
 * @param applicationNumber number of the application that it was approved on, to quote to the publisher; null when unknown
 * @param rows which records it is for, in the words of the agreement; null when it says nothing of them
 */
public record Grant(
        String id,
        String dataset,
        Set<String> purposes,
        Set<String> fields,
        @Nullable Instant validFrom,
        @Nullable Instant validUntil,
        @Nullable String applicationNumber,
        @Nullable String rows) {

    /** How many names, and how many characters of a text, are shown. */
    private static final int NAMES_SHOWN = 12;

    private static final int LONGEST_SHOWN = 200;

    /** Blank texts count as absent; line breaks in them become spaces. */
    public Grant {
        purposes = Set.copyOf(purposes);
        fields = Set.copyOf(fields);
        applicationNumber = onOneLine(applicationNumber);
        rows = onOneLine(rows);
    }

    /** A grant of which neither application nor rows are known. */
    public Grant(
            String id,
            String dataset,
            Set<String> purposes,
            Set<String> fields,
            @Nullable Instant validFrom,
            @Nullable Instant validUntil) {
        this(id, dataset, purposes, fields, validFrom, validUntil, null, null);
    }

    /** A grant of all fields, always valid; for any purpose when none is named. */
    public static Grant of(String id, String dataset, String... purposes) {
        return new Grant(id, dataset, Set.copyOf(List.of(purposes)), Set.of(), null, null);
    }

    /** This grant, for these fields only. */
    public Grant onlyFields(String... names) {
        return new Grant(
                id, dataset, purposes, Set.copyOf(List.of(names)), validFrom, validUntil, applicationNumber, rows);
    }

    /**
     * This grant, valid in this time only.
     *
     * @param from first instant it is valid; null for always
     * @param until first instant it is no longer valid; null for ever
     */
    public Grant valid(@Nullable Instant from, @Nullable Instant until) {
        return new Grant(id, dataset, purposes, fields, from, until, applicationNumber, rows);
    }

    /** This grant, approved on the application of this number. */
    public Grant applicationNumber(@Nullable String number) {
        return new Grant(id, dataset, purposes, fields, validFrom, validUntil, number, rows);
    }

    /** This grant, for the records that this text describes. */
    public Grant rows(@Nullable String text) {
        return new Grant(id, dataset, purposes, fields, validFrom, validUntil, applicationNumber, text);
    }

    private static @Nullable String onOneLine(@Nullable String text) {
        String line = text == null
                ? ""
                : text.replaceAll("[\\s\\p{Cntrl}\\u2028\\u2029]+", " ").strip();
        return line.isEmpty() ? null : line;
    }

    /** What it permits, on one line for people, long lists shortened. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(128).append("grant ").append(id);
        if (applicationNumber != null) {
            text.append(" (application ").append(shortened(applicationNumber)).append(')');
        }
        text.append(" valid ")
                .append(validFrom == null ? "…" : validFrom)
                .append(" to ")
                .append(validUntil == null ? "…" : validUntil)
                .append(" for ")
                .append(purposes.isEmpty() ? "any purpose" : listed(new TreeSet<>(purposes)));
        if (!fields.isEmpty()) {
            text.append(", fields ").append(listed(new TreeSet<>(fields)));
        }
        if (rows != null) {
            text.append(", rows: ").append(shortened(rows));
        }
        return text.toString();
    }

    /** The names, and of many only the first and how many more there are. */
    static String listed(Collection<String> names) {
        String some = names.stream().limit(NAMES_SHOWN).collect(Collectors.joining(", "));
        return names.size() <= NAMES_SHOWN ? some : some + " and " + (names.size() - NAMES_SHOWN) + " more";
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "…";
    }
}
