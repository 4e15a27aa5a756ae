package io.govshare.dialect.standard;

import io.govshare.catalog.Grant;
import io.govshare.error.ResponseRejectedException;
import io.govshare.http.Answer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads grants from ODRL 2.2 agreements as JSON-LD: one for each permission on the dataset. Constraints that are not about
 * purpose, time or field are left to the platform, which checks them all; {@code govshare:rows} is a text that says which
 * records the permission is for.
 */
final class OdrlReader {

    private final String dataset;
    private final Answer answer;

    OdrlReader(String dataset, Answer answer) {
        this.dataset = dataset;
        this.answer = answer;
    }

    /**
     * The grants.
     *
     * @throws ResponseRejectedException if a member is malformed, naming it
     */
    List<Grant> read() {
        JsonNode document = JsonAnswer.object(answer, dataset + ": the grants");
        List<JsonNode> agreements =
                document.has("@graph") ? JsonAnswer.list(document.path("@graph")) : List.of(document);
        List<Grant> grants = new ArrayList<>();
        for (JsonNode agreement : agreements) {
            for (JsonNode permission : JsonAnswer.list(JsonAnswer.member(agreement, "odrl:permission"))) {
                @Nullable Grant grant = grant(agreement, permission);
                if (grant != null) {
                    grants.add(grant);
                }
            }
        }
        return grants;
    }

    private @Nullable Grant grant(JsonNode agreement, JsonNode permission) {
        boolean ours = JsonAnswer.list(JsonAnswer.member(permission, "odrl:target")).stream()
                .anyMatch(target -> dataset.equals(JsonAnswer.text(target)));
        if (!ours) {
            return null;
        }
        @Nullable String uid = JsonAnswer.text(JsonAnswer.member(agreement, "odrl:uid"));
        @Nullable String id = uid == null ? JsonAnswer.text(agreement.path("@id")) : uid;
        if (id == null) {
            throw malformed("uid", "is missing");
        }
        Terms terms = new Terms();
        for (JsonNode constraint : JsonAnswer.list(JsonAnswer.member(permission, "odrl:constraint"))) {
            terms.add(constraint);
        }
        return terms.never
                ? null
                : new Grant(
                        id,
                        dataset,
                        terms.purposes,
                        terms.fields,
                        terms.from,
                        terms.until,
                        JsonAnswer.text(JsonAnswer.member(agreement, "govshare:applicationNumber")),
                        JsonAnswer.text(JsonAnswer.member(permission, "govshare:rows")));
    }

    /** What the constraints of one permission come to; all of them hold at once. */
    private final class Terms {

        private Set<String> purposes = Set.of();
        private Set<String> fields = Set.of();
        private @Nullable Instant from;
        private @Nullable Instant until;
        private boolean never;

        void add(JsonNode constraint) {
            @Nullable String left = JsonAnswer.text(JsonAnswer.member(constraint, "odrl:leftOperand"));
            if (left == null) {
                throw malformed("constraint", "has no leftOperand");
            }
            @Nullable String operator = JsonAnswer.text(JsonAnswer.member(constraint, "odrl:operator"));
            String name = operator == null ? "" : JsonAnswer.localName(operator);
            JsonNode right = JsonAnswer.member(constraint, "odrl:rightOperand");
            switch (JsonAnswer.localName(left)) {
                case "purpose" -> purposes = narrowed(purposes, anyOf("purpose", name, right));
                case "field" -> fields = narrowed(fields, anyOf("govshare:field", name, right));
                case "dateTime" -> time(name, right);
                default -> {
                    // The platform's to check.
                }
            }
        }

        private Set<String> narrowed(Set<String> before, Set<String> more) {
            Set<String> both = new LinkedHashSet<>(more);
            if (!before.isEmpty()) {
                both.retainAll(before);
            }
            never |= both.isEmpty();
            return both;
        }

        private Set<String> anyOf(String member, String operator, JsonNode right) {
            if (!operator.equals("eq") && !operator.equals("isAnyOf")) {
                throw malformed("constraint " + member, "has an operator that is neither eq nor isAnyOf");
            }
            if (right.isMissingNode() || right.isNull()) {
                throw malformed("constraint " + member, "has no rightOperand");
            }
            Set<String> values = new LinkedHashSet<>();
            for (JsonNode value : JsonAnswer.list(right)) {
                @Nullable String text = JsonAnswer.text(value);
                if (text == null) {
                    throw malformed("constraint " + member, "has a rightOperand that is no text");
                }
                values.add(text);
            }
            return values;
        }

        private void time(String operator, JsonNode right) {
            Instant time = instant(JsonAnswer.text(right));
            switch (operator) {
                case "gteq" -> from = later(from, time);
                case "gt" -> from = later(from, time.plusNanos(1));
                case "lt" -> until = earlier(until, time);
                case "lteq" -> until = earlier(until, time.plusNanos(1));
                default -> throw malformed("constraint dateTime", "has an operator that is none of gteq, gt, lt, lteq");
            }
        }
    }

    private Instant instant(@Nullable String text) {
        try {
            if (text != null) {
                return text.indexOf('T') < 0
                        ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                        : OffsetDateTime.parse(text).toInstant();
            }
        } catch (DateTimeException unreadable) {
            // Said below, as when there is none.
        }
        throw malformed("constraint dateTime", "has a rightOperand that is no date and time with offset");
    }

    private static Instant later(@Nullable Instant before, Instant time) {
        return before == null || time.isAfter(before) ? time : before;
    }

    private static Instant earlier(@Nullable Instant before, Instant time) {
        return before == null || time.isBefore(before) ? time : before;
    }

    private ResponseRejectedException malformed(String member, String why) {
        return new ResponseRejectedException(
                dataset + ": the grants are malformed: " + member + " " + why,
                "Tell the operators of the platform; the agreement must be ODRL 2.2 as docs/protocol.md shows it.");
    }
}
