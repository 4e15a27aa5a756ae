package io.govshare.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.govshare.error.PlatformUnavailableException;
import io.govshare.http.Kept;
import io.govshare.http.TurnableClock;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class CatalogueCacheTest {

    private static final String ID = "cn.stats.counties";
    private static final DatasetDescription OLD = described("2022-10-31");
    private static final DatasetDescription NEW = described("2023-06-30");
    private static final Duration MOMENT = Duration.ofSeconds(1);

    private final TurnableClock time = new TurnableClock();
    private final FakeCatalogue source = new FakeCatalogue().dataset(OLD);
    private final Deque<Runnable> background = new ArrayDeque<>();
    private final List<String> lost = new ArrayList<>();
    private final CatalogueCache cache = new CatalogueCache(source, time, background::add, lost::add);
    private final Logger logger = (Logger) LoggerFactory.getLogger(CatalogueCache.class);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    @BeforeEach
    void listen() {
        logged.start();
        logger.addAppender(logged);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(logged);
    }

    private static DatasetDescription described(String version) {
        return DatasetDescription.builder(ID).title("Counties").version(version).build();
    }

    private static Grant grant(String id) {
        return new Grant(id, ID, Set.of(), Set.of(), null, null);
    }

    @Test
    void find_withinFourHours_isReadOnce() throws IOException {
        cache.find(ID);
        time.turn(CatalogueCache.DESCRIPTIONS_KEPT.minus(MOMENT));

        assertThat(cache.find(ID)).contains(OLD);
        assertThat(source.readings).hasValue(1);
        assertThat(background).isEmpty();
    }

    @Test
    void find_staleDescription_isServedWhileReadOnceInTheBackground() throws IOException {
        cache.find(ID);
        source.dataset(NEW);
        time.turn(CatalogueCache.DESCRIPTIONS_KEPT);

        assertThat(cache.find(ID)).contains(OLD);
        assertThat(cache.find(ID)).contains(OLD);
        assertThat(background).hasSize(1);
        background.remove().run();

        assertThat(cache.find(ID)).contains(NEW);
        assertThat(source.readings).hasValue(2);
    }

    @Test
    void find_longAfter_waitsForAFreshReading() throws IOException {
        cache.find(ID);
        source.dataset(NEW);
        time.turn(CatalogueCache.DESCRIPTIONS_KEPT.multipliedBy(2));

        assertThat(cache.find(ID)).contains(NEW);
    }

    @Test
    void find_catalogueDownLater_servesTheLastKnownAndWarnsOnce() throws IOException {
        cache.find(ID);
        source.fails(new ConnectException("connection refused"));
        time.turn(Duration.ofDays(2));

        for (int i = 0; i < 5; i++) {
            assertThat(cache.find(ID)).contains(OLD);
            background.forEach(Runnable::run);
            background.clear();
            time.turn(Kept.PAUSE_AFTER_FAILURE);
        }

        assertThat(source.readings).as("one try in each pause").hasValue(6);
        assertThat(logged.list).singleElement().satisfies(event -> {
            assertThat(event.getLevel()).isEqualTo(Level.WARN);
            assertThat(event.getFormattedMessage()).contains(ID, "ConnectException", "connection refused");
        });
    }

    @Test
    void find_catalogueBackAgain_isReadAnew() throws IOException {
        cache.find(ID);
        source.fails(new ConnectException("connection refused"));
        time.turn(Duration.ofDays(2));
        cache.find(ID);
        source.fails(null).dataset(NEW);
        time.turn(Kept.PAUSE_AFTER_FAILURE);

        assertThat(cache.find(ID)).as("known to be down: nobody waits").contains(OLD);
        background.remove().run();
        assertThat(cache.find(ID)).contains(NEW);
    }

    @Test
    void find_warningsOverHours_areThrottledAndCounted() throws IOException {
        cache.find(ID);
        source.fails(new ConnectException("connection refused"));
        time.turn(Duration.ofDays(2));
        for (int i = 0; i < 25; i++) {
            cache.find(ID);
            background.forEach(Runnable::run);
            background.clear();
            time.turn(Kept.PAUSE_AFTER_FAILURE);
        }

        assertThat(logged.list).hasSize(2);
        assertThat(logged.list.get(1).getFormattedMessage()).contains("19 more");
    }

    @Test
    void find_neverRead_passesTheFailureOn() {
        source.fails(new ConnectException("connection refused"));

        assertThatThrownBy(() -> cache.find(ID)).isInstanceOf(ConnectException.class);

        source.fails(new PlatformUnavailableException("The catalogue is down", ""));
        assertThatThrownBy(() -> cache.find(ID)).isInstanceOf(PlatformUnavailableException.class);
    }

    @Test
    void find_unknownDataset_isAskedAgainAfterAMinute() throws IOException {
        assertThat(cache.find("cn.stats.nothing")).isEmpty();
        time.turn(Shelf.NOTHING_KEPT.minus(MOMENT));
        assertThat(cache.find("cn.stats.nothing")).isEmpty();
        assertThat(source.readings).hasValue(1);

        time.turn(MOMENT);
        cache.find("cn.stats.nothing");
        assertThat(source.readings).hasValue(2);
    }

    @Test
    void bind_description_needsNoCatalogue() throws IOException {
        source.fails(new ConnectException("connection refused"));
        cache.bind(NEW);

        assertThat(cache.find(ID)).contains(NEW);
        assertThat(source.readings).hasValue(0);
    }

    @Test
    void bind_grants_needNoPlatform() throws IOException {
        cache.bind(grant("G-1"));
        cache.bind(grant("G-2"));

        assertThat(cache.grants(ID)).contains(List.of(grant("G-1"), grant("G-2")));
        assertThat(cache.confirmedGrants(ID).confirmed()).isTrue();
        assertThat(source.readings).hasValue(0);
    }

    @Test
    void grants_oneIsGone_isTold() throws IOException {
        source.holds(ID, grant("G-1"), grant("G-2"));
        cache.grants(ID);
        source.holds(ID, grant("G-1"), grant("G-2"), grant("G-3"));
        time.turn(CatalogueCache.GRANTS_KEPT.multipliedBy(2));
        cache.grants(ID);
        assertThat(lost).as("one more is no loss").isEmpty();

        source.holds(ID, grant("G-2"), grant("G-3"));
        time.turn(CatalogueCache.GRANTS_KEPT.multipliedBy(2));
        cache.grants(ID);
        assertThat(lost).containsExactly(ID);
    }

    @Test
    void find_manyAtOnce_readOnce() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        source.whileReading(() -> {
            begun.countDown();
            uninterrupted(go);
        });
        ExecutorService pool = Executors.newFixedThreadPool(16);
        try {
            List<Future<Optional<DatasetDescription>>> found = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                found.add(pool.submit(() -> cache.find(ID)));
            }
            begun.await();
            go.countDown();
            for (Future<Optional<DatasetDescription>> each : found) {
                assertThat(each.get()).contains(OLD);
            }
            assertThat(source.readings).hasValue(1);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void find_readerIsInterrupted_waitingOnesReadThemselves() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        source.whileReading(() -> {
            begun.countDown();
            uninterrupted(go);
            if (Thread.currentThread().isInterrupted()) {
                source.fails(new InterruptedIOException("interrupted"));
            } else {
                source.fails(null);
            }
        });
        List<Throwable> failures = new ArrayList<>();
        Thread reader = new Thread(() -> {
            try {
                cache.find(ID);
            } catch (IOException e) {
                failures.add(e);
            }
        });
        reader.start();
        begun.await();
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try {
            Thread[] waiting = new Thread[1];
            Future<Optional<DatasetDescription>> found = pool.submit(() -> {
                waiting[0] = Thread.currentThread();
                return cache.find(ID);
            });
            await().until(() -> waiting[0] != null && waiting[0].getState() == Thread.State.TIMED_WAITING);
            reader.interrupt();
            go.countDown();

            assertThat(found.get()).contains(OLD);
        } finally {
            go.countDown();
            reader.join();
            pool.shutdownNow();
        }
        assertThat(failures).singleElement().isInstanceOf(InterruptedIOException.class);
    }

    @Test
    void find_waiterIsInterrupted_givesUpAndKeepsTheFlag() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        source.whileReading(() -> {
            begun.countDown();
            uninterrupted(go);
        });
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try {
            Future<Optional<DatasetDescription>> reading = pool.submit(() -> cache.find(ID));
            begun.await();
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> cache.find(ID)).isInstanceOf(InterruptedIOException.class);
            assertThat(Thread.interrupted()).isTrue();
            go.countDown();
            assertThat(reading.get()).contains(OLD);
        } finally {
            go.countDown();
            pool.shutdownNow();
        }
    }

    @Test
    void find_backgroundTakesNoMoreWork_servesWhatItHas() throws IOException {
        CatalogueCache closing = new CatalogueCache(
                source,
                time,
                task -> {
                    throw new RejectedExecutionException("closed");
                },
                lost::add);
        closing.find(ID);
        time.turn(CatalogueCache.DESCRIPTIONS_KEPT);

        assertThat(closing.find(ID)).contains(OLD);
    }

    private static void uninterrupted(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                latch.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void findForCall_keptDescriptionSharesNothing_isConfirmedOncePerMinute() throws IOException {
        source.dataset(shared(SharingAttribute.NOT_SHARED));
        cache.find(ID);
        source.dataset(shared(SharingAttribute.CONDITIONAL));

        assertThat(cache.findForCall(ID)).as("read a moment ago").contains(shared(SharingAttribute.NOT_SHARED));
        time.turn(CatalogueCache.CONFIRMATIONS_APART);
        assertThat(cache.findForCall(ID)).contains(shared(SharingAttribute.CONDITIONAL));

        cache.findForCall(ID);
        assertThat(source.readings).hasValue(2);
        assertThat(lost).as("what was kept under other rules").containsExactly(ID);
    }

    private static DatasetDescription shared(SharingAttribute sharing) {
        return DatasetDescription.builder(ID).sharing(sharing).build();
    }

    @Test
    void grants_sameIdWithOtherTerms_countsAsLost() throws IOException {
        source.holds(ID, grant("G-1").onlyFields("code", "name"), grant("G-2"));
        cache.grants(ID);
        source.holds(ID, grant("G-1").onlyFields("code"), grant("G-2"), grant("G-3"));
        time.turn(CatalogueCache.GRANTS_KEPT);

        cache.grants(ID);
        background.remove().run();

        assertThat(lost).containsExactly(ID);
    }

    @Test
    void doubtGrants_isReadInTheBackgroundUnlessTriedWithinAMinute() throws IOException {
        source.holds(ID, grant("G-1"));
        cache.grants(ID);
        time.turn(CatalogueCache.CONFIRMATIONS_APART);
        source.holds(ID);

        cache.doubtGrants(ID);
        cache.doubtGrants(ID);
        assertThat(source.readings).as("nobody waits").hasValue(1);
        assertThat(background).as("however many doubt them").hasSize(1);
        background.remove().run();

        assertThat(source.readings).hasValue(2);
        assertThat(lost).containsExactly(ID);
        assertThat(cache.grants(ID)).contains(List.of());

        cache.doubtGrants(ID);
        background.remove().run();
        assertThat(source.readings).as("read a moment ago").hasValue(2);
    }

    @Test
    void doubtGrants_readingFails_keepsTheLastKnownAndIsTriedAgainLater() throws IOException {
        source.holds(ID, grant("G-1"));
        cache.grants(ID);
        source.fails(new ConnectException("connection refused"));
        for (int minute = 0; minute < 3; minute++) {
            time.turn(CatalogueCache.CONFIRMATIONS_APART);
            cache.doubtGrants(ID);
            background.remove().run();
        }

        assertThat(source.readings).hasValue(4);
        assertThat(cache.grants(ID)).contains(List.of(grant("G-1")));
        assertThat(lost).isEmpty();
    }

    @Test
    void doubtGrants_ofABinding_asksNobody() {
        cache.bind(grant("G-1"));

        cache.doubtGrants(ID);

        assertThat(background).isEmpty();
    }

    @Test
    void doubtGrants_executorClosed_isNoFailure() throws IOException {
        CatalogueCache closing = new CatalogueCache(
                source,
                time,
                task -> {
                    throw new RejectedExecutionException("closed");
                },
                lost::add);
        source.holds(ID, grant("G-1"));

        closing.doubtGrants(ID);

        assertThat(closing.grants(ID)).contains(List.of(grant("G-1")));
    }
}
