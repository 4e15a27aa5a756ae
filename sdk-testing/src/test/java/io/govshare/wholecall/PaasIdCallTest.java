package io.govshare.wholecall;

import static io.govshare.wholecall.HeaderGateways.PERSONS;
import static io.govshare.wholecall.HeaderGateways.SECRET;
import static io.govshare.wholecall.HeaderGateways.persons;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.GovShare;
import io.govshare.context.CallContext;
import io.govshare.dataset.Dataset;
import io.govshare.dataset.Query;
import io.govshare.dialect.gateway.Paging;
import io.govshare.dialect.gateway.Parameter.ValueType;
import io.govshare.dialect.gateway.Service;
import io.govshare.dialect.paasid.PaasIdGateway;
import io.govshare.error.CredentialException;
import io.govshare.error.GovShareException;
import io.govshare.error.InvalidRequestException;
import io.govshare.error.NotFoundException;
import io.govshare.error.PlatformUnavailableException;
import io.govshare.error.QuotaExceededException;
import io.govshare.error.SharingDeniedException;
import io.govshare.testing.SandboxRequest;
import io.govshare.testing.gateway.GatewayFault;
import io.govshare.testing.gateway.GatewayPaging;
import io.govshare.testing.gateway.GatewayProblem;
import io.govshare.testing.gateway.GatewaySandbox;
import io.govshare.testing.gateway.GatewayService;
import io.govshare.testing.gateway.PaasIdBuilder;
import io.govshare.wholecall.HeaderGateways.Person;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A whole client and a gateway of the paasid style that knows nothing of it. */
@Timeout(20)
class PaasIdCallTest {

    static final String PATH = "/ebus/persons";
    private static final String[] ALL_AUDIT = {
        "operator_id",
        "operator_name",
        "query_object_id",
        "query_object_id_type",
        "item_id",
        "item_code",
        "item_sequence",
        "terminal_info",
        "query_timestamp"
    };

    private final List<Duration> waits = new ArrayList<>();

    @TempDir
    Path spool;

    static PaasIdBuilder sandbox() {
        return GatewaySandbox.paasId().prefix("x-tif").client("paas-0001", SECRET);
    }

    static GatewaySandbox persons7() {
        return sandbox()
                .requireAudit(ALL_AUDIT)
                .service(PATH, HeaderGateways.rows(7))
                .start();
    }

    static Service service() {
        return Service.at(PERSONS, PATH)
                .optional("uid", ValueType.TEXT)
                .optional("level", ValueType.INTEGER)
                .personal("uid")
                .key("uid");
    }

    static PaasIdGateway platform(GatewaySandbox gateway) {
        return PaasIdGateway.at(gateway.url().toString())
                .system("SYS-0001", "91440000000000000X", "11440000000000000X")
                .service(service());
    }

    private GovShare client(PaasIdGateway platform) {
        return HeaderGateways.client(platform, "paas-0001", spool, waits).build();
    }

    @Test
    void findQueryAndStream_readTypedRecords() {
        try (GatewaySandbox gateway = persons7()) {
            try (GovShare govshare = client(platform(gateway))) {
                HeaderGateways.assertFindQueryAndStream(govshare);
            }
            assertThat(gateway.requests()).hasSize(4).allSatisfy(request -> {
                assertThat(request.status()).isEqualTo(200);
                assertThat(request.code()).isNull();
            });
            assertThat(Spooled.events(spool))
                    .extracting(event -> event.at("/data/operation").asString() + " "
                            + event.at("/data/outcome").asString() + " "
                            + event.at("/data/delivered").asInt())
                    .containsExactly("find matched 1", "find empty 0", "query matched 2", "stream matched 7");
        }
    }

    @Test
    void pages_goIntoTheQueryOfTheBody_andEndWhereTheLastPageComesAgain() {
        try (GatewaySandbox gateway = sandbox()
                        .service(GatewayService.of(PATH, HeaderGateways.rows(6))
                                .paging(GatewayPaging.startNumber("STARTNUM", "PAGENUM")
                                        .countedFrom(1)
                                        .atMost(2)))
                        .start();
                GovShare govshare = client(
                        platform(gateway).service(service().paging(Paging.offsets("STARTNUM", "PAGENUM", 1, 2))))) {
            Dataset<Person> persons = govshare.dataset(PERSONS, Person.class);
            try (Stream<Person> all = persons.stream(Query.all())) {
                assertThat(all).containsExactlyElementsOf(persons(6));
            }
            assertThat(gateway.requestCount("/")).isEqualTo(4);
            gateway.faults().next(GatewayFault.lastPageAgain().always());
            try (Stream<Person> all = persons.stream(Query.all())) {
                assertThat(all).containsExactlyElementsOf(persons(6));
            }
            assertThat(gateway.requestCount("/")).isEqualTo(8);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void cursors_areFollowedBeTheyTextOrNumbers(boolean text) {
        GatewayPaging paging =
                GatewayPaging.cursor("CURSOR", "PAGENUM", "nextCursor").atMost(3);
        try (GatewaySandbox gateway = sandbox()
                        .service(
                                GatewayService.of(PATH, HeaderGateways.rows(7)).paging(text ? paging.asText() : paging))
                        .start();
                GovShare govshare = client(platform(gateway)
                        .service(service()
                                .paging(Paging.cursor("CURSOR", "PAGENUM", 3))
                                .next("/nextCursor")));
                Stream<Person> all = govshare.dataset(PERSONS, Person.class).stream(Query.all())) {
            assertThat(all).containsExactlyElementsOf(persons(7));
            assertThat(gateway.requestCount("/")).isEqualTo(3);
        }
    }

    @Test
    void dirtyRows_doubleEncodedOnes_andSaidInASentenceThatThereAreNone_areRead() {
        try (GatewaySandbox gateway = persons7();
                GovShare govshare = client(platform(gateway))) {
            HeaderGateways.assertDirtyRowsAreRead(gateway, govshare);
        }
    }

    @Test
    void contextWithoutWhatTheGatewayDemands_failsBeforeTheNetworkNamingTheMethod() {
        try (GatewaySandbox gateway = persons7();
                GovShare govshare = HeaderGateways.client(platform(gateway), "paas-0001", SECRET, spool)
                        .context(CallContext.purpose("residence-permit")
                                .operator("op-77")
                                .build())
                        .build()) {
            Dataset<Person> persons = govshare.dataset(PERSONS, Person.class);
            assertThatThrownBy(() -> persons.find("u-1"))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("matter(code)")
                    .hasMessageContaining("operator(id, name)");
            assertThat(gateway.requestCount("/")).isZero();
        }
    }

    @Test
    void clockThatIsAheadALittle_isHeldBackUnlessSaidOtherwise() {
        try (GatewaySandbox gateway = persons7();
                GovShare usual = client(platform(gateway));
                GovShare exact = client(platform(gateway).clockOffset(Duration.ZERO))) {
            gateway.clockSkew(Duration.ofSeconds(-3));
            assertThat(usual.dataset(PERSONS, Person.class).find("u-1")).isPresent();
            assertThat(gateway.requestCount("/")).as("not refused").isEqualTo(1);

            Dataset<Person> persons = exact.dataset(PERSONS, Person.class);
            assertThat(persons.find("u-1")).isPresent();
            assertThat(gateway.requestCount("/")).as("refused and corrected").isEqualTo(3);
            assertThat(persons.find("u-2")).isPresent();
            assertThat(gateway.requestCount("/")).as("and remembered").isEqualTo(4);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-3600, -20, 185, 3600})
    void clockThatIsRefused_isCorrectedOnce_andRemembered(long aheadOfUs) {
        try (GatewaySandbox gateway = persons7();
                GovShare govshare = client(platform(gateway))) {
            gateway.clockSkew(Duration.ofSeconds(aheadOfUs));
            Dataset<Person> persons = govshare.dataset(PERSONS, Person.class);

            assertThat(persons.find("u-1")).isPresent();
            assertThat(gateway.requests()).extracting(SandboxRequest::code).containsExactly("400000400", null);
            assertThat(persons.find("u-2")).isPresent();
            assertThat(gateway.requestCount("/")).isEqualTo(3);
        }
    }

    @Test
    void badRequestThatSaysNothing_mayBeTheClock_soIsTriedTwiceAndNoMore() {
        try (GatewaySandbox gateway = persons7();
                GovShare govshare = client(platform(gateway))) {
            gateway.faults().next(GatewayFault.problem(GatewayProblem.REQUEST).always());
            assertThatThrownBy(() -> govshare.dataset(PERSONS, Person.class).find("u-1"))
                    .isInstanceOf(CredentialException.class)
                    .hasMessageContaining("the time of the request, or what stands beside it");
            assertThat(gateway.requestCount("/")).isEqualTo(2);
        }
    }

    @Test
    void wrongToken_isAskedForOnce_andSaidToBeSo() {
        try (GatewaySandbox gateway = persons7();
                GovShare wrong = HeaderGateways.client(platform(gateway), "paas-0001", "canary-wrong-token-77", spool)
                        .build();
                GovShare unknown = HeaderGateways.client(platform(gateway), "paas-9999", SECRET, spool)
                        .build()) {
            for (GovShare govshare : List.of(wrong, unknown)) {
                gateway.forgetRequests();
                assertThatThrownBy(() -> govshare.dataset(PERSONS, Person.class).find("u-1"))
                        .isInstanceOfSatisfying(
                                CredentialException.class,
                                e -> assertThat(e.code()).hasValue("400000401"))
                        .hasMessageContaining("Check id and secret in credentials(…)")
                        .hasMessageNotContaining("canary-wrong-token-77");
                assertThat(gateway.requestCount("/")).isEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void refusals_becomeTheirExceptionsWithoutASecondTry(boolean statuses) {
        PaasIdBuilder builder = statuses ? sandbox().errorStatuses() : sandbox();
        try (GatewaySandbox gateway = builder.service(GatewayService.of(PATH, HeaderGateways.rows(1))
                        .requires("uid")
                        .rate(1, Duration.ofDays(400)))
                .service("/other", HeaderGateways.rows(1))
                .forbid("paas-0001", "/other")
                .start()) {
            try (GovShare govshare = client(platform(gateway)
                    .service(Service.at("forbidden", "/other"))
                    .service(Service.at("unknown", "/nowhere")))) {
                assertRefused(govshare, PERSONS, InvalidRequestException.class, "400000400", "uid is missing");
                assertRefused(govshare, PERSONS, QuotaExceededException.class, "400000429", "takes 1 calls");
                assertRefused(govshare, "forbidden", SharingDeniedException.class, "400000403", "may not use");
                assertRefused(govshare, "unknown", NotFoundException.class, "400000404", "no service /nowhere");
            }
            assertThat(gateway.requestCount("/")).isEqualTo(4);
            assertThat(Spooled.events(spool))
                    .extracting(event -> event.at("/data/outcome").asString() + " "
                            + event.at("/data/code").asString())
                    .containsExactly("refused 400000400", "failed 400000429", "refused 400000403", "refused 400000404");
        }
    }

    private static void assertRefused(
            GovShare govshare, String dataset, Class<? extends GovShareException> type, String code, String said) {
        assertThatThrownBy(() -> govshare.dataset(dataset, Person.class).query(Query.all()))
                .isInstanceOfSatisfying(type, e -> {
                    assertThat(e.code()).hasValue(code);
                    assertThat(e.getMessage()).contains("code " + code);
                    assertThat(e.platformMessage().orElseThrow()).contains(said);
                    assertThat(e.requestId().orElseThrow()).startsWith("G-");
                });
    }

    @Test
    void whatIsBehindTheGateway_isTriedAgainAfterAWait_andGivenUpInTheEnd() {
        try (GatewaySandbox gateway = persons7();
                GovShare govshare = client(platform(gateway))) {
            Dataset<Person> persons = govshare.dataset(PERSONS, Person.class);
            gateway.faults().next(GatewayFault.upstream()).next(GatewayFault.status(504));
            assertThat(persons.find("u-1")).isPresent();
            assertThat(waits).hasSize(2);
            assertThat(gateway.requestCount("/")).isEqualTo(3);

            gateway.faults().next(GatewayFault.upstream().always());
            assertThatThrownBy(() -> persons.find("u-1"))
                    .isInstanceOfSatisfying(PlatformUnavailableException.class, e -> {
                        assertThat(e.code()).hasValue("400000529");
                        assertThat(e.attempts()).isEqualTo(3);
                    });
            assertThat(gateway.requestCount("/")).isEqualTo(6);
        }
    }
}
