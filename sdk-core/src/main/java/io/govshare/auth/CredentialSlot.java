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
    private final RefusedCredentials refusals = new RefusedCredentials();
    private volatile @Nullable Life held;
    private volatile @Nullable Flight<Credential> flight;
    private volatile @Nullable Setback setback;

    CredentialSlot(Object inputs, CredentialCache cache) {
        this.inputs = inputs;
        this.cache = cache;
    }

    Object inputs() {
        return inputs;
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

    /**
     * The exchange to wait for; null when a credential that lives has arrived meanwhile.
     *
     * @throws IOException or another exception, if the last one failed and that is remembered
     */
    private @Nullable Flight<Credential> join(CallFacts facts) throws IOException {
        Flight<Credential> started;
        lock.lock();
        try {
            long now = cache.time().nanoTime();
            @Nullable Life life = held;
            if (life != null && !life.isExpired(now)) {
                return null;
            }
            @Nullable Flight<Credential> underWay = flight;
            if (underWay != null) {
                return underWay;
            }
            @Nullable Setback last = setback;
            if (last != null) {
                last.check(now);
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
        @Nullable Setback last = setback;
        if (flight != null || (last != null && last.forbidsRenewal(life, now))) {
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
            end(started, null, warned(life, full));
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
            @Nullable Life arrived = null;
            @Nullable Setback failed = null;
            try {
                arrived = cache.life(cache.exchange(facts), asked);
                return arrived.credential();
            } catch (IOException | RuntimeException | Error failure) {
                // A failure that says nothing of the exchange leaves what is known as it is.
                failed = Flight.isGivenUp(failure) ? setback : warned(old, failure);
                throw failure;
            } finally {
                end(flight, arrived, failed);
            }
        }
    }

    /** Ends an exchange: what it brought takes its place under the lock, so that no late refusal of an old one clears it. */
    private void end(@Nullable Flight<Credential> ended, @Nullable Life arrived, @Nullable Setback failed) {
        lock.lock();
        try {
            if (arrived != null) {
                held = arrived;
            }
            setback = failed;
            if (flight == ended) {
                flight = null;
            }
        } finally {
            lock.unlock();
        }
    }

    /** The setback; said once for each credential that it concerns, since that is used on. */
    private Setback warned(@Nullable Life old, Throwable reason) {
        long now = cache.time().nanoTime();
        @Nullable Setback before = setback;
        Setback failed = Setback.of(old, reason, now);
        if (old == null || old.isExpired(now)) {
            return failed;
        }
        if (before == null || !before.isOf(old)) {
            LOG.warn(
                    "The credential for {} could not be renewed and is used on while it lives: {}",
                    inputs,
                    failed.words());
        } else {
            LOG.debug("The credential for {} could not be renewed again: {}", inputs, failed.words());
        }
        return failed;
    }

    /**
     * Throws away this very credential, and what is remembered of its renewal.
     *
     * @return zero; or if it is kept, because too many were refused lately, how long
     */
    Duration invalidate(Credential refused) {
        lock.lock();
        try {
            @Nullable Life life = held;
            if (life == null || life.credential() != refused) {
                return Duration.ZERO;
            }
            Duration wait = refusals.replace(cache.time().nanoTime());
            if (wait.isZero()) {
                held = null;
                setback = null;
            }
            return wait;
        } finally {
            lock.unlock();
        }
    }

    /** This credential was accepted where the one before it was refused. */
    void helped(Credential accepted) {
        lock.lock();
        try {
            @Nullable Life life = held;
            if (life != null && life.credential() == accepted) {
                refusals.helped();
            }
        } finally {
            lock.unlock();
        }
    }
}
