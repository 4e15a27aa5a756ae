package io.govshare.dataset;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The kinds of value that published types and Java types have in common. */
enum ValueKind {
    TEXT("string", "normalizedstring", "token", "anyuri", "language", "name", "ncname"),
    INTEGER(
            "byte",
            "sbyte",
            "int16",
            "int32",
            "int64",
            "int",
            "integer",
            "long",
            "short",
            "nonnegativeinteger",
            "positiveinteger",
            "negativeinteger",
            "nonpositiveinteger",
            "unsignedbyte",
            "unsignedshort",
            "unsignedint",
            "unsignedlong"),
    DECIMAL("decimal", "double", "single", "float"),
    BOOLEAN("boolean"),
    DATE("date"),
    /** A point in time. */
    INSTANT("datetimeoffset", "datetimestamp"),
    /** XML Schema leaves it to the value whether it has an offset. */
    DATE_TIME("datetime"),
    TIME("timeofday", "time"),
    DURATION("duration", "daytimeduration"),
    UUID("guid"),
    BINARY("binary", "base64binary", "hexbinary", "stream"),
    YEAR_MONTH("gyearmonth"),
    YEAR("gyear"),
    OBJECT("complextype"),
    LIST,
    /** Nothing is said. */
    ANY("untyped", "anytype", "anysimpletype", "primitivetype");

    private static final Map<String, ValueKind> BY_NAME = new HashMap<>();

    static {
        for (ValueKind kind : values()) {
            for (String name : kind.names.split(" ", -1)) {
                BY_NAME.put(name, kind);
            }
        }
        BY_NAME.remove("");
    }

    /** Local names of the published types, in lower case. */
    private final String names;

    ValueKind(String... names) {
        this.names = String.join(" ", names);
    }

    /** All kinds of which JSON makes a string. */
    static Set<ValueKind> ofStrings() {
        return EnumSet.of(TEXT, DATE, INSTANT, DATE_TIME, TIME, DURATION, UUID, BINARY, YEAR_MONTH, YEAR);
    }

    /** The kind of a published type; {@link #ANY} for one that is not of OData or XML Schema. */
    static ValueKind published(String type) {
        String name = type.strip();
        if (isCollection(name)) {
            return LIST;
        }
        int end = Math.max(name.lastIndexOf('#'), name.lastIndexOf(':'));
        String prefix = name.substring(0, end < 0 ? 0 : end);
        if (prefix.equals("xsd") || prefix.equals("xs") || prefix.equals("http://www.w3.org/2001/XMLSchema")) {
            return BY_NAME.getOrDefault(name.substring(end + 1).toLowerCase(Locale.ROOT), ANY);
        }
        return name.startsWith("Edm.") ? BY_NAME.getOrDefault(name.substring(4).toLowerCase(Locale.ROOT), ANY) : ANY;
    }

    /** The published type of what a published collection holds; empty for another type. */
    static String contents(String type) {
        String name = type.strip();
        return isCollection(name) ? name.substring("Collection(".length(), name.length() - 1) : "";
    }

    private static boolean isCollection(String type) {
        return type.startsWith("Collection(") && type.endsWith(")");
    }
}
