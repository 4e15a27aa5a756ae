package io.govshare.dataset;

import io.govshare.dataset.Condition.Comparison;
import io.govshare.error.Diagnosis;
import io.govshare.error.ErrorDetails;
import io.govshare.error.InvalidRequestException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Compares fields whose data are spelled as their annotation says with every spelling that a value may have there, since a
 * platform compares text. Text that is given is taken as it is. Immutable.
 */
final class QuerySpelling {

    private static final Set<Operator> EQUALITY = Set.of(Operator.IS, Operator.IS_NOT, Operator.IN);
    private static final Set<Operator> ORDER =
            Set.of(Operator.GREATER_THAN, Operator.AT_LEAST, Operator.LESS_THAN, Operator.AT_MOST);

    private final String dataset;
    private final Map<String, TextReader> readers;

    /** @param readers the readers of such fields by their names in the records */
    QuerySpelling(String dataset, Map<String, TextReader> readers) {
        this.dataset = dataset;
        this.readers = Map.copyOf(readers);
    }

    /**
     * The query, its values as they are spelled; the same one if nothing is.
     *
     * @param types the published types of fields, empty where none is
     */
    <T> Query<T> of(Query<T> query, Function<String, String> types) {
        if (readers.isEmpty() || query.condition().isEmpty()) {
            return query;
        }
        Condition condition = query.condition().get();
        Condition spelled = spelled(condition, types);
        return spelled.equals(condition) ? query : query.satisfying(spelled);
    }

    private Condition spelled(Condition condition, Function<String, String> types) {
        if (condition instanceof Condition.And and) {
            return new Condition.And(
                    and.all().stream().map(each -> spelled(each, types)).toList());
        }
        if (condition instanceof Condition.Or or) {
            return new Condition.Or(
                    or.any().stream().map(each -> spelled(each, types)).toList());
        }
        if (condition instanceof Condition.Not not) {
            return new Condition.Not(spelled(not.condition(), types));
        }
        Comparison comparison = (Comparison) condition;
        TextReader reader = readers.get(comparison.field());
        if (reader == null || comparison.values().stream().noneMatch(reader::spells)) {
            return comparison;
        }
        ValueKind published = ValueKind.published(types.apply(comparison.field()));
        boolean numbers = published == ValueKind.INTEGER && !(reader instanceof NumberReader);
        if (!numbers && published != ValueKind.TEXT && published != ValueKind.ANY) {
            return comparison;
        }
        if (EQUALITY.contains(comparison.operator())) {
            return equal(comparison, reader, numbers);
        }
        return ORDER.contains(comparison.operator()) ? ordered(comparison, reader, numbers) : comparison;
    }

    private Condition equal(Comparison comparison, TextReader reader, boolean numbers) {
        String field = comparison.field();
        List<Object> texts = new ArrayList<>();
        for (Object value : comparison.values()) {
            if (reader.spells(value)) {
                texts.addAll(written(reader.spellings(value), numbers));
            } else {
                texts.add(value);
            }
        }
        if (texts.isEmpty()) {
            throw refused(
                    field,
                    comparison.operator(),
                    "none of its spellings says all of the value, and no more",
                    "Give a value as precise as the data");
        }
        List<Object> distinct = texts.stream().distinct().toList();
        Operator operator = comparison.operator();
        if (distinct.size() == 1 && operator != Operator.IN) {
            return new Comparison(field, operator, distinct);
        }
        Condition any = new Comparison(field, Operator.IN, distinct);
        return operator == Operator.IS_NOT ? new Condition.Not(any) : any;
    }

    private Condition ordered(Comparison comparison, TextReader reader, boolean numbers) {
        Operator operator = comparison.operator();
        Object value = comparison.values().get(0);
        List<Object> floor =
                reader.isSorted() ? written(reader.floor(value).stream().toList(), numbers) : List.of();
        if (floor.isEmpty()) {
            throw refused(
                    comparison.field(),
                    operator,
                    "as text its values do not sort as what they stand for",
                    "Read the records and compare them here, or publish the field in a sortable spelling");
        }
        boolean exact = !reader.spellings(value).isEmpty();
        boolean above = operator == Operator.GREATER_THAN || operator == Operator.AT_LEAST;
        // What is spelled less precisely than the value is above it if it is above the spelling before the value.
        Operator inText = exact ? operator : above ? Operator.GREATER_THAN : Operator.AT_MOST;
        return new Comparison(comparison.field(), inText, floor);
    }

    private static List<Object> written(List<String> spellings, boolean numbers) {
        List<Object> written = new ArrayList<>(spellings.size());
        for (String spelling : spellings) {
            if (!numbers) {
                written.add(spelling);
            } else if (spelling.chars().allMatch(c -> c >= '0' && c <= '9')) {
                written.add(new BigInteger(spelling));
            }
        }
        return written;
    }

    private InvalidRequestException refused(String field, Operator operator, String why, String remedy) {
        Diagnosis diagnosis = Diagnosis.of(
                "Field '" + field + "' cannot be compared by '" + operator
                        + "': the type of the records says how its data" + " are spelled, and " + why,
                remedy + ", or give the text itself: where(\"" + field + "\") with a String.");
        return new InvalidRequestException(ErrorDetails.of(diagnosis).of(null, dataset, 0), null);
    }

    /** The names of the fields. */
    @Override
    public String toString() {
        return "QuerySpelling" + new TreeSet<>(readers.keySet());
    }
}
