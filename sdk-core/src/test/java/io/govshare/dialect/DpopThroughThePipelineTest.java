package io.govshare.dialect;

import static io.govshare.dialect.DpopServer.RECORDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.govshare.GovShare;
import io.govshare.auth.AccessToken;
import io.govshare.auth.Credentials;
import io.govshare.catalog.DatasetDescription;
import io.govshare.context.CallContext;
import io.govshare.dataset.Dataset;
import io.govshare.dataset.Query;
import io.govshare.dialect.DpopServer.Nonces;
import io.govshare.dialect.standard.StandardPlatform;
import io.govshare.error.CredentialException;
import io.govshare.error.GovShareException;
import io.govshare.error.ResponseRejectedException;
import io.govshare.http.Sleeper;
import io.govshare.http.TimeSource;
import io.govshare.signing.Secret;
import io.govshare.signing.SigningKey;
import io.govshare.usage.UsageOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import mockwebserver3.MockResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens that are bound to a key, through the whole client and over the wire. */
class DpopThroughThePipelineTest {

    private static final String ID = "cn.stats.counties";

    record County(String code) {}

    private DpopServer server;

    @BeforeEach
    void start() throws IOException {
        server = new DpopServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static Credentials credentials() {
        return Credentials.clientSecretBasic("residence-permits", Secret.of("a-secret-of-the-test"));
    }

    private GovShare client(Credentials credentials) {
        return client(credentials, builder -> builder);
    }

    private GovShare client(Credentials credentials, UnaryOperator<GovShare.Builder> more) {
        URI base = URI.create(server.server.url());
        return more.apply(GovShare.builder()
                        .application("residence-permits", "1")
                        .platform(StandardPlatform.at(base).tokenEndpoint(base.resolve("/token")))
                        .credentials(credentials)
                        .bind(DatasetDescription.at(ID, base.resolve(RECORDS)))
                        .context(CallContext.purpose("residence-permit").build())
                        .usage(UsageOptions.notRecorded()))
                .build();
    }

    private static List<County> ask(GovShare govshare) {
        return ask(govshare.dataset(ID, County.class));
    }

    private static List<County> ask(Dataset<County> counties) {
        return counties.query(Query.all()).items();
    }

    private List<SmallServer.Asked> records() {
        return server.server.requests.stream()
                .filter(asked -> asked.path().equals(RECORDS))
                .toList();
    }

    private GovShareException refused(GovShare govshare) {
        return catchThrowableOfType(GovShareException.class, () -> ask(govshare));
    }

    @Test
    void call_withBoundToken_provesTheKeyToBothServers() throws Exception {
        try (GovShare govshare = client(credentials().dpop())) {
            assertThat(ask(govshare)).containsExactly(new County("350102"));
        }

        assertThat(server.refusals).isEmpty();
        assertThat(server.proofs).extracting(DpopServer.Proof::path).containsExactly("/token", RECORDS);
    }

    @Test
    void call_withSigningKey_coversTheProof() {
        try (GovShare govshare = client(Credentials.privateKeyJwt("residence-permits", SigningKey.generate())
                .dpop())) {
            ask(govshare);
        }

        assertThat(records())
                .singleElement()
                .satisfies(asked -> assertThat(asked.header("Signature-Input")).contains("\"authorization\" \"dpop\""));
    }

    @Test
    void call_triedAgain_hasANewProofEachTime() {
        AtomicInteger count = new AtomicInteger();
        server.records = asked -> count.incrementAndGet() < 3
                ? new MockResponse.Builder().code(503).addHeader("Retry-After", "0")
                : SmallServer.json("{\"value\":[]}");
        try (GovShare govshare =
                client(credentials().dpop(), builder -> builder.clock(TimeSource.SYSTEM, (call, wait) -> {}))) {
            ask(govshare);
        }

        assertThat(server.refusals).isEmpty();
        assertThat(server.asked(RECORDS)).isEqualTo(3);
        assertThat(server.tokens).hasValue(1);
    }

    @Test
    void challenge_ofBothServers_isAnsweredWithoutARetryAndWithTheSameToken() {
        server.tokenNonces = Nonces.fixed("of-the-token-endpoint");
        server.nonces = Nonces.fixed("of-the-platform");
        try (GovShare govshare =
                client(credentials().dpop(), builder -> builder.resilience(options -> options.attempts(1)))) {
            ask(govshare);
            ask(govshare);
        }

        assertThat(server.refusals).isEmpty();
        assertThat(server.asked("/token")).isEqualTo(2);
        assertThat(server.tokens).hasValue(1);
        assertThat(server.asked(RECORDS)).as("the second call knows the nonce").isEqualTo(3);
    }

    @Test
    void challenge_ofAPlatformThatNeverHasEnough_endsAfterTheSecondRequest() {
        server.nonces = new Nonces() {
            @Override
            public boolean isGood(@Nullable String nonce) {
                return false;
            }

            @Override
            public String next() {
                return "never-good";
            }
        };
        try (GovShare govshare = client(credentials().dpop())) {
            assertThat(refused(govshare))
                    .isInstanceOf(CredentialException.class)
                    .hasMessageContaining("asked again when it had the one that it gave");
        }

        assertThat(server.asked(RECORDS)).isEqualTo(2);
        assertThat(server.tokens).as("the token is kept").hasValue(1);
    }

    @Test
    void challenge_ofATokenEndpointThatNeverHasEnough_endsAfterTheSecondRequest() {
        server.tokenNonces = new Nonces() {
            @Override
            public boolean isGood(@Nullable String nonce) {
                return false;
            }

            @Override
            public String next() {
                return "never-good";
            }
        };
        try (GovShare govshare = client(credentials().dpop())) {
            assertThat(refused(govshare))
                    .isInstanceOf(CredentialException.class)
                    .hasMessageContaining("asked again when it had the one that it gave");
        }

        assertThat(server.asked("/token")).isEqualTo(2);
    }

    /** Changes its nonce every fortieth answer, and accepts the newest and the one before. */
    private static final class Changing implements Nonces {

        private final AtomicInteger count = new AtomicInteger();

        @Override
        public boolean isGood(@Nullable String nonce) {
            int newest = count.get() / 40;
            return ("n" + newest).equals(nonce) || ("n" + (newest - 1)).equals(nonce);
        }

        @Override
        public String next() {
            return "n" + count.incrementAndGet() / 40;
        }
    }

    @Test
    void calls_200AtOnceWithANonceThatChanges_allSucceed() throws Exception {
        server.nonces = new Changing();
        ExecutorService callers = Executors.newFixedThreadPool(16);
        try (GovShare govshare = client(credentials().dpop())) {
            Dataset<County> counties = govshare.dataset(ID, County.class);
            List<Future<List<County>>> calls = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                calls.add(callers.submit(() -> ask(counties)));
            }
            for (Future<List<County>> call : calls) {
                assertThat(call.get(60, TimeUnit.SECONDS)).hasSize(1);
            }
        } finally {
            callers.shutdownNow();
        }

        assertThat(server.refusals).isEmpty();
        assertThat(server.tokens).hasValue(1);
        assertThat(server.asked(RECORDS)).isLessThan(400);
    }

    @Test
    void tokenEndpoint_thatAnswersBearer_isRefusedAsADowngrade() {
        server.tokenType = "Bearer";
        try (GovShare govshare = client(credentials().dpop())) {
            assertThat(refused(govshare))
                    .isInstanceOf(ResponseRejectedException.class)
                    .hasMessageContaining("bound to a key was asked for")
                    .hasMessageContaining("dpop_bound_access_tokens");
        }

        assertThat(server.asked(RECORDS)).isZero();
    }

    /** A machine whose clock is 20 minutes late. */
    private static final TimeSource LATE = new TimeSource() {
        @Override
        public Instant now() {
            return TimeSource.SYSTEM.now().minus(Duration.ofMinutes(20));
        }

        @Override
        public long nanoTime() {
            return TimeSource.SYSTEM.nanoTime();
        }
    };

    @Test
    void proof_refusedByTheTokenEndpointForItsTime_isMadeOnceMoreWithTheClockSetRight() {
        try (GovShare govshare = client(credentials().dpop(), builder -> builder.clock(LATE, Sleeper.SYSTEM))) {
            ask(govshare);
        }

        assertThat(server.asked("/token")).isEqualTo(2);
        assertThat(server.asked(RECORDS)).isEqualTo(1);
    }

    @Test
    void proof_refusedByThePlatformForItsTime_isMadeOnceMoreWithTheClockSetRight() {
        server.tokenEndpointTellsTheTime = false;
        try (GovShare govshare = client(credentials().dpop(), builder -> builder.clock(LATE, Sleeper.SYSTEM))) {
            ask(govshare);
        }

        assertThat(server.asked("/token")).isEqualTo(1);
        assertThat(server.asked(RECORDS)).isEqualTo(2);
    }

    @Test
    void proof_refusedForGood_saysSoAndKeepsTheToken() {
        server.records = asked -> DpopServer.challenge("invalid_dpop_proof");
        try (GovShare govshare = client(credentials().dpop())) {
            assertThat(refused(govshare))
                    .isInstanceOf(CredentialException.class)
                    .hasMessageContaining("does not accept the proof of the key");
        }

        assertThat(server.tokens).hasValue(1);
    }

    @Test
    void ownToken_boundToAGivenKey_isPresentedWithItsProof() {
        SigningKey key = SigningKey.generate();
        try (GovShare govshare = client(
                Credentials.tokenSource("residence-permits", () -> AccessToken.of(Secret.of("token-of-the-side-car")))
                        .dpop(key))) {
            refused(govshare);
        }

        assertThat(records())
                .isNotEmpty()
                .allSatisfy(asked -> assertThat(asked.header("Authorization")).isEqualTo("DPoP token-of-the-side-car"));
    }

    @Test
    void usageReports_haveAProofOfTheirOwn(@TempDir Path spool) {
        URI usage = URI.create(server.server.url()).resolve("/usage");
        URI base = URI.create(server.server.url());
        server.records = asked -> asked.path().equals("/usage")
                ? SmallServer.json("{\"accepted\":1}")
                : SmallServer.json("{\"value\":[]}");
        try (GovShare govshare = GovShare.builder()
                .application("residence-permits", "1")
                .platform(StandardPlatform.at(base)
                        .tokenEndpoint(base.resolve("/token"))
                        .usage(usage))
                .credentials(credentials().dpop())
                .bind(DatasetDescription.at(ID, base.resolve(RECORDS)))
                .context(CallContext.purpose("residence-permit").build())
                .usage(options -> options.folder(spool))
                .build()) {
            ask(govshare);
        }

        assertThat(server.refusals).isEmpty();
        assertThat(server.proofs)
                .filteredOn(proof -> proof.path().equals("/usage"))
                .isNotEmpty();
    }
}
