package io.govshare.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.govshare.error.Internal;
import io.govshare.http.Call;
import io.govshare.http.TimeSource;
import io.govshare.platform.CallFacts;
import io.govshare.platform.Credential;
import io.govshare.platform.CredentialExchange;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the credentials of one client, one for each {@link CredentialExchange#inputs}, and renews them.
 *
 * <p>A credential is fresh, and served without a lock, until {@value #REFRESH_SHARE} of its life but at most {@value
 * #REFRESH_AHEAD_SECONDS} s before it counts as expired, less a jitter; then stale, and still served while one renewal runs
 * on the executor; and expired {@value #EXPIRY_MARGIN_SECONDS} s, or half its life if that is shorter, before its end: then
 * callers wait for one exchange together. What happens after an exchange that
 * failed is described at {@link Setback}. Ages are measured on the monotonic clock from before the exchange began, so that neither a wrong
 * clock nor its correction matters. Safe for concurrent use.
 */
@Internal
public final class CredentialCache {

    static final double REFRESH_SHARE = 0.2;
    static final long REFRESH_AHEAD_SECONDS = 300;
    static final long EXPIRY_MARGIN_SECONDS = 30;

    /** More inputs than any application has; what is beyond is exchanged anew. */
    private static final int MOST = 1_000;

    private final CredentialExchange exchange;
    private final TimeSource time;
    private final Executor io;
    private final DoubleSupplier jitter;
    private final Cache<Object, CredentialSlot> slots =
            Caffeine.newBuilder().maximumSize(MOST).executor(Runnable::run).build();

    /** The first that was made: most clients have no other, and then nothing is looked up. */
    private volatile @Nullable CredentialSlot first;

    /** @param io runs the renewals; when it takes none, callers do what must be done themselves */
    public CredentialCache(CredentialExchange exchange, TimeSource time, Executor io) {
        this(exchange, time, io, () -> ThreadLocalRandom.current().nextDouble());
    }

    /** @param jitter gives numbers from 0 to 1, the share of the jitter that is taken */
    CredentialCache(CredentialExchange exchange, TimeSource time, Executor io, DoubleSupplier jitter) {
        this.exchange = exchange;
        this.time = time;
        this.io = io;
        this.jitter = jitter;
    }

    /**
     * The credential for these facts, waiting for it if there is none that lives: at most until the call's deadline.
     *
     * @throws IOException if the network failed, the deadline passed, or the thread was interrupted
     * @throws io.govshare.error.CredentialException if the platform refused
     */
    public Credential get(CallFacts facts, Call call) throws IOException {
        return slot(facts).get(facts, call);
    }

    /**
     * Throws away this very credential; one that has come into its place stays. So does this one where those before it were
     * refused as well, as {@link RefusedCredentials} says.
     *
     * @return how long it is kept; zero if it is thrown away
     */
    public Duration invalidate(CallFacts facts, Credential refused) {
        return slot(facts).invalidate(refused);
    }

    /** Hears that this credential was accepted where the one before it, which was thrown away for it, was refused. */
    public void helped(CallFacts facts, Credential accepted) {
        slot(facts).helped(accepted);
    }

    private CredentialSlot slot(CallFacts facts) {
        Object inputs = exchange.inputs(facts);
        @Nullable CredentialSlot only = first;
        if (only != null && only.inputs() == inputs) {
            return only;
        }
        CredentialSlot slot = slots.get(inputs, missing -> new CredentialSlot(missing, this));
        if (only == null) {
            first = slot;
        }
        return slot;
    }

    Credential exchange(CallFacts facts) throws IOException {
        return exchange.exchange(facts);
    }

    TimeSource time() {
        return time;
    }

    Executor io() {
        return io;
    }

    /** The life of a credential that was asked for at this point of the monotonic clock. */
    Life life(Credential credential, long asked) {
        if (credential.expiry() == null) {
            return new Life(credential, asked, Long.MAX_VALUE, Long.MAX_VALUE);
        }
        Duration whole = Duration.between(credential.issued(), credential.expiry());
        long nanos = Math.max(0, whole.compareTo(Duration.ofDays(36_500)) > 0 ? Long.MAX_VALUE : whole.toNanos());
        long margin = Math.min(Duration.ofSeconds(EXPIRY_MARGIN_SECONDS).toNanos(), nanos / 2);
        long ahead =
                Math.min(Duration.ofSeconds(REFRESH_AHEAD_SECONDS).toNanos(), (long) (REFRESH_SHARE * (double) nanos));
        // A fifth of the time ahead is left to chance, so that many processes started together do not renew together.
        long early = (long) ((double) ahead * (1 - 0.2 * jitter.getAsDouble()));
        long expired = nanos - margin;
        return new Life(credential, asked, Math.max(0, expired - early), expired);
    }

    /** A credential and its ages in nanoseconds. Two lives are the same only if they are the same object. */
    static final class Life {

        private final Credential credential;
        private final long asked;
        private final long stale;
        private final long expired;

        /**
         * @param asked point of the monotonic clock from which its age counts
         * @param stale age from which it is renewed
         * @param expired age from which it is no longer used
         */
        Life(Credential credential, long asked, long stale, long expired) {
            this.credential = credential;
            this.asked = asked;
            this.stale = stale;
            this.expired = expired;
        }

        Credential credential() {
            return credential;
        }

        boolean isFresh(long now) {
            return now - asked < stale;
        }

        boolean isExpired(long now) {
            return now - asked >= expired;
        }
    }
}
