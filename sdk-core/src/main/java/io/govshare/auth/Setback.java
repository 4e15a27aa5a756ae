package io.govshare.auth;

import io.govshare.auth.CredentialCache.Life;
import io.govshare.error.Diagnosis;
import io.govshare.error.ErrorDetails;
import io.govshare.error.GovShareException;
import io.govshare.error.Masked;
import io.govshare.error.PlatformUnavailableException;
import io.govshare.http.PrerequisiteException;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The last exchange failed. While an old credential lives, nobody tries again for {@value #RENEWAL_SECONDS} s.
 *
 * <p>Without one, a refusal that asking again would not change is given to all callers for {@value #REFUSAL_SECONDS} s, so that
 * a server that knows the client no more is not asked once a call; so is one that says how long to leave the server alone, for
 * that time. What may pass at any moment, such as a connection that was refused, is not remembered: calls try again by their
 * own rules, which have a budget for the host.
 */
final class Setback {

    static final long RENEWAL_SECONDS = 30;
    static final long REFUSAL_SECONDS = 30;

    private final @Nullable Life old;
    private final Throwable reason;
    private final long at;
    private final long remembered;

    private Setback(@Nullable Life old, Throwable reason, long at, long remembered) {
        this.old = old;
        this.reason = reason;
        this.at = at;
        this.remembered = remembered;
    }

    /**
     * @param old what was held when it failed
     * @param now point of the monotonic clock
     */
    static Setback of(@Nullable Life old, Throwable reason, long now) {
        return new Setback(old, reason, now, remembered(reason).toNanos());
    }

    private static Duration remembered(Throwable reason) {
        Duration longest = Duration.ofSeconds(REFUSAL_SECONDS);
        if (reason instanceof PrerequisiteException passing) {
            Duration wish = passing.retryAfter().orElse(Duration.ZERO);
            return wish.compareTo(longest) > 0 ? longest : wish;
        }
        return reason instanceof GovShareException && !(reason instanceof PlatformUnavailableException)
                ? longest
                : Duration.ZERO;
    }

    /** Whether it was about the renewal of this credential. */
    boolean isOf(Life life) {
        return old == life;
    }

    boolean forbidsRenewal(Life life, long now) {
        return isOf(life) && now - at < Duration.ofSeconds(RENEWAL_SECONDS).toNanos();
    }

    /** Fails as the exchange did, as long as that is remembered; each caller has an exception of its own. */
    void check(long now) throws IOException {
        long left = remembered - (now - at);
        if (left <= 0) {
            return;
        }
        if (reason instanceof PrerequisiteException passing) {
            GovShareException refusal = passing.refusal().orElseThrow();
            ErrorDetails details = details(refusal, now, left).retryAfter(Duration.ofSeconds(seconds(left)));
            throw PrerequisiteException.refused(passing.origin(), refusal.with(details, Set.of()));
        }
        if (reason instanceof GovShareException refusal) {
            throw refusal.with(details(refusal, now, left), Set.of());
        }
    }

    private ErrorDetails details(GovShareException refusal, long now, long left) {
        Diagnosis why = refusal.diagnosis();
        String said = "answered " + seconds(now - at) + " s ago, and not asked again for " + seconds(left) + " s";
        return refusal.details().because(why.alsoSeen(said));
    }

    private static long seconds(long nanos) {
        return Math.max(1, Duration.ofNanos(nanos).plusMillis(500).toSeconds());
    }

    /** Why, in words for a log; what others say of a failure is masked as what platforms say is. */
    String words() {
        @Nullable String message = reason.getMessage();
        if (message == null) {
            return reason.getClass().getSimpleName();
        }
        return reason instanceof GovShareException ? message : Masked.text(message);
    }
}
