package io.govshare.wholecall;

import static io.govshare.dataset.Query.where;
import static io.govshare.wholecall.HeaderGateways.CONTEXT;
import static io.govshare.wholecall.HeaderGateways.OPERATOR;
import static io.govshare.wholecall.HeaderGateways.PERSONS;
import static io.govshare.wholecall.HeaderGateways.SECRET;
import static io.govshare.wholecall.HeaderGateways.SUBJECT;
import static io.govshare.wholecall.HeaderGateways.person;
import static io.govshare.wholecall.HeaderGateways.persons;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.GovShare;
import io.govshare.catalog.SharingAttribute;
import io.govshare.context.CallContext;
import io.govshare.dataset.Dataset;
import io.govshare.dataset.Query;
import io.govshare.dialect.gateway.Paging;
import io.govshare.dialect.gateway.Parameter;
import io.govshare.dialect.gateway.Parameter.ValueType;
import io.govshare.dialect.gateway.Service;
import io.govshare.dialect.paasid.PaasIdGateway;
import io.govshare.error.ConfigurationException;
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
import java.util.function.Consumer;
import java.util.stream.Stream;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A whole client and a gateway of the paasid style that knows nothing of it. */
@Timeout(20)
class PaasIdCallTest {

    private static final String PATH = "/ebus/persons";
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

    private static PaasIdBuilder sandbox() {
        return GatewaySandbox.paasId().prefix("x-tif").client("paas-0001", SECRET);
    }

    private static GatewaySandbox persons7() {
        return sandbox()
                .requireAudit(ALL_AUDIT)
                .service(PATH, HeaderGateways.rows(7))
                .start();
    }

    private static Service service() {
        return Service.at(PERSONS, PATH)
                .optional("uid", ValueType.TEXT)
                .optional("level", ValueType.INTEGER)
                .personal("uid")
                .key("uid");
    }

    private static PaasIdGateway platform(GatewaySandbox gateway) {
        return PaasIdGateway.at(gateway.url().toString())
                .system("SYS-0001", "91440000000000000X", "11440000000000000X")
                .service(service());
    }

    private GovShare client(PaasIdGateway platform) {
        return HeaderGateways.client(platform, "paas-0001", spool, waits).build();
    }

    @Test
    void findQueryAndStream_readTypedRecords() throws Exception {
        try (GatewaySandbox gateway = persons7()) {
            try (GovShare govshare = client(platform(gateway))) {
                Dataset<Person> persons = govshare.dataset(PERSONS, Person.class);

                assertThat(persons.find("u-4")).contains(person(4));
                assertThat(persons.find("u-99")).isEmpty();
                assertThat(persons.query(where(Person::level).is(2)).items()).containsExactly(person(2), person(5));
                try (Stream<Person> all = persons.stream(Query.all())) {
                    assertThat(all).containsExactlyElementsOf(persons(7));
                }
            }
            assertThat(gateway.requests()).hasSize(4).allSatisfy(request -> {
                assertThat(request.status()).isEqualTo(200);
                assertThat(request.code()).isNull();
            });
            assertThat(HeaderGateways.events(spool))
                    .extracting(event -> event.path("operation").asString() + " "
                            + event.path("outcome").asString() + " "
                            + event.path("delivered").asInt())
                    .containsExactly("find matched 1", "find empty 0", "query matched 2", "stream matched 7");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-rio", "x-tif", "x-dsp", "x-sal"})
    void prefix_asTheGatewayHasIt_isTaken(String prefix) {
        try (GatewaySandbox gateway = GatewaySandbox.paasId()
                        .prefix(prefix)
                        .client("paas-0001", SECRET)
                        .service(PATH, HeaderGateways.rows(1))
                        .start();
                GovShare govshare = client(platform(gateway).prefix(prefix))) {
            assertThat(govshare.dataset(PERSONS, Person.class).find("u-1")).isPresent();
        }
    }

    @Test
    void serviceIds_ofTheGatewayOrOfEachService_areSentWithUpperCaseSignatures() {
        try (GatewaySandbox gateway = sandbox()
                        .serviceIds("/GatewayMsg/http/api/proxy/invoke")
                        .service("ZWFW-0001", HeaderGateways.rows(1))
                        .service("ZWFW-0002", HeaderGateways.rows(2))
                        .start();
                GovShare govshare = client(PaasIdGateway.at(gateway.url().toString())
                        .withoutSystem()
                        .system("SYS-0001", "91440000000000000X", "11440000000000000X")
                        .serviceId("ZWFW-0001")
                        .service(Service.at("one", "/GatewayMsg/http/api/proxy/invoke"))
                        .service(Service.at("two", "/GatewayMsg/http/api/proxy/invoke")
                                .id("ZWFW-0002")))) {
            assertThat(govshare.dataset("one", Person.class).query(Query.all()).items())
                    .hasSize(1);
            assertThat(govshare.dataset("two", Person.class).query(Query.all()).items())
                    .hasSize(2);
            assertThat(gateway.requests())
                    .extracting(request -> request.headers().get("x-tif-serviceid"))
                    .containsExactly(List.of("ZWFW-0001"), List.of("ZWFW-0002"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void caseOfSignatures_isTheGateways(boolean upper) {
        PaasIdBuilder wants = upper ? sandbox().upperCaseHex() : sandbox().lowerCaseHex();
        try (GatewaySandbox gateway =
                        wants.service(PATH, HeaderGateways.rows(1)).start();
                GovShare right = client(platform(gateway).upperCase(upper));
                GovShare wrong = client(platform(gateway).upperCase(!upper))) {
            assertThat(right.dataset(PERSONS, Person.class).find("u-1")).isPresent();
            assertThatThrownBy(() -> wrong.dataset(PERSONS, Person.class).find("u-1"))
                    .isInstanceOf(CredentialException.class)
                    .hasMessageContaining("is right, but in " + (upper ? "lower" : "upper") + "-case hex");
        }
    }

    @Test
    void nonces_haveTheShapeThatIsChosen() {
        try (GatewaySandbox gateway = sandbox()
                        .nonceLength(10, 20)
                        .nonceAlphabet("[0-9]+")
                        .service(PATH, HeaderGateways.rows(1))
                        .start();
                GovShare digits = client(platform(gateway).nonce("0123456789", 20));
                GovShare tooLong = client(platform(gateway).nonce("0123456789", 21))) {
            assertThat(digits.dataset(PERSONS, Person.class).find("u-1")).isPresent();
            assertThatThrownBy(() -> tooLong.dataset(PERSONS, Person.class).find("u-1"))
                    .isInstanceOfSatisfying(CredentialException.class, e -> {
                        assertThat(e.code()).hasValue("400000400");
                        assertThat(e.platformMessage().orElseThrow()).contains("has 21 characters: too long");
                    })
                    .hasMessageContaining("nonce");
            assertThat(gateway.requestCount("/")).as("each asked once").isEqualTo(2);
        }
    }

    @Test
    void headerThatTheGatewayDemands_isOnEachRequest() throws Exception {
        try (GatewaySandbox gateway = sandbox()
                        .requireHeader("X-Forwarded-For")
                        .service(PATH, HeaderGateways.rows(1))
                        .start();
                GovShare govshare = client(platform(gateway).header("X-Forwarded-For", "10.0.0.7"))) {
            assertThat(govshare.dataset(PERSONS, Person.class).find("u-1")).isPresent();
            Request raw = new Request.Builder()
                    .url(gateway.url() + PATH)
                    .post(RequestBody.create("{\"query\":{\"uid\":\"u-1\"}}", MediaType.get("application/json")))
                    .build();
            try (Response response = govshare.okHttp(PERSONS).newCall(raw).execute()) {
                assertThat(response.body().string())
                        .as("a call of one's own, with who asks and why in its body")
                        .contains("\"errcode\":0", "u-1");
            }
            assertThat(gateway.requests())
                    .extracting(request -> request.headers().get("x-forwarded-for"))
                    .containsExactly(List.of("10.0.0.7"), List.of("10.0.0.7"));
        }
    }

    @Test
    void uid_isAParameterWhereItIsDeclaredAsOne() {
        try (GatewaySandbox gateway = persons7();
                GovShare govshare = client(platform(gateway)
                        .service(service()
                                .parameter(Parameter.required("UID", ValueType.TEXT)
                                        .onWire("/UID"))))) {
            Dataset<Person> persons = govshare.dataset(PERSONS, Person.class);
            assertThatThrownBy(() -> persons.query(where("level").is(1)))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("'UID' is missing");
            assertThat(persons.query(where("level").is(1).and("UID").is("x-1")).items())
                    .hasSize(3);
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
            Dataset<Person> persons = govshare.dataset(PERSONS, Person.class);
            gateway.faults()
                    .next(GatewayFault.dirtyRows())
                    .next(GatewayFault.doubleEncoded())
                    .next(GatewayFault.emptyListAsText())
                    .next(GatewayFault.noDataSentence());
            assertThat(persons.query(Query.all()).items()).isEqualTo(persons(7));
            assertThat(persons.query(Query.all()).items()).isEqualTo(persons(7));
            assertThat(persons.query(Query.all()).items()).isEmpty();
            assertThat(persons.find("u-1")).isEmpty();
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
    void systemThatIsNotGiven_isMissedWhenTheClientIsBuilt() {
        PaasIdGateway gateway = PaasIdGateway.at("https://gw.example.gov").service(service());
        assertThatThrownBy(() -> client(gateway))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(".system(systemId, venderId, departmentId)")
                .hasMessageContaining(".withoutSystem()");
        assertThatThrownBy(() -> gateway.system("SYS-0001", " ", "11440000000000000X"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("venderId is blank");
    }

    @Test
    void serviceCalledByGet_isRefusedWhenTheClientIsBuilt() {
        assertThatThrownBy(() -> client(PaasIdGateway.at("https://gw.example.gov")
                        .withoutSystem()
                        .service(service().method("GET"))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("Service.method(\"POST\")");
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
                GovShare wrong = HeaderGateways.client(platform(gateway), "paas-0001", "wrong-token-77", spool)
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
                        .hasMessageNotContaining("wrong-token-77");
                assertThat(gateway.requestCount("/")).isEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void refusals_becomeTheirExceptionsWithoutASecondTry(boolean statuses) throws Exception {
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
            assertThat(HeaderGateways.events(spool))
                    .extracting(event -> event.path("outcome").asString())
                    .containsExactly("refused", "failed", "refused", "refused");
        }
    }

    private static void assertRefused(
            GovShare govshare, String dataset, Class<? extends GovShareException> type, String code, String said) {
        assertThatThrownBy(() -> govshare.dataset(dataset, Person.class).query(Query.all()))
                .isInstanceOfSatisfying(type, e -> {
                    assertThat(e.code()).hasValue(code);
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

    private static GatewaySandbox cacheable() {
        return sandbox()
                .freshFor(Duration.ofMinutes(10))
                .service(PATH, HeaderGateways.rows(7))
                .start();
    }

    @Test
    void records_areNotGivenAgain_sinceTheGatewayLogsEachAccess() {
        try (GatewaySandbox gateway = cacheable();
                GovShare govshare =
                        client(platform(gateway).service(service().sharing(SharingAttribute.UNCONDITIONAL)))) {
            Dataset<Person> persons = govshare.dataset(PERSONS, Person.class);
            persons.find("u-1");
            persons.find("u-1");
            assertThat(gateway.requestCount("/")).isEqualTo(2);
        }
    }

    @Test
    void records_thatMayBeGivenAgain_neverCrossOperatorsSubjectsOrMatters() {
        try (GatewaySandbox gateway = cacheable();
                GovShare govshare = client(platform(gateway).cached(true))) {
            Dataset<Person> persons = govshare.dataset(PERSONS, Person.class);
            Consumer<CallContext> asks = context -> {
                long before = gateway.requestCount("/");
                assertThat(persons.with(context).find("u-1")).contains(person(1));
                assertThat(gateway.requestCount("/") - before).as("asked for").isEqualTo(1);
                assertThat(persons.with(context).find("u-1")).contains(person(1));
                assertThat(gateway.requestCount("/") - before).as("a hit").isEqualTo(1);
            };
            asks.accept(CONTEXT);
            asks.accept(CallContext.builder().operator("op-2", "Li Si").build());
            asks.accept(CallContext.builder().operator(OPERATOR, "Li Si").build());
            asks.accept(CallContext.builder().subject("s-2", "111").build());
            asks.accept(CallContext.builder().subject(SUBJECT, "112").build());
            asks.accept(CallContext.builder().matter("MATTER-0008").build());
            asks.accept(CallContext.builder().caseNumber("case-2").build());
            asks.accept(CallContext.builder().terminal("10.1.2.4").build());
            asks.accept(CallContext.builder().department("11440000000000001X").build());
            asks.accept(CallContext.builder().purpose("marriage").build());
        }
    }
}
