package io.govshare.dialect.standard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.auth.FakeLink;
import io.govshare.error.GovShareException;
import io.govshare.error.InvalidRequestException;
import io.govshare.error.NotFoundException;
import io.govshare.error.PlatformUnavailableException;
import io.govshare.error.ResponseRejectedException;
import io.govshare.http.Outcome;
import io.govshare.http.Request;
import io.govshare.platform.UsageBatch;
import io.govshare.platform.UsageSink.Receipt;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StandardUsageTest {

    private static final UsageBatch BATCH = new UsageBatch(
            List.of(
                    new UsageBatch.Event("e-1", "{\"id\": \"e-1\",  \"x\":1.0}"),
                    new UsageBatch.Event("e-2", "{\"id\":\"e-2\",\"名\":\"值\"}")),
            "0195500d-6c00-4000-8abc-000000000001",
            2,
            "00".repeat(32));

    private final FakeLink link = new FakeLink();
    private final StandardUsage usage = new StandardUsage(
            link,
            "share.example.gov",
            new Discovery(
                    link,
                    "share.example.gov",
                    "https://share.example.gov",
                    Map.of(Endpoint.USAGE, "https://share.example.gov/usage")));

    private Receipt deliver(String answer) throws IOException {
        link.answers = request -> FakeLink.json(request, answer);
        return usage.deliver(BATCH);
    }

    @Test
    void deliver_batch_isTheEventsAsTheyAre() throws IOException {
        deliver("{\"accepted\":2,\"duplicates\":0,\"rejected\":[]}");

        Request request = link.sent.get(0).request();
        assertThat(link.sent.get(0).sender()).isEqualTo("single");
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.url()).isEqualTo("https://share.example.gov/usage");
        assertThat(Objects.requireNonNull(request.body()).contentType())
                .isEqualTo("application/cloudevents-batch+json");
        assertThat(new String(request.body().toBytes(), UTF_8))
                .isEqualTo("[{\"id\": \"e-1\",  \"x\":1.0},{\"id\":\"e-2\",\"名\":\"值\"}]");
    }

    private static final UsageBatch LARGE = new UsageBatch(
            List.of(new UsageBatch.Event("e-1", "{\"id\":\"e-1\",\"x\":\"" + "值".repeat(500) + "\"}")),
            "0195500d-6c00-4000-8abc-000000000001",
            1,
            "ab".repeat(32));

    private static byte[] content(Request request) {
        return Objects.requireNonNull(request.body()).toBytes();
    }

    private Request sent(int index) {
        return link.sent.get(index).request();
    }

    @Test
    void deliver_anyBatch_saysWhereItStandsInItsChain() throws IOException {
        deliver("{}");

        assertThat(sent(0).headers().get("GovShare-Usage-Chain"))
                .isEqualTo("chain=\"0195500d-6c00-4000-8abc-000000000001\", count=2, head=:" + "A".repeat(43) + "=:");
        assertThat(sent(0).headers().get("Content-Encoding")).isNull();
    }

    @Test
    void deliver_largeBatch_isCompressed() throws IOException {
        link.answers = request -> FakeLink.json(request, "{}");
        usage.deliver(LARGE);

        assertThat(sent(0).headers().get("Content-Encoding")).isEqualTo("gzip");
        assertThat(content(sent(0)).length).isLessThan(200);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(content(sent(0)))).readAllBytes())
                .asString(UTF_8)
                .isEqualTo("[" + LARGE.events().get(0).json() + "]");
    }

    @ParameterizedTest
    @ValueSource(ints = {415, 400})
    void deliver_platformDoesNotTakeGzip_getsItPlainFromThenOn(int status) throws IOException {
        link.answers = request -> request.headers().get("Content-Encoding") == null
                ? FakeLink.json(request, "{}")
                : FakeLink.answer(request, status, "text/plain", "").with(Outcome.of(Outcome.Kind.INVALID));

        assertThat(usage.deliver(LARGE)).isEqualTo(Receipt.all());
        usage.deliver(LARGE);

        assertThat(link.sent).hasSize(3);
        assertThat(link.sent.subList(1, 3)).allSatisfy(again -> {
            assertThat(again.request().headers().get("Content-Encoding")).isNull();
            assertThat(content(again.request())).asString(UTF_8).startsWith("[{");
            assertThat(again.request().headers().get("GovShare-Usage-Chain")).contains("count=1");
        });
    }

    @Test
    void deliver_batchIsInvalidInAnyForm_isRefusedAndCompressedTheNextTime() {
        link.answers =
                request -> FakeLink.answer(request, 400, "text/plain", "").with(Outcome.of(Outcome.Kind.INVALID));

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> usage.deliver(LARGE)).isInstanceOf(InvalidRequestException.class);
        }

        assertThat(link.sent)
                .extracting(one -> one.request().headers().get("Content-Encoding"))
                .containsExactly("gzip", null, "gzip", null);
    }

    @Test
    void deliver_batchIsTooLarge_isNotSentPlain() {
        link.answers = request -> FakeLink.answer(request, 413, "text/html", "").with(Outcome.of(Outcome.Kind.INVALID));

        assertThatThrownBy(() -> usage.deliver(LARGE)).isInstanceOf(InvalidRequestException.class);

        assertThat(link.sent).hasSize(1);
    }

    @Test
    void deliver_someRejected_namesThemWithTheirReason() throws IOException {
        Receipt receipt = deliver("{\"accepted\":1,\"rejected\":[{\"id\":\"e-2\",\"reason\":\"unknown dataset\"}]}");

        assertThat(receipt.rejected()).isEqualTo(Map.of("e-2", "unknown dataset"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"accepted\":2,\"duplicates\":2,\"rejected\":[]}"})
    void deliver_nothingRejected_acknowledgesAll(String answer) throws IOException {
        assertThat(deliver(answer)).isEqualTo(Receipt.all());
    }

    @ParameterizedTest
    @ValueSource(strings = {"OK", "[]", "{\"rejected\":[{\"id\":\"e-9\"}]}", "{\"rejected\":[{\"reason\":\"x\"}]}"})
    void deliver_receiptThatIsNone_acknowledgesNothing(String answer) {
        assertThatThrownBy(() -> deliver(answer)).isInstanceOf(ResponseRejectedException.class);
    }

    @Test
    void deliver_platformBusy_isThrownForTheReporterToTryAgain() {
        link.answers =
                request -> FakeLink.answer(request, 503, "text/plain", "").with(Outcome.of(Outcome.Kind.BUSY));

        assertThatThrownBy(() -> usage.deliver(BATCH)).isInstanceOf(PlatformUnavailableException.class);
    }

    @Test
    void deliver_platformTakesNoReports_saysThatTheyStayInTheSpool() {
        link.answers = request -> FakeLink.answer(request, 404, "text/plain", "");
        StandardUsage nowhere =
                new StandardUsage(link, "p", new Discovery(link, "p", "https://share.example.gov", Map.of()));

        assertThatThrownBy(() -> nowhere.deliver(BATCH))
                .isInstanceOf(NotFoundException.class)
                .isInstanceOf(GovShareException.class)
                .hasMessageContaining("spool")
                .hasMessageContaining("usage(uri)");
    }
}
