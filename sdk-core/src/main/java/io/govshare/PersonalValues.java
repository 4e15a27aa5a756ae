package io.govshare;

import io.govshare.context.CallContext;
import io.govshare.context.CallContext.Member;
import io.govshare.dataset.Condition;
import io.govshare.dataset.Key;
import io.govshare.dataset.Query;
import io.govshare.http.Headers;
import java.math.BigDecimal;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The values that one call brings along: whom it asks about, on whose behalf, and with which credential. Platforms like to
 * repeat them in what they say of a refusal, and messages must not show them. Used by one thread at a time.
 */
final class PersonalValues {

    private final CallContext context;
    private final List<Query<?>> queries = new ArrayList<>(1);
    private final List<Key> keys = new ArrayList<>(1);
    private @Nullable Headers sent;

    private PersonalValues(CallContext context) {
        this.context = context;
    }

    /** The values of a call in this context that has asked for nothing yet. */
    static PersonalValues of(CallContext context) {
        return new PersonalValues(context);
    }

    void add(Query<?> query) {
        queries.add(query);
    }

    void add(Key key) {
        keys.add(key);
    }

    /** What was sent last, with credential and signature. */
    void sent(Headers headers) {
        sent = headers;
    }

    /** Whichever of them were ever asked for, as text; made when needed, since most calls succeed. */
    Set<String> values() {
        Set<String> values = new HashSet<>();
        for (Member member : Member.values()) {
            if (member.isPersonal()) {
                context.get(member).ifPresent(values::add);
            }
        }
        if (sent != null) {
            values.addAll(sent.hidden());
        }
        keys.forEach(key -> key.values().forEach(value -> add(value, values)));
        queries.forEach(query -> query.condition().ifPresent(condition -> add(condition, values)));
        return values;
    }

    /** The value in the ways in which it may stand in a query, so that its echo is known. */
    private static void add(Object value, Set<String> values) {
        String text = value.toString();
        values.add(text);
        values.add(text.replace("'", "''"));
        if (value instanceof BigDecimal number) {
            values.add(number.toPlainString());
        } else if (value instanceof OffsetDateTime || value instanceof ZonedDateTime) {
            values.add(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format((TemporalAccessor) value));
        } else if (value instanceof LocalTime time) {
            values.add(DateTimeFormatter.ISO_LOCAL_TIME.format(time));
        }
    }

    private static void add(Condition condition, Set<String> values) {
        if (condition instanceof Condition.Comparison comparison) {
            comparison.values().forEach(value -> add(value, values));
        } else if (condition instanceof Condition.And and) {
            and.all().forEach(each -> add(each, values));
        } else if (condition instanceof Condition.Or or) {
            or.any().forEach(each -> add(each, values));
        } else if (condition instanceof Condition.Not not) {
            add(not.condition(), values);
        }
    }
}
