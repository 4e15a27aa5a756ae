package io.govshare.http;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What stages leave for each other, one note of a type. Immutable. */
final class Notes {

    static final Notes NONE = new Notes(Map.of());

    private final Map<Class<?>, Object> byType;

    private Notes(Map<Class<?>, Object> byType) {
        this.byType = byType;
    }

    <N> Notes and(Class<N> type, N note) {
        if (byType.isEmpty()) {
            return new Notes(Map.of(type, note));
        }
        Map<Class<?>, Object> more = new HashMap<>(byType);
        more.put(type, note);
        return new Notes(more);
    }

    <N> Optional<N> get(Class<N> type) {
        return Optional.ofNullable(type.cast(byType.get(type)));
    }
}
