package io.govshare.auth;

import io.govshare.auth.CredentialCache.Life;
import io.govshare.http.Call;
import io.govshare.http.Flight;
import io.govshare.platform.CallFacts;
import io.govshare.platform.Credential;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The place of one credential: what is held, and the exchange under way. The lock guards the change of state and is never
 * held while the network works.
 */
final class CredentialSlot {

    private static final Logger LOG = LoggerFactory.getLogger("io.govshare.auth");

    private final Object inputs;
    private final CredentialCache cache;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Life held;
    private volatile @Nullable Flight<Credential> flight;
    private volatile @Nullable BackOff backOff;

    /** The last renewal of {@code life} failed; nobody tries before {@code until} on the monotonic clock. */
    private record BackOff(Life life, long until) {}

    CredentialSlot(Object inputs, CredentialCache cache) {
        this.inputs = inputs;
        this.cache = cache;
    }

    Credential get(CallFacts facts, Call call) throws IOException {
        long now = cache.time().nanoTime();
        @Nullable Life life = held;
        if (life != null && life.isFresh(now)) {
            return life.credential();
        }
        if (life != null && !life.isExpired(now)) {
            renew(life, facts, now);
            return life.credential();
        }
        while (true) {
            @Nullable Flight<Credential> joined = join(facts);
            if (joined == null) {
                @Nullable Life arrived = held;
                if (arrived != null) {
                    return arrived.credential();
                }
                continue;
            }
            try {
                return joined.await(call);
            } catch (IOException | RuntimeException failed) {
                if (!joined.isLeftToOthers()) {
                    throw failed;
                }
            }
        }
    }

    /** The exchange to wait for; null when a credential that lives has arrived meanwhile. */
    private @Nullable Flight<Credential> join(CallFacts facts) {
        Flight<Credential> started;
        lock.lock();
        try {
            @Nullable Life life = held;
            if (life != null && !life.isExpired(cache.time().nanoTime())) {
                return null;
            }
            @Nullable Flight<Credential> underWay = flight;
            if (underWay != null) {
                return underWay;
            }
            started = start(facts);
        } finally {
            lock.unlock();
        }
        try {
            cache.io().execute(started::run);
        } catch (RejectedExecutionException full) {
            started.run();
        }
        return started;
    }

    private void renew(Life life, CallFacts facts, long now) {
        @Nullable BackOff waiting = backOff;
        if (flight != null || (waiting != null && waiting.life() == life && now - waiting.until() < 0)) {
            return;
        }
        Flight<Credential> started;
        lock.lock();
        try {
            if (flight != null || held != life) {
                return;
            }
            started = start(facts);
        } finally {
            lock.unlock();
        }
        try {
            cache.io().execute(started::run);
        } catch (RejectedExecutionException full) {
            // The old one lives: try again later rather than make this call wait.
            failed(life, full);
            end(started);
        }
    }

    private Flight<Credential> start(CallFacts facts) {
        Exchanging work = new Exchanging(facts);
        Flight<Credential> started = new Flight<>("a credential", work);
        work.flight = started;
        flight = started;
        return started;
    }

    /** One exchange, which knows its flight so that it ends no other. */
    private final class Exchanging implements Call.Work<Credential> {

        private final CallFacts facts;
        private volatile @Nullable Flight<Credential> flight;

        Exchanging(CallFacts facts) {
            this.facts = facts;
        }

        @Override
        public Credential run() throws IOException {
            @Nullable Life old = held;
            long asked = cache.time().nanoTime();
            try {
                Credential credential = cache.exchange(facts);
                held = cache.life(credential, asked);
                backOff = null;
                return credential;
            } catch (IOException | RuntimeException | Error failure) {
                if (old != null && !Flight.isGivenUp(failure)) {
                    failed(old, failure);
                }
                throw failure;
            } finally {
                end(flight);
            }
        }
    }

    private void end(@Nullable Flight<Credential> ended) {
        lock.lock();
        try {
            if (flight == ended) {
                flight = null;
            }
        } finally {
            lock.unlock();
        }
    }

    private void failed(Life old, Throwable reason) {
        long until = cache.time().nanoTime()
                + Duration.ofSeconds(CredentialCache.BACK_OFF_SECONDS).toNanos();
        @Nullable BackOff before = backOff;
        backOff = new BackOff(old, until);
        if (before == null || before.life() != old) {
            LOG.warn(
                    "The credential for {} could not be renewed and is used on while it lives: {}",
                    inputs,
                    words(reason));
        } else {
            LOG.debug("The credential for {} could not be renewed again: {}", inputs, words(reason));
        }
    }

    private static String words(Throwable reason) {
        return reason.getMessage() == null ? reason.getClass().getSimpleName() : reason.getMessage();
    }

    void invalidate(Credential refused) {
        lock.lock();
        try {
            @Nullable Life life = held;
            if (life != null && life.credential() == refused) {
                held = null;
            }
        } finally {
            lock.unlock();
        }
    }
}
