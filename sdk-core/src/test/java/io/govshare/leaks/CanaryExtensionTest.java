package io.govshare.leaks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;
import org.slf4j.LoggerFactory;

/** Plants leaks and sees that they are found. */
class CanaryExtensionTest {

    /** In two parts, so that this file has none itself. */
    private static final String SECRET = "canary" + "-planted-secret";

    private static Events run(Class<?> sample) {
        return EngineTestKit.engine("junit-jupiter")
                .enableImplicitConfigurationParameters(true)
                .selectors(selectClass(sample))
                .execute()
                .testEvents();
    }

    private static void assertFound(Events events, String where) {
        events.assertThatEvents()
                .haveExactly(
                        1,
                        event(finishedWithFailure(message(text -> text.contains("shows what must not be shown")
                                && text.contains(where)
                                && !text.contains(SECRET)))));
    }

    @Test
    void logLine_thatNobodyWouldSee_failsTheTest() {
        assertFound(run(LogsAtDebug.class), "DEBUG io.govshare.sample");
    }

    @Test
    void logLine_withAnExceptionWhoseCauseShowsIt_failsTheTest() {
        assertFound(run(LogsACause.class), "java.io.IOException");
    }

    @Test
    void logLine_thatShowsNothing_passes() {
        run(LogsNothing.class).assertStatistics(stats -> stats.succeeded(1).failed(0));
    }

    @Test
    void exception_thatNobodySees_isFoundWithItsPlace() throws IOException {
        try (ThrownMessages thrown = ThrownMessages.listen()) {
            swallow();

            assertThat(thrown.withCanaries(true))
                    .anySatisfy(found -> assertThat(found)
                            .contains("exception java.lang.IllegalStateException", "CanaryExtensionTest.swallow")
                            .doesNotContain("planted-token-of-the-form"));
        }
    }

    private static void swallow() {
        try {
            throw new IllegalStateException("Bearer " + "planted-token-of-the-form");
        } catch (IllegalStateException unseen) {
            assertThat(unseen).isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "token canary-abc",
                "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJwZXJtaXRzIn0.c2lnbmF0dXJl",
                "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIAAAAAAAAAAA",
                "{\"kty\":\"OKP\",\"d\":\"n4Ni-HpISpVObnQMW0wOhCKROaIKqKtW_2ZYb2p9KcU\"}",
                "Authorization: Bearer 2YotnFZFEjr1zCsicMWpAA",
                "Authorization: Basic cGVybWl0czpzM2NyZXQtcGVybWl0cw==",
                "grant_type=client_credentials&client_secret=s3cret&a=b"
            })
    void form_ofASecret_isFoundAndMasked(String text) {
        assertThat(Canaries.areIn(text)).isTrue();
        assertThat(Canaries.masked(text)).contains("***");
        assertThat(Canaries.areIn(Canaries.masked(text))
                        && Canaries.masked(text).equals(text))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"client_secret=***", "Authorization: ***", "A Bearer token is needed", "canary", "{\"d\":\"x\"}"
            })
    void form_ofNoSecret_isNotFound(String text) {
        assertThat(Canaries.areIn(text)).isFalse();
        assertThat(Canaries.masked(text)).isEqualTo(text);
    }

    @Test
    void leakedLines_areTakenOnce() {
        LoggerFactory.getLogger("io.govshare.sample").debug("{}", SECRET);

        List<String> found = CanaryAppender.take();

        assertThat(found).hasSize(1);
        assertThat(CanaryAppender.take()).isEmpty();
    }

    /** Samples. */
    static class LogsAtDebug {
        @Test
        void logs() {
            LoggerFactory.getLogger("io.govshare.sample").debug("the secret is {}", SECRET);
        }
    }

    static class LogsACause {
        @Test
        void logs() {
            IOException cause = new IOException(SECRET.substring(0, 7) + "x");
            LoggerFactory.getLogger("io.govshare.sample").debug("failed", new IllegalStateException("outer", cause));
        }
    }

    static class LogsNothing {
        @Test
        void logs() {
            LoggerFactory.getLogger("io.govshare.sample").warn("the secret is ***");
        }
    }
}
