package io.govshare.testing;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The permission of a client to use a dataset. Immutable.
 *
 * @param client id of the client
 * @param dataset id of the dataset
 * @param purposes purposes it is given for; empty for any
 * @param fields fields that may be read; empty for all
 * @param from first instant it is valid; null for always
 * @param until first instant it is no longer valid; null for ever
 * @param applicationNumber number of the application that it was approved on; null for none
 * @param rows which records it is for, in words, which the sandbox shows and does not enforce; null for none
 */
public record SandboxGrant(
        String client,
        String dataset,
        Set<String> purposes,
        Set<String> fields,
        @Nullable Instant from,
        @Nullable Instant until,
        @Nullable String applicationNumber,
        @Nullable String rows) {

    public SandboxGrant {
        purposes = Set.copyOf(purposes);
        fields = Set.copyOf(fields);
    }

    /** A grant of all fields, always valid; for any purpose when none is named. */
    public static SandboxGrant of(String client, String dataset, String... purposes) {
        return new SandboxGrant(client, dataset, Set.of(purposes), Set.of(), null, null, null, null);
    }

    /** This grant, limited to these fields. */
    public SandboxGrant onlyFields(String... names) {
        return new SandboxGrant(client, dataset, purposes, Set.of(names), from, until, applicationNumber, rows);
    }

    /** This grant, valid in this time only. */
    public SandboxGrant valid(@Nullable Instant newFrom, @Nullable Instant newUntil) {
        return new SandboxGrant(client, dataset, purposes, fields, newFrom, newUntil, applicationNumber, rows);
    }

    /** This grant, approved on the application of this number. */
    public SandboxGrant applicationNumber(@Nullable String number) {
        return new SandboxGrant(client, dataset, purposes, fields, from, until, number, rows);
    }

    /** This grant, for the records that this text describes; the sandbox shows it and gives all records. */
    public SandboxGrant rows(@Nullable String text) {
        return new SandboxGrant(client, dataset, purposes, fields, from, until, applicationNumber, text);
    }
}
