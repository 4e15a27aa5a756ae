package io.govshare.http;

import io.govshare.error.Internal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The header fields of a message in their order, names compared without regard to case (RFC 9110 §5.1). Immutable.
 */
public final class Headers {

    private static final Headers NONE = new Headers(new String[0]);
    private static final Set<String> SHOWN = Set.of(
            "accept",
            "content-type",
            "content-length",
            "content-encoding",
            "date",
            "etag",
            "age",
            "cache-control",
            "vary",
            "retry-after",
            "content-digest",
            "signature-input",
            "x-request-id",
            "traceparent");

    private static final Pattern CONTROLS = Pattern.compile("[\\x00-\\x08\\x0a-\\x1f\\x7f]");

    /** The characters of a token (RFC 9110 §5.6.2). */
    private static final boolean[] TOKEN = tokenCharacters();

    private final String[] pairs;

    private Headers(String[] pairs) {
        this.pairs = pairs;
    }

    /** No header fields at all. */
    public static Headers none() {
        return NONE;
    }

    /**
     * Header fields from alternating names and values.
     *
     * @throws IllegalArgumentException if a name is no token or a value holds a control character other than tab
     */
    public static Headers of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("Headers.of takes pairs of name and value");
        }
        for (int i = 0; i < namesAndValues.length; i += 2) {
            check(namesAndValues[i], namesAndValues[i + 1]);
        }
        return new Headers(namesAndValues.clone());
    }

    /** Header fields that were made of parts that had been checked, and are not checked again. The array is taken over. */
    @Internal
    public static Headers known(String... namesAndValues) {
        return new Headers(namesAndValues);
    }

    /**
     * Header fields as they came over the wire, names and values alternating: what is no field name is left out, and control
     * characters in values become spaces (RFC 9110 §5.5), so that a careless server does not fail a call nor a hostile one
     * forge a line in a log. The array is taken over.
     */
    static Headers received(String[] namesAndValues) {
        int kept = 0;
        for (int i = 0; i < namesAndValues.length; i += 2) {
            String value = namesAndValues[i + 1];
            if (isToken(namesAndValues[i])) {
                namesAndValues[kept] = namesAndValues[i];
                namesAndValues[kept + 1] =
                        controlAt(value) < 0 ? value : CONTROLS.matcher(value).replaceAll(" ");
                kept += 2;
            }
        }
        return new Headers(kept == namesAndValues.length ? namesAndValues : Arrays.copyOf(namesAndValues, kept));
    }

    private static boolean isToken(String name) {
        for (int i = 0, end = name.length(); i < end; i++) {
            char c = name.charAt(i);
            if (c >= TOKEN.length || !TOKEN[c]) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    private static boolean[] tokenCharacters() {
        boolean[] token = new boolean[0x7f];
        for (char c = '!'; c < token.length; c++) {
            token[c] = "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
        }
        return token;
    }

    /** Where the value has a control character other than tab, or -1. */
    private static int controlAt(String value) {
        if (isPlain(value)) {
            return -1;
        }
        for (int i = 0, end = value.length(); i < end; i++) {
            char c = value.charAt(i);
            if (c != '\t' && (c < ' ' || c == 0x7f)) {
                return i;
            }
        }
        return -1;
    }

    /** Whether all is printable ASCII, as nearly always; found without a branch for each character, since tokens are long. */
    private static boolean isPlain(String value) {
        int negativeIfNot = 0;
        for (int i = 0, end = value.length(); i < end; i++) {
            char c = value.charAt(i);
            negativeIfNot |= (c - ' ') | ('~' - c);
        }
        return negativeIfNot >= 0;
    }

    private static void check(String name, String value) {
        if (!isToken(name)) {
            throw new IllegalArgumentException("Not a header field name: '" + name.replaceAll("[^ -~]", "?") + "'");
        }
        int control = controlAt(value);
        if (control >= 0) {
            throw new IllegalArgumentException(
                    "The value of header field " + name + " has a control character at " + control);
        }
    }

    /** The first value of this name, or null. */
    public @Nullable String get(String name) {
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i].equalsIgnoreCase(name)) {
                return pairs[i + 1];
            }
        }
        return null;
    }

    /** The first value of this name. */
    public Optional<String> first(String name) {
        return Optional.ofNullable(get(name));
    }

    /** All values of this name in their order; empty when there are none. */
    public List<String> all(String name) {
        List<String> values = new ArrayList<>(2);
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i].equalsIgnoreCase(name)) {
                values.add(pairs[i + 1]);
            }
        }
        return values;
    }

    /** The values of this name, without blanks around each, joined as RFC 9110 §5.3 says, or null when there are none. */
    public @Nullable String joined(String name) {
        String first = null;
        StringBuilder several = null;
        for (int i = 0; i < pairs.length; i += 2) {
            if (!pairs[i].equalsIgnoreCase(name)) {
                continue;
            }
            String value = trimmed(pairs[i + 1]);
            if (first == null) {
                first = value;
            } else {
                several = (several == null ? new StringBuilder(first) : several)
                        .append(", ")
                        .append(value);
            }
        }
        return several == null ? first : several.toString();
    }

    /** Without the blanks around it, which are no part of a value (RFC 9110 §5.5). */
    private static String trimmed(String value) {
        int start = 0;
        int end = value.length();
        while (start < end && isBlank(value.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(value.charAt(end - 1))) {
            end--;
        }
        return value.substring(start, end);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    /** These fields with this one more, whatever is there under the same name. */
    public Headers and(String name, String value) {
        check(name, value);
        String[] more = Arrays.copyOf(pairs, pairs.length + 2);
        more[pairs.length] = name;
        more[pairs.length + 1] = value;
        return new Headers(more);
    }

    /** These fields with this one in the place of all of the same name. */
    public Headers with(String name, String value) {
        return (get(name) == null ? this : without(name)).and(name, value);
    }

    /** These fields with those of {@code others} in the place of all of the same names. */
    public Headers with(Headers others) {
        Headers result = this;
        for (int i = 0; i < others.pairs.length; i += 2) {
            result = result.get(others.pairs[i]) == null ? result : result.without(others.pairs[i]);
        }
        String[] more = Arrays.copyOf(result.pairs, result.pairs.length + others.pairs.length);
        System.arraycopy(others.pairs, 0, more, result.pairs.length, others.pairs.length);
        return new Headers(more);
    }

    /** These fields without those of this name. */
    public Headers without(String name) {
        List<String> kept = new ArrayList<>(pairs.length);
        for (int i = 0; i < pairs.length; i += 2) {
            if (!pairs[i].equalsIgnoreCase(name)) {
                kept.add(pairs[i]);
                kept.add(pairs[i + 1]);
            }
        }
        return new Headers(kept.toArray(String[]::new));
    }

    /** Hands each field, in order, to the consumer. */
    public void forEach(BiConsumer<String, String> consumer) {
        for (int i = 0; i < pairs.length; i += 2) {
            consumer.accept(pairs[i], pairs[i + 1]);
        }
    }

    /** How many fields there are. */
    public int size() {
        return pairs.length / 2;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Headers that && Arrays.equals(pairs, that.pairs);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(pairs);
    }

    /**
     * The values of all but those few fields that are known to hold neither secrets nor personal data; each also without its
     * first word, which may be a scheme such as {@code Bearer}.
     */
    @Internal
    public List<String> hidden() {
        List<String> hidden = new ArrayList<>();
        forEach((name, value) -> {
            if (!SHOWN.contains(name.toLowerCase(Locale.ROOT))) {
                hidden.add(value);
                hidden.add(value.substring(value.indexOf(' ') + 1));
            }
        });
        return hidden;
    }

    /** The names, with the values of those few fields that are known to hold neither secrets nor personal data. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        forEach((name, value) -> text.append(text.length() == 1 ? "" : ", ")
                .append(name)
                .append(": ")
                .append(SHOWN.contains(name.toLowerCase(Locale.ROOT)) ? value : "***"));
        return text.append('}').toString();
    }
}
