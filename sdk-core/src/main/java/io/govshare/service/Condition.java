package io.govshare.service;

import io.govshare.dataset.Operator;
import io.govshare.dataset.Query;
import io.govshare.dataset.Where;
import io.govshare.error.InvalidRequestException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The condition that a parameter of a method is.
 *
 * @param field name in the records
 * @param operator how it is compared; {@code IN} for a parameter that holds several values
 */
record Condition(Argument argument, String field, Operator operator) {

    /** The query with this condition, if the parameter holds something. */
    <T> Query<T> narrow(Query<T> query, @Nullable Object[] arguments, String method) {
        @Nullable Object value = argument.value(arguments, method);
        return value == null ? query : compared(query.and(field), value, method);
    }

    private <T> Query<T> compared(Where<T, Object> where, Object value, String method) {
        return switch (operator) {
            case IS -> where.is(value);
            case IS_NOT -> where.isNot(value);
            case IN -> where.in(several(value, method));
            case GREATER_THAN -> where.greaterThan(value);
            case AT_LEAST -> where.atLeast(value);
            case LESS_THAN -> where.lessThan(value);
            case AT_MOST -> where.atMost(value);
            case STARTS_WITH -> where.startsWith(value.toString());
            case CONTAINS -> where.contains(value.toString());
            case IS_NULL -> (boolean) value ? where.isNull() : where.isNotNull();
        };
    }

    private List<Object> several(Object value, String method) {
        List<Object> values = Argument.elements(value);
        if (values.isEmpty()) {
            throw new InvalidRequestException(
                    method + ": " + argument.label() + " is empty, so that no record could match",
                    "Do not ask when there is nothing to ask for.");
        }
        if (values.contains(null)) {
            throw new InvalidRequestException(
                    method + ": " + argument.label() + " holds null",
                    "Leave null out; records without a value are found by Operator.IS_NULL.");
        }
        return values;
    }
}
