package io.govshare.cache;

import io.govshare.http.Answer;
import io.govshare.http.Call.CacheResult;
import io.govshare.http.Headers;
import io.govshare.http.Request;
import io.govshare.platform.Verification;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An answer that may be given again, and until when (RFC 9111 §3, §4). Immutable.
 */
final class StoredAnswer {

    /** How long a stale answer is kept that the platform could still confirm. */
    static final Duration VALIDATOR_KEPT = Duration.ofHours(1);

    /** Statuses that this cache understands (RFC 9111 §3); 206 is not among them, a part is no answer. */
    private static final Set<Integer> UNDERSTOOD = Set.of(200, 203, 204, 404, 410);

    /** Fields that belong to the connection and not to the answer (RFC 9111 §3.1). */
    private static final List<String> OF_THE_CONNECTION = List.of(
            "Connection",
            "Keep-Alive",
            "Proxy-Connection",
            "Proxy-Authenticate",
            "Proxy-Authentication-Info",
            "TE",
            "Trailer",
            "Transfer-Encoding",
            "Upgrade");

    /** Fields of a 304 that speak of the 304 itself and not of what is kept (RFC 9111 §3.2). */
    private static final Set<String> OF_THE_304 = Set.of(
            "content-length",
            "content-encoding",
            "content-type",
            "content-range",
            "content-digest",
            "repr-digest",
            "digest",
            "signature",
            "signature-input");

    private static final Duration FOREVER = Duration.ofDays(36_500);

    /** Bytes that the objects of an answer take beside their characters. */
    private static final int OVERHEAD = 512;

    private final Answer answer;
    private final Map<String, Optional<String>> varying;
    private final Freshness freshness;
    private final CacheControl directives;
    private final long keptAt;

    private StoredAnswer(
            Answer answer,
            Map<String, Optional<String>> varying,
            Freshness freshness,
            CacheControl directives,
            long keptAt) {
        this.answer = answer;
        this.varying = varying;
        this.freshness = freshness;
        this.directives = directives;
        this.keptAt = keptAt;
    }

    /**
     * The answer as it may be kept; empty if it may not, or is of no use later (RFC 9111 §3).
     *
     * @param request the request as the cache saw it
     * @param explicitOnly whether the answer must say itself how long it is fresh, or that it must be confirmed each time
     * @param now when it came
     * @param delay how long it took
     * @param nanoTime when it came, by the monotonic clock
     */
    static Optional<StoredAnswer> of(
            Request request, Answer answer, boolean explicitOnly, Instant now, Duration delay, long nanoTime) {
        CacheControl directives = CacheControl.of(answer.headers());
        if (!answer.isWhole()
                || !answer.outcome().isSuccess()
                || !UNDERSTOOD.contains(answer.status())
                || directives.has("no-store")) {
            return Optional.empty();
        }
        Optional<Map<String, Optional<String>>> varying = varying(request, answer.headers());
        Freshness freshness = Freshness.of(answer.headers(), now, delay);
        boolean explicit = freshness.explicit() || directives.has("no-cache");
        if (varying.isEmpty() || (explicitOnly && !explicit)) {
            return Optional.empty();
        }
        Answer kept = answer.with(withoutConnection(answer.headers()));
        StoredAnswer stored = new StoredAnswer(kept, varying.get(), freshness, directives, nanoTime);
        return stored.usefulFor().isZero() ? Optional.empty() : Optional.of(stored);
    }

    /** The request's values of the fields that {@code Vary} names (RFC 9111 §4.1); empty if nothing ever matches. */
    private static Optional<Map<String, Optional<String>>> varying(Request request, Headers answer) {
        @Nullable String vary = answer.joined("Vary");
        Map<String, Optional<String>> values = new HashMap<>();
        for (String part : vary == null ? new String[0] : vary.split(",")) {
            String name = part.trim().toLowerCase(Locale.ROOT);
            if (name.equals("*")) {
                return Optional.empty();
            }
            values.put(name, value(request, name));
        }
        return Optional.of(values);
    }

    private static Optional<String> value(Request request, String name) {
        return Optional.ofNullable(request.headers().joined(name));
    }

    private static Headers withoutConnection(Headers headers) {
        Headers kept = headers;
        @Nullable String named = headers.joined("Connection");
        for (String name : named == null ? new String[0] : named.split(",")) {
            kept = kept.without(name.trim());
        }
        for (String name : OF_THE_CONNECTION) {
            kept = kept.get(name) == null ? kept : kept.without(name);
        }
        return kept;
    }

    /** Whether the request has the same values in the fields that select the answer (RFC 9111 §4.1). */
    boolean matches(Request request) {
        return varying.entrySet().stream()
                .allMatch(field -> value(request, field.getKey()).equals(field.getValue()));
    }

    /** Whether it may be given without asking, and as what (RFC 9111 §4.2, §5.2.1); empty if the platform must be asked. */
    Optional<CacheResult> use(CacheControl wanted, long nanoTime) {
        Duration age = age(nanoTime);
        Duration left = freshness.lifetime().minus(age);
        if (directives.has("no-cache")
                || wanted.seconds("max-age")
                        .filter(most -> age.compareTo(most) > 0)
                        .isPresent()
                || wanted.seconds("min-fresh")
                        .filter(least -> left.compareTo(least) < 0)
                        .isPresent()) {
            return Optional.empty();
        }
        if (isPositive(left)) {
            return Optional.of(CacheResult.HIT);
        }
        Duration tolerated = wanted.secondsOr(FOREVER, "max-stale").orElse(Duration.ZERO);
        boolean stale =
                wanted.has("max-stale") && !mustRevalidate() && left.negated().compareTo(tolerated) <= 0;
        return stale ? Optional.of(CacheResult.STALE) : Optional.empty();
    }

    /** Whether it may be given in the place of an error of the platform (RFC 5861 §4). */
    boolean isUsableOnError(long nanoTime) {
        Duration staleness = age(nanoTime).minus(freshness.lifetime());
        return !mustRevalidate() && staleness.compareTo(staleIfError()) <= 0;
    }

    /**
     * Whether the platform can be asked if it still holds. What was signed is fetched anew once its signature is too old to be
     * accepted again: nobody signs a 304, and whoever makes one up could hold the data back for as long as he likes.
     */
    boolean hasValidator(long nanoTime) {
        boolean named = answer.headers().get("ETag") != null || answer.headers().get("Last-Modified") != null;
        return named && (!isVerified() || isPositive(verification(nanoTime).acceptedFor()));
    }

    private boolean isVerified() {
        return answer.note(Verification.class)
                .filter(checked -> checked.result() == Verification.Result.VERIFIED)
                .isPresent();
    }

    /** What came of checking its signature, as it is now. */
    private Verification verification(long nanoTime) {
        Verification checked = answer.note(Verification.class).orElseGet(Verification::absent);
        return checked.acceptedFor(checked.acceptedFor().minusNanos(nanoTime - keptAt));
    }

    /** The request with the question whether this answer still holds (RFC 9111 §4.3.1). */
    Request conditional(Request request) {
        Headers headers = request.headers();
        @Nullable String etag = answer.headers().get("ETag");
        @Nullable String modified = answer.headers().get("Last-Modified");
        headers = etag == null ? headers : headers.with("If-None-Match", etag);
        headers = modified == null ? headers : headers.with("If-Modified-Since", modified);
        return request.with(headers);
    }

    /** Whether this 304 speaks of this answer (RFC 9111 §4.3.4), which one with another tag does not. */
    boolean isConfirmedBy(Answer notModified) {
        @Nullable String theirs = notModified.headers().get("ETag");
        @Nullable String ours = answer.headers().get("ETag");
        return theirs == null || ours == null || opaque(theirs).equals(opaque(ours));
    }

    private static String opaque(String etag) {
        return etag.startsWith("W/") ? etag.substring(2) : etag;
    }

    /**
     * This answer with its header fields brought up to date by a 304 (RFC 9111 §3.2); of one that was signed, the date only,
     * since its fields may be among what was signed.
     */
    Answer updatedBy(Answer notModified, long nanoTime) {
        if (isVerified()) {
            @Nullable String date = notModified.headers().get("Date");
            Headers kept = answer.headers().without("Age").without("Date");
            return answer.with(date == null ? kept : kept.with("Date", date))
                    .note(Verification.class, verification(nanoTime));
        }
        Headers[] newer = {withoutConnection(notModified.headers())};
        newer[0].forEach((name, value) -> {
            if (OF_THE_304.contains(name.toLowerCase(Locale.ROOT))) {
                newer[0] = newer[0].without(name);
            }
        });
        // Age and date speak of the last time; a 304 without a date was made when it came (RFC 9110 §6.6.1).
        return answer.with(answer.headers().without("Age").without("Date").with(newer[0]));
    }

    /** The answer as it is given again, with its age (RFC 9111 §5.1). */
    Answer answer(long nanoTime) {
        return answer.with(
                answer.headers().with("Age", Long.toString(age(nanoTime).toSeconds())));
    }

    /** Whether it was made before the other one. */
    boolean isOlderThan(StoredAnswer other) {
        return freshness.date().isBefore(other.freshness.date());
    }

    /** How long from when it came it can be of use: while fresh, and as long after as it may be confirmed or stand in. */
    Duration usefulFor() {
        Duration left = freshness.lifetime().minus(freshness.initialAge());
        Duration fresh = isPositive(left) ? left : Duration.ZERO;
        Duration standIn = mustRevalidate() ? Duration.ZERO : staleIfError();
        Duration after = hasValidator(keptAt) && standIn.compareTo(VALIDATOR_KEPT) < 0 ? VALIDATOR_KEPT : standIn;
        return fresh.plus(after);
    }

    /** About how many bytes of memory it takes, with the request that it answers. */
    int weight() {
        int[] characters = {0};
        answer.headers().forEach((name, value) -> characters[0] += name.length() + value.length());
        answer.request().headers().forEach((name, value) -> characters[0] += name.length() + value.length());
        int proof = answer.note(Verification.class)
                .map(Verification::proof)
                .map(kept -> kept.sizeBeside(answer.bytes()))
                .orElse(0);
        return OVERHEAD + answer.bytes().length + 2 * characters[0] + proof;
    }

    private Duration age(long nanoTime) {
        return freshness.age(Duration.ofNanos(nanoTime - keptAt));
    }

    private Duration staleIfError() {
        return directives.seconds("stale-if-error").orElse(Duration.ZERO);
    }

    private boolean mustRevalidate() {
        return directives.has("must-revalidate") || directives.has("no-cache");
    }

    private static boolean isPositive(Duration duration) {
        return !duration.isNegative() && !duration.isZero();
    }

    /** The names of its fields; its content may be personal. */
    @Override
    public String toString() {
        return "StoredAnswer[" + answer.status() + ", "
                + Arrays.toString(varying.keySet().toArray()) + ']';
    }
}
