package io.govshare.catalog;

import io.govshare.error.Diagnosis;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the grant that permits a use, or says exactly why none does. */
final class GrantCheck {

    /** How many names a message lists before it only counts them. */
    private static final int LISTED = 12;

    /** What permits the use, or why nothing does; one of both is null. */
    record Result(@Nullable Grant grant, @Nullable Diagnosis refusal) {}

    private final String dataset;
    private final String purpose;
    private final @Nullable RequestedFields fields;
    private final Instant now;

    /** @param fields null when nobody knows which fields will be read */
    GrantCheck(String dataset, String purpose, @Nullable RequestedFields fields, Instant now) {
        this.dataset = dataset;
        this.purpose = purpose;
        this.fields = fields;
        this.now = now;
    }

    /** Purpose first, then time, then fields, so that the refusal names what is nearest to being permitted. */
    Result of(List<Grant> all) {
        List<Grant> here =
                all.stream().filter(grant -> grant.dataset().equals(dataset)).toList();
        List<Grant> forPurpose = here.stream().filter(this::isForPurpose).toList();
        List<Grant> valid = forPurpose.stream().filter(this::isValid).toList();
        Optional<Grant> chosen = valid.stream()
                .filter(this::coversFields)
                .max(Comparator.comparing(GrantCheck::end).thenComparing(Grant::id));
        return chosen.map(grant -> new Result(grant, null))
                .orElseGet(() -> new Result(null, refusal(here, forPurpose, valid)));
    }

    private Diagnosis refusal(List<Grant> here, List<Grant> forPurpose, List<Grant> valid) {
        if (here.isEmpty()) {
            return new Diagnosis(
                    "This application holds no grant for the dataset",
                    "grants read: none",
                    "Apply to the publisher for a grant for the purpose '" + purpose
                            + "', and wait until it is approved.");
        }
        if (forPurpose.isEmpty()) {
            return wrongPurpose(here);
        }
        return valid.isEmpty() ? outOfTime(forPurpose) : outOfScope(valid);
    }

    private Diagnosis wrongPurpose(List<Grant> here) {
        TreeSet<String> granted = here.stream()
                .flatMap(grant -> grant.purposes().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        return new Diagnosis(
                "The purpose '" + purpose + "' is not granted; granted: " + listed(granted),
                evidence(here),
                "Call with CallContext.purpose(…) of a granted purpose if that is what the data is used for, or apply to the"
                        + " publisher for a grant for '" + purpose + "'.");
    }

    private Diagnosis outOfTime(List<Grant> forPurpose) {
        Optional<Grant> next = forPurpose.stream()
                .filter(grant -> start(grant).isAfter(now))
                .min(Comparator.comparing(GrantCheck::start));
        if (next.isPresent()) {
            return new Diagnosis(
                    "The grant for the purpose '" + purpose + "' is not yet valid; it begins at " + start(next.get()),
                    evidence(List.of(next.get())) + "; now " + now,
                    "Wait until it begins, or ask the publisher for an earlier beginning; check this machine's clock.");
        }
        Grant last =
                forPurpose.stream().max(Comparator.comparing(GrantCheck::end)).orElseThrow();
        return new Diagnosis(
                "The grant for the purpose '" + purpose + "' expired at " + end(last),
                evidence(List.of(last)) + "; now " + now,
                "Ask the publisher to renew the grant; check this machine's clock.");
    }

    private Diagnosis outOfScope(List<Grant> valid) {
        Grant nearest = valid.stream()
                .min(Comparator.<Grant>comparingInt(grant -> outside(grant).size())
                        .thenComparing(Grant::id))
                .orElseThrow();
        TreeSet<String> granted = new TreeSet<>(nearest.fields());
        if (outside(nearest).isEmpty()) {
            return new Diagnosis(
                    "The grant covers only some fields, and the call asks for all of them",
                    evidence(List.of(nearest)) + ", fields " + listed(granted),
                    "Ask for these only: Query.select(" + listed(granted) + "), or apply for the others.");
        }
        return new Diagnosis(
                "Outside the scope of the grant: " + listed(outside(nearest)),
                evidence(List.of(nearest)) + ", fields " + listed(granted),
                "Leave these fields out of Query.select(…), conditions and order, or apply to the publisher for them.");
    }

    private boolean isForPurpose(Grant grant) {
        return grant.purposes().isEmpty() || grant.purposes().contains(purpose);
    }

    private boolean isValid(Grant grant) {
        return !start(grant).isAfter(now) && end(grant).isAfter(now);
    }

    private boolean coversFields(Grant grant) {
        return grant.fields().isEmpty()
                || fields == null
                || (!fields.names().isEmpty() && outside(grant).isEmpty());
    }

    private Set<String> outside(Grant grant) {
        Stream<String> names = fields == null ? Stream.of() : fields.names().stream();
        return names.filter(name -> !covers(grant, name)).collect(Collectors.toCollection(TreeSet::new));
    }

    /** A grant for {@code address} covers {@code address/city}. */
    private static boolean covers(Grant grant, String field) {
        for (int end = field.length(); end > 0; end = field.lastIndexOf('/', end - 1)) {
            if (grant.fields().contains(field.substring(0, end))) {
                return true;
            }
        }
        return false;
    }

    private static Instant start(Grant grant) {
        return grant.validFrom() == null ? Instant.MIN : grant.validFrom();
    }

    private static Instant end(Grant grant) {
        return grant.validUntil() == null ? Instant.MAX : grant.validUntil();
    }

    private static String evidence(List<Grant> grants) {
        return grants.stream()
                .sorted(Comparator.comparing(Grant::id))
                .limit(LISTED)
                .map(grant -> "grant " + grant.id() + " valid "
                        + (grant.validFrom() == null ? "…" : grant.validFrom()) + " to "
                        + (grant.validUntil() == null ? "…" : grant.validUntil()) + " for "
                        + (grant.purposes().isEmpty() ? "any purpose" : listed(new TreeSet<>(grant.purposes()))))
                .collect(Collectors.joining("; "));
    }

    private static String listed(Collection<String> names) {
        String some = names.stream().limit(LISTED).collect(Collectors.joining(", "));
        return names.size() <= LISTED ? some : some + " and " + (names.size() - LISTED) + " more";
    }
}
