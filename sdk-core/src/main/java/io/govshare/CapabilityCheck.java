package io.govshare;

import io.govshare.dataset.Condition;
import io.govshare.dataset.Condition.Comparison;
import io.govshare.dataset.Operator;
import io.govshare.dataset.Query;
import io.govshare.error.Diagnosis;
import io.govshare.error.ErrorDetails;
import io.govshare.error.InvalidRequestException;
import io.govshare.platform.Capabilities;
import java.util.Set;
import java.util.TreeSet;

/** Refuses, before the network, what a dialect cannot carry, and says what it could. */
final class CapabilityCheck {

    private CapabilityCheck() {}

    static void query(String dataset, Query<?> query, Capabilities can) {
        condition(dataset, query, can);
        if (!query.order().isEmpty() && !can.ordering()) {
            throw cannot(dataset, "orderBy", "sort the records after reading them");
        }
        if (!query.select().isEmpty() && !can.selecting()) {
            throw cannot(dataset, "select", "leave select out; all fields come");
        }
        if (query.isCounted()) {
            counting(dataset, can);
        }
    }

    /** Of a query whose order, limit and fields do not matter. */
    static void count(String dataset, Query<?> query, Capabilities can) {
        counting(dataset, can);
        condition(dataset, query, can);
    }

    /** Of the condition of a query alone. */
    static void condition(String dataset, Query<?> query, Capabilities can) {
        query.condition().ifPresent(condition -> condition(dataset, condition, can));
    }

    private static void counting(String dataset, Capabilities can) {
        if (!can.counting()) {
            throw cannot(dataset, "a count", "count the records that come");
        }
    }

    static void keyLookup(String dataset, Capabilities can) {
        if (!can.keyLookup()) {
            throw cannot(dataset, "find by key", "query by one of the dataset's parameters");
        }
    }

    private static void condition(String dataset, Condition condition, Capabilities can) {
        if (condition instanceof Comparison comparison) {
            if (!can.operators().contains(comparison.operator())) {
                throw cannot(
                        dataset,
                        "'" + comparison.field() + " " + comparison.operator() + "'",
                        "use one of " + words(can.operators()) + " on this field");
            }
        } else if (condition instanceof Condition.And and) {
            and.all().forEach(each -> condition(dataset, each, can));
        } else if (!can.combining()) {
            throw cannot(dataset, "'or' and 'not'", "combine conditions by 'and', or make several queries");
        } else if (condition instanceof Condition.Or or) {
            or.any().forEach(each -> condition(dataset, each, can));
        } else if (condition instanceof Condition.Not not) {
            condition(dataset, not.condition(), can);
        }
    }

    private static Set<String> words(Set<Operator> operators) {
        Set<String> words = new TreeSet<>();
        operators.forEach(operator -> words.add(operator.toString()));
        return words;
    }

    private static InvalidRequestException cannot(String dataset, String what, String instead) {
        Diagnosis diagnosis = Diagnosis.of("The platform's dialect cannot carry " + what, "Instead, " + instead + ".");
        return new InvalidRequestException(ErrorDetails.of(diagnosis).of(null, dataset, 0), null);
    }
}
