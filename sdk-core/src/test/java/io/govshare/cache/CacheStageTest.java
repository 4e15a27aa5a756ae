package io.govshare.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.catalog.SharingAttribute;
import io.govshare.error.PlatformUnavailableException;
import io.govshare.http.Answer;
import io.govshare.http.Body;
import io.govshare.http.Call;
import io.govshare.http.Call.CacheResult;
import io.govshare.http.Headers;
import io.govshare.http.Outcome;
import io.govshare.http.Request;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CacheStageTest {

    private final Upstream upstream = new Upstream();

    private static String text(Answer answer) {
        return new String(answer.bytes(), StandardCharsets.UTF_8);
    }

    private static String httpDate(Instant instant) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(instant.atOffset(ZoneOffset.UTC));
    }

    private Call seen() throws IOException {
        Call call = upstream.call("query");
        upstream.get(call).close();
        return call;
    }

    @Test
    void handle_freshAnswer_isGivenAgainWithItsAge() throws IOException {
        upstream.serves("[1]", "Cache-Control", "max-age=60", "Age", "5");
        assertThat(seen().cache()).isEqualTo(CacheResult.MISS);
        upstream.time.turn(Duration.ofSeconds(20));

        Call call = upstream.call("query");
        Answer answer = upstream.get(call);

        assertThat(text(answer)).isEqualTo("[1]");
        assertThat(answer.headers().all("Age")).containsExactly("25");
        assertThat(call.cache()).isEqualTo(CacheResult.HIT);
        assertThat(call.outcome()).contains(Outcome.ok());
        assertThat(upstream.asked).hasSize(1);
    }

    @Test
    void handle_endOfLifetime_isStale() throws IOException {
        upstream.serves("[1]", "Cache-Control", "max-age=60");
        seen();
        upstream.time.turn(Duration.ofSeconds(59));
        assertThat(seen().cache()).isEqualTo(CacheResult.HIT);
        upstream.time.turn(Duration.ofSeconds(1));

        assertThat(seen().cache()).isEqualTo(CacheResult.MISS);
    }

    @Test
    void handle_expires_countsLikeMaxAge() throws IOException {
        Instant now = upstream.time.now();
        upstream.serves("[1]", "Date", httpDate(now), "Expires", httpDate(now.plusSeconds(60)));
        seen();
        upstream.time.turn(Duration.ofSeconds(59));

        assertThat(seen().cache()).isEqualTo(CacheResult.HIT);
    }

    @Test
    void handle_answerTookLong_isThatMuchOlder() throws IOException {
        upstream.does(request -> {
            upstream.time.turn(Duration.ofSeconds(50));
            return Upstream.answer(request, 200, "", "Cache-Control", "max-age=60");
        });
        seen();
        upstream.time.turn(Duration.ofSeconds(10));

        assertThat(seen().cache()).isEqualTo(CacheResult.MISS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-store", "no-store, max-age=60", "max-age=0", "no-cache", "s-maxage=60", "private"})
    void handle_directiveAgainstReuse_isNotGivenAgain(String directive) throws IOException {
        upstream.serves("[1]", "Cache-Control", directive);
        seen();

        assertThat(seen().cache()).isEqualTo(CacheResult.MISS);
        assertThat(upstream.asked).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"max-age=60", "private, max-age=60", "public, max-age=60", "max-age=60, must-revalidate"})
    void handle_directiveForReuse_isGivenAgain(String directive) throws IOException {
        upstream.serves("[1]", "Cache-Control", directive);
        seen();

        assertThat(seen().cache()).isEqualTo(CacheResult.HIT);
    }

    @Test
    void handle_nothingSaidAboutFreshness_isNotGuessed() throws IOException {
        Instant yearAgo = upstream.time.now().minus(Duration.ofDays(365));
        upstream.does(request -> Upstream.answer(request, 200, "", "Last-Modified", httpDate(yearAgo)));
        seen();
        seen();

        assertThat(upstream.asked).hasSize(2);
        assertThat(upstream.lastAsked().headers().get("If-Modified-Since")).isEqualTo(httpDate(yearAgo));
    }

    @Test
    void handle_conditionalDataset_isKeptOnlyWhenTheAnswerSaysSo() throws IOException {
        upstream.serves("[1]", "ETag", "\"1\"");
        upstream.get(upstream.call("query", SharingAttribute.CONDITIONAL)).close();
        upstream.get(upstream.call("query", SharingAttribute.CONDITIONAL)).close();
        assertThat(upstream.lastAsked().headers().get("If-None-Match")).isNull();

        upstream.serves("[1]", "Cache-Control", "max-age=60");
        upstream.get(upstream.call("query", SharingAttribute.CONDITIONAL)).close();
        Call call = upstream.call("query", SharingAttribute.CONDITIONAL);
        upstream.get(call).close();
        assertThat(call.cache()).isEqualTo(CacheResult.HIT);
    }

    @Test
    void handle_staleWithTag_isRevalidated() throws IOException {
        upstream.serves("[1]", "Cache-Control", "max-age=60", "ETag", "\"1\"", "Content-Type", "application/json");
        seen();
        upstream.time.turn(Duration.ofSeconds(61));
        upstream.serves(
                "", "Cache-Control", "max-age=30", "ETag", "\"1\"", "Content-Type", "text/html", "X-Request-Id", "r-2");

        Call call = upstream.call("query");
        Answer answer = upstream.get(call);

        assertThat(upstream.lastAsked().headers().get("If-None-Match")).isEqualTo("\"1\"");
        assertThat(call.cache()).isEqualTo(CacheResult.REVALIDATED);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(text(answer)).isEqualTo("[1]");
        assertThat(answer.headers().get("X-Request-Id")).isEqualTo("r-2");
        assertThat(answer.headers().get("Content-Type")).isEqualTo("application/json");
        assertThat(answer.headers().all("Age")).containsExactly("0");

        upstream.time.turn(Duration.ofSeconds(29));
        assertThat(seen().cache()).as("fresh for as long as the 304 said").isEqualTo(CacheResult.HIT);
        upstream.time.turn(Duration.ofSeconds(1));
        assertThat(seen().cache()).isEqualTo(CacheResult.REVALIDATED);
    }

    @Test
    void handle_304WithoutDate_isFreshFromNow() throws IOException {
        String then = httpDate(upstream.time.now());
        upstream.serves("[1]", "Cache-Control", "max-age=60", "ETag", "\"1\"", "Date", then);
        seen();
        upstream.time.turn(Duration.ofSeconds(61));
        upstream.does(request -> Upstream.answer(request, 304, "", "ETag", "\"1\""));
        seen();

        assertThat(seen().cache()).isEqualTo(CacheResult.HIT);
    }

    @Test
    void handle_noCacheWithTag_isAskedEachTime() throws IOException {
        upstream.serves("[1]", "Cache-Control", "no-cache", "ETag", "\"1\"");
        seen();

        assertThat(seen().cache()).isEqualTo(CacheResult.REVALIDATED);
        assertThat(seen().cache()).isEqualTo(CacheResult.REVALIDATED);
        assertThat(upstream.asked).hasSize(3);
    }

    @Test
    void handle_changedMeanwhile_newAnswerTakesThePlace() throws IOException {
        upstream.serves("[1]", "Cache-Control", "max-age=60", "ETag", "\"1\"");
        seen();
        upstream.time.turn(Duration.ofSeconds(61));
        upstream.serves("[2]", "Cache-Control", "max-age=60", "ETag", "\"2\"");
        Call call = upstream.call("query");

        assertThat(text(upstream.get(call))).isEqualTo("[2]");
        assertThat(call.cache()).isEqualTo(CacheResult.MISS);
        assertThat(text(upstream.get(upstream.call("query")))).isEqualTo("[2]");
        assertThat(upstream.asked).hasSize(2);
    }

    @Test
    void handle_304OfAnotherTag_isAskedAgainWithoutCondition() throws IOException {
        upstream.serves("[1]", "Cache-Control", "max-age=60", "ETag", "\"1\"");
        seen();
        upstream.time.turn(Duration.ofSeconds(61));
        upstream.does(request -> request.headers().get("If-None-Match") != null
                ? Upstream.answer(request, 304, "", "ETag", "\"9\"")
                : Upstream.answer(request, 200, "[9]"));

        assertThat(text(upstream.get(upstream.call("query")))).isEqualTo("[9]");
        assertThat(upstream.asked).hasSize(3);
    }

    @Test
    void handle_freshWanted_asksThePlatformThoughTheAnswerIsFresh() throws IOException {
        upstream.serves("[1]", "Cache-Control", "max-age=60", "ETag", "\"1\"");
        seen();

        Call call = upstream.call("query").put(CachePolicy.class, CachePolicy.REVALIDATE);
        upstream.get(call).close();

        assertThat(call.cache()).isEqualTo(CacheResult.REVALIDATED);
        assertThat(upstream.lastAsked().headers().get("Cache-Control")).isEqualTo("no-cache");
    }

    @Test
    void handle_bypassWanted_neitherLooksNorKeeps() throws IOException {
        seen();
        Call call = upstream.call("query").put(CachePolicy.class, CachePolicy.BYPASS);
        upstream.get(call).close();

        assertThat(call.cache()).isEqualTo(CacheResult.MISS);
        assertThat(upstream.asked).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-store", "no-cache", "max-age=10", "min-fresh=50"})
    void handle_requestWantsItFresher_thePlatformIsAsked(String directive) throws IOException {
        seen();
        upstream.time.turn(Duration.ofSeconds(11));
        upstream.send(upstream.call("raw"), Request.get(Upstream.URL).with("Cache-Control", directive));

        assertThat(upstream.asked).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"max-age=20", "min-fresh=40"})
    void handle_requestIsContent_isGivenAgain(String directive) throws IOException {
        seen();
        upstream.time.turn(Duration.ofSeconds(11));
        upstream.send(upstream.call("raw"), Request.get(Upstream.URL).with("Cache-Control", directive));

        assertThat(upstream.asked).hasSize(1);
    }

    @Test
    void handle_requestToleratesStale_isGivenAsStale() throws IOException {
        upstream.serves("[1]", "Cache-Control", "max-age=60", "ETag", "\"1\"");
        seen();
        upstream.time.turn(Duration.ofSeconds(70));
        Call call = upstream.call("raw");
        upstream.send(call, Request.get(Upstream.URL).with("Cache-Control", "max-stale=10"));

        assertThat(call.cache()).isEqualTo(CacheResult.STALE);
        assertThat(upstream.asked).hasSize(1);

        upstream.time.turn(Duration.ofSeconds(1));
        upstream.send(call, Request.get(Upstream.URL).with("Cache-Control", "max-stale=10"));
        assertThat(upstream.asked).hasSize(2);
    }

    @Test
    void handle_mustRevalidate_isNotGivenStale() throws IOException {
        upstream.serves("[1]", "Cache-Control", "max-age=60, must-revalidate", "ETag", "\"1\"");
        seen();
        upstream.time.turn(Duration.ofSeconds(70));
        upstream.send(upstream.call("raw"), Request.get(Upstream.URL).with("Cache-Control", "max-stale"));

        assertThat(upstream.asked).hasSize(2);
    }

    @Test
    void handle_platformFails_staleIfErrorStandsIn() throws IOException {
        upstream.serves("[1]", "Cache-Control", "max-age=60, stale-if-error=30", "ETag", "\"1\"");
        seen();
        upstream.time.turn(Duration.ofSeconds(90));

        upstream.does(request -> Upstream.answer(request, 503, "busy").with(Outcome.of(Outcome.Kind.BUSY)));
        assertThat(seen().cache()).isEqualTo(CacheResult.STALE);
        upstream.does(request -> {
            throw new SocketTimeoutException("read timed out");
        });
        assertThat(seen().cache()).isEqualTo(CacheResult.STALE);
        upstream.does(request -> {
            throw new PlatformUnavailableException("The platform cannot be reached", "");
        });
        assertThat(seen().cache()).isEqualTo(CacheResult.STALE);

        upstream.time.turn(Duration.ofSeconds(1));
        assertThatThrownBy(this::seen).isInstanceOf(PlatformUnavailableException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "max-age=60",
                "max-age=60, must-revalidate, stale-if-error=900",
                "no-cache, stale-if-error=900",
                "no-store, stale-if-error=900"
            })
    void handle_platformFailsWithoutLeaveToBeStale_failureIsGiven(String directives) throws IOException {
        upstream.serves("[1]", "Cache-Control", directives, "ETag", "\"1\"");
        seen();
        upstream.time.turn(Duration.ofSeconds(61));
        upstream.does(request -> {
            throw new SocketTimeoutException("read timed out");
        });

        assertThatThrownBy(this::seen).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void handle_platformFailsWhileFreshIsWantedOrTheCallIsCancelled_failureIsGiven() throws IOException {
        upstream.serves("[1]", "Cache-Control", "max-age=60, stale-if-error=900");
        seen();
        upstream.time.turn(Duration.ofSeconds(61));
        upstream.does(request -> {
            throw new SocketTimeoutException("read timed out");
        });
        Call insistent = upstream.call("query").put(CachePolicy.class, CachePolicy.REVALIDATE);
        Call cancelled = upstream.call("query");
        cancelled.cancel();

        assertThatThrownBy(() -> upstream.get(insistent)).isInstanceOf(SocketTimeoutException.class);
        assertThatThrownBy(() -> upstream.get(cancelled)).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void handle_passingError_leavesWhatIsKept() throws IOException {
        upstream.serves("[1]", "Cache-Control", "max-age=60", "ETag", "\"1\"");
        seen();
        upstream.time.turn(Duration.ofSeconds(61));
        upstream.does(request -> Upstream.answer(request, 429, "").with(Outcome.of(Outcome.Kind.QUOTA)));
        seen();
        upstream.serves("[1]", "Cache-Control", "max-age=60", "ETag", "\"1\"");

        assertThat(seen().cache()).isEqualTo(CacheResult.REVALIDATED);
    }

    @Test
    void handle_denied_forgetsTheDataset() throws IOException {
        upstream.serves("[1]", "Cache-Control", "max-age=60");
        seen();
        upstream.does(request -> Upstream.answer(request, 200, "").with(Outcome.of(Outcome.Kind.DENIED)));
        upstream.send(upstream.call("find"), Request.get(Upstream.URL + "('350102')"));
        upstream.serves("[2]", "Cache-Control", "max-age=60");

        assertThat(text(upstream.get(upstream.call("query")))).isEqualTo("[2]");
    }

    @Test
    void handle_streamOrFreshCallDenied_forgetsTheDatasetAsWell() throws IOException {
        Call fresh = upstream.call("query").put(CachePolicy.class, CachePolicy.BYPASS);
        for (Call passing : List.of(upstream.call("stream"), fresh)) {
            upstream.serves("[1]", "Cache-Control", "max-age=60");
            seen();
            upstream.does(request -> Upstream.answer(request, 403, "").with(Outcome.of(Outcome.Kind.DENIED)));
            upstream.get(passing);
            upstream.serves("[2]", "Cache-Control", "max-age=60");

            assertThat(text(upstream.get(upstream.call("query")))).isEqualTo("[2]");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Outcome.Kind.class,
            names = {"OK", "EMPTY"},
            mode = EnumSource.Mode.EXCLUDE)
    void handle_errorInsideHttp200_isNotKept(Outcome.Kind kind) throws IOException {
        upstream.does(request ->
                Upstream.answer(request, 200, "", "Cache-Control", "max-age=60").with(Outcome.of(kind)));
        seen();
        seen();

        assertThat(upstream.asked).hasSize(2);
    }

    @Test
    void handle_validStatementThatThereIsNothing_isKept() throws IOException {
        upstream.does(request ->
                Upstream.answer(request, 404, "", "Cache-Control", "max-age=60").with(Outcome.of(Outcome.Kind.EMPTY)));
        seen();
        Call call = upstream.call("query");
        Answer answer = upstream.get(call);

        assertThat(call.cache()).isEqualTo(CacheResult.HIT);
        assertThat(answer.outcome().kind()).isEqualTo(Outcome.Kind.EMPTY);
        assertThat(call.outcome()).contains(answer.outcome());
    }

    @Test
    void handle_part_isNotKept() throws IOException {
        upstream.does(request -> Upstream.answer(request, 206, "", "Cache-Control", "max-age=60"));
        seen();
        seen();

        assertThat(upstream.asked).hasSize(2);
    }

    @Test
    void handle_bodyOnTheWire_isHandedOnOpenAndNotKept() throws IOException {
        AtomicBoolean closed = new AtomicBoolean();
        upstream.does(request -> Answer.streaming(
                request, 200, Headers.of("Cache-Control", "max-age=60"), new ByteArrayInputStream(new byte[] {7}) {
                    @Override
                    public void close() {
                        closed.set(true);
                    }
                }));
        try (Answer first = upstream.get(upstream.call("raw"))) {
            assertThat(first.stream().read()).isEqualTo(7);
            assertThat(closed).isFalse();
        }
        upstream.get(upstream.call("raw")).close();

        assertThat(upstream.asked).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stream", "download"})
    void handle_longReadings_passBy(String operation) throws IOException {
        seen();
        upstream.get(upstream.call(operation)).close();
        upstream.get(upstream.call(operation)).close();

        assertThat(upstream.asked).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"If-None-Match", "If-Modified-Since", "Range", "If-Range", "If-Match", "If-Unmodified-Since"})
    void handle_requestWithItsOwnCondition_passesBy(String name) throws IOException {
        seen();
        upstream.send(upstream.call("raw"), Request.get(Upstream.URL).with(name, "x"));

        assertThat(upstream.asked).hasSize(2);
        assertThat(upstream.lastAsked().headers().get(name)).isEqualTo("x");
    }

    @Test
    void handle_callOfTheSdkItself_passesBy() throws IOException {
        upstream.get(new Call("catalogue", "catalogue", upstream.time, null)).close();
        upstream.get(new Call("catalogue", "catalogue", upstream.time, null)).close();

        assertThat(upstream.asked).hasSize(2);
    }

    @Test
    void handle_noCache_asksEachTime() throws IOException {
        Upstream none = new Upstream(CacheOptions.none(), "client-1");
        none.get(none.call("query")).close();
        none.get(none.call("query")).close();

        assertThat(none.asked).hasSize(2);
    }

    @Test
    void handle_unsafeMethod_forgetsItsTargetAndWhatItNames() throws IOException {
        Request one = Request.get(Upstream.URL + "('1')");
        Request two = Request.get(Upstream.URL + "('2')");
        upstream.get(upstream.call("query")).close();
        upstream.send(upstream.call("find"), one);
        upstream.send(upstream.call("find"), two);
        upstream.does(request -> Upstream.answer(request, 201, "", "Location", "cn.stats.counties('1')"));
        upstream.send(upstream.call("raw"), Request.post(Upstream.URL, Body.text("text/plain", "new")));
        upstream.serves("", "Cache-Control", "max-age=60");
        upstream.asked.clear();

        upstream.get(upstream.call("query")).close();
        upstream.send(upstream.call("find"), one);
        upstream.send(upstream.call("find"), two);

        assertThat(upstream.asked).extracting(Request::url).containsExactly(Upstream.URL, one.url());
    }

    @Test
    void handle_unsafeMethodNamesAForeignOrigin_nothingOfItIsForgotten() throws IOException {
        Request foreign = Request.get("https://other.example.gov/odata/cn.stats.counties");
        upstream.send(upstream.call("raw"), foreign);
        upstream.does(
                request -> Upstream.answer(request, 201, "", "Location", foreign.url(), "Content-Location", "::"));
        upstream.send(upstream.call("raw"), Request.post(Upstream.URL, Body.text("text/plain", "new")));
        upstream.asked.clear();

        upstream.send(upstream.call("raw"), foreign);

        assertThat(upstream.asked).isEmpty();
    }

    @Test
    void handle_unsafeMethodFails_targetIsForgottenSinceItMayHaveHappened() throws IOException {
        seen();
        upstream.does(request -> {
            throw new SocketTimeoutException("read timed out");
        });
        assertThatThrownBy(() ->
                        upstream.send(upstream.call("raw"), Request.post(Upstream.URL, Body.text("text/plain", "new"))))
                .isInstanceOf(SocketTimeoutException.class);
        upstream.serves("", "Cache-Control", "max-age=60");

        assertThat(seen().cache()).isEqualTo(CacheResult.MISS);
    }

    @Test
    void handle_connectionFields_areNotKept() throws IOException {
        upstream.serves(
                "[1]",
                "Cache-Control",
                "max-age=60",
                "Connection",
                "close, X-Hop",
                "X-Hop",
                "1",
                "Keep-Alive",
                "5",
                "X-End",
                "1");
        seen();

        Headers again = upstream.get(upstream.call("query")).headers();

        assertThat(again.get("Connection")).isNull();
        assertThat(again.get("X-Hop")).isNull();
        assertThat(again.get("Keep-Alive")).isNull();
        assertThat(again.get("X-End")).isEqualTo("1");
    }

    @Test
    void handle_noteOfAStageBelow_isGivenAgain() throws IOException {
        upstream.does(request ->
                Upstream.answer(request, 200, "", "Cache-Control", "max-age=60").note(String.class, "verified"));
        seen();

        assertThat(upstream.get(upstream.call("query")).note(String.class)).contains("verified");
    }
}
