package io.govshare.usage;

import io.govshare.catalog.DatasetDescription;
import io.govshare.catalog.Grant;
import io.govshare.context.CallContext;
import io.govshare.dataset.CallOptions;
import io.govshare.error.GovShareException;
import io.govshare.error.Masked;
import io.govshare.http.Call;
import io.govshare.http.ThrottledWarning;
import io.govshare.http.TimeSource;
import io.govshare.platform.CallFacts;
import io.govshare.signing.Secret;
import io.govshare.signing.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what is known of a use as an event. Of the context only purpose and matter are written, of operator and case pseudonyms, of a failure its kind and
 * the platform's code: neither values nor words that may be personal. A record that cannot be written is warned of and
 * counted; the call goes on. Safe for concurrent use.
 */
final class UseRecorder {

    private static final Logger LOG = LoggerFactory.getLogger(UseRecorder.class);
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

    private static final Pattern TRACE = Pattern.compile("[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final UsageJson.Source source;
    private final @Nullable SigningKey pseudonyms;
    private final TimeSource time;
    private final Out out;
    private final ThrottledWarning warning;
    private final AtomicBoolean toldOfPseudonyms = new AtomicBoolean();

    /** Where frames go. */
    @FunctionalInterface
    interface Out {

        /** Appends a frame; an event that cannot be appended is counted there. */
        void append(byte type, UUID id, byte[] json) throws IOException;
    }

    /** @param pseudonymKey makes pseudonyms of operator and case; empty if they are not on record */
    UseRecorder(UsageJson.Source source, Optional<Secret> pseudonymKey, TimeSource time, Out out) {
        this.source = source;
        this.pseudonyms = pseudonymKey.map(key -> SigningKey.hmac("usage", key)).orElse(null);
        this.time = time;
        this.out = out;
        this.warning = new ThrottledWarning(LOG, time::nanoTime);
    }

    /**
     * A use by its id and the time of its beginning. The time in the id may run ahead of it: ids never go back.
     */
    record Begun(UUID id, Instant time) {}

    /** A new use that begins now. */
    Begun begin() {
        return new Begun(EventIds.ofProcess().next(time), time.now());
    }

    /** Puts on record that the use has begun, with what is known so far. */
    void opened(Begun use, Call call) throws IOException {
        out.append(Frame.OPENED, use.id(), UsageJson.encode(event(use, call, true)));
    }

    /** Writes the event of a use that has ended. */
    void ended(Begun use, Call call) {
        try {
            out.append(Frame.EVENT, use.id(), UsageJson.encode(event(use, call, false)));
        } catch (IOException | RuntimeException e) {
            warning.warn("A use of " + call.dataset() + " cannot be written to the usage spool and is only counted", e);
        }
    }

    /** The beginning of a use could not be put on record, and yet it goes on. */
    void unopened(Call call, IOException e) {
        warning.warn("The beginning of a use of " + call.dataset() + " cannot be written to the usage spool", e);
    }

    private UsageEvent event(Begun use, Call call, boolean open) {
        Optional<CallFacts> facts = call.find(CallFacts.class);
        @Nullable DatasetDescription dataset = facts.map(CallFacts::dataset).orElse(null);
        CallContext context = facts.map(CallFacts::context).orElse(CallContext.none());
        @Nullable Throwable failure = open ? null : call.failure().orElse(null);
        return new UsageEvent(
                use.id(),
                use.time(),
                source.application(),
                source.version(),
                source.platform(),
                call.dataset(),
                dataset == null ? null : dataset.version(),
                call.find(Grant.class).map(Grant::id).orElse(null),
                context.purpose().orElse(null),
                context.get(CallContext.Member.MATTER).orElse(null),
                pseudonym(context, CallContext.Member.OPERATOR),
                pseudonym(context, CallContext.Member.CASE),
                call.operation(),
                open ? UseOutcome.INTERRUPTED : UseOutcome.of(call),
                open ? UsageEvent.UNKNOWN : call.received(),
                open ? UsageEvent.UNKNOWN : call.delivered(),
                open ? UsageEvent.UNKNOWN : call.bytes(),
                open ? null : cache(call),
                open ? UsageEvent.UNKNOWN : call.attempts(),
                open ? UsageEvent.UNKNOWN : call.elapsed().toMillis(),
                call.find(CallOptions.class)
                        .flatMap(CallOptions::correlationId)
                        .filter(id -> TRACE.matcher(id).matches())
                        .orElse(null),
                call.find(QueryShape.class)
                        .map(QueryShape::text)
                        .filter(text -> !text.isEmpty())
                        .orElse(null),
                failure == null ? null : kind(failure),
                failure == null ? null : code(failure));
    }

    private @Nullable String pseudonym(CallContext context, CallContext.Member member) {
        @Nullable String value = context.get(member).orElse(null);
        if (value == null) {
            return null;
        }
        if (pseudonyms == null) {
            if (toldOfPseudonyms.compareAndSet(false, true)) {
                LOG.warn(
                        "Operators and cases are not on record with the uses of {}, since .usage(u -> u.pseudonymKey(…))"
                                + " names no key to make pseudonyms with",
                        source.application());
            }
            return null;
        }
        byte[] text = (member.name() + ' ' + value).getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(pseudonyms.sign(text));
    }

    /** A call that neither went to the network nor was answered from memory has missed nothing. */
    private static @Nullable String cache(Call call) {
        boolean asked = call.attempts() > 0 || call.cache() != Call.CacheResult.MISS;
        return asked ? call.cache().name().toLowerCase(Locale.ROOT) : null;
    }

    /** {@code SharingDeniedException} is {@code sharing-denied}. */
    private static @Nullable String kind(Throwable failure) {
        String name = failure.getClass().getSimpleName();
        String kind = name.endsWith("Exception") ? name.substring(0, name.length() - "Exception".length()) : name;
        String words = kind.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
        return words.isEmpty() ? null : words;
    }

    private static @Nullable String code(Throwable failure) {
        return failure instanceof GovShareException refused
                ? refused.code()
                        .filter(code -> CODE.matcher(code).matches())
                        .map(Masked::code)
                        .orElse(null)
                : null;
    }
}
