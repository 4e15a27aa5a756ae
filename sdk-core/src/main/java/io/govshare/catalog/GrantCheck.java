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

    /** How many grants a message shows. */
    private static final int LISTED = 12;

    /** What permits the use, or why nothing does; one of both is null. */
    record Result(@Nullable Grant grant, @Nullable Diagnosis refusal) {}

    private final String dataset;
    private final String publisher;
    private final String purpose;
    private final @Nullable RequestedFields fields;
    private final Instant now;

    /**
     * A check of one use.
     *
     * @param fields null when nobody knows which fields will be read
     */
    GrantCheck(DatasetDescription dataset, String purpose, @Nullable RequestedFields fields, Instant now) {
        this.dataset = dataset.id();
        this.publisher = publisher(dataset);
        this.purpose = purpose;
        this.fields = fields;
        this.now = now;
    }

    /** The publisher as messages name it. */
    static String publisher(DatasetDescription dataset) {
        return "the publisher" + (dataset.publisher().isEmpty() ? "" : " (" + dataset.publisher() + ")");
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
                    "Apply to " + publisher + " for a grant for the purpose '" + purpose
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
                "The purpose '" + purpose + "' is not granted; granted: " + Grant.listed(granted),
                evidence(here),
                "Call with CallContext.purpose(…) of a granted purpose if that is what the data is used for, or apply to "
                        + publisher + " for a grant for '" + purpose + "'.");
    }

    private Diagnosis outOfTime(List<Grant> forPurpose) {
        Optional<Grant> next = forPurpose.stream()
                .filter(grant -> start(grant).isAfter(now))
                .min(Comparator.comparing(GrantCheck::start));
        if (next.isPresent()) {
            return new Diagnosis(
                    "The grant for the purpose '" + purpose + "' is not yet valid; it begins at " + start(next.get()),
                    evidence(List.of(next.get())) + "; now " + now,
                    "Wait until it begins, or ask " + publisher + " for an earlier beginning" + quoting(next.get())
                            + "; check this machine's clock.");
        }
        Grant last =
                forPurpose.stream().max(Comparator.comparing(GrantCheck::end)).orElseThrow();
        return new Diagnosis(
                "The grant for the purpose '" + purpose + "' expired at " + end(last),
                evidence(List.of(last)) + "; now " + now,
                "Ask " + publisher + " to renew the grant" + quoting(last) + "; check this machine's clock.");
    }

    private Diagnosis outOfScope(List<Grant> valid) {
        Grant nearest = valid.stream()
                .min(Comparator.<Grant>comparingInt(grant -> outside(grant).size())
                        .thenComparing(Grant::id))
                .orElseThrow();
        Set<String> outside = outside(nearest);
        if (outside.isEmpty()) {
            return new Diagnosis(
                    "The grant covers only some fields, and the call asks for all of them",
                    evidence(List.of(nearest)),
                    "Narrow the query to the grant by " + select(new TreeSet<>(nearest.fields())) + ", or apply to "
                            + publisher + " for the others" + quoting(nearest) + ".");
        }
        return new Diagnosis(
                "Outside the scope of the grant: " + Grant.listed(outside),
                evidence(List.of(nearest)),
                remedy(nearest, outside));
    }

    /** How to ask without what is outside, as code where fields are selected. */
    private String remedy(Grant nearest, Set<String> outside) {
        List<String> selected = fields == null ? List.of() : fields.selected();
        Set<String> elsewhere = new TreeSet<>(outside);
        selected.forEach(elsewhere::remove);
        StringBuilder text = new StringBuilder(160);
        if (elsewhere.size() < outside.size()) {
            List<String> kept =
                    selected.stream().filter(name -> covers(nearest, name)).toList();
            text.append("Narrow the query to the grant by ")
                    .append(select(kept.isEmpty() ? new TreeSet<>(nearest.fields()) : kept));
            if (!elsewhere.isEmpty()) {
                text.append(" and leave ").append(Grant.listed(elsewhere)).append(" out of its conditions and order");
            }
        } else {
            text.append("Leave ").append(Grant.listed(elsewhere)).append(" out of the query's conditions and order");
        }
        return text.append(", or apply to ")
                .append(publisher)
                .append(" for ")
                .append(outside.size() == 1 ? "this field" : "these fields")
                .append(quoting(nearest))
                .append('.')
                .toString();
    }

    /** All names, since the code is to be pasted. */
    private static String select(Collection<String> names) {
        return names.stream().collect(Collectors.joining("\", \"", ".select(\"", "\")"));
    }

    private static String quoting(Grant grant) {
        return grant.applicationNumber() == null ? "" : ", quoting application " + grant.applicationNumber();
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
                .map(Grant::toString)
                .collect(Collectors.joining("; "));
    }
}
