package io.govshare.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.govshare.error.ConfigurationException;
import io.govshare.error.CredentialException;
import io.govshare.error.Diagnosis;
import io.govshare.error.ErrorDetails;
import io.govshare.error.GovShareException;
import io.govshare.error.PlatformUnavailableException;
import io.govshare.error.QuotaExceededException;
import io.govshare.http.Call;
import io.govshare.http.Origin;
import io.govshare.http.PrerequisiteException;
import io.govshare.http.TurnableClock;
import io.govshare.platform.CallFacts;
import io.govshare.platform.Credential;
import io.govshare.platform.CredentialExchange;
import io.govshare.signing.Secret;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What callers get after an exchange that failed when no credential lives. */
class SetbackTest {

    private static final Origin SERVER = Origin.of(URI.create("https://id.example.gov"));
    private static final Duration HOUR = Duration.ofHours(1);

    private final TurnableClock time = new TurnableClock();
    private @Nullable Throwable failure;
    private int asked;

    private final CredentialCache cache = new CredentialCache(
            new CredentialExchange() {
                @Override
                public Object inputs(CallFacts facts) {
                    return "client";
                }

                @Override
                public Credential exchange(CallFacts facts) throws IOException {
                    asked++;
                    if (failure instanceof IOException passing) {
                        throw passing;
                    }
                    if (failure instanceof RuntimeException refused) {
                        throw refused;
                    }
                    return Credential.of(
                            Secret.of("canary-token-" + asked),
                            time.now(),
                            time.now().plus(HOUR));
                }
            },
            time,
            Runnable::run,
            () -> 0);

    private Credential get() throws IOException {
        return cache.get(CallFacts.OWN, new Call("cn.stats.counties", "find", time, Duration.ofSeconds(60)));
    }

    private Throwable failed() {
        return catchThrowable(this::get);
    }

    static Stream<GovShareException> finalRefusals() {
        return Stream.of(
                new CredentialException("The client is unknown", "Register it."),
                new ConfigurationException("There is no such scope", "Correct it."),
                new QuotaExceededException(ErrorDetails.of(Diagnosis.of("No more today", "Wait.")), null));
    }

    @ParameterizedTest
    @MethodSource("finalRefusals")
    void get_refusedForGood_isNotAskedAgainForHalfAMinute(GovShareException refusal) throws IOException {
        failure = refusal;
        failed();
        failure = null;

        time.turn(Duration.ofMillis(29_999));
        Throwable again = failed();
        int before = asked;
        time.turn(Duration.ofMillis(1));

        assertThat(again).isInstanceOf(refusal.getClass()).isNotSameAs(refusal);
        assertThat(before).isEqualTo(1);
        assertThat(get().value().revealText()).isEqualTo("canary-token-2");
    }

    @Test
    void get_refusalRemembered_keepsItsDetailsAndSaysThatNobodyWasAsked() {
        failure = new CredentialException(
                new ErrorDetails(
                        null,
                        null,
                        401,
                        "invalid_client",
                        "no such kid",
                        "r-1",
                        1,
                        null,
                        new Diagnosis("The client is unknown", "key id key-1", "Register it.")),
                null);
        failed();
        time.turn(Duration.ofSeconds(10));

        Throwable again = failed();

        assertThat(again).isInstanceOfSatisfying(CredentialException.class, refused -> {
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.code()).contains("invalid_client");
            assertThat(refused.platformMessage()).contains("no such kid");
            assertThat(refused.requestId()).contains("r-1");
            assertThat(refused.diagnosis().remedy()).isEqualTo("Register it.");
            assertThat(refused.diagnosis().evidence())
                    .contains("key id key-1")
                    .contains("answered 10 s ago")
                    .contains("not asked again for 20 s");
        });
    }

    static Stream<Exception> passingFailures() {
        return Stream.of(
                PrerequisiteException.unreachable("down", SERVER, new ConnectException("Connection refused")),
                PrerequisiteException.refused(SERVER, unavailable(null)),
                unavailable(null),
                new IllegalStateException("a defect"));
    }

    private static PlatformUnavailableException unavailable(@Nullable Duration retryAfter) {
        return new PlatformUnavailableException(
                ErrorDetails.of(Diagnosis.of("Busy", "Wait.")).retryAfter(retryAfter), null);
    }

    @ParameterizedTest
    @MethodSource("passingFailures")
    void get_failureThatMayPass_isLeftToTheCalls(Exception passing) throws IOException {
        failure = passing;
        failed();
        failure = null;

        assertThat(get().value().revealText()).isEqualTo("canary-token-2");
    }

    @Test
    void get_serverSaysHowLongToWait_isLeftAloneForThatTime() throws IOException {
        failure = PrerequisiteException.refused(SERVER, unavailable(Duration.ofSeconds(7)));
        failed();
        failure = null;

        time.turn(Duration.ofSeconds(5));
        Throwable early = failed();
        time.turn(Duration.ofSeconds(2));

        assertThat(early)
                .isInstanceOfSatisfying(
                        PrerequisiteException.class,
                        waiting -> assertThat(waiting.retryAfter()).contains(Duration.ofSeconds(2)));
        assertThat(get().value().revealText()).isEqualTo("canary-token-2");
    }

    @Test
    void get_serverWantsToBeLeftAloneForLong_isAskedAfterHalfAMinute() throws IOException {
        failure = PrerequisiteException.refused(SERVER, unavailable(HOUR));
        failed();
        failure = null;

        time.turn(Duration.ofSeconds(30));

        assertThat(get().value().revealText()).isEqualTo("canary-token-2");
    }

    @Test
    void get_oldCredentialExpiresAfterARefusedRenewal_isNotAskedAgainEither() throws IOException {
        get();
        failure = new CredentialException("The client is unknown", "Register it.");
        time.turn(HOUR.minusSeconds(CredentialCache.EXPIRY_MARGIN_SECONDS + 5));
        String whileItLives = get().value().revealText();
        time.turn(Duration.ofSeconds(10));

        assertThat(whileItLives).isEqualTo("canary-token-1");
        assertThat(failed()).isInstanceOf(CredentialException.class);
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void invalidate_credentialWhoseRenewalWasRefused_isExchangedAtOnce() throws IOException {
        Credential old = get();
        failure = new CredentialException("The client is unknown", "Register it.");
        time.turn(Duration.ofMinutes(55));
        get();
        failure = null;

        cache.invalidate(CallFacts.OWN, old);

        assertThat(get().value().revealText()).isEqualTo("canary-token-3");
    }
}
