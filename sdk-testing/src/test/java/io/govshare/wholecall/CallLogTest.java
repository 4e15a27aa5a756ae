package io.govshare.wholecall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.govshare.GovShare;
import io.govshare.context.CallContext;
import io.govshare.dataset.CallOptions;
import io.govshare.dataset.Dataset;
import io.govshare.dataset.Query;
import io.govshare.error.PlatformUnavailableException;
import io.govshare.error.ResponseRejectedException;
import io.govshare.testing.Divisions;
import io.govshare.testing.Sandbox;
import io.govshare.testing.fault.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What an operator sees who turns {@code io.govshare.call} to DEBUG: one line for each attempt, and no value. */
class CallLogTest {

    record County(String code, String name) {}

    private final Logger logger = (Logger) LoggerFactory.getLogger("io.govshare.call");
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    @TempDir
    Path spool;

    @BeforeEach
    void listen() {
        appender.start();
        logger.setLevel(Level.DEBUG);
        logger.setAdditive(false);
        logger.addAppender(appender);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(appender);
        logger.setAdditive(true);
        logger.setLevel(null);
    }

    private List<String> lines() {
        return List.copyOf(appender.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private List<String> linesOfRecords() {
        return lines().stream().filter(line -> line.contains("/odata/")).toList();
    }

    @Test
    void eachAttemptAndEachHit_isOneLine() {
        try (Sandbox sandbox = TestClient.platform().start()) {
            try (GovShare govshare = TestClient.of(sandbox, spool).build()) {
                Dataset<County> counties = govshare.dataset(Divisions.COUNTIES, County.class);
                sandbox.faults()
                        .next(Fault.status(503).retryAfter(Duration.ZERO).onDataset(Divisions.COUNTIES));
                counties.find("350102");
                counties.find("350102");
                counties.with(CallOptions.defaults().fresh()).find("350102");
            }
            String get = "GET " + sandbox.url() + "/odata/" + Divisions.COUNTIES;
            assertThat(linesOfRecords())
                    .hasSize(4)
                    .allSatisfy(line -> assertThat(line).startsWith(Divisions.COUNTIES + " " + get))
                    .satisfiesExactly(
                            line -> assertThat(line)
                                    .contains("-> 503 BUSY in ", " ms, attempt 1, cache miss, request id R-"),
                            line -> assertThat(line)
                                    .contains("-> 200 OK in ", " ms, attempt 2, cache miss, request id R-"),
                            line -> assertThat(line).contains("-> 200 OK in 0 ms, attempt 0, cache hit"),
                            line -> assertThat(line).contains("attempt 1, cache revalidated, request id R-"));
            long requests = sandbox.requestCount("/");
            assertThat(lines()).hasSize((int) requests + 1);
            assertThat(lines())
                    .filteredOn(line -> line.startsWith("token POST "))
                    .singleElement()
                    .asString()
                    .contains("cache -");
        }
    }

    @Test
    void attemptsThatFail_areLinesToo() {
        try (Sandbox sandbox = TestClient.platform().start();
                GovShare govshare = TestClient.of(sandbox, spool)
                        .resilience(r -> r.attempts(1))
                        .build()) {
            Dataset<County> counties = govshare.dataset(Divisions.COUNTIES, County.class);
            sandbox.faults().next(Fault.changedBody().onDataset(Divisions.COUNTIES));
            assertThatThrownBy(() -> counties.find("350102")).isInstanceOf(ResponseRejectedException.class);
            sandbox.faults().next(Fault.cutBody().onDataset(Divisions.COUNTIES));
            assertThatThrownBy(() -> counties.query(Query.all())).isInstanceOf(PlatformUnavailableException.class);
            assertThat(linesOfRecords())
                    .satisfiesExactly(
                            line -> assertThat(line).contains("-> 200 ResponseRejectedException in "),
                            line -> assertThat(line).contains("Exception in ", "attempt 1", "request id -"));
        }
    }

    @Test
    void refusedCalls_areNoLine_andValuesAreInNone() {
        try (Sandbox sandbox = TestClient.platform().start();
                GovShare govshare = TestClient.of(sandbox, spool).build()) {
            Dataset<County> counties = govshare.dataset(Divisions.COUNTIES, County.class);
            assertThatThrownBy(
                            () -> counties.with(CallContext.purpose("marketing").build())
                                    .find("350102"))
                    .isNotNull();
            assertThat(linesOfRecords()).isEmpty();
            counties.with(CallContext.purpose(TestClient.PURPOSE)
                            .operator("canary-operator")
                            .build())
                    .query(Query.where("name").is("canary-value"));
            assertThat(linesOfRecords()).hasSize(1);
            assertThat(lines()).noneMatch(line -> line.contains("canary") || line.contains("350102"));
        }
    }
}
