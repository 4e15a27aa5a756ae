package io.govshare;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.SigningPlatform.Reply;
import io.govshare.SigningPlatform.Signer;
import io.govshare.catalog.DataFormat;
import io.govshare.catalog.DatasetDescription;
import io.govshare.catalog.DatasetDescriptionBuilder;
import io.govshare.catalog.Dcat;
import io.govshare.catalog.Distribution;
import io.govshare.catalog.FormatCategory;
import io.govshare.dataset.CallOptions;
import io.govshare.dataset.Dataset;
import io.govshare.dataset.Query;
import io.govshare.dialect.standard.StandardPlatform;
import io.govshare.error.ResponseRejectedException;
import io.govshare.platform.SignaturePolicy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import mockwebserver3.MockResponse;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the whole client does with answers whose signature holds, and with those whose does not, before any record is seen. */
class SignedAnswersTest {

    record Numbered(int number) {}

    private SigningPlatform platform;
    private GovShare govshare;

    @BeforeEach
    void open() throws IOException {
        platform = new SigningPlatform();
        govshare = platform.client(platform.platform().answers(SignaturePolicy.REQUIRE), platform.dataset());
    }

    @AfterEach
    void close() {
        govshare.close();
        platform.close();
    }

    private Dataset<Numbered> reopened(SignaturePolicy policy) {
        return reopened(platform.platform().answers(policy), platform.dataset());
    }

    private Dataset<Numbered> reopened(StandardPlatform configured, DatasetDescription bound) {
        govshare.close();
        govshare = platform.client(configured, bound);
        return numbers();
    }

    private Dataset<Numbered> numbers() {
        return govshare.dataset(SigningPlatform.ID, Numbered.class);
    }

    private static void assertRefused(Dataset<Numbered> numbers, String reason) {
        assertThatThrownBy(() -> numbers.with(CallOptions.defaults().fresh()).query(Query.all()))
                .isInstanceOf(ResponseRejectedException.class)
                .hasMessageContaining(reason);
    }

    private static MockResponse withBody(MockResponse response, byte[] body) {
        return response.newBuilder().body(new Buffer().write(body)).build();
    }

    @Test
    void query_signedAsTheRfcSays_givesTheRecords() {
        assertThat(numbers().query(Query.all()).items()).containsExactly(new Numbered(7));
    }

    static Stream<Arguments> changesOnTheWay() {
        byte[] other = "{\"value\":[{\"number\":8}]}".getBytes(UTF_8);
        return Stream.of(
                onTheWay("the body", r -> withBody(r, other), "digest in Content-Digest does not match the content"),
                onTheWay(
                        "the body and its digest",
                        r -> withBody(r, other)
                                .newBuilder()
                                .setHeader(
                                        "Content-Digest", "sha-256=:" + SigningPlatform.digest(other, "SHA-256") + ":")
                                .build(),
                        "The signature does not match"),
                onTheWay("the status", r -> r.newBuilder().code(203).build(), "The signature does not match"),
                onTheWay(
                        "a covered field",
                        r -> r.newBuilder()
                                .setHeader("Content-Type", "text/plain")
                                .build(),
                        "The signature does not match"),
                onTheWay(
                        "a second digest that disagrees",
                        r -> r.newBuilder()
                                .setHeader(
                                        "Content-Digest",
                                        r.getHeaders().get("Content-Digest") + ", sha-512=:"
                                                + SigningPlatform.digest(other, "SHA-512") + ":")
                                .build(),
                        "The sha-512 digest in Content-Digest does not match"),
                onTheWay(
                        "the signature taken away",
                        r -> r.newBuilder()
                                .removeHeader("Signature")
                                .removeHeader("Signature-Input")
                                .build(),
                        "Signature missing: The answer has no signature."),
                onTheWay(
                        "half of the signature taken away",
                        r -> r.newBuilder().removeHeader("Signature").build(),
                        "Signature-Input field but no Signature"),
                onTheWay(
                        "the time of the signature",
                        r -> r.newBuilder()
                                .setHeader(
                                        "Signature-Input",
                                        r.getHeaders()
                                                .get("Signature-Input")
                                                .replaceFirst("created=\\d+", "created=1788249601"))
                                .build(),
                        "The signature does not match"),
                onTheWay(
                        "the whole by a page that wants a login",
                        r -> new MockResponse.Builder()
                                .setHeader("Content-Type", "text/html")
                                .body("<html>Log in</html>")
                                .build(),
                        "an HTML page came in the place of data"),
                onTheWay(
                        "the whole by a statement that there is no such record",
                        r -> new MockResponse.Builder().code(404).build(),
                        "Signature missing"));
    }

    private static Arguments onTheWay(String what, UnaryOperator<MockResponse> change, String reason) {
        return Arguments.of(what, change, reason);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changesOnTheWay")
    void query_changedOnTheWay_isRefusedWithItsReason(String what, UnaryOperator<MockResponse> change, String reason) {
        platform.making = reply -> reply.covered += " \"content-type\"";
        platform.onTheWay = change;

        assertRefused(numbers(), reason);
    }

    static Stream<Arguments> waysOfSigning() {
        byte[] other = {1};
        return Stream.of(
                signing(
                        "two digests that disagree",
                        r -> r.headers.put(
                                "Content-Digest",
                                "sha-256=:" + SigningPlatform.digest(r.body, "SHA-256") + ":, sha-512=:"
                                        + SigningPlatform.digest(other, "SHA-512") + ":"),
                        "The sha-512 digest in Content-Digest does not match"),
                signing(
                        "digest of no known algorithm",
                        r -> r.headers.put("Content-Digest", "md5=:AAAA:"),
                        "The signed Content-Digest has no known algorithm."),
                signing("too old", r -> r.created -= 301, "which is more than 300 s before the verifier's time"),
                signing("expired", r -> r.more = ";expires=" + (r.created - 1), "expired at"),
                signing("another algorithm", r -> r.alg = "hmac-sha256", "is for ed25519"),
                signing("no status", r -> r.covered = r.covered.replace("\"@status\" ", ""), "cover \"@status\""),
                signing(
                        "no digest",
                        r -> r.covered = r.covered.replace("\"content-digest\" ", ""),
                        "cover \"content-digest\""),
                signing(
                        "no method of the request",
                        r -> r.covered = r.covered.replace("\"@method\";req ", ""),
                        "cover \"@method\";req"),
                signing(
                        "no target of the request",
                        r -> r.covered = r.covered.replace(" \"@target-uri\";req", ""),
                        "cover \"@target-uri\";req"),
                signing("for something else", r -> r.tag = "another", "Signature missing"),
                signing(
                        "with a key of that id that is not the platform's",
                        r -> r.signer = Signer.of("platform-1"),
                        "The signature does not match"),
                signing(
                        "with a key that nobody knows",
                        r -> r.signer = Signer.of("made-up"),
                        "The key \"made-up\" is not in the key set. It must be a key of the platform"));
    }

    private static Arguments signing(String what, Consumer<Reply> making, String reason) {
        return Arguments.of(what, making, reason);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("waysOfSigning")
    void query_signedOtherwise_isRefusedWithItsReason(String what, Consumer<Reply> making, String reason) {
        platform.making = making;

        assertRefused(numbers(), reason);
    }

    @Test
    void query_answerOfAnotherRequest_isRefused() {
        AtomicReference<MockResponse> first = new AtomicReference<>();
        platform.onTheWay = response -> first.compareAndSet(null, response) ? response : first.get();
        numbers().query(Query.all());

        assertThatThrownBy(() -> numbers().query(Query.<Numbered>all().limit(1)))
                .isInstanceOf(ResponseRejectedException.class)
                .hasMessageContaining("The signature does not match");
    }

    /** Its date is as old as it is, and nobody signs that: the clock that it sets must not make the answer young. */
    @Test
    void query_sameAnswerAgainLater_isTooOldWhateverItsDateSays() {
        AtomicReference<MockResponse> first = new AtomicReference<>();
        platform.onTheWay = response -> first.compareAndSet(null, response) ? response : first.get();
        numbers().query(Query.all());
        platform.clock.turn(Duration.ofMinutes(6));

        assertRefused(numbers(), "which is more than 300 s before the verifier's time");
    }

    @Test
    void query_sameNonceAgain_isRefused() {
        platform.making = reply -> reply.more = ";nonce=\"n-1\"";
        numbers().query(Query.all());

        assertRefused(numbers(), "has a nonce that was seen before");
    }

    @Test
    void query_nonceRequired_countsASignatureWithoutOneAsNone() {
        Dataset<Numbered> numbers = reopened(SignaturePolicy.REQUIRE.requiringNonce());

        assertRefused(numbers, "Signature missing: The signature lacks the parameter nonce.");
        platform.making = reply -> reply.more = ";nonce=\"n-1\"";
        assertThat(numbers.query(Query.all()).size()).isEqualTo(1);
    }

    @Test
    void query_policyOfItsOwn_isKeptTo() {
        Dataset<Numbered> numbers = reopened(SignaturePolicy.REQUIRE
                .maxAge(Duration.ofHours(2))
                .tag("registry")
                .covering("etag"));
        platform.making = reply -> {
            reply.tag = "registry";
            reply.created -= 7_000;
            reply.headers.put("ETag", "\"1\"");
            reply.covered += " \"etag\"";
        };

        assertThat(numbers.query(Query.all()).size()).isEqualTo(1);
        platform.making = reply -> reply.tag = "registry";
        assertRefused(numbers, "Signature missing: The signature does not cover \"etag\".");
    }

    @Test
    void query_toleranceOfTheClocks_isKeptTo() {
        platform.making = reply -> reply.created += 60;

        assertThat(numbers().query(Query.all()).size()).isEqualTo(1);
        assertRefused(reopened(SignaturePolicy.REQUIRE.tolerance(Duration.ofSeconds(30))), "which is after");
    }

    @Test
    void query_manyKeysThatNobodyKnows_readTheKeysOnceAMinute() {
        platform.making = reply -> reply.signer = Signer.of("made-up");
        for (int i = 0; i < 5; i++) {
            assertRefused(numbers(), "made-up");
        }
        assertThat(platform.asked("/jwks")).isEqualTo(1);

        platform.clock.turn(Duration.ofMinutes(1));
        assertRefused(numbers(), "made-up");
        assertRefused(numbers(), "made-up");
        assertThat(platform.asked("/jwks")).isEqualTo(2);
    }

    @Test
    void query_keyRotated_isReadWhenItIsMet() {
        numbers().query(Query.all());
        Signer next = Signer.of("platform-2");
        platform.keys.put("/jwks", next.jwks());
        platform.making = reply -> reply.signer = next;
        platform.clock.turn(Duration.ofMinutes(1));

        assertThat(numbers().query(Query.all()).size()).isEqualTo(1);
        assertThat(platform.asked("/jwks")).isEqualTo(2);
    }

    @Test
    void query_auto_requiresSignaturesOnceOneHasCome() {
        platform.onTheWay = response -> response.newBuilder()
                .removeHeader("Signature")
                .removeHeader("Signature-Input")
                .build();
        Dataset<Numbered> numbers = reopened(SignaturePolicy.AUTO);
        assertThat(numbers.query(Query.all()).size()).isEqualTo(1);

        UnaryOperator<MockResponse> stripped = platform.onTheWay;
        platform.onTheWay = response -> response;
        numbers.query(Query.all());
        platform.onTheWay = stripped;

        assertRefused(numbers, "Signature missing: The answer has no signature. It must have one");
    }

    @Test
    void query_off_looksAtNoSignature() {
        platform.onTheWay = response ->
                response.newBuilder().setHeader("Signature", "sig1=:AAAA:").build();

        assertThat(reopened(SignaturePolicy.OFF).query(Query.all()).size()).isEqualTo(1);
        assertThat(platform.asked("/jwks")).isZero();
    }

    @Test
    void query_errorThatAProxyMadeUp_isAnErrorAndNoForgery() {
        platform.onTheWay = response -> new MockResponse.Builder().code(403).build();

        assertThatThrownBy(() -> numbers().query(Query.all())).isNotInstanceOf(ResponseRejectedException.class);
    }

    // Publishers

    private DatasetDescriptionBuilder ofPublisherA() {
        DatasetDescription plain = platform.dataset();
        return DatasetDescription.builder(plain.id())
                .access(plain.access())
                .sharing(plain.sharing())
                .key(plain.key())
                .publisher("Statistics")
                .publisherId("cn.stats");
    }

    @Test
    void query_publisherWithKeysInTheCatalogue_mustSignItself() {
        Dataset<Numbered> numbers = reopened(
                platform.platform(),
                ofPublisherA()
                        .publisherKeys(URI.create(platform.url("/a/jwks")))
                        .build());
        platform.making = reply -> reply.signer = platform.publisherA;
        assertThat(numbers.query(Query.all()).size()).isEqualTo(1);

        platform.making = reply -> reply.signer = platform.publisherB;
        assertRefused(numbers, "The key \"b-1\" is not in the key set. It must be a key of the publisher cn.stats");
        platform.making = reply -> {};
        assertRefused(
                numbers, "The key \"platform-1\" is not in the key set. It must be a key of the publisher cn.stats");
        platform.onTheWay = response -> response.newBuilder()
                .removeHeader("Signature")
                .removeHeader("Signature-Input")
                .build();
        assertRefused(numbers, "since the publisher cn.stats has");
        assertThat(platform.asked("/jwks")).isZero();
    }

    @Test
    void query_catalogueNamesTheKeysOfThePublisher_onlyTheseSignItsRecords() {
        platform.catalogue = Dcat.write(ofPublisherA()
                .publisherKeys(URI.create(platform.url("/a/jwks")))
                .build());
        govshare.close();
        govshare = platform.client(platform.platform()).build();
        platform.making = reply -> reply.signer = platform.publisherA;
        assertThat(numbers().query(Query.all()).size()).isEqualTo(1);

        platform.making = reply -> {};
        assertRefused(numbers(), "It must be a key of the publisher cn.stats");
    }

    @Test
    void query_keyOfAnotherPublisherUnderTheSameId_isRefused() {
        Dataset<Numbered> numbers = reopened(
                platform.platform(),
                ofPublisherA()
                        .publisherKeys(URI.create(platform.url("/a/jwks")))
                        .build());
        platform.making = reply -> reply.signer = new Signer("a-1", platform.publisherB.pair());

        assertRefused(numbers, "The signature does not match");
    }

    @Test
    void query_publisherKeysConfigured_goBeforeThoseOfTheCatalogue() {
        DatasetDescription described = ofPublisherA()
                .publisherKeys(URI.create(platform.url("/b/jwks")))
                .build();
        platform.making = reply -> reply.signer = platform.publisherA;
        for (String publisher : List.of("cn.stats", "Statistics")) {
            StandardPlatform configured =
                    platform.platform().publisherKeys(publisher, URI.create(platform.url("/a/jwks")));

            assertThat(reopened(configured, described).query(Query.all()).size())
                    .isEqualTo(1);
        }
        assertThat(platform.asked("/b/jwks")).isZero();
    }

    @Test
    void query_publisherWithoutKeys_isSignedForByThePlatform() {
        StandardPlatform configured =
                platform.platform().publisherKeys("cn.other", URI.create(platform.url("/a/jwks")));

        assertThat(reopened(configured, ofPublisherA().build())
                        .query(Query.all())
                        .size())
                .isEqualTo(1);
    }

    @Test
    void stream_ofAPublisherWithKeys_readsPagesThoughLinesAreOffered() {
        Distribution lines = new Distribution(
                "",
                new DataFormat(FormatCategory.SERVICE, "ndjson"),
                "application/x-ndjson",
                URI.create(platform.url("/lines")),
                null,
                null,
                List.of(),
                Map.of());
        Dataset<Numbered> numbers = reopened(
                platform.platform(),
                ofPublisherA()
                        .publisherKeys(URI.create(platform.url("/a/jwks")))
                        .distributions(List.of(lines))
                        .build());
        platform.making = reply -> reply.signer = platform.publisherA;

        try (Stream<Numbered> all = numbers.stream()) {
            assertThat(all).containsExactly(new Numbered(7));
        }
        assertThat(platform.asked("/lines")).isZero();
    }

    // Compression, cache

    private static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    @Test
    void query_compressed_isVerifiedByTheBytesOnTheWire() {
        platform.making = reply -> {
            reply.body = gzip(reply.body);
            reply.headers.put("Content-Encoding", "gzip");
        };
        assertThat(numbers().query(Query.all()).items()).containsExactly(new Numbered(7));

        platform.making = reply -> {
            String ofPlain = SigningPlatform.digest(reply.body, "SHA-256");
            reply.body = gzip(reply.body);
            reply.headers.put("Content-Encoding", "gzip");
            reply.headers.put("Content-Digest", "sha-256=:" + ofPlain + ":");
        };
        assertRefused(numbers(), "digest in Content-Digest does not match the content");
    }

    @Test
    void query_fromTheCache_staysVerifiedHoweverOld() {
        platform.making = reply -> reply.headers.put("Cache-Control", "private, max-age=7200");
        numbers().query(Query.all());
        platform.clock.turn(Duration.ofHours(1));
        platform.onTheWay = response -> new MockResponse.Builder().code(500).build();

        assertThat(numbers().query(Query.all()).isFromCache()).isTrue();
    }

    @Test
    void query_refused_isNotKept() {
        platform.making = reply -> reply.headers.put("Cache-Control", "private, max-age=7200");
        platform.onTheWay = response -> withBody(response, new byte[] {'{', '}'});
        assertThatThrownBy(() -> numbers().query(Query.all())).isInstanceOf(ResponseRejectedException.class);
        platform.onTheWay = response -> response;

        assertThat(numbers().query(Query.all()).isFromCache()).isFalse();
    }
}
