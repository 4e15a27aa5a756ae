package io.govshare.wholecall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.GovShare;
import io.govshare.catalog.Catalogue;
import io.govshare.catalog.CatalogueQuery;
import io.govshare.catalog.DatasetDescription;
import io.govshare.error.GovShareException;
import io.govshare.error.InvalidRequestException;
import io.govshare.error.PlatformUnavailableException;
import io.govshare.testing.Divisions;
import io.govshare.testing.Sandbox;
import io.govshare.testing.fault.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How a look into the catalogue ends before its time: the deadline, an interrupt, the closing of the client. */
class CatalogueEndsTest {

    private static final Duration SLOW = Duration.ofSeconds(20);

    @TempDir
    Path spool;

    /** One of the ways to look into it. */
    interface Look {
        Object into(Catalogue catalogue);
    }

    static List<Named<Look>> looks() {
        return List.of(
                Named.of("search", CatalogueEndsTest::search),
                Named.of("services", catalogue -> catalogue.services(CatalogueQuery.all())),
                Named.of("find", catalogue -> catalogue.find(Divisions.COUNTIES)),
                Named.of("stream", catalogue -> {
                    try (Stream<DatasetDescription> all = catalogue.stream(CatalogueQuery.all())) {
                        return all.count();
                    }
                }));
    }

    private static Object search(Catalogue catalogue) {
        return catalogue.search(CatalogueQuery.all());
    }

    @ParameterizedTest
    @MethodSource("looks")
    void look_beyondItsDeadline_ends(Look look) {
        try (Sandbox sandbox = TestClient.platform().start();
                GovShare govshare = TestClient.of(sandbox, spool)
                        .resilience(options -> options.totalTimeout(Duration.ofMillis(700)))
                        .build()) {
            sandbox.faults().next(Fault.delay(SLOW).onPath("/catalogue").always());

            assertThatThrownBy(() -> look.into(govshare.catalogue())).isInstanceOf(PlatformUnavailableException.class);
            assertThat(sandbox.usageCount()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("looks")
    void look_waitingToTryAgainOnAThreadThatIsInterrupted_ends(Look look) throws Exception {
        try (Sandbox sandbox = TestClient.platform().start();
                GovShare govshare = TestClient.of(sandbox, spool).build()) {
            sandbox.faults().next(Fault.status(503).retryAfter(SLOW).onPath("/catalogue"));
            Caller<?> caller = Caller.of(() -> look.into(govshare.catalogue()));
            Caller.await(() -> sandbox.faults().remaining() == 0);

            caller.interrupt();

            assertThat(caller.failure()).isInstanceOf(GovShareException.class).hasMessageContaining("interrupted");
            assertThat(caller.isInterrupted()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("looks")
    void close_whileOneLooks_endsTheLook(Look look) throws Exception {
        try (Sandbox sandbox = TestClient.platform().start()) {
            GovShare govshare = TestClient.of(sandbox, spool).build();
            sandbox.faults().next(Fault.delay(SLOW).onPath("/catalogue"));
            Caller<?> caller = Caller.of(() -> look.into(govshare.catalogue()));
            Caller.await(() -> sandbox.faults().remaining() == 0);

            govshare.close();

            assertThat(caller.failure()).isInstanceOf(GovShareException.class).hasMessageContaining("closed");
        }
    }

    @Test
    void close_whileASearchWaitsToTryAgain_endsTheSearch() throws Exception {
        try (Sandbox sandbox = TestClient.platform().start()) {
            GovShare govshare = TestClient.of(sandbox, spool).build();
            sandbox.faults().next(Fault.status(503).retryAfter(SLOW).onPath("/catalogue"));
            Caller<?> caller = Caller.of(() -> search(govshare.catalogue()));
            Caller.await(() -> sandbox.faults().remaining() == 0);

            govshare.close();

            assertThat(caller.failure()).isInstanceOf(GovShareException.class).hasMessageContaining("closed");
        }
    }

    @Test
    void search_wordsThatThePlatformRepeats_areNotInTheMessage() {
        try (Sandbox sandbox = TestClient.platform().start();
                GovShare govshare = TestClient.of(sandbox, spool).build()) {
            assertThatThrownBy(() -> govshare.catalogue()
                            .search(CatalogueQuery.text("张三丰").region("张三丰")))
                    .isInstanceOfSatisfying(
                            InvalidRequestException.class,
                            e -> assertThat(e.platformMessage().orElseThrow()).contains("张三丰"))
                    .hasMessageNotContaining("张三丰");
        }
    }
}
