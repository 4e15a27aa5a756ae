package io.govshare.dataset;

/** How a field is compared in a query. */
public enum Operator {
    IS("is"),
    IS_NOT("is not"),
    IN("in"),
    GREATER_THAN(">"),
    AT_LEAST(">="),
    LESS_THAN("<"),
    AT_MOST("<="),
    STARTS_WITH("starts with"),
    CONTAINS("contains"),
    IS_NULL("is null");

    private final String words;

    Operator(String words) {
        this.words = words;
    }

    /** The operator as people read it. */
    @Override
    public String toString() {
        return words;
    }
}
