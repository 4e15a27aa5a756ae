package io.govshare.dialect.standard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.auth.FakeLink;
import io.govshare.error.PlatformUnavailableException;
import io.govshare.error.ResponseRejectedException;
import io.govshare.http.Answer;
import io.govshare.http.Headers;
import io.govshare.http.Request;
import io.govshare.platform.CallFacts;
import io.govshare.platform.SignaturePolicy;
import io.govshare.platform.Verification;
import io.govshare.platform.Verification.Result;
import io.govshare.signing.Components;
import io.govshare.signing.ContentDigest;
import io.govshare.signing.MessageSigner;
import io.govshare.signing.Secret;
import io.govshare.signing.SigningKey;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StandardVerifierTest {

    private static final String BASE = "https://share.example.gov";
    private static final String JWKS = BASE + "/jwks";
    private static final SigningKey KEY = SigningKey.generate().withKeyId("platform-1");
    private static final SigningKey NEXT = SigningKey.generate().withKeyId("platform-2");
    private static final SigningKey SHARED = SigningKey.hmac("shared-1", Secret.of("a shared secret of 32 characters"));
    private static final Request REQUEST = Request.get(BASE + "/odata/cn.stats.counties");

    private final FakeLink link = new FakeLink();
    private volatile String keys = "{\"keys\":[" + KEY.publicJwk() + "]}";

    @BeforeEach
    void serve() throws IOException {
        link.answers = request -> request.url().equals(JWKS)
                ? FakeLink.answer(request, 200, "application/jwk-set+json", keys)
                : FakeLink.answer(
                        request,
                        200,
                        "application/linkset+json",
                        "{\"linkset\":[{\"https://govshare.io/rel/jwks\":[{\"href\":\"" + JWKS + "\"}]}]}");
    }

    private StandardVerifier verifier(SignaturePolicy policy) {
        return verifier(AnswerTrust.USUAL.with(policy));
    }

    private StandardVerifier verifier(AnswerTrust trust) {
        return new StandardVerifier(link, new Discovery(link, "p", BASE, Map.of()), trust);
    }

    private static Answer plain(int status, String body) {
        return Answer.whole(REQUEST, status, Headers.of("Content-Type", "application/json"), body.getBytes(UTF_8));
    }

    private Answer signed(SigningKey key, Answer answer, Components components) {
        Answer digested = answer.with(answer.headers().with("Content-Digest", ContentDigest.of(answer.bytes())));
        return MessageSigner.of(key).sign(digested, link.now, components);
    }

    private Answer signed(SigningKey key) {
        return signed(key, plain(200, "{\"value\":[]}"), Components.ANSWER);
    }

    private static Consumer<Verification> verifiedWith(String keyId) {
        return checked -> {
            assertThat(checked.result()).isEqualTo(Result.VERIFIED);
            assertThat(checked.keyId()).isEqualTo(keyId);
        };
    }

    private long keyReads() {
        return link.sent.stream().filter(sent -> sent.what().equals("jwks")).count();
    }

    @Test
    void verify_goodSignature_isVerifiedWithItsKey() throws IOException {
        assertThat(verifier(SignaturePolicy.AUTO).verify(signed(KEY), CallFacts.OWN))
                .satisfies(verifiedWith("platform-1"));
    }

    @Test
    void verify_goodSignature_saysForHowLongItWouldBeAcceptedAgain() throws IOException {
        Answer answer = signed(KEY);
        link.now = link.now.plusSeconds(100);

        assertThat(verifier(SignaturePolicy.AUTO).verify(answer, CallFacts.OWN).acceptedFor())
                .isEqualTo(Duration.ofSeconds(200));
    }

    @Test
    void verify_secretGiven_verifiesWithItAndReadsNothing() throws IOException {
        StandardVerifier verifier = verifier(AnswerTrust.USUAL.with(SHARED.verificationKey()));

        assertThat(verifier.verify(signed(SHARED), CallFacts.OWN)).satisfies(verifiedWith("shared-1"));
        assertThat(link.sent).isEmpty();
    }

    @Test
    void verify_secretGiven_publishedKeysVerifyToo() throws IOException {
        StandardVerifier verifier = verifier(AnswerTrust.USUAL.with(SHARED.verificationKey()));

        assertThat(verifier.verify(signed(KEY), CallFacts.OWN)).satisfies(verifiedWith("platform-1"));
    }

    @Test
    void verify_secretGiven_answersMustBeSigned() throws IOException {
        StandardVerifier verifier = verifier(AnswerTrust.USUAL.with(SHARED.verificationKey()));

        assertThat(verifier.verify(plain(200, "{}"), CallFacts.OWN).result()).isEqualTo(Result.REJECTED);
    }

    @Test
    void verify_otherSecretUnderTheSameId_isRejected() throws IOException {
        StandardVerifier verifier = verifier(AnswerTrust.USUAL.with(SHARED.verificationKey()));
        Answer forged = signed(SigningKey.hmac("shared-1", Secret.of("another secret of 32 characters!")));

        assertThat(verifier.verify(forged, CallFacts.OWN).result()).isEqualTo(Result.REJECTED);
    }

    @Test
    void verify_manyAnswers_readKeysOnce() throws IOException {
        StandardVerifier verifier = verifier(SignaturePolicy.AUTO);

        verifier.verify(signed(KEY), CallFacts.OWN);
        verifier.verify(signed(KEY), CallFacts.OWN);

        assertThat(keyReads()).isEqualTo(1);
    }

    @Test
    void verify_contentChanged_isRejected() throws IOException {
        Answer changed = signed(KEY).with("{\"value\":[1]}".getBytes(UTF_8));

        Verification verification = verifier(SignaturePolicy.AUTO).verify(changed, CallFacts.OWN);

        assertThat(verification.result()).isEqualTo(Result.REJECTED);
        assertThat(verification.reason()).contains("Content-Digest");
    }

    @Test
    void verify_answerOfAnotherRequest_isRejected() throws IOException {
        Answer other = signed(KEY);
        Answer moved = Answer.whole(Request.get(BASE + "/odata/other"), other.status(), other.headers(), other.bytes());

        assertThat(verifier(SignaturePolicy.AUTO).verify(moved, CallFacts.OWN).result())
                .isEqualTo(Result.REJECTED);
    }

    @Test
    void verify_statusChanged_isRejected() throws IOException {
        Answer good = signed(KEY);
        Answer changed = Answer.whole(REQUEST, 404, good.headers(), good.bytes());

        assertThat(verifier(SignaturePolicy.AUTO).verify(changed, CallFacts.OWN).result())
                .isEqualTo(Result.REJECTED);
    }

    @Test
    void verify_keyOfSomebodyElseUnderTheSameId_isRejected() throws IOException {
        Answer forged = signed(SigningKey.generate().withKeyId("platform-1"));

        assertThat(verifier(SignaturePolicy.AUTO).verify(forged, CallFacts.OWN).result())
                .isEqualTo(Result.REJECTED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@status,@method;req,@target-uri;req",
                "content-digest,@method;req,@target-uri;req",
                "@status,content-digest,@target-uri;req",
                "@status,content-digest,@method;req"
            })
    void verify_signatureThatCoversTooLittle_countsAsAbsent(String covered) throws IOException {
        Answer weak = signed(KEY, plain(200, "{}"), Components.of(covered.split(",")));
        Answer error = signed(KEY, plain(503, "{}"), Components.of(covered.split(",")));

        Verification verification = verifier(SignaturePolicy.AUTO).verify(weak, CallFacts.OWN);

        assertThat(verification.result()).isEqualTo(Result.REJECTED);
        assertThat(verification.reason()).startsWith("Signature missing: The signature does not cover");
        assertThat(verifier(SignaturePolicy.REQUIRE)
                        .verify(error, CallFacts.OWN)
                        .result())
                .isEqualTo(Result.ABSENT);
    }

    @Test
    void verify_autoAndNeverSigned_isAbsentAndReadsNothing() throws IOException {
        assertThat(verifier(SignaturePolicy.AUTO).verify(plain(200, "{}"), CallFacts.OWN))
                .isEqualTo(Verification.absent());
        assertThat(link.sent).isEmpty();
    }

    @Test
    void verify_autoAndOnceSigned_isRequiredFromThenOn() throws IOException {
        StandardVerifier verifier = verifier(SignaturePolicy.AUTO);
        verifier.verify(signed(KEY), CallFacts.OWN);

        Verification verification = verifier.verify(plain(200, "{}"), CallFacts.OWN);

        assertThat(verification.result()).isEqualTo(Result.REJECTED);
        assertThat(verification.reason()).startsWith("Signature missing");
    }

    @Test
    void verify_autoAndPlatformNamesKeys_isRequiredFromTheStart() throws IOException {
        Discovery asked = new Discovery(link, "p", BASE, Map.of());
        StandardVerifier verifier = new StandardVerifier(link, asked, AnswerTrust.USUAL);
        asked.find(Endpoint.CATALOGUE);

        assertThat(verifier.verify(plain(200, "{}"), CallFacts.OWN).result()).isEqualTo(Result.REJECTED);
        assertThat(keyReads()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>", "[]", "{}", "{\"keys\": {}}"})
    void verify_keySetMalformed_isRejectedNamingIt(String document) throws IOException {
        keys = document;

        assertThatThrownBy(() -> verifier(SignaturePolicy.AUTO).verify(signed(KEY), CallFacts.OWN))
                .isInstanceOf(ResponseRejectedException.class)
                .hasMessageContaining(JWKS);
    }

    @Test
    void verify_hmacMadeWithThePublicKey_isRejected() throws IOException {
        // Who takes the algorithm from the message would take this: the public key is public.
        SigningKey confused =
                SigningKey.hmac("platform-1", Secret.of(KEY.publicJwk().getBytes(UTF_8)));

        Verification verification = verifier(SignaturePolicy.AUTO).verify(signed(confused), CallFacts.OWN);

        assertThat(verification.result()).isEqualTo(Result.REJECTED);
        assertThat(verification.reason()).contains("hmac-sha256").contains("is for ed25519");
    }

    @Test
    void verify_symmetricKeyInTheKeySet_isNotUsed() throws IOException {
        keys =
                "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"shared-1\",\"k\":\"YSBzaGFyZWQgc2VjcmV0IG9mIDMyIGNoYXJhY3RlcnM\"}]}";

        assertThat(verifier(SignaturePolicy.AUTO)
                        .verify(signed(SHARED), CallFacts.OWN)
                        .result())
                .isEqualTo(Result.REJECTED);
    }

    @Test
    void verify_headerThatIsSignedChanged_isRejected() throws IOException {
        Answer good = signed(KEY);
        Answer changed = good.with(good.headers().with("Content-Digest", ContentDigest.of("{}".getBytes(UTF_8))))
                .with("{}".getBytes(UTF_8));

        assertThat(verifier(SignaturePolicy.AUTO).verify(changed, CallFacts.OWN).result())
                .isEqualTo(Result.REJECTED);
    }

    @Test
    void verify_manyUnknownKeys_readTheKeysOnce() throws IOException {
        StandardVerifier verifier = verifier(SignaturePolicy.AUTO);
        for (int i = 0; i < 100; i++) {
            verifier.verify(signed(NEXT.withKeyId("made-up-" + i)), CallFacts.OWN);
        }

        assertThat(keyReads()).isEqualTo(1);
    }

    @Test
    void verify_autoAndKeysConfigured_isRequiredFromTheStart() throws IOException {
        Discovery configured = new Discovery(link, "p", BASE, Map.of(Endpoint.JWKS, JWKS));
        StandardVerifier verifier = new StandardVerifier(link, configured, AnswerTrust.USUAL);

        assertThat(verifier.verify(plain(200, "{}"), CallFacts.OWN).result()).isEqualTo(Result.REJECTED);
    }

    @Test
    void verify_htmlPageWhereSignatureIsRequired_isCalledWhatItIs() throws IOException {
        Answer login = FakeLink.answer(REQUEST, 200, "text/html; charset=utf-8", "<html>Log in</html>");

        Verification verification = verifier(SignaturePolicy.REQUIRE).verify(login, CallFacts.OWN);

        assertThat(verification.result()).isEqualTo(Result.REJECTED);
        assertThat(verification.reason()).contains("HTML page");
    }

    @Test
    void verify_forgedNoSuchRecord_isRejectedWhereRequired() throws IOException {
        assertThat(verifier(SignaturePolicy.REQUIRE)
                        .verify(plain(404, ""), CallFacts.OWN)
                        .result())
                .isEqualTo(Result.REJECTED);
    }

    @ParameterizedTest
    @ValueSource(ints = {304, 401, 429, 502, 503})
    void verify_unsignedErrorOfAProxy_isLeftToTheClassifier(int status) throws IOException {
        assertThat(verifier(SignaturePolicy.REQUIRE)
                        .verify(plain(status, ""), CallFacts.OWN)
                        .result())
                .isEqualTo(Result.ABSENT);
    }

    @Test
    void verify_off_looksAtNothing() throws IOException {
        Answer broken = signed(KEY).with(new byte[] {1});

        assertThat(verifier(SignaturePolicy.OFF).verify(broken, CallFacts.OWN)).isEqualTo(Verification.absent());
        assertThat(link.sent).isEmpty();
    }

    @Test
    void verify_metadataAndKeysThemselves_needNoSignature() throws IOException {
        Discovery discovery = new Discovery(link, "p", BASE, Map.of());
        StandardVerifier verifier =
                new StandardVerifier(link, discovery, AnswerTrust.USUAL.with(SignaturePolicy.REQUIRE));
        Answer metadata = discovery.readPublic("jwks", Request.get(JWKS));

        assertThat(verifier.verify(metadata, CallFacts.OWN).result()).isEqualTo(Result.ABSENT);
    }

    @Test
    void verify_unknownKey_readsTheKeysAgainOnceAMinute() throws IOException {
        StandardVerifier verifier = verifier(SignaturePolicy.AUTO);
        verifier.verify(signed(KEY), CallFacts.OWN);
        keys = "{\"keys\":[" + NEXT.publicJwk() + "]}";
        link.now = link.now.plus(AnswerKeys.AGAIN);

        Verification afterRotation = verifier.verify(signed(NEXT), CallFacts.OWN);
        Verification unknown = verifier.verify(signed(SigningKey.generate().withKeyId("platform-3")), CallFacts.OWN);

        assertThat(afterRotation).satisfies(verifiedWith("platform-2"));
        assertThat(unknown.result()).isEqualTo(Result.REJECTED);
        assertThat(unknown.reason()).contains("platform-3");
        assertThat(keyReads()).isEqualTo(2);
    }

    @Test
    void verify_keysRotatedUnderManyCalls_allWaitForTheOneReading() throws Exception {
        StandardVerifier verifier = verifier(SignaturePolicy.AUTO);
        verifier.verify(signed(KEY), CallFacts.OWN);
        keys = "{\"keys\":[" + NEXT.publicJwk() + "]}";
        link.now = link.now.plus(AnswerKeys.AGAIN);
        FakeLink.Answers platform = link.answers;
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        link.answers = request -> {
            begun.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return platform.answer(request);
        };
        Answer answer = signed(NEXT);
        ExecutorService callers = Executors.newFixedThreadPool(8);
        List<Future<Verification>> results = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            results.add(callers.submit(() -> verifier.verify(answer, CallFacts.OWN)));
        }
        begun.await();
        release.countDown();

        for (Future<Verification> result : results) {
            assertThat(result.get(5, TimeUnit.SECONDS)).satisfies(verifiedWith("platform-2"));
        }
        callers.shutdown();
        assertThat(callers.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
        assertThat(keyReads()).isEqualTo(2);
    }

    @Test
    void verify_keysOldAndUnreadable_areUsedOn() throws IOException {
        StandardVerifier verifier = verifier(SignaturePolicy.AUTO);
        verifier.verify(signed(KEY), CallFacts.OWN);
        link.now = link.now.plus(Duration.ofHours(2));
        link.answers = request -> {
            throw new IOException("connection refused");
        };

        assertThat(verifier.verify(signed(KEY), CallFacts.OWN).result()).isEqualTo(Result.VERIFIED);
    }

    @Test
    void verify_keysNeverRead_saysThatTheyCannotBe() throws IOException {
        link.answers = request -> {
            throw new IOException("connection refused");
        };

        assertThatThrownBy(() -> verifier(SignaturePolicy.AUTO).verify(signed(KEY), CallFacts.OWN))
                .isInstanceOf(PlatformUnavailableException.class)
                .hasMessageContaining("connection refused");
    }

    @Test
    void verify_platformPublishesNoKeys_isAbsent() throws IOException {
        link.answers = request -> FakeLink.answer(request, 404, "text/plain", "");

        assertThat(verifier(SignaturePolicy.AUTO)
                        .verify(signed(KEY), CallFacts.OWN)
                        .result())
                .isEqualTo(Result.ABSENT);
    }

    @Test
    void verify_clocksDiffer_isVerifiedWithinADay() throws IOException {
        Answer early = signed(KEY);
        link.now = link.now.minus(Duration.ofHours(23));

        assertThat(verifier(SignaturePolicy.AUTO).verify(early, CallFacts.OWN).result())
                .isEqualTo(Result.VERIFIED);
    }

    @Test
    void verify_clocksDifferByDays_refusesDataButLetsErrorsThrough() throws IOException {
        Answer data = signed(KEY);
        Answer error = signed(KEY, plain(401, "{\"code\":\"clock-skew\"}"), Components.ANSWER);
        link.now = link.now.minus(Duration.ofDays(2));

        assertThat(verifier(SignaturePolicy.AUTO).verify(data, CallFacts.OWN).result())
                .isEqualTo(Result.REJECTED);
        assertThat(verifier(SignaturePolicy.AUTO).verify(error, CallFacts.OWN).result())
                .isEqualTo(Result.ABSENT);
    }
}
