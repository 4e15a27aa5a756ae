package io.govshare;

import static io.govshare.NumbersPlatform.tens;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.NumbersPlatform.Numbered;
import io.govshare.dataset.CallOptions;
import io.govshare.dataset.Dataset;
import io.govshare.dataset.Query;
import io.govshare.error.InvalidRequestException;
import io.govshare.error.PlatformUnavailableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One page is read while the one before it is consumed, and what becomes of it when things go wrong. */
@Timeout(30)
class ReadAheadTest {

    @TempDir
    Path spool;

    private NumbersPlatform platform;
    private GovShare govshare;
    private Dataset<Numbered> numbers;

    @BeforeEach
    void open() throws Exception {
        platform = new NumbersPlatform(tens(12));
        govshare = platform.client(spool).build();
        numbers = govshare.dataset(NumbersPlatform.ID, Numbered.class);
    }

    @AfterEach
    void close() {
        govshare.close();
        platform.close();
    }

    private void awaitAsked(Integer... pages) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(2))
                .untilAsserted(() -> assertThat(platform.asked()).containsExactly(pages));
    }

    private static void read(Iterator<Numbered> records, int count) {
        for (int i = 0; i < count; i++) {
            records.next();
        }
    }

    private static List<Integer> upTo(int end) {
        return IntStream.range(0, end).boxed().toList();
    }

    @Test
    void aPageThatIsConsumed_hasTheNextReadMeanwhile_andNoMore() {
        try (Stream<Numbered> all = numbers.stream(Query.all())) {
            Iterator<Numbered> records = all.iterator();
            read(records, 6);
            awaitAsked(0, 1);
            read(records, 4);
            assertThat(platform.asked()).containsExactly(0, 1);
            read(records, 1);
            awaitAsked(0, 1, 2);
        }
    }

    @Test
    void fewRecordsOfTheFirstPage_askForNoOther() {
        try (Stream<Numbered> all = numbers.stream(Query.all())) {
            assertThat(all.limit(4).count()).isEqualTo(4);
        }
        try (Stream<Numbered> all = numbers.stream(Query.all())) {
            assertThat(all.findFirst()).isPresent();
        }
        assertThat(platform.asked()).containsExactly(0, 0);
    }

    @Test
    void aLimitThatThePageReaches_asksForNoOther() {
        try (Stream<Numbered> some = numbers.stream(Query.all().limit(20))) {
            assertThat(some.map(Numbered::number)).containsExactlyElementsOf(upTo(20));
        }
        assertThat(platform.asked()).containsExactly(0, 1);
    }

    @Test
    void closing_endsTheReadingOfTheNextPageAtOnce() {
        platform.hold(1);
        long begun;
        try (Stream<Numbered> all = numbers.stream(Query.all())) {
            read(all.iterator(), 7);
            awaitAsked(0, 1);
            begun = System.nanoTime();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
        assertThat(govshare.usage().status().pending()).isEqualTo(1);
        // that no thread and no connection is left is what the leak check looks for
    }

    @Test
    void interruption_whileThePageIsReadAhead_endsTheStream() throws Exception {
        platform.hold(1);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        AtomicBoolean interrupted = new AtomicBoolean();
        Thread consumer = new Thread(() -> {
            try (Stream<Numbered> all = numbers.stream(Query.all())) {
                Iterator<Numbered> records = all.iterator();
                read(records, 6);
                awaitAsked(0, 1);
                records.forEachRemaining(each -> {});
            } catch (RuntimeException e) {
                failure.set(e);
                interrupted.set(Thread.currentThread().isInterrupted());
            }
        });
        consumer.start();
        Awaitility.await().pollInterval(Duration.ofMillis(2)).until(() -> consumer.getState() == Thread.State.WAITING);
        consumer.interrupt();
        consumer.join(5_000);

        assertThat(failure.get())
                .isInstanceOf(PlatformUnavailableException.class)
                .hasMessageContaining("interrupted");
        assertThat(interrupted).isTrue();
    }

    @Test
    void deadline_whileThePageIsReadAhead_endsTheStream() {
        platform.hold(1);
        Dataset<Numbered> hurried = numbers.with(CallOptions.defaults().timeout(Duration.ofMillis(400)));

        assertThatThrownBy(() -> {
                    try (Stream<Numbered> all = hurried.stream(Query.all())) {
                        all.forEach(each -> {});
                    }
                })
                .isInstanceOf(PlatformUnavailableException.class);
    }

    @Test
    void closingTheClient_whileThePageIsReadAhead_endsTheStream() throws Exception {
        platform.hold(1);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread consumer = new Thread(() -> {
            try (Stream<Numbered> all = numbers.stream(Query.all())) {
                all.forEach(each -> {});
            } catch (RuntimeException e) {
                failure.set(e);
            }
        });
        consumer.start();
        awaitAsked(0, 1);
        govshare.close();
        consumer.join(5_000);

        assertThat(failure.get()).hasMessageContaining("closed");
    }

    @Test
    void aBusyPool_isNotWaitedFor() {
        platform.hold(1);
        List<Stream<Numbered>> busy = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Stream<Numbered> stream = numbers.stream(Query.all());
            busy.add(stream);
            read(stream.iterator(), 6);
        }
        Awaitility.await()
                .pollInterval(Duration.ofMillis(2))
                .until(() -> Collections.frequency(platform.asked(), 1) == 4);

        // All threads of the pool are held; whoever comes now reads for himself.
        platform.asked().clear();
        List<Integer> others = new ArrayList<>();
        try (Stream<Numbered> other = numbers.stream(Query.all())) {
            Iterator<Numbered> records = other.iterator();
            read(records, 10);
            platform.freely(1);
            records.forEachRemaining(each -> others.add(each.number()));
        }
        assertThat(others).isEqualTo(IntStream.range(10, 120).boxed().toList());
        busy.forEach(Stream::close);
    }

    @Test
    void anExecutorOfTheApplication_isUsed_andLeftRunning() throws Exception {
        List<String> threads = new CopyOnWriteArrayList<>();
        ExecutorService own = Executors.newSingleThreadExecutor();
        try (GovShare client = platform.client(spool.resolve("own"))
                        .executor(task -> own.execute(() -> {
                            threads.add(Thread.currentThread().getName());
                            task.run();
                        }))
                        .build();
                Stream<Numbered> all = client.dataset(NumbersPlatform.ID, Numbered.class).stream(Query.all())) {
            read(all.iterator(), 15);
        }
        assertThat(threads).isNotEmpty();
        assertThat(own.isShutdown()).isFalse();
        own.shutdown();
        assertThat(own.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void anExecutorThatTakesNothing_leavesTheReadingToTheConsumer() {
        try (GovShare client = platform.client(spool.resolve("own"))
                        .executor(task -> {
                            throw new RejectedExecutionException("full");
                        })
                        .build();
                Stream<Numbered> all = client.dataset(NumbersPlatform.ID, Numbered.class).stream(Query.all())) {
            assertThat(all.map(Numbered::number)).containsExactlyElementsOf(upTo(120));
        }
    }

    @Test
    void anExecutorThatIsShutDownInTheMiddleOfAPage_leavesThePageToTheConsumer() throws Exception {
        platform.instead(
                1,
                new MockResponse.Builder()
                        .code(503)
                        .setHeader("Retry-After", "20")
                        .build());
        ExecutorService own = Executors.newSingleThreadExecutor();
        try (GovShare client =
                        platform.client(spool.resolve("own")).executor(own).build();
                Stream<Numbered> all = client.dataset(NumbersPlatform.ID, Numbered.class).stream(Query.all())) {
            Iterator<Numbered> records = all.iterator();
            read(records, 6);
            awaitAsked(0, 1);
            own.shutdownNow();
            List<Integer> rest = new ArrayList<>();
            records.forEachRemaining(each -> rest.add(each.number()));

            assertThat(rest).isEqualTo(upTo(120).subList(6, 120));
            assertThat(Collections.frequency(platform.asked(), 1)).isEqualTo(2);
        }
        assertThat(own.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
        assertThat(recorded("own")).contains("\"outcome\":\"matched\"", "\"delivered\":120");
    }

    @Test
    void aPageThatFailsBeforeItIsReached_isNoFailureOfTheUse() throws Exception {
        platform.instead(1, new MockResponse.Builder().code(400).build());
        try (GovShare client = platform.client(spool.resolve("closed"))
                        .executor(Runnable::run)
                        .build();
                Stream<Numbered> all = client.dataset(NumbersPlatform.ID, Numbered.class).stream(Query.all())) {
            read(all.iterator(), 8);
            assertThat(platform.asked()).containsExactly(0, 1);
        }
        assertThat(recorded("closed"))
                .contains("\"outcome\":\"matched\"", "\"received\":10", "\"delivered\":8")
                .doesNotContain("invalid-request");
    }

    @Test
    void aPageThatFails_isAFailureOfTheUseOnceItIsReached() throws Exception {
        platform.instead(1, new MockResponse.Builder().code(400).build());
        try (GovShare client = platform.client(spool.resolve("reached"))
                        .executor(Runnable::run)
                        .build();
                Stream<Numbered> all = client.dataset(NumbersPlatform.ID, Numbered.class).stream(Query.all())) {
            Iterator<Numbered> records = all.iterator();
            read(records, 10);
            assertThatThrownBy(records::hasNext).isInstanceOf(InvalidRequestException.class);
        }
        assertThat(recorded("reached")).contains("\"outcome\":\"refused\"", "invalid-request", "\"delivered\":10");
    }

    /** The text of the record of the only use there was. */
    private String recorded(String client) throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.walk(spool.resolve(client))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                text.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return text.toString();
    }

    @Test
    void moreStreamsThanThreads_allComeToTheirEnd() {
        List<Stream<Numbered>> streams = new ArrayList<>();
        List<Iterator<Numbered>> iterators = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            streams.add(numbers.stream(Query.all()));
            iterators.add(streams.get(i).iterator());
        }
        int records = 0;
        while (iterators.get(7).hasNext()) {
            for (Iterator<Numbered> each : iterators) {
                assertThat(each.next().number()).isEqualTo(records);
            }
            records++;
        }
        assertThat(records).isEqualTo(120);
        streams.forEach(Stream::close);
    }

    @Test
    void aPageThatFailsOnce_isTheOnlyOneAskedForAgain() {
        platform.instead(
                7,
                new MockResponse.Builder()
                        .code(503)
                        .setHeader("Retry-After", "0")
                        .build());

        try (Stream<Numbered> all = numbers.stream(Query.all())) {
            assertThat(all.map(Numbered::number)).containsExactlyElementsOf(upTo(120));
        }
        assertThat(platform.asked()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 7, 8, 9, 10, 11);
    }

    @Test
    void aPageThatFails_isReportedAfterTheRecordsBeforeIt() {
        platform.instead(3, new MockResponse.Builder().code(400).build());
        List<Integer> seen = new ArrayList<>();

        assertThatThrownBy(() -> {
                    try (Stream<Numbered> all = numbers.stream(Query.all())) {
                        all.forEach(each -> seen.add(each.number()));
                    }
                })
                .isInstanceOf(InvalidRequestException.class);
        assertThat(seen).isEqualTo(upTo(30));
    }
}
