package io.govshare.service;

import io.govshare.dataset.Operator;
import io.govshare.dataset.RecordFields.Member;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads parameters that are conditions, and notes what cannot be. Not safe for concurrent use. */
final class ConditionReader {

    private static final Set<Operator> OF_TEXT = EnumSet.of(Operator.STARTS_WITH, Operator.CONTAINS);
    private static final Set<Operator> OF_ORDER =
            EnumSet.of(Operator.GREATER_THAN, Operator.AT_LEAST, Operator.LESS_THAN, Operator.AT_MOST);

    private static final String HOW_MANY = "How many records, and in which order, is said by a PageRequest.";

    private static final String UNNAMED =
            "Compile the interface with -parameters (Maven: <parameters>true</parameters> in the configuration of"
                    + " maven-compiler-plugin; Gradle: options.compilerArgs.add(\"-parameters\")), or name the field: "
                    + "@Filter(field = \"…\").";

    private final Method method;
    private final FieldLookup lookup;
    private final TypeVariables types;
    private final Mistakes mistakes;
    private final Set<List<Object>> compared = new HashSet<>();

    ConditionReader(Method method, FieldLookup lookup, TypeVariables types, Mistakes mistakes) {
        this.method = method;
        this.lookup = lookup;
        this.types = types;
        this.mistakes = mistakes;
    }

    /** The condition that a parameter is; null if it cannot be one, which is noted. */
    @Nullable
    Condition read(ParameterReader.Given given) {
        @Nullable Filter filter = given.parameter().getAnnotation(Filter.class);
        @Nullable Class<?> raw = given.raw();
        if (raw == null) {
            mistakes.add(
                    method,
                    "the type of " + given.label() + " is not known",
                    "Declare the type; a type variable must stand for one in the interface marked @DataService.");
            return null;
        }
        boolean several = raw.isArray() || Collection.class.isAssignableFrom(raw);
        @Nullable
        Class<?> value =
                raw.isArray() ? raw.getComponentType() : several ? types.raw(types.argument(given.type())) : raw;
        if (value == null || !Comparability.isValue(value)) {
            mistakes.add(
                    method,
                    given.label() + " is of type "
                            + given.parameter().getParameterizedType().getTypeName()
                            + ", which no field can be compared with",
                    "Declare a String, number, boolean, enum constant, UUID or java.time value, or a Collection, array or "
                            + "Optional of them. " + HOW_MANY);
            return null;
        }
        @Nullable Member field = field(given, value, filter);
        if (field == null) {
            return null;
        }
        Operator said = filter == null ? Operator.IS : filter.operator();
        Operator operator = several && said == Operator.IS ? Operator.IN : said;
        boolean fits = isOperable(given, operator, several) && isComparable(given, field, operator, value);
        if (fits && !compared.add(List.of(field.name(), operator))) {
            mistakes.add(
                    method,
                    given.label() + " is compared with field '" + field.accessor()
                            + "' in the same way as a parameter before it",
                    "Remove one of them, or say by @Filter how each is compared.");
        }
        return fits ? new Condition(given.argument(), field.name(), operator) : null;
    }

    private @Nullable Member field(ParameterReader.Given given, Class<?> value, @Nullable Filter filter) {
        if (filter != null && !filter.field().isEmpty()) {
            return lookup.find(filter.field(), given.label(), "");
        }
        if (!given.parameter().isNamePresent()) {
            mistakes.add(
                    method,
                    given.label() + " has no name that could be read: the interface was compiled without it",
                    UNNAMED);
            return null;
        }
        return lookup.find(
                given.parameter().getName(), given.label(), Comparability.isWhole(value) ? " " + HOW_MANY : "");
    }

    private boolean isOperable(ParameterReader.Given given, Operator operator, boolean several) {
        if (several && operator != Operator.IN) {
            mistakes.add(
                    method,
                    given.label() + " holds several values, but is compared by '" + operator + "'",
                    "Declare one value, or compare by Operator.IN.");
            return false;
        }
        if (!several && operator == Operator.IN) {
            mistakes.add(
                    method,
                    given.label() + " holds one value, but is compared by 'in'",
                    "Declare a Collection or an array, or compare by Operator.IS.");
            return false;
        }
        return true;
    }

    private boolean isComparable(ParameterReader.Given given, Member field, Operator operator, Class<?> value) {
        if (Comparability.isCompound(field.type())) {
            mistakes.add(
                    method,
                    given.label() + " is compared with field '" + field.accessor() + "' of " + lookup.type()
                            + ", which is " + field.type().getSimpleName() + ", of several values",
                    field.type().isRecord()
                            ? "Compare with one of its fields: @Filter(field = \"" + field.accessor() + "/…\")."
                            : "Ask by other fields, and look through this one in the records that come.");
            return false;
        }
        if (operator == Operator.IS_NULL) {
            return isTruth(given, value);
        }
        return isFitting(given, field, operator, value);
    }

    private boolean isTruth(ParameterReader.Given given, Class<?> value) {
        if (Comparability.isBoolean(value)) {
            return true;
        }
        mistakes.add(
                method,
                given.label() + " is compared by 'is null', and is no boolean",
                "Declare a boolean: true for records without a value in the field, false for those with one.");
        return false;
    }

    private boolean isFitting(ParameterReader.Given given, Member field, Operator operator, Class<?> value) {
        if (!Comparability.fits(value, field.type())) {
            mistakes.add(
                    method,
                    given.label() + " is " + value.getSimpleName() + ", but field '" + field.accessor() + "' of "
                            + lookup.type() + " is " + field.type().getSimpleName(),
                    "Declare it as " + field.type().getSimpleName() + ".");
            return false;
        }
        boolean misused = (OF_TEXT.contains(operator) && !Comparability.isText(value))
                || (OF_ORDER.contains(operator) && Comparability.isBoolean(value));
        if (misused) {
            mistakes.add(
                    method,
                    given.label() + " is " + value.getSimpleName() + ", which is not compared by '"
                            + operator.toString().toLowerCase(Locale.ROOT) + "'",
                    OF_TEXT.contains(operator) ? "Declare it as String." : "Compare by Operator.IS.");
        }
        return !misused;
    }
}
