package io.govshare.platform;

import io.govshare.dataset.Operator;
import io.govshare.http.Request;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a dialect can carry; what it cannot fails before the network with a message that names it. A limit needs no
 * capability: the SDK keeps it where the platform does not. Immutable.
 *
 * @param operators operators it can carry
 * @param combining whether {@code or} and {@code not} can be carried; {@code and} always can
 * @param ordering whether {@code orderBy} can be carried
 * @param selecting whether {@code select} can be carried
 * @param counting whether a count can be had
 * @param keyLookup whether a record can be looked up by key
 * @param queries which raw requests that are no GET or HEAD are queries nevertheless
 */
public record Capabilities(
        Set<Operator> operators,
        boolean combining,
        boolean ordering,
        boolean selecting,
        boolean counting,
        boolean keyLookup,
        Predicate<Request> queries) {

    public Capabilities {
        operators = Set.copyOf(operators);
    }

    /** Everything; raw requests are queries only if they are GET or HEAD. */
    public static Capabilities all() {
        return new Capabilities(EnumSet.allOf(Operator.class), true, true, true, true, true, request -> false);
    }

    /** Only equality on fields, combined by {@code and}. */
    public static Capabilities equalityOnly() {
        return new Capabilities(Set.of(Operator.IS), false, false, false, false, false, request -> false);
    }
}
