package io.govshare;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.dataset.CallOptions;
import io.govshare.dataset.Dataset;
import io.govshare.dataset.Page;
import io.govshare.dataset.Query;
import io.govshare.http.TurnableClock;
import io.govshare.platform.SignaturePolicy;
import io.govshare.signing.Proof;
import io.govshare.signing.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.zip.GZIPInputStream;
import mockwebserver3.MockResponse;
import okio.Buffer;
import okio.GzipSink;
import okio.Okio;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Proofs as the whole client gives them with pages and single records. */
class ProofsOfPagesTest {

    record Numbered(int number) {}

    private SigningPlatform platform;
    private GovShare govshare;

    @BeforeEach
    void open() throws IOException {
        platform = new SigningPlatform();
        govshare = platform.client(
                platform.platform().answers(SignaturePolicy.REQUIRE.keepingProofs()), platform.dataset());
    }

    @AfterEach
    void close() {
        govshare.close();
        platform.close();
    }

    private Dataset<Numbered> numbers() {
        return govshare.dataset(SigningPlatform.ID, Numbered.class);
    }

    /** The proof as it is years later: read from its bytes, and verified with the keys that the platform published. */
    private Proof yearsLater(Page<Numbered> page) {
        return Proof.parse(page.proof().orElseThrow().toBytes()).verify(platform.own.jwks());
    }

    @Test
    void query_proof_holdsYearsLater() {
        Page<Numbered> page = numbers().query(Query.all());

        Proof proof = yearsLater(page);

        assertThat(page.items()).containsExactly(new Numbered(7));
        assertThat(proof.method()).isEqualTo("GET");
        assertThat(proof.target()).isEqualTo(platform.url(SigningPlatform.PATH));
        assertThat(proof.status()).isEqualTo(200);
        assertThat(proof.created()).isEqualTo(TurnableClock.START);
        assertThat(proof.date()).hasValue(TurnableClock.START);
        assertThat(proof.requestId()).hasValue("R-1");
        assertThat(proof.body()).hasValue("{\"value\":[{\"number\":7}]}".getBytes(UTF_8));
    }

    @Test
    void next_everyPage_hasItsOwnProof() {
        platform.making = reply -> {
            boolean first = platform.requests.size() == 1;
            reply.body(
                    first
                            ? "{\"value\":[{\"number\":7}],\"@odata.nextLink\":\"?page=2\"}"
                            : "{\"value\":[{\"number\":8}]}");
        };
        Page<Numbered> first = numbers().query(Query.all());
        Page<Numbered> second = first.next().orElseThrow();

        assertThat(yearsLater(first).target()).isEqualTo(platform.url(SigningPlatform.PATH));
        assertThat(yearsLater(second).target()).isEqualTo(platform.url(SigningPlatform.PATH) + "?page=2");
    }

    @Test
    void findPage_existingKey_isAPageOfOneWithItsProof() {
        platform.making = reply -> reply.body("{\"number\":7}");

        Page<Numbered> page = numbers().findPage(7);

        assertThat(page.items()).containsExactly(new Numbered(7));
        assertThat(page.hasNext()).isFalse();
        assertThat(yearsLater(page).target()).isEqualTo(platform.url(SigningPlatform.PATH) + "(7)");
        assertThat(numbers().find(7)).hasValue(new Numbered(7));
    }

    @Test
    void findPage_noSuchRecord_provesThatThereWasNone() {
        platform.making = reply -> {
            reply.status = 404;
            reply.headers.put("Content-Type", "application/problem+json");
            reply.body("{\"code\":\"no-such-record\"}");
        };

        Page<Numbered> page = numbers().findPage(8);

        assertThat(page).isEmpty();
        assertThat(yearsLater(page).status()).isEqualTo(404);
    }

    @Test
    void query_compressed_provesTheBytesOnTheWire() throws IOException {
        platform.making = reply -> {
            Buffer compressed = new Buffer();
            try (var gzip = Okio.buffer(new GzipSink(compressed))) {
                gzip.write(reply.body);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            reply.body = compressed.readByteArray();
            reply.headers.put("Content-Encoding", "gzip");
        };

        Proof proof = yearsLater(numbers().query(Query.all()));

        assertThat(proof.contentEncoding()).hasValue("gzip");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(proof.body().orElseThrow())).readAllBytes())
                .isEqualTo("{\"value\":[{\"number\":7}]}".getBytes(UTF_8));
    }

    @Test
    void query_fromTheCache_hasTheProofOfThen() {
        platform.making = reply -> reply.headers.put("Cache-Control", "private, max-age=7200");
        Page<Numbered> first = numbers().query(Query.all());
        platform.clock.turn(Duration.ofHours(1));

        Page<Numbered> again = numbers().query(Query.all());

        assertThat(again.isFromCache()).isTrue();
        assertThat(again.proof()).isPresent().isEqualTo(first.proof());
        assertThat(yearsLater(again).created()).isEqualTo(TurnableClock.START);
    }

    @Test
    void query_confirmedWithoutContent_keepsTheProofOfWhatIsConfirmed() {
        platform.making = reply -> {
            reply.headers.put("Cache-Control", "private, no-cache");
            reply.headers.put("ETag", "\"v1\"");
        };
        Page<Numbered> first = numbers().query(Query.all());
        platform.clock.turn(Duration.ofMinutes(4));
        platform.onTheWay = response -> new MockResponse.Builder()
                .code(304)
                .setHeader("ETag", "\"v1\"")
                .setHeader("Cache-Control", "private, no-cache")
                .build();

        Page<Numbered> confirmed = numbers().query(Query.all());

        assertThat(confirmed.items()).containsExactly(new Numbered(7));
        assertThat(confirmed.proof()).isPresent().isEqualTo(first.proof());
        assertThat(yearsLater(confirmed).created()).isEqualTo(TurnableClock.START);
    }

    @Test
    void query_freshAgain_hasTheProofOfNow() {
        numbers().query(Query.all());
        platform.clock.turn(Duration.ofMinutes(1));

        Page<Numbered> fresh = numbers().with(CallOptions.defaults().fresh()).query(Query.all());

        assertThat(yearsLater(fresh).created()).isEqualTo(TurnableClock.START.plusSeconds(60));
    }

    @Test
    void query_proofsNotKept_hasNone() {
        govshare.close();
        govshare = platform.client(platform.platform().answers(SignaturePolicy.REQUIRE), platform.dataset());

        assertThat(numbers().query(Query.all()).proof()).isEmpty();
        platform.making = reply -> reply.body("{\"number\":7}");
        assertThat(numbers().findPage(7).proof()).isEmpty();
    }

    @Test
    void query_notSigned_hasNone() {
        platform.onTheWay = response -> response.newBuilder()
                .removeHeader("Signature")
                .removeHeader("Signature-Input")
                .build();
        govshare.close();
        govshare =
                platform.client(platform.platform().answers(SignaturePolicy.AUTO.keepingProofs()), platform.dataset());

        assertThat(numbers().query(Query.all()).proof()).isEmpty();
    }

    @Test
    void query_secretConfiguredBesideTheKeys_stillProvesWhatAKeySigned() {
        govshare.close();
        govshare = platform.client(
                platform.platform()
                        .answerSecret("shared-1", Secret.of("a shared secret of 32 characters"))
                        .answers(SignaturePolicy.REQUIRE.keepingProofs()),
                platform.dataset());

        assertThat(yearsLater(numbers().query(Query.all())).keyId()).isEqualTo("platform-1");
    }
}
