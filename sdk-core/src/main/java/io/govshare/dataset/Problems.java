package io.govshare.dataset;

import io.govshare.error.ConfigurationException;
import io.govshare.error.Diagnosis;
import io.govshare.error.ErrorDetails;
import io.govshare.error.ResponseRejectedException;
import java.time.temporal.Temporal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.ValueInstantiationException;

/**
 * Says why an answer could not be read, in words that hold no value of it. What Jackson throws is never handed on as a
 * cause, since its messages quote values.
 */
final class Problems {

    private static final String TELL = "Quote dataset and time to the platform's operators.";

    private Problems() {}

    static ErrorDetails details(String cause, String remedy) {
        return ErrorDetails.of(Diagnosis.of(cause, remedy));
    }

    static ResponseRejectedException rejected(String dataset, String cause, String remedy) {
        return new ResponseRejectedException(details(cause, remedy).of(null, dataset, 0), null);
    }

    static ResponseRejectedException rejected(String dataset, String cause) {
        return rejected(dataset, cause, TELL);
    }

    static ConfigurationException unbindable(Class<?> type, String dataset, String why, String remedy) {
        return new ConfigurationException(
                details(type.getTypeName() + " cannot be read from JSON: " + why, remedy)
                        .of(null, dataset, 0),
                null);
    }

    /**
     * What became of reading a record, or what stands around the records.
     *
     * @param record which record is concerned, such as {@code Record 17 of the page}; null when none is
     */
    static RuntimeException of(JacksonException e, String dataset, Class<?> type, @Nullable String record) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConfigurationException own) {
                return own;
            }
        }
        if (e instanceof InvalidDefinitionException definition) {
            Class<?> culprit =
                    definition.getType() == null ? type : definition.getType().getRawClass();
            return unbindable(culprit, dataset, firstLine(definition), "Change the type, or read into Map.class.");
        }
        if (record != null && (e instanceof DatabindException || e instanceof InputCoercionException)) {
            return misfit(e, dataset, type, record);
        }
        if (e instanceof UnexpectedEndOfInputException) {
            return rejected(
                    dataset,
                    "The answer ends before its JSON is complete" + (record == null ? "" : ": in " + lower(record)),
                    "Try again; if it lasts, look for a proxy or gateway that cuts answers off.");
        }
        if (e instanceof StreamConstraintsException) {
            return rejected(
                    dataset,
                    (record == null ? "The answer" : record)
                            + " is nested too deep, or has a string or number that is too long");
        }
        return rejected(
                dataset,
                "The answer is not well-formed JSON in UTF-8" + at(e)
                        + (record == null ? "" : ": in " + lower(record)));
    }

    private static RuntimeException misfit(JacksonException e, String dataset, Class<?> type, String record) {
        String path = path(e.getPath());
        String where = path.isEmpty() ? "" : "field " + path + ": ";
        String misfit = record + " does not fit " + type.getTypeName() + ": " + where;
        if (e instanceof ValueInstantiationException && e.getCause() != null) {
            return rejected(
                    dataset,
                    misfit + "its constructor threw " + e.getCause().getClass().getSimpleName(),
                    "Let the constructor accept what the platform sends, or have the data corrected.");
        }
        if (e instanceof MismatchedInputException mismatch) {
            String expected = mismatch.getTargetType() == null ? "another value" : shortName(mismatch.getTargetType());
            String found = mismatch instanceof InvalidFormatException format
                    ? unfit(format.getValue()) + expected
                    : words(mismatch.getCurrentToken());
            return rejected(dataset, misfit + "expected " + expected + ", found " + found, remedy(mismatch));
        }
        if (e instanceof InputCoercionException number) {
            String expected = shortName(number.getTargetType());
            return rejected(
                    dataset,
                    misfit + "expected " + expected + ", found a number that is no " + expected,
                    "Declare the field as long, BigInteger or BigDecimal.");
        }
        return rejected(dataset, misfit + "the value cannot be read", "Compare the type with the dataset's schema.");
    }

    private static String remedy(MismatchedInputException mismatch) {
        Class<?> target = mismatch.getTargetType();
        if (target != null && target.isPrimitive() && isNothing(mismatch.getCurrentToken())) {
            return "Declare the field as a type that can be null (Integer for int), and select it if the query selects.";
        }
        String spelling = target != null && Temporal.class.isAssignableFrom(target)
                ? "say how the date is spelled by @DatePatterns, which takes several spellings, "
                : "";
        return "Declare the field as what the dataset's schema says, which GovShare.check(id, type) compares, "
                + spelling + "or have the data corrected.";
    }

    /** Names and indexes from the record down to the field; keys of a map are data and shown as {@code *}. */
    private static String path(List<JacksonException.Reference> references) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference reference : references) {
            String name = reference.getPropertyName();
            if (name == null) {
                path.append(reference.getIndex() < 0 ? "" : "[" + reference.getIndex() + "]");
            } else {
                path.append(path.isEmpty() ? "" : ".").append(isMap(reference.from()) ? "*" : name);
            }
        }
        return path.toString();
    }

    private static boolean isMap(@Nullable Object from) {
        return from instanceof Class<?> type ? Map.class.isAssignableFrom(type) : from instanceof Map;
    }

    private static String unfit(@Nullable Object value) {
        return value instanceof CharSequence ? "a string that is no " : "a number that is no ";
    }

    private static boolean isNothing(@Nullable JsonToken token) {
        return token == null || token == JsonToken.VALUE_NULL || token == JsonToken.END_OBJECT;
    }

    /** The kind of value that begins with this token. */
    static String words(@Nullable JsonToken token) {
        if (token == null) {
            return "no value";
        }
        return switch (token) {
            case START_OBJECT, PROPERTY_NAME -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT -> "a whole number";
            case VALUE_NUMBER_FLOAT -> "a decimal number";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case VALUE_NULL -> "null";
            default -> "no value";
        };
    }

    private static String shortName(Class<?> type) {
        return type.isArray() || type.getName().startsWith("java.") ? type.getSimpleName() : type.getTypeName();
    }

    private static String firstLine(JacksonException e) {
        String message = e.getOriginalMessage();
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }

    private static String at(JacksonException e) {
        long offset = e.getLocation() == null ? -1 : e.getLocation().getByteOffset();
        return offset < 0 ? "" : String.format(Locale.ROOT, " (byte %,d)", offset);
    }

    private static String lower(String record) {
        return Character.toLowerCase(record.charAt(0)) + record.substring(1);
    }
}
