package io.govshare.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.testing.TestClient.Got;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {

    private static final String FIRST = "01890a5d-ac96-774b-bcce-b302099a8057";
    private static final String SECOND = "01890a5d-ac96-774b-bcce-b302099a8058";

    private final TestClient client = new TestClient("residence-permits");
    private final Sandbox sandbox =
            Sandbox.builder().client(client.id, client.jwk()).start();

    UsageTest() {
        client.talksTo(sandbox).authenticated();
    }

    @AfterEach
    void close() {
        client.close();
        sandbox.close();
    }

    private static String event(String id) {
        return """
                {"specversion":"1.0","id":"%s","source":"urn:govshare:application:residence-permits",
                 "type":"io.govshare.usage.v1","time":"2026-01-01T00:00:00Z","subject":"cn.stats.counties",
                 "datacontenttype":"application/json",
                 "data":{"application":"residence-permits","dataset":"cn.stats.counties","operation":"query",
                         "outcome":"matched","received":50,"cache":"miss"}}""".formatted(id);
    }

    private Got send(String... events) {
        return sendAs("application/cloudevents-batch+json", "[" + String.join(",", events) + "]");
    }

    private Got sendAs(String type, String content) {
        return client.send(client.draft("POST", "/usage").content(type, content));
    }

    @Test
    void batch_sentTwice_isAcknowledgedTwiceAndKeptOnce() {
        Got first = send(event(FIRST), event(SECOND));
        Got again = send(event(SECOND), event(FIRST));

        assertThat(first.text()).isEqualTo("{\"accepted\":2,\"duplicates\":0,\"rejected\":[]}");
        assertThat(again.text()).isEqualTo("{\"accepted\":0,\"duplicates\":2,\"rejected\":[]}");
        assertThat(sandbox.usageCount()).isEqualTo(2);
        assertThat(sandbox.usageEvents()).extracting(UsageEvent::id).containsExactly(FIRST, SECOND);
        assertThat(sandbox.usageEvents().get(0).dataset()).isEqualTo("cn.stats.counties");
        assertThat(sandbox.usageEvents().get(0).data()).containsEntry("received", 50);
    }

    @Test
    void batch_sentByManyAtOnce_isKeptOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<Got>> sent = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            sent.add(threads.submit(() -> send(event(FIRST), event(SECOND))));
        }
        int accepted = 0;
        for (Future<Got> got : sent) {
            accepted += got.get().json().path("accepted").asInt();
        }
        threads.shutdown();

        assertThat(accepted).isEqualTo(2);
        assertThat(sandbox.usageCount()).isEqualTo(2);
    }

    @Test
    void event_wrong_isRejectedAloneWithTheReason() {
        Got got = send(
                event(FIRST),
                event("6f9619ff-8b86-4d01-b42d-00cf4fc964ff"),
                event(SECOND).replace("\"matched\"", "\"fine\""),
                event(SECOND).replace("io.govshare.usage.v1", "other"),
                event(SECOND).replace("2026-01-01T00:00:00Z", "yesterday"),
                event(SECOND).replace("\"dataset\":\"cn.stats.counties\"", "\"dataset\":\"other\""),
                event(SECOND).replace("\"received\":50", "\"received\":\"50\""),
                event(SECOND).replace("urn:govshare:application:residence-permits", "urn:x"),
                event(SECOND).replace("\"cache\":\"miss\"", "\"person\":\"Ann\""),
                event(SECOND).replace("\"cache\":\"miss\"", "\"cache\":null"));

        assertThat(got.json().path("accepted").asInt()).isEqualTo(1);
        assertThat(got.json().path("rejected"))
                .extracting(rejected -> rejected.path("reason").asString(""))
                .containsExactly(
                        "id is no UUIDv7",
                        "outcome is 'fine' instead of empty or failed or interrupted or matched or refused",
                        "type is 'other' instead of io.govshare.usage.gap.v1 or io.govshare.usage.v1",
                        "time is no RFC 3339 instant in UTC",
                        "dataset is 'other' instead of cn.stats.counties",
                        "data.received is no whole number from 0 on",
                        "source is urn:x instead of urn:govshare:application:residence-permits, percent-encoded",
                        "data has an unknown member person",
                        "data.cache is null; what is not known is left out");
        assertThat(sandbox.usageEvents()).extracting(UsageEvent::id).containsExactly(FIRST);
    }

    @Test
    void event_withPseudonyms_isKeptWithThem() {
        String operator = "x".repeat(43);
        String caseNumber = "-_".repeat(21) + "9";

        send(event(FIRST)
                .replace("\"cache\":\"miss\"", "\"operator\":\"%s\",\"case\":\"%s\"".formatted(operator, caseNumber)));

        assertThat(sandbox.usageEvents()).singleElement().satisfies(event -> {
            assertThat(event.operator()).contains(operator);
            assertThat(event.caseNumber()).contains(caseNumber);
            assertThat(event.isGap()).isFalse();
        });
    }

    @Test
    void event_withOperatorOrCaseInClear_isRejectedWithoutRepeatingIt() {
        Got got = send(
                event(FIRST).replace("\"cache\":\"miss\"", "\"operator\":\"Li Na\""),
                event(SECOND).replace("\"cache\":\"miss\"", "\"case\":\"2026-0001\""));

        assertThat(got.json().path("rejected"))
                .extracting(rejected -> rejected.path("reason").asString(""))
                .containsExactly(
                        "data.operator is no pseudonym, an HMAC-SHA256 in base64url without padding",
                        "data.case is no pseudonym, an HMAC-SHA256 in base64url without padding");
        assertThat(got.text()).doesNotContain("Li Na", "2026-0001");
    }

    private static String gap(String id) {
        return """
                {"specversion":"1.0","id":"%s","source":"urn:govshare:application:residence-permits",
                 "type":"io.govshare.usage.gap.v1","time":"2026-01-01T00:00:00Z","datacontenttype":"application/json",
                 "data":{"application":"residence-permits","platform":"share.example.gov","shed":10,
                         "since":"2025-12-31T23:00:00.000Z","reason":"no-room"}}""".formatted(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-room", "too-old", "taken-away"})
    void gap_isKeptWithTheNumberOfUsesThatAreNotOnRecord(String reason) {
        assertThat(send(gap(FIRST).replace("no-room", reason))
                        .json()
                        .path("accepted")
                        .asInt())
                .isEqualTo(1);

        assertThat(sandbox.usageEvents()).singleElement().satisfies(event -> {
            assertThat(event.isGap()).isTrue();
            assertThat(event.shed()).isEqualTo(10);
            assertThat(event.dataset()).isEmpty();
        });
    }

    @Test
    void gap_wrong_isRejectedWithTheReason() {
        Got got = send(
                gap(SECOND).replace("10", "0"),
                gap(SECOND).replace("2025-12-31T23:00:00.000Z", "yesterday"),
                gap(SECOND).replace("no-room", "lazy"),
                gap(SECOND).replace("\"shed\"", "\"received\""),
                gap(SECOND).replace("\"type\"", "\"subject\":\"cn.stats.counties\",\"type\""));

        assertThat(got.json().path("rejected"))
                .extracting(rejected -> rejected.path("reason").asString(""))
                .containsExactly(
                        "data.shed is no whole number from 1 on",
                        "since is no RFC 3339 instant in UTC",
                        "reason is 'lazy' instead of no-room or taken-away or too-old",
                        "data has an unknown member received",
                        "subject is there, but uses that are not on record have no common dataset");
        assertThat(sandbox.usageCount()).isZero();
    }

    @Test
    void event_ofAnApplicationWithAnyName_hasItEncodedInItsSource() {
        String named = event(FIRST)
                .replace("\"application\":\"residence-permits\"", "\"application\":\"居住 证\"")
                .replace("application:residence-permits", "application:%E5%B1%85%E4%BD%8F%20%E8%AF%81");

        assertThat(send(named).json().path("accepted").asInt()).isEqualTo(1);
    }

    @Test
    void event_objectedTo_isRejectedOnDemand() {
        sandbox.rejectUsage(event -> event.id().equals(FIRST) ? Optional.of("closed period") : Optional.empty());

        assertThat(send(event(FIRST), event(SECOND)).text())
                .startsWith("{\"accepted\":1,\"duplicates\":0,\"rejected\":[{")
                .contains("\"reason\":\"closed period\"", "\"id\":\"" + FIRST + "\"");
    }

    @Test
    void batch_thatIsNone_isRefused() {
        assertThat(sendAs("application/json", "[]").status()).isEqualTo(415);
        assertThat(sendAs("application/cloudevents-batch+json", "{}").detail()).contains("no JSON array");
        assertThat(sendAs("application/cloudevents-batch+json", "[{").detail()).contains("no JSON");
        assertThat(sandbox.usageCount()).isZero();
    }
}
