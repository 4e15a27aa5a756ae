package io.govshare.testing.odata;

/**
 * A literal in a filter or key.
 *
 * @param kind how it was written
 * @param text its value: a string without quotes, everything else as it was written
 */
record Literal(Kind kind, String text) {

    /** How a literal is written; the type of a field decides which kinds it takes. */
    enum Kind {
        STRING,
        NUMBER,
        BOOLEAN,
        DATE,
        DATE_TIME,
        TIME,
        GUID,
        NULL
    }

    boolean isNull() {
        return kind == Kind.NULL;
    }

    /** The comparable value. */
    Comparable<?> value() {
        return switch (kind) {
            case STRING -> text;
            case NUMBER -> EdmType.number(text);
            case BOOLEAN -> EdmType.BOOLEAN.value(text);
            case DATE -> EdmType.DATE.value(text);
            case DATE_TIME -> EdmType.DATE_TIME_OFFSET.value(text);
            case TIME -> EdmType.TIME_OF_DAY.value(text);
            case GUID -> EdmType.GUID.value(text);
            case NULL -> throw new IllegalStateException("null has no value");
        };
    }
}
