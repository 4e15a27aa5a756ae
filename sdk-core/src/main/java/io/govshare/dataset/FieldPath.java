package io.govshare.dataset;

import org.jspecify.annotations.Nullable;

/** A field of a nested record, made of the fields on the way to it. Immutable. */
final class FieldPath<T, V extends @Nullable Object, W extends @Nullable Object> implements Field<T, W> {

    private static final long serialVersionUID = 1L;

    private final Field<T, V> outer;
    private final Field<V, W> inner;
    private final String name;

    FieldPath(Field<T, V> outer, Field<V, W> inner) {
        this.outer = outer;
        this.inner = inner;
        this.name = FieldNames.of(outer) + "/" + FieldNames.of(inner);
    }

    /** The names in the records, joined by slashes. */
    String name() {
        return name;
    }

    @Override
    public W get(T record) {
        return inner.get(outer.get(record));
    }

    @Override
    public String toString() {
        return name;
    }
}
