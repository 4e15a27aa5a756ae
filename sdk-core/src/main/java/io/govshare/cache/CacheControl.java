package io.govshare.cache;

import io.govshare.http.Headers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The directives of {@code Cache-Control} (RFC 9111 §5.2), of a request or an answer. Immutable. */
final class CacheControl {

    /** What a number too large to be kept is taken for (RFC 9111 §1.2.2). */
    private static final long LARGEST_SECONDS = 1L << 31;

    private static final CacheControl EMPTY = new CacheControl(Map.of());

    private final Map<String, String> directives;

    private CacheControl(Map<String, String> directives) {
        this.directives = directives;
    }

    /** The directives of all fields together; unknown ones are kept and never asked for. */
    static CacheControl of(Headers headers) {
        @Nullable String value = headers.joined("Cache-Control");
        return value == null ? EMPTY : new CacheControl(parse(value));
    }

    boolean has(String directive) {
        return directives.containsKey(directive);
    }

    /** The argument in seconds; empty if the directive is absent, zero if its argument is missing or no number. */
    Optional<Duration> seconds(String directive) {
        return Optional.ofNullable(directives.get(directive)).map(CacheControl::deltaSeconds);
    }

    /** The directive's argument in seconds, or {@code bare} when it stands without one; empty if it is absent. */
    Optional<Duration> secondsOr(Duration bare, String directive) {
        String argument = directives.get(directive);
        return argument != null && argument.isEmpty() ? Optional.of(bare) : seconds(directive);
    }

    /** A number of seconds (RFC 9111 §1.2.2); zero, which is to say stale, if it is none. */
    static Duration deltaSeconds(String text) {
        if (text.isEmpty() || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Duration.ZERO;
        }
        boolean large = text.length() > 10;
        return Duration.ofSeconds(large ? LARGEST_SECONDS : Math.min(Long.parseLong(text), LARGEST_SECONDS));
    }

    private static Map<String, String> parse(String value) {
        Map<String, String> found = new HashMap<>();
        int at = 0;
        while (at < value.length()) {
            int end = endOfDirective(value, at);
            String directive = value.substring(at, end).trim();
            at = end + 1;
            int equals = directive.indexOf('=');
            String name = (equals < 0 ? directive : directive.substring(0, equals)).trim();
            String argument =
                    equals < 0 ? "" : unquoted(directive.substring(equals + 1).trim());
            if (!name.isEmpty()) {
                found.merge(name.toLowerCase(Locale.ROOT), argument, CacheControl::stricter);
            }
        }
        return found;
    }

    /** Where the comma is that ends it; commas within a quoted argument do not. */
    private static int endOfDirective(String value, int from) {
        boolean quoted = false;
        for (int i = from; i < value.length(); i++) {
            char c = value.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                return i;
            }
        }
        return value.length();
    }

    private static String unquoted(String argument) {
        boolean quoted = argument.length() >= 2 && argument.startsWith("\"") && argument.endsWith("\"");
        return quoted ? argument.substring(1, argument.length() - 1).replaceAll("\\\\(.)", "$1") : argument;
    }

    /** Of two of the same name the shorter time counts (RFC 9111 §4.2.1). */
    private static String stricter(String one, String other) {
        return deltaSeconds(one).compareTo(deltaSeconds(other)) <= 0 ? one : other;
    }
}
