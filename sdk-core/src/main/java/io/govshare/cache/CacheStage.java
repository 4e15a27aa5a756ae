package io.govshare.cache;

import io.govshare.catalog.DatasetDescription;
import io.govshare.catalog.SharingAttribute;
import io.govshare.context.CallContext.Member;
import io.govshare.error.Internal;
import io.govshare.error.InvalidRequestException;
import io.govshare.error.PlatformUnavailableException;
import io.govshare.http.Answer;
import io.govshare.http.Call;
import io.govshare.http.Call.CacheResult;
import io.govshare.http.CallLog;
import io.govshare.http.Exchange;
import io.govshare.http.Headers;
import io.govshare.http.Origin;
import io.govshare.http.Outcome;
import io.govshare.http.Request;
import io.govshare.http.Stage;
import io.govshare.http.TimeSource;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stage 2: gives an answer again that is still fresh, and asks the platform whether a stale one still holds, as a private
 * cache in memory (RFC 9111). What counts as the same use is said by {@link CacheKey}.
 *
 * <p>Kept are whole answers to queries, with data or the valid statement that there is none; those of conditional datasets
 * only when they say themselves how long they are fresh, or that they must be confirmed each time. Streams, downloads, parts, and requests with conditions of their own
 * pass by. Of the request's directives {@code only-if-cached} is not honoured, which §5.2.1.7 leaves open. Fields named by
 * {@code Vary} are compared as the request has them here; context and credential, which come later, are part of the key.
 * Safe for concurrent use; has no thread of its own.
 */
@Internal
public final class CacheStage implements Stage {

    private static final Set<String> PASSING = Set.of("stream", "download");
    private static final List<String> CONDITIONS =
            List.of("If-None-Match", "If-Modified-Since", "If-Match", "If-Unmodified-Since", "If-Range", "Range");

    private final String platform;
    private final String identity;
    private final Set<Member> carried;
    private final Supplier<Instant> now;
    private final TimeSource time;
    private final @Nullable AnswerStore store;

    /**
     * The cache of one client of one platform.
     *
     * @param identity who asks, such as the client id
     * @param carried members of the context that the dialect puts on the wire
     * @param now the time as the platform sees it, which the dates of its answers are compared with
     */
    public CacheStage(
            CacheOptions options,
            String platform,
            String identity,
            Set<Member> carried,
            Supplier<Instant> now,
            TimeSource time) {
        this.platform = platform;
        this.identity = identity;
        this.carried = Set.copyOf(carried);
        this.now = now;
        this.time = time;
        this.store = options.isNone() ? null : new AnswerStore(options.maxSize(), time);
    }

    @Override
    public Answer handle(Exchange exchange, Next next) throws IOException {
        Optional<DatasetDescription> dataset = exchange.call().find(DatasetDescription.class);
        if (store == null || dataset.isEmpty()) {
            return next.proceed(exchange);
        }
        Answer answer = exchange.request().isQuery()
                ? query(store, exchange, next, dataset.get().sharing() != SharingAttribute.UNCONDITIONAL)
                : unsafe(store, exchange, next);
        if (answer.outcome().kind() == Outcome.Kind.DENIED) {
            // A grant may have been revoked. That a stream was refused says so of kept pages as well.
            store.dropDataset(exchange.call().dataset());
        }
        return answer;
    }

    /** Forgets all answers of a dataset, as when a grant for it is revoked. */
    public void evict(String dataset) {
        if (store != null) {
            store.dropDataset(dataset);
        }
    }

    /** Forgets everything. */
    public void clear() {
        if (store != null) {
            store.dropAll();
        }
    }

    private Answer query(AnswerStore answers, Exchange exchange, Next next, boolean explicitOnly) throws IOException {
        Call call = exchange.call();
        Request request = exchange.request();
        CachePolicy policy = call.find(CachePolicy.class).orElse(CachePolicy.USE);
        CacheControl wanted = CacheControl.of(request.headers());
        call.cache(CacheResult.MISS);
        if (policy == CachePolicy.BYPASS || wanted.has("no-store") || isPassing(call, request.headers())) {
            return next.proceed(exchange);
        }
        CacheKey key = CacheKey.of(platform, identity, carried, call, request);
        @Nullable StoredAnswer stored = answers.get(key);
        if (stored != null && !stored.matches(request)) {
            stored = null;
        }
        boolean insistent = policy == CachePolicy.REVALIDATE || wanted.has("no-cache");
        if (stored != null && !insistent) {
            Optional<CacheResult> use = stored.use(wanted, time.nanoTime());
            if (use.isPresent()) {
                return again(call, stored, use.get());
            }
        }
        return ask(answers, new Lookup(exchange, key, stored, explicitOnly, insistent), next);
    }

    private static boolean isPassing(Call call, Headers headers) {
        return PASSING.contains(call.operation()) || hasCondition(headers);
    }

    private static boolean hasCondition(Headers headers) {
        for (String name : CONDITIONS) {
            if (headers.get(name) != null) {
                return true;
            }
        }
        return false;
    }

    private Answer again(Call call, StoredAnswer stored, CacheResult result) {
        Answer answer = stored.answer(time.nanoTime());
        call.cache(result);
        call.outcome(answer.outcome());
        if (result != CacheResult.REVALIDATED) {
            CallLog.again(call, answer);
        }
        return answer;
    }

    /**
     * A look into the store that did not answer the request.
     *
     * @param stored what is kept for it, though it is stale; null for nothing
     * @param explicitOnly whether an answer is kept only if it says itself how long it is fresh
     * @param insistent whether the caller wants the platform to be asked whatever is kept
     */
    private record Lookup(
            Exchange exchange, CacheKey key, @Nullable StoredAnswer stored, boolean explicitOnly, boolean insistent) {

        /** Whether the platform is asked if what is kept still holds. */
        boolean isConditional(Asking asking) {
            return stored != null && stored.hasValidator(asking.nanoTime());
        }

        Request asked(Asking asking) {
            Request request = exchange.request();
            Request asked = stored != null && isConditional(asking) ? stored.conditional(request) : request;
            boolean silent = insistent && asked.headers().get("Cache-Control") == null;
            return silent ? asked.with("Cache-Control", "no-cache") : asked;
        }

        Lookup withoutStored() {
            return new Lookup(exchange, key, null, explicitOnly, insistent);
        }
    }

    /** When the platform was asked, and the version of the store then. */
    private record Asking(long nanoTime, long version) {}

    private Answer ask(AnswerStore answers, Lookup lookup, Next next) throws IOException {
        Asking asking = new Asking(time.nanoTime(), answers.version(lookup.key));
        Answer answer;
        try {
            answer = next.proceed(lookup.exchange.with(lookup.asked(asking)));
        } catch (IOException | PlatformUnavailableException e) {
            Optional<Answer> standIn = standIn(lookup);
            if (standIn.isPresent()) {
                return standIn.get();
            }
            throw e;
        }
        StoredAnswer stored = lookup.stored;
        if (answer.status() == 304 && stored != null && lookup.isConditional(asking)) {
            answer.close();
            if (stored.isConfirmedBy(answer)) {
                return confirmed(answers, lookup, stored.updatedBy(answer, time.nanoTime()), asking);
            }
            answers.drop(lookup.key);
            return ask(answers, lookup.withoutStored(), next);
        }
        if (isFailure(answer.outcome())) {
            Optional<Answer> standIn = standIn(lookup);
            if (standIn.isPresent()) {
                answer.close();
                return standIn.get();
            }
        }
        settle(answers, lookup, answer, asking);
        return answer;
    }

    private static boolean isFailure(Outcome outcome) {
        return outcome.kind() == Outcome.Kind.UPSTREAM || outcome.kind() == Outcome.Kind.BUSY;
    }

    /** What is kept, if it may stand in for a platform that fails (RFC 5861 §4). */
    private Optional<Answer> standIn(Lookup lookup) {
        Call call = lookup.exchange.call();
        StoredAnswer stored = lookup.stored;
        boolean wanted = !lookup.insistent
                && !call.isCancelled()
                && !Thread.currentThread().isInterrupted();
        return wanted && stored != null && stored.isUsableOnError(time.nanoTime())
                ? Optional.of(again(call, stored, CacheResult.STALE))
                : Optional.empty();
    }

    private Answer confirmed(AnswerStore answers, Lookup lookup, Answer updated, Asking asking) {
        Call call = lookup.exchange.call();
        Optional<StoredAnswer> newer = storable(lookup, updated, asking);
        if (newer.isPresent()) {
            answers.keep(lookup.key, newer.get(), asking.version());
            return again(call, newer.get(), CacheResult.REVALIDATED);
        }
        answers.drop(lookup.key);
        call.cache(CacheResult.REVALIDATED);
        call.outcome(updated.outcome());
        return updated;
    }

    /** Keeps the answer, or what it says about those that are kept. Errors that pass say nothing about them. */
    private void settle(AnswerStore answers, Lookup lookup, Answer answer, Asking asking) {
        switch (answer.outcome().kind()) {
            case OK, EMPTY ->
                storable(lookup, answer, asking)
                        .ifPresentOrElse(
                                stored -> answers.keep(lookup.key, stored, asking.version()),
                                () -> answers.drop(lookup.key));
            case NOT_FOUND -> answers.drop(lookup.key);
            default -> {}
        }
    }

    private Optional<StoredAnswer> storable(Lookup lookup, Answer answer, Asking asking) {
        long nanoTime = time.nanoTime();
        Duration delay = Duration.ofNanos(nanoTime - asking.nanoTime());
        return StoredAnswer.of(lookup.exchange.request(), answer, lookup.explicitOnly, now.get(), delay, nanoTime);
    }

    /** Sends what may change something, and forgets what is kept of its target whatever came of it (RFC 9111 §4.4). */
    private static Answer unsafe(AnswerStore answers, Exchange exchange, Next next) throws IOException {
        exchange.call().cache(CacheResult.MISS);
        Request request = exchange.request();
        try {
            Answer answer = next.proceed(exchange);
            named(request, answer.headers().get("Location")).ifPresent(answers::dropUrl);
            named(request, answer.headers().get("Content-Location")).ifPresent(answers::dropUrl);
            return answer;
        } finally {
            answers.dropUrl(request.url());
        }
    }

    /** The URL that this header field names, if it is one of the same origin. */
    private static Optional<String> named(Request request, @Nullable String location) {
        if (location == null) {
            return Optional.empty();
        }
        try {
            URI target = request.uri().resolve(location);
            boolean same = Origin.of(target).equals(request.origin());
            return same ? Optional.of(Request.get(target.toString()).url()) : Optional.empty();
        } catch (IllegalArgumentException | InvalidRequestException notAnAddress) {
            return Optional.empty();
        }
    }
}
