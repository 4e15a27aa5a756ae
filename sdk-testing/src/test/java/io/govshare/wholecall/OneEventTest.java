package io.govshare.wholecall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.GovShare;
import io.govshare.auth.Credentials;
import io.govshare.catalog.DatasetDescription;
import io.govshare.catalog.GrantPolicy;
import io.govshare.catalog.SharingAttribute;
import io.govshare.context.CallContext;
import io.govshare.dataset.Dataset;
import io.govshare.dataset.Query;
import io.govshare.signing.SigningKey;
import io.govshare.testing.Divisions;
import io.govshare.testing.Sandbox;
import io.govshare.testing.UsageEvent;
import io.govshare.testing.fault.Fault;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Wherever a use ends, and whoever ends it, one event says so, and what it was for. */
@Timeout(20)
class OneEventTest {

    record County(String code, String name) {}

    @TempDir
    Path spool;

    private UsageEvent eventOf(UnaryOperator<GovShare.Builder> settings, Fault fault, Consumer<GovShare> use) {
        try (Sandbox sandbox = TestClient.platform().start()) {
            try (GovShare govshare =
                    settings.apply(TestClient.of(sandbox, spool)).build()) {
                if (fault != null) {
                    sandbox.faults().next(fault);
                }
                use.accept(govshare);
                sandbox.faults().clear();
            }
            // What this client could not deliver itself, the next one on its spool does.
            TestClient.of(sandbox, spool).build().close();
            List<UsageEvent> events = sandbox.usageEvents();
            assertThat(events).hasSize(1);
            assertThat(events.get(0).data()).containsEntry("purpose", TestClient.PURPOSE);
            return events.get(0);
        }
    }

    private static void fails(ThrowingUse use) {
        assertThatThrownBy(use::run).isNotNull();
    }

    private interface ThrowingUse {
        void run() throws Exception;
    }

    private static void assertRefused(UsageEvent event, String failure) {
        assertThat(event.outcome()).isEqualTo("refused");
        assertThat(event.data()).containsEntry("failure", failure);
    }

    private static Dataset<County> counties(GovShare govshare) {
        return govshare.dataset(Divisions.COUNTIES, County.class);
    }

    @Test
    void unknownDataset() {
        UsageEvent event = eventOf(
                s -> s,
                null,
                govshare -> fails(
                        () -> govshare.dataset("cn.stats.nothing", County.class).find("1")));
        assertRefused(event, "not-found");
        assertThat(event.dataset()).isEqualTo("cn.stats.nothing");
    }

    @Test
    void unknownDataset_asAStream() {
        UsageEvent event = eventOf(s -> s, null, govshare -> {
            try (Stream<County> all = govshare.dataset("cn.stats.nothing", County.class).stream(Query.all())) {
                fails(() -> assertThat(all.findFirst()).isPresent());
            }
        });
        assertRefused(event, "not-found");
    }

    @Test
    void unknownDataset_asARawCall() {
        UsageEvent event = eventOf(
                s -> s,
                null,
                govshare -> fails(() -> govshare.okHttp("cn.stats.nothing")
                        .newCall(
                                new Request.Builder().url("http://127.0.0.1:1/").build())
                        .execute()));
        assertRefused(event, "not-found");
        assertThat(event.operation()).isEqualTo("raw");
    }

    @Test
    void missingContext_isRefusedWithoutPurposeSinceThereIsNone() {
        try (Sandbox sandbox = TestClient.platform().start()) {
            try (GovShare govshare =
                    TestClient.of(sandbox, spool).context(CallContext.none()).build()) {
                fails(() -> counties(govshare).find("350102"));
            }
            assertThat(sandbox.usageEvents()).singleElement().satisfies(event -> {
                assertRefused(event, "invalid-request");
                assertThat(event.data()).doesNotContainKey("purpose");
            });
        }
    }

    @Test
    void contextSourceThatFails() {
        try (Sandbox sandbox = TestClient.platform().start()) {
            try (GovShare govshare = TestClient.of(sandbox, spool)
                    .context(() -> {
                        throw new IllegalStateException("nobody is logged in");
                    })
                    .build()) {
                assertThatThrownBy(() -> counties(govshare).find("350102")).hasMessage("nobody is logged in");
            }
            assertThat(sandbox.usageEvents()).extracting(UsageEvent::outcome).containsExactly("failed");
        }
    }

    @Test
    void queryThatThePlatformCannotCarry() {
        DatasetDescription bound = DatasetDescription.builder("bound")
                .sharing(SharingAttribute.UNCONDITIONAL)
                .build();
        UsageEvent event = eventOf(
                s -> s.bind(bound),
                null,
                govshare -> fails(() -> govshare.dataset("bound", County.class).find("1")));
        assertThat(event.operation()).isEqualTo("find");
        assertThat(event.outcome()).isEqualTo("refused");
    }

    @Test
    void unreachableCatalogue() {
        UsageEvent event = eventOf(
                s -> s.resilience(r -> r.attempts(1)),
                Fault.noAnswer().onPath("/catalogue/").always(),
                govshare -> assertThatThrownBy(() -> counties(govshare).find("350102"))
                        .hasMessageContaining(Divisions.COUNTIES));
        assertThat(event.outcome()).isEqualTo("failed");
        assertThat(event.data())
                .containsEntry("failure", "platform-unavailable")
                .containsEntry("attempts", 0);
    }

    @Test
    void unreadableGrants_whereTheyMustBeRead() {
        UsageEvent event = eventOf(
                s -> s.grants(GrantPolicy.STRICT).resilience(r -> r.attempts(1)),
                Fault.status(500).onPath("/grants").always(),
                govshare -> fails(() -> counties(govshare).find("350102")));
        assertRefused(event, "sharing-denied");
    }

    @Test
    void tokenEndpointThatDoesNotAnswerInTime_isNoInterruption() {
        UsageEvent event = eventOf(
                s -> s.resilience(r -> r.attempts(1)).http(h -> h.attemptTimeout(java.time.Duration.ofMillis(300))),
                Fault.delay(java.time.Duration.ofSeconds(5)).onPath("/token").always(),
                govshare -> fails(() -> counties(govshare).find("350102")));
        assertThat(event.outcome()).isEqualTo("failed");
    }

    @Test
    void keysThatDoNotComeInTime_areNoInterruption() {
        UsageEvent event = eventOf(
                s -> s.resilience(r -> r.attempts(1)).http(h -> h.attemptTimeout(java.time.Duration.ofMillis(300))),
                Fault.delay(java.time.Duration.ofSeconds(5)).onPath("/jwks").always(),
                govshare -> fails(() -> counties(govshare).find("350102")));
        assertThat(event.outcome()).isEqualTo("failed");
    }

    @Test
    void wrongKey() {
        UsageEvent event = eventOf(
                s -> s.credentials(Credentials.privateKeyJwt(TestClient.ID, SigningKey.generate())),
                null,
                govshare -> fails(() -> counties(govshare).find("350102")));
        assertThat(event.outcome()).isEqualTo("failed");
        assertThat(event.data()).containsEntry("failure", "credential");
    }

    @Test
    void recordThatDoesNotFit() {
        record Misfit(String code, int name) {}
        UsageEvent event = eventOf(
                s -> s,
                null,
                govshare -> fails(
                        () -> govshare.dataset(Divisions.COUNTIES, Misfit.class).find("350102")));
        assertThat(event.outcome()).isEqualTo("failed");
        assertThat(event.data()).containsEntry("failure", "response-rejected").containsEntry("delivered", 0);
    }

    @Test
    void rawCall_whoseBodyIsNeverRead() throws Exception {
        try (Sandbox sandbox = TestClient.platform().start()) {
            try (GovShare govshare = TestClient.of(sandbox, spool).build()) {
                Request request = new Request.Builder()
                        .url(sandbox.url() + "/odata/" + Divisions.COUNTIES)
                        .build();
                Response unread =
                        govshare.okHttp(Divisions.COUNTIES).newCall(request).execute();
                assertThat(unread.code()).isEqualTo(200);
            }
            assertThat(sandbox.usageEvents()).singleElement().satisfies(event -> {
                assertThat(event.operation()).isEqualTo("raw");
                assertThat(event.outcome()).isEqualTo("matched");
            });
        }
    }

    @Test
    void consumerOfAStreamThatThrows() {
        UsageEvent event = eventOf(s -> s, null, govshare -> {
            try (Stream<County> all = counties(govshare).stream(Query.all())) {
                int[] seen = {0};
                assertThatThrownBy(() -> all.forEach(county -> {
                            if (++seen[0] == 7) {
                                throw new IllegalStateException("the application's own");
                            }
                        }))
                        .hasMessage("the application's own");
            }
        });
        assertThat(event.outcome()).isEqualTo("matched");
        assertThat(event.data()).containsEntry("received", 100).containsEntry("delivered", 7);
    }

    @Test
    void streamThatIsNeverRead() {
        UsageEvent event = eventOf(
                s -> s, null, govshare -> counties(govshare).stream(Query.all()).close());
        assertThat(event.operation()).isEqualTo("stream");
        assertThat(event.data()).containsEntry("received", 0).containsEntry("attempts", 0);
    }

    @Test
    void streamThatIsReadOnAfterItWasClosed_givesNothingThatIsNotOnRecord() {
        UsageEvent event = eventOf(s -> s, null, govshare -> {
            Stream<County> all = counties(govshare).stream(Query.all());
            java.util.Iterator<County> records = all.iterator();
            records.next();
            all.close();
            assertThatThrownBy(records::next)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("closed");
        });
        assertThat(((Number) event.data().get("delivered")).intValue()).isBetween(1, 2);
    }
}
