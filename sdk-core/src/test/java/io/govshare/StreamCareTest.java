package io.govshare;

import static io.govshare.NumbersPlatform.tens;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.govshare.NumbersPlatform.Numbered;
import io.govshare.dataset.CallOptions;
import io.govshare.dataset.Dataset;
import io.govshare.dataset.Progress;
import io.govshare.dataset.Query;
import io.govshare.error.InvalidRequestException;
import io.govshare.http.TimeSource;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Who is told how far a stream has come, and what becomes of one that nobody closes. */
class StreamCareTest {

    @TempDir
    Path spool;

    private final AtomicLong nanos = new AtomicLong();
    private final List<Progress> told = new ArrayList<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("io.govshare");
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private NumbersPlatform platform;
    private GovShare govshare;
    private Dataset<Numbered> numbers;

    @BeforeEach
    void open() throws Exception {
        logged.start();
        logger.addAppender(logged);
        logger.setAdditive(false);
        platform = new NumbersPlatform(
                number -> tens(20).apply(number).replace("\"value\"", "\"@odata.count\":200,\"value\""));
        govshare = platform.client(spool).build();
        numbers = govshare.dataset(NumbersPlatform.ID, Numbered.class);
    }

    @AfterEach
    void close() {
        govshare.close();
        platform.close();
        logger.detachAppender(logged);
        logger.setAdditive(true);
    }

    private List<String> warnings() {
        return List.copyOf(logged.list).stream()
                .filter(event -> event.getLevel().levelStr.equals("WARN"))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private Dataset<Numbered> listened() {
        return numbers.with(CallOptions.defaults().progress(told::add));
    }

    @Test
    void progress_ofAShortStream_isToldOnceAtItsEnd() {
        readSlowly(Duration.ofMillis(1));

        assertThat(told).singleElement().satisfies(last -> {
            assertThat(last.isOver()).isTrue();
            assertThat(last.dataset()).isEqualTo(NumbersPlatform.ID);
            assertThat(last.records()).isEqualTo(200);
            assertThat(last.total()).hasValue(200);
            assertThat(last.bytes()).isGreaterThan(200 * 12);
            assertThat(last.recordsPerSecond()).isBetween(900.0, 1_100.0);
            assertThat(last.remaining()).hasValue(Duration.ZERO);
        });
    }

    @Test
    void progress_ofALongStream_isToldEveryHalfSecond() {
        readSlowly(Duration.ofMillis(20));

        // 200 records of 20 ms each: after every 25, and at the end.
        assertThat(told).extracting(Progress::records).containsExactly(26L, 51L, 76L, 101L, 126L, 151L, 176L, 200L);
        assertThat(told.get(0).isOver()).isFalse();
        assertThat(told.get(0).remaining().orElseThrow()).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(4));
        assertThat(told.get(told.size() - 1).isOver()).isTrue();
    }

    /** Every record takes so long by the clock of the client. */
    private void readSlowly(Duration each) {
        GovShare.Builder builder = platform.client(spool.resolve("slow"));
        builder.time = new Ticking();
        try (GovShare slow = builder.build();
                Stream<Numbered> all = slow
                        .dataset(NumbersPlatform.ID, Numbered.class)
                        .with(CallOptions.defaults().progress(told::add))
                        .stream(Query.all())) {
            all.forEach(record -> nanos.addAndGet(each.toNanos()));
        }
    }

    private final class Ticking implements TimeSource {
        @Override
        public Instant now() {
            return TimeSource.SYSTEM.now();
        }

        @Override
        public long nanoTime() {
            return nanos.get();
        }
    }

    @Test
    void progress_ofAStreamThatFailsOrIsClosedEarly_hasALastWordToo() {
        platform.instead(2, new MockResponse.Builder().code(400).build());
        assertThatThrownBy(() -> {
                    try (Stream<Numbered> all = listened().stream(Query.all())) {
                        all.forEach(each -> {});
                    }
                })
                .isInstanceOf(InvalidRequestException.class);
        try (Stream<Numbered> all = listened().stream(Query.all())) {
            assertThat(all.limit(3).count()).isEqualTo(3);
        }

        assertThat(told).extracting(Progress::isOver).containsExactly(true, true);
        assertThat(told).extracting(Progress::records).containsExactly(20L, 3L);
    }

    @Test
    void progress_listenerThatThrows_doesNotEndTheStream() {
        Dataset<Numbered> listened = numbers.with(CallOptions.defaults().progress(progress -> {
            throw new IllegalStateException("of the listener");
        }));
        try (Stream<Numbered> all = listened.stream(Query.all())) {
            assertThat(all.mapToInt(Numbered::number).max()).hasValue(199);
        }
        assertThat(warnings()).singleElement().asString().contains("progress", NumbersPlatform.ID);
    }

    @Test
    void progress_listenerThatFailsATest_leavesNoUseOpen() {
        Dataset<Numbered> listened = numbers.with(CallOptions.defaults().progress(progress -> {
            throw new AssertionError("of the listener");
        }));
        assertThatThrownBy(() -> {
                    try (Stream<Numbered> all = listened.stream(Query.all())) {
                        all.iterator().next();
                    }
                })
                .isInstanceOf(AssertionError.class);
        assertThat(underWay()).isZero();
    }

    private void drop() {
        Stream<Numbered> dropped = numbers.stream(Query.all());
        dropped.iterator().next();
    }

    @Test
    void abandonedStreams_areEndedAndWarnedOfOnce() {
        drop();
        drop();

        Awaitility.await().pollInterval(Duration.ofMillis(20)).untilAsserted(() -> {
            System.gc();
            numbers.count(Query.all());
            assertThat(underWay()).isZero();
        });
        assertThat(warnings())
                .singleElement()
                .asString()
                .contains(NumbersPlatform.ID, "StreamCareTest.drop(", "try (Stream<");
    }

    @Test
    void aStreamThatIsStillHeld_isNotAbandoned() {
        try (Stream<Numbered> held = numbers.stream(Query.all())) {
            held.iterator().next();
            for (int i = 0; i < 5; i++) {
                System.gc();
                numbers.count(Query.all());
            }
            assertThat(underWay()).isEqualTo(1);
        }
        assertThat(warnings()).isEmpty();
    }

    private int underWay() {
        return ((RealGovShare) govshare).underWay();
    }
}
