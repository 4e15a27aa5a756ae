package io.govshare.usage;

import io.govshare.catalog.DatasetDescription;
import io.govshare.catalog.Grant;
import io.govshare.context.CallContext;
import io.govshare.error.GovShareException;
import io.govshare.error.Masked;
import io.govshare.http.Call;
import io.govshare.http.ThrottledWarning;
import io.govshare.http.TimeSource;
import io.govshare.platform.CallFacts;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what is known of a use as an event. Of the context only purpose and matter are written, of a failure its kind and
 * the platform's code: neither values nor words that may be personal. A record that cannot be written is warned of and
 * counted; the call goes on. Safe for concurrent use.
 */
final class UseRecorder {

    private static final Logger LOG = LoggerFactory.getLogger(UseRecorder.class);
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

    private final String application;
    private final @Nullable String version;
    private final String platform;
    private final TimeSource time;
    private final Out out;
    private final ThrottledWarning warning;

    /** Where frames go. */
    interface Out {
        void append(byte type, UUID id, byte[] json) throws IOException;

        void countLost();
    }

    UseRecorder(String application, String version, String platform, TimeSource time, Out out) {
        this.application = application;
        this.version = version.isEmpty() ? null : version;
        this.platform = platform;
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

    /** Notes that the use has begun, with what is known so far. */
    void opened(Begun use, Call call) {
        try {
            out.append(Frame.OPENED, use.id(), UsageJson.encode(event(use, call, true)));
        } catch (IOException | RuntimeException e) {
            warning.warn("The beginning of a use of " + call.dataset() + " cannot be written to the usage spool", e);
        }
    }

    /** Writes the event of a use that has ended. */
    void ended(Begun use, Call call) {
        try {
            out.append(Frame.EVENT, use.id(), UsageJson.encode(event(use, call, false)));
        } catch (IOException | RuntimeException e) {
            out.countLost();
            warning.warn(
                    "A use of " + call.dataset() + " cannot be written to the usage spool and is not on record", e);
        }
    }

    private UsageEvent event(Begun use, Call call, boolean open) {
        Optional<CallFacts> facts = call.find(CallFacts.class);
        @Nullable DatasetDescription dataset = facts.map(CallFacts::dataset).orElse(null);
        CallContext context = facts.map(CallFacts::context).orElse(CallContext.none());
        @Nullable Throwable failure = open ? null : call.failure().orElse(null);
        return new UsageEvent(
                use.id(),
                use.time(),
                application,
                version,
                platform,
                call.dataset(),
                dataset == null ? null : dataset.version(),
                call.find(Grant.class).map(Grant::id).orElse(null),
                context.purpose().orElse(null),
                context.get(CallContext.Member.MATTER).orElse(null),
                call.operation(),
                open ? UseOutcome.INTERRUPTED : UseOutcome.of(call),
                open ? UsageEvent.UNKNOWN : call.received(),
                open ? UsageEvent.UNKNOWN : call.delivered(),
                open ? UsageEvent.UNKNOWN : call.bytes(),
                open ? null : cache(call),
                open ? UsageEvent.UNKNOWN : call.attempts(),
                open ? UsageEvent.UNKNOWN : call.elapsed().toMillis(),
                call.find(QueryShape.class)
                        .map(QueryShape::text)
                        .filter(text -> !text.isEmpty())
                        .orElse(null),
                failure == null ? null : kind(failure),
                failure == null ? null : code(failure));
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
