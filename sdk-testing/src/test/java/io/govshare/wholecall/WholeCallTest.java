package io.govshare.wholecall;

import static io.govshare.dataset.Query.where;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.GovShare;
import io.govshare.auth.Credentials;
import io.govshare.context.CallContext;
import io.govshare.dataset.CallOptions;
import io.govshare.dataset.Dataset;
import io.govshare.dataset.Page;
import io.govshare.dataset.Query;
import io.govshare.dialect.standard.StandardPlatform;
import io.govshare.error.ResponseRejectedException;
import io.govshare.error.SharingDeniedException;
import io.govshare.signing.Secret;
import io.govshare.signing.SigningKey;
import io.govshare.testing.Divisions;
import io.govshare.testing.Sandbox;
import io.govshare.testing.SandboxDataset;
import io.govshare.testing.UsageEvent;
import io.govshare.testing.fault.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way of a call, against the strict platform with real data. */
class WholeCallTest {

    record County(String code, String name, String cityCode, String provinceCode) {}

    record Township(String code, String name, String areaCode) {}

    private static final County GULOU = new County("350102", "鼓楼区", "3501", "35");

    @TempDir
    Path spool;

    @Test
    void find_existingKey_returnsRecord_andMissingKeyIsEmpty() {
        try (Sandbox sandbox = TestClient.platform().start();
                GovShare govshare = TestClient.of(sandbox, spool).build()) {
            Dataset<County> counties = govshare.dataset(Divisions.COUNTIES, County.class);
            assertThat(counties.find("350102")).hasValue(GULOU);
            assertThat(counties.find("999999")).isEmpty();
        }
    }

    @Test
    void find_withClientSecretAndHmacKey_returnsRecord() {
        String secret = "a-shared-secret-of-the-test";
        try (Sandbox sandbox = Sandbox.builder()
                        .clientWithSecret("tax", secret)
                        .signingSecret("tax", "tax-hmac", secret)
                        .datasets(Divisions.all())
                        .grant("tax", Divisions.COUNTIES, "tax-assessment")
                        .start();
                GovShare govshare = GovShare.builder()
                        .application("tax", "1")
                        .platform(StandardPlatform.at(sandbox.url()))
                        .credentials(Credentials.clientSecretBasic("tax", Secret.of(secret)))
                        .signing(SigningKey.hmac("tax-hmac", Secret.of(secret)))
                        .context(CallContext.purpose("tax-assessment").build())
                        .usage(usage -> usage.folder(spool))
                        .build()) {
            assertThat(govshare.dataset(Divisions.COUNTIES, County.class).find("350102"))
                    .hasValue(GULOU);
        }
    }

    @Test
    void find_atAPlatformThatSignsWithASecret_isVerifiedWithIt() {
        String secret = "what the platform signs with";
        try (Sandbox sandbox =
                TestClient.platform().answerSecret("platform-hmac", secret).start()) {
            StandardPlatform platform = StandardPlatform.at(sandbox.url());
            try (GovShare govshare = TestClient.of(sandbox, spool)
                    .platform(platform.answerSecret("platform-hmac", Secret.of(secret)))
                    .build()) {
                assertThat(govshare.dataset(Divisions.COUNTIES, County.class).find("350102"))
                        .hasValue(GULOU);
            }
            try (GovShare govshare = TestClient.of(sandbox, spool)
                    .platform(platform.answerSecret("platform-hmac", Secret.of("another")))
                    .build()) {
                Dataset<County> counties = govshare.dataset(Divisions.COUNTIES, County.class);
                assertThatThrownBy(() -> counties.find("350102"))
                        .isInstanceOf(ResponseRejectedException.class)
                        .hasMessageContaining("platform-hmac");
            }
        }
    }

    @Test
    void load_keyOfTheSampleClient_hasTheIdUnderWhichItIsRegistered() throws IOException {
        try (Sandbox sandbox = Sandbox.start()) {
            Path pem = Files.writeString(
                    spool.resolve("key.pem"), sandbox.sampleClient().privateKeyPem());
            assertThat(SigningKey.load(pem).keyId())
                    .isEqualTo(sandbox.sampleClient().keyId());
        }
    }

    @Test
    void find_byAPersonalKey_keepsItOutOfTheUrl() {
        record Person(String id, String name) {}
        Person ann = new Person("110101199003071234", "Ann");
        try (Sandbox sandbox = Sandbox.builder()
                        .client(TestClient.ID, TestClient.KEY.publicJwk())
                        .dataset(SandboxDataset.ofRecords("persons", List.of(ann), "id")
                                .personal("id"))
                        .grant(TestClient.ID, "persons", TestClient.PURPOSE)
                        .start();
                GovShare govshare = TestClient.of(sandbox, spool).build()) {
            Dataset<Person> persons = govshare.dataset("persons", Person.class);
            assertThat(persons.find(ann.id())).hasValue(ann);
            assertThat(persons.query(where(Person::id).startsWith("1101")).items())
                    .containsExactly(ann);
            assertThat(persons.count(where(Person::id).startsWith("9"))).isZero();
        }
    }

    @Test
    void use_ofAnApplicationWithAnyName_isReported() {
        try (Sandbox sandbox = TestClient.platform().start()) {
            try (GovShare govshare =
                    TestClient.of(sandbox, spool).application("居住 证/~1", "1").build()) {
                govshare.dataset(Divisions.COUNTIES, County.class).find("350102");
            }
            assertThat(sandbox.usageCount()).isEqualTo(1);
        }
    }

    @Test
    void query_withConditionsOrderAndLimit_returnsThemInOrder() {
        try (Sandbox sandbox = TestClient.platform().start();
                GovShare govshare = TestClient.of(sandbox, spool).build()) {
            Dataset<County> counties = govshare.dataset(Divisions.COUNTIES, County.class);
            Page<County> page = counties.query(where(County::provinceCode)
                    .is("35")
                    .orderBy(County::code)
                    .limit(3)
                    .counted());
            assertThat(page.items()).extracting(County::code).containsExactly("350102", "350103", "350104");
            assertThat(page.total())
                    .hasValue(counties.count(where(County::provinceCode).is("35")));
            assertThat(counties.query(where("name").is("O'Brien' or 1 eq 1")).items())
                    .isEmpty();
        }
    }

    @Test
    void pages_followedToTheEnd_holdEveryRecordOnce() {
        try (Sandbox sandbox = TestClient.platform().pageSize(50).start();
                GovShare govshare = TestClient.of(sandbox, spool).build()) {
            Query<County> fujian = where(County::provinceCode).is("35");
            Dataset<County> counties = govshare.dataset(Divisions.COUNTIES, County.class);
            long seen = 0;
            Page<County> page = counties.query(fujian);
            for (seen = page.size(); page.hasNext(); seen += page.size()) {
                page = page.next().orElseThrow();
            }
            assertThat(seen).isEqualTo(counties.count(fujian)).isGreaterThan(50);
        }
    }

    @Test
    void stream_ofAllTownships_deliversEachAndIsOneUse() {
        try (Sandbox sandbox = TestClient.platform().start()) {
            try (GovShare govshare = TestClient.of(sandbox, spool).build();
                    Stream<Township> all = govshare.dataset(Divisions.TOWNSHIPS, Township.class).stream(Query.all())) {
                assertThat(all.map(Township::code).distinct().count()).isEqualTo(41_352);
            }
            assertThat(sandbox.usageEvents()).singleElement().satisfies(event -> {
                assertThat(event.operation()).isEqualTo("stream");
                assertThat(event.outcome()).isEqualTo("matched");
                assertThat(event.data()).containsEntry("received", 41_352).containsEntry("delivered", 41_352);
            });
        }
    }

    @Test
    void stream_closedEarly_readsNoFurtherPageAndReportsTrueCounts() {
        try (Sandbox sandbox = TestClient.platform().pageSize(100).start()) {
            try (GovShare govshare = TestClient.of(sandbox, spool).build()) {
                try (Stream<County> all = govshare.dataset(Divisions.COUNTIES, County.class).stream(Query.all())) {
                    assertThat(all.limit(150).count()).isEqualTo(150);
                }
                assertThat(sandbox.requestCount("/odata/" + Divisions.COUNTIES)).isLessThanOrEqualTo(3);
            }
            assertThat(sandbox.usageEvents())
                    .singleElement()
                    .satisfies(event -> assertThat(((Number) event.data().get("delivered")).longValue())
                            .isBetween(150L, 151L));
        }
    }

    @Test
    void repeatedQuery_isAnsweredFromCache_butNeverForAnotherPurpose() {
        try (Sandbox sandbox = TestClient.platform()
                        .grant(TestClient.ID, Divisions.COUNTIES, "other")
                        .start();
                GovShare govshare = TestClient.of(sandbox, spool).build()) {
            Dataset<County> counties = govshare.dataset(Divisions.COUNTIES, County.class);
            counties.find("350102");
            long before = sandbox.requestCount("/odata/");
            counties.find("350102");
            assertThat(sandbox.requestCount("/odata/") - before)
                    .as("same purpose")
                    .isZero();
            counties.with(CallContext.purpose("other").build()).find("350102");
            assertThat(sandbox.requestCount("/odata/") - before)
                    .as("other purpose")
                    .isEqualTo(1);
            counties.with(CallOptions.defaults().fresh()).find("350102");
            assertThat(sandbox.requestCount("/odata/") - before).as("fresh").isEqualTo(2);
        }
    }

    @Test
    void purposeOutsideGrant_isRefusedBeforeNetwork_andOnRecord() {
        try (Sandbox sandbox = TestClient.platform().start()) {
            try (GovShare govshare = TestClient.of(sandbox, spool).build()) {
                Dataset<County> counties = govshare.dataset(Divisions.COUNTIES, County.class)
                        .with(CallContext.purpose("marketing").build());
                assertThatThrownBy(() -> counties.find("350102"))
                        .isInstanceOfSatisfying(SharingDeniedException.class, e -> {
                            assertThat(e.attempts()).isZero();
                            assertThat(e.diagnosis().cause()).contains("marketing");
                            assertThat(e.diagnosis().remedy()).isNotEmpty();
                        });
                assertThat(sandbox.requestCount("/odata/")).isZero();
            }
            assertThat(sandbox.usageEvents())
                    .singleElement()
                    .extracting(UsageEvent::outcome)
                    .isEqualTo("refused");
        }
    }

    @Test
    void busyPlatform_isAskedAgainAfterItsRetryAfter() {
        try (Sandbox sandbox = TestClient.platform().start()) {
            try (GovShare govshare = TestClient.of(sandbox, spool).build()) {
                Dataset<County> counties = govshare.dataset(Divisions.COUNTIES, County.class);
                counties.count(Query.all());
                sandbox.faults()
                        .next(Fault.status(503)
                                .retryAfter(Duration.ofSeconds(1))
                                .onDataset(Divisions.COUNTIES));
                assertThat(counties.find("350102")).hasValue(GULOU);
                assertThat(sandbox.faults().remaining()).isZero();
            }
            assertThat(sandbox.usageEvents())
                    .filteredOn(event -> event.operation().equals("find"))
                    .singleElement()
                    .satisfies(event -> assertThat(event.data()).containsEntry("attempts", 2));
        }
    }

    @Test
    void revokedToken_isExchangedOnce_andCallSucceeds() {
        try (Sandbox sandbox = TestClient.platform().start();
                GovShare govshare = TestClient.of(sandbox, spool).build()) {
            Dataset<County> counties = govshare.dataset(Divisions.COUNTIES, County.class);
            counties.find("350102");
            long tokens = sandbox.requestCount("/token");
            sandbox.revokeTokens();
            assertThat(counties.find("350103")).isPresent();
            assertThat(sandbox.requestCount("/token") - tokens).isEqualTo(1);
        }
    }

    @Test
    void platformClockAhead_isCorrectedWithoutTheCallerNoticing() {
        try (Sandbox sandbox = TestClient.platform().start();
                GovShare govshare = TestClient.of(sandbox, spool).build()) {
            sandbox.clockSkew(Duration.ofMinutes(10));
            assertThat(govshare.dataset(Divisions.COUNTIES, County.class).find("350102"))
                    .hasValue(GULOU);
        }
    }

    @Test
    void closing_deliversOneEventForEachUse_withoutPersonalValues() {
        try (Sandbox sandbox = TestClient.platform().start()) {
            try (GovShare govshare = TestClient.of(sandbox, spool)
                    .context(CallContext.purpose(TestClient.PURPOSE)
                            .operator("canary-operator-4711")
                            .caseNumber("canary-case-0815")
                            .build())
                    .build()) {
                Dataset<County> counties = govshare.dataset(Divisions.COUNTIES, County.class);
                counties.find("350102");
                counties.find("350102");
                counties.query(where(County::name).is("canary-value"));
            }
            List<UsageEvent> events = sandbox.usageEvents();
            assertThat(events).extracting(UsageEvent::outcome).containsExactlyInAnyOrder("matched", "matched", "empty");
            assertThat(events.toString()).doesNotContain("canary").contains("hit");
        }
    }

    @Test
    void manyThreads_shareOneTokenAndLoseNoUse() throws Exception {
        try (Sandbox sandbox = TestClient.platform().start()) {
            ExecutorService callers = Executors.newFixedThreadPool(16);
            try (GovShare govshare = TestClient.of(sandbox, spool).build()) {
                Dataset<County> counties = govshare.dataset(Divisions.COUNTIES, County.class);
                Callable<Boolean> call =
                        () -> counties.with(CallOptions.defaults().fresh())
                                .find("350102")
                                .isPresent();
                List<Future<Boolean>> results = callers.invokeAll(java.util.Collections.nCopies(400, call));
                for (Future<Boolean> result : results) {
                    assertThat(result.get()).isTrue();
                }
                assertThat(sandbox.requestCount("/token")).isEqualTo(1);
            } finally {
                callers.shutdownNow();
                assertThat(callers.awaitTermination(5, java.util.concurrent.TimeUnit.SECONDS))
                        .isTrue();
            }
            assertThat(sandbox.usageCount()).isEqualTo(400);
        }
    }

    @Test
    void contextScope_isUsedByCallsInside() {
        try (Sandbox sandbox = TestClient.platform().start();
                GovShare govshare = TestClient.of(sandbox, spool)
                        .context(CallContext.none())
                        .build()) {
            Dataset<County> counties = govshare.dataset(Divisions.COUNTIES, County.class);
            assertThat(GovShare.inContext(
                            CallContext.purpose(TestClient.PURPOSE).build(), () -> counties.find("350102")))
                    .hasValue(GULOU);
        }
    }
}
