package io.govshare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.dataset.Dataset;
import io.govshare.dataset.Page;
import io.govshare.dataset.Query;
import io.govshare.error.GovShareException;
import io.govshare.error.ResponseRejectedException;
import io.govshare.platform.SignaturePolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody on the way achieves by answers that he makes up, which no signature is needed for. */
class ForgedAnswersTest {

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

    private Dataset<Numbered> numbers() {
        return govshare.dataset(SigningPlatform.ID, Numbered.class);
    }

    private static MockResponse made(int status, String body) {
        return new MockResponse.Builder()
                .code(status)
                .setHeader("Content-Type", "application/problem+json")
                .body(body)
                .build();
    }

    /** Whoever makes it up has it renewed for a day each time, if that is believed. */
    private static MockResponse unchanged() {
        return new MockResponse.Builder()
                .code(304)
                .setHeader("ETag", "\"v1\"")
                .setHeader("Cache-Control", "private, max-age=86400")
                .build();
    }

    private void confirming() {
        platform.making = reply -> {
            reply.headers.put("Cache-Control", "private, max-age=60");
            reply.headers.put("ETag", "\"v1\"");
        };
        numbers().query(Query.all());
        platform.onTheWay = response ->
                condition(platform.requests.get(platform.requests.size() - 1)) == null ? response : unchanged();
    }

    private static String condition(RecordedRequest request) {
        return request.getHeaders().get("If-None-Match");
    }

    @Test
    void query_confirmedBy304_isBelievedForNoLongerThanTheAnswerItself() {
        confirming();

        platform.clock.turn(Duration.ofMinutes(4));
        Page<Numbered> young = numbers().query(Query.all());
        platform.clock.turn(Duration.ofSeconds(90));
        Page<Numbered> old = numbers().query(Query.all());

        assertThat(young.items()).isEqualTo(old.items());
        assertThat(platform.requests.stream().map(ForgedAnswersTest::condition).map(String::valueOf))
                .containsExactly("null", "\"v1\"", "null");
    }

    @Test
    void query_confirmedBy304_staysFreshNoLongerThanTheAnswerSaid() {
        confirming();
        platform.clock.turn(Duration.ofMinutes(2));
        numbers().query(Query.all());

        platform.clock.turn(Duration.ofSeconds(59));
        numbers().query(Query.all());
        int beforeItIsStale = platform.requests.size();
        platform.clock.turn(Duration.ofSeconds(2));
        numbers().query(Query.all());

        assertThat(beforeItIsStale).isEqualTo(2);
        assertThat(platform.requests).hasSize(3);
    }

    @Test
    void query_304ThatNobodyAskedFor_isNoAnswer() {
        platform.onTheWay = response -> unchanged();

        assertThatThrownBy(() -> numbers().query(Query.all())).isInstanceOf(GovShareException.class);
        assertThatThrownBy(() -> numbers().find(7)).isInstanceOf(GovShareException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 404, 410, 422, 500, 503})
    void find_madeUpNoSuchRecord_isNotBelieved(int status) {
        platform.onTheWay = response -> made(status, "{\"code\":\"no-such-record\"}");

        assertThatThrownBy(() -> numbers().find(7)).isInstanceOf(GovShareException.class);
    }

    /** Look-ups by personal keys have one address for all, and the key in their content. */
    private Dataset<Numbered> persons() {
        govshare.close();
        govshare = platform.client(
                platform.platform().answers(SignaturePolicy.REQUIRE),
                platform.dataset().marked(List.of("number"), Set.of("number")));
        return numbers();
    }

    @Test
    void find_answerAboutSomebodyElse_isRefused() {
        AtomicReference<MockResponse> first = new AtomicReference<>();
        platform.onTheWay = response -> first.compareAndSet(null, response) ? response : first.get();
        Dataset<Numbered> persons = persons();

        assertThat(persons.find(7)).hasValue(new Numbered(7));
        assertThat(platform.requests.get(0).getMethod()).isEqualTo("POST");
        assertThatThrownBy(() -> persons.find(8))
                .isInstanceOf(ResponseRejectedException.class)
                .hasMessageContaining("The signature does not match");
    }

    @Test
    void find_signatureThatDoesNotSayWhatWasAsked_isRefused() {
        Dataset<Numbered> persons = persons();
        platform.making = reply -> reply.covered = reply.covered.replace(" \"content-digest\";req", "");

        assertThatThrownBy(() -> persons.find(7))
                .isInstanceOf(ResponseRejectedException.class)
                .hasMessageContaining("does not cover \"content-digest\";req");
    }

    @Test
    void query_madeUpNoContent_isNotBelieved() {
        platform.onTheWay = response -> new MockResponse.Builder().code(204).build();

        assertThatThrownBy(() -> numbers().query(Query.all())).isInstanceOf(GovShareException.class);
    }
}
