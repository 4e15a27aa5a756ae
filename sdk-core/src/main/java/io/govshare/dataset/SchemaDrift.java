package io.govshare.dataset;

import io.govshare.error.ConfigurationException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Where the type of an application's records and the published schema of a dataset have gone apart. Immutable. Got from
 * {@code govshare.check(dataset, type)}, at start-up or in a test:
 *
 * <pre>{@code
 * govshare.check("cn.stats.counties", County.class).orThrow();
 * }</pre>
 *
 * @param dataset id of the dataset
 * @param type name of the type of the records
 * @param differences in the order of the type's fields, new fields last
 */
public record SchemaDrift(String dataset, String type, List<Difference> differences) {

    /** In what a field differs. */
    public enum Kind {
        /** The type has the field, the data do not: it would always be null, or its record be refused. */
        MISSING,
        /** The data hold another kind of value than the type declares. */
        RETYPED,
        /** The data may lack the value, and the type has no place for null: a primitive, or required by its annotation. */
        NULLABLE,
        /** The data have the field, the type does not: it is passed over. */
        NEW
    }

    /**
     * One field.
     *
     * @param kind in what it differs
     * @param field its name in the data; {@code address/city} for a nested one
     * @param explanation what is declared, what is published, and what to do
     */
    public record Difference(Kind kind, String field, String explanation) {

        @Override
        public String toString() {
            return kind.name().toLowerCase(Locale.ROOT) + " " + field + ": " + explanation;
        }
    }

    public SchemaDrift {
        differences = List.copyOf(differences);
    }

    /** Whether there is no difference at all. */
    public boolean isEmpty() {
        return differences.isEmpty();
    }

    /** Whether records can be read as they are meant: there is no difference but fields that are new. */
    public boolean isCompatible() {
        return differences.stream().allMatch(difference -> difference.kind() == Kind.NEW);
    }

    /** The differences of this kind. */
    public List<Difference> of(Kind kind) {
        return differences.stream()
                .filter(difference -> difference.kind() == kind)
                .toList();
    }

    /**
     * Nothing, if it is compatible.
     *
     * @throws ConfigurationException with all differences but fields that are new, if it is not
     */
    public void orThrow() {
        List<String> misfits = differences.stream()
                .filter(difference -> difference.kind() != Kind.NEW)
                .map(Difference::toString)
                .toList();
        if (!misfits.isEmpty()) {
            String numbered = misfits.size() == 1
                    ? misfits.get(0)
                    : IntStream.range(0, misfits.size())
                            .mapToObj(i -> "(" + (i + 1) + ") " + misfits.get(i))
                            .collect(Collectors.joining(" "));
            throw new ConfigurationException(
                    Problems.details(
                                    type + " does not fit what is published: " + numbered,
                                    "Change the type to what is published, or ask the publisher if the change is meant.")
                            .of(null, dataset, 0),
                    null);
        }
    }

    /** One line, and one more for each difference. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(type)
                .append(isCompatible() ? " fits " : " does not fit ")
                .append(dataset);
        differences.forEach(difference -> text.append("\n  ").append(difference));
        return text.toString();
    }
}
