package io.govshare.wholecall;

import static io.govshare.dataset.Query.where;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.GovShare;
import io.govshare.auth.Credentials;
import io.govshare.catalog.DatasetDescription;
import io.govshare.dataset.Query;
import io.govshare.dialect.gateway.Paging;
import io.govshare.dialect.gateway.Parameter;
import io.govshare.dialect.gateway.Parameter.ValueType;
import io.govshare.dialect.gateway.Position;
import io.govshare.dialect.gateway.Service;
import io.govshare.dialect.gjgxjhpt.ExchangeGateway;
import io.govshare.dialect.gjgxjhpt.ServiceRegistration;
import io.govshare.error.ConfigurationException;
import io.govshare.error.CredentialException;
import io.govshare.error.InvalidRequestException;
import io.govshare.error.PlatformUnavailableException;
import io.govshare.error.QuotaExceededException;
import io.govshare.error.SharingDeniedException;
import io.govshare.signing.Secret;
import io.govshare.testing.gateway.GatewayFault;
import io.govshare.testing.gateway.GatewayPaging;
import io.govshare.testing.gateway.GatewayProblem;
import io.govshare.testing.gateway.GatewaySandbox;
import io.govshare.testing.gateway.GatewayService;
import io.govshare.testing.gateway.NationalExchangeBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is the national exchange style's own: a key for each service, registrations, one URL for all. */
@Timeout(30)
class NationalExchangeCallTest {

    record Row(String code, String name) {}

    private static final String RID = "rid-0001";
    private static final String EXCHANGES = "/sysapi/";
    private static final String CALLS = "/httpproxy";

    @TempDir
    Path spool;

    private final SharedClock clock = new SharedClock();

    private static List<Row> rows(String kind, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Row(Integer.toString(i), kind + " " + i))
                .toList();
    }

    private NationalExchangeBuilder server() {
        return GatewaySandbox.nationalExchange()
                .clock(clock)
                .client(RID, "s_1", "canary-app-key-of-1")
                .client(RID, "s_2", "canary-app-key-of-2");
    }

    private static GatewayService served(String sid, String kind) {
        return GatewayService.of(sid, rows(kind, 25));
    }

    private static Service described(String dataset, String sid) {
        return keyed(
                Service.named(dataset, sid).optional("code", ValueType.TEXT).key("code"), sid);
    }

    private static Service keyed(Service service, String sid) {
        return service.credentials(Credentials.sharedSecret(
                RID, Secret.of(sid.equals("s_1") ? "canary-app-key-of-1" : "canary-app-key-of-2")));
    }

    private GovShare.Builder client(ExchangeGateway gateway) {
        return GovShare.builder()
                .application("gateway-calls", "1.0.0")
                .platform(gateway)
                .context(ExchangingStyle.CONTEXT)
                .clock(clock, clock)
                .usage(usage -> usage.folder(spool));
    }

    private static ExchangeGateway at(GatewaySandbox gateway) {
        return ExchangeGateway.at(gateway.url().toString());
    }

    private static Row one(GovShare govshare, String dataset) {
        return govshare.dataset(dataset, Row.class).find("7").orElseThrow();
    }

    @Test
    void services_haveAKeyAndASecretEach() {
        try (GatewaySandbox gateway = server().service(served("s_1", "mill"))
                        .service(served("s_2", "forge"))
                        .start();
                GovShare govshare = client(
                                at(gateway).service(described("mills", "s_1")).service(described("forges", "s_2")))
                        .build()) {
            for (int i = 0; i < 3; i++) {
                assertThat(one(govshare, "mills").name()).isEqualTo("mill 7");
                assertThat(one(govshare, "forges").name()).isEqualTo("forge 7");
            }
            assertThat(gateway.requestCount(EXCHANGES)).isEqualTo(2);
            assertThat(gateway.requestCount(CALLS)).isEqualTo(6);

            gateway.faults().next(GatewayFault.problem(GatewayProblem.EXPIRED).onService("s_1"));
            one(govshare, "mills");
            one(govshare, "forges");
            assertThat(gateway.requestCount(EXCHANGES))
                    .as("the other service keeps its secret")
                    .isEqualTo(3);
        }
    }

    @Test
    void answersOfServicesBehindOneUrl_neverCross() {
        try (GatewaySandbox gateway = server().service(served("s_1", "mill"))
                        .service(served("s_2", "forge"))
                        .start();
                GovShare govshare = client(
                                at(gateway).service(described("mills", "s_1")).service(described("forges", "s_2")))
                        .customize(http -> http.addNetworkInterceptor(chain -> chain.proceed(chain.request())
                                .newBuilder()
                                .header("Cache-Control", "max-age=600")
                                .build()))
                        .build()) {
            for (int i = 0; i < 3; i++) {
                assertThat(one(govshare, "mills").name()).isEqualTo("mill 7");
                assertThat(one(govshare, "forges").name()).isEqualTo("forge 7");
            }
            assertThat(gateway.requestCount(CALLS))
                    .as("the rest came from memory")
                    .isEqualTo(2);
        }
    }

    private Service registered(GatewaySandbox gateway) {
        return keyed(ServiceRegistration.read("mills", "s_1", gateway.registration("s_1")), "s_1");
    }

    @Test
    void serviceOfItsRegistration_knowsParametersRateAndWhatIsForPeople() {
        try (GatewaySandbox gateway = server().service(
                                served("s_1", "mill").requires("code").rate(1000, Duration.ofHours(1)))
                        .start();
                GovShare govshare =
                        client(at(gateway).service(registered(gateway))).build()) {
            assertThat(one(govshare, "mills").name()).isEqualTo("mill 7");
            assertThatThrownBy(() -> govshare.dataset("mills", Row.class)
                            .query(where("name").is("mill 7")))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("'code' is missing");
            DatasetDescription described = govshare.catalogue().find("mills").orElseThrow();
            assertThat(described.title()).isEqualTo("s_1");
            assertThat(described.rate()).isNotNull();
            assertThat(described.description())
                    .contains("Service s_1 of the sandbox", "Type: REST", "Parameter code: Selects by code")
                    .contains("On success: {\"code\":\"0\"", "On failure: {\"errCode\":\"401\"");
            assertThat(gateway.requestCount(CALLS)).isEqualTo(1);
        }
    }

    @Test
    void serviceOfItsRegistration_withPages_isReadToItsEnd() {
        try (GatewaySandbox gateway = server().service(served("s_1", "mill")
                                .paging(GatewayPaging.pageNumber("pageNo", "pageSize")
                                        .atMost(10)))
                        .start();
                GovShare govshare = client(at(gateway)
                                .service(registered(gateway).paging(Paging.pages("pageNo", "pageSize", 1, 10))))
                        .build();
                Stream<Row> all = govshare.dataset("mills", Row.class).stream(Query.all())) {
            assertThat(all).isEqualTo(rows("mill", 25));
            assertThat(gateway.requestCount(CALLS)).isEqualTo(3);
        }
    }

    @Test
    void personalParameter_registeredToStandInTheQuery_saysHowToPutItElsewhere() {
        try (GatewaySandbox gateway = server().service(served("s_1", "mill")).start();
                GovShare wrong = client(at(gateway)
                                .service(registered(gateway).method("POST").personal("code")))
                        .build();
                GovShare right = client(at(gateway)
                                .service(registered(gateway)
                                        .method("POST")
                                        .personal("code")
                                        .parameter(Parameter.required("code", ValueType.TEXT)
                                                .in(Position.FORM))))
                        .build()) {
            assertThatThrownBy(() -> wrong.dataset("mills", Row.class)
                            .query(where("code").is("7")))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("'code' is personal")
                    .hasMessageContaining("Service.parameter(Parameter.required(name, type).in(Position.FORM))");
            assertThat(gateway.requestCount(CALLS)).isZero();
            assertThat(right.dataset("mills", Row.class)
                            .query(where("code").is("7"))
                            .items())
                    .hasSize(1);
        }
    }

    @Test
    void registeredRate_isKeptToSoThatTheGatewayNeverRefuses() {
        try (GatewaySandbox gateway = server().service(served("s_1", "mill").rate(4, Duration.ofSeconds(20)))
                        .start();
                GovShare govshare =
                        client(at(gateway).service(registered(gateway))).build()) {
            for (int i = 0; i < 13; i++) {
                govshare.dataset("mills", Row.class).query(where("code").is("7"));
            }
            assertThat(gateway.requests()).hasSize(14).allMatch(request -> request.code() == null);
            assertThat(clock.waits()).isNotEmpty();
        }
    }

    @Test
    void registeredTimeout_boundsAnAttempt() {
        try (GatewaySandbox gateway = server().service(served("s_1", "mill")).start()) {
            String registration = gateway.registration("s_1");
            assertThat(registration).contains("\"60\"");
            Service hasty =
                    keyed(ServiceRegistration.read("mills", "s_1", registration.replace("\"60\"", "\"1\"")), "s_1");
            try (GovShare govshare = client(at(gateway).service(hasty))
                    .resilience(r -> r.attempts(1))
                    .build()) {
                govshare.dataset("mills", Row.class).query(where("code").is("7"));
                gateway.faults().next(GatewayFault.delay(Duration.ofSeconds(20)).onService("s_1"));
                assertThatThrownBy(() -> govshare.dataset("mills", Row.class)
                                .query(where("code").is("7")))
                        .isInstanceOf(PlatformUnavailableException.class);
            }
        }
    }

    @Test
    void codeThatTheRegistrationNames_meansWhatItSays() {
        try (GatewaySandbox gateway = server().service(served("s_1", "mill"))
                        .service(served("s_2", "forge"))
                        .code(GatewayProblem.QUOTA, "E-77")
                        .code(GatewayProblem.DENIED, "E-78")
                        .code(GatewayProblem.SIGNATURE, "E-79")
                        .start();
                GovShare govshare = client(
                                at(gateway).service(registered(gateway)).service(described("forges", "s_2")))
                        .build()) {
            var mills = govshare.dataset("mills", Row.class);
            mills.query(where("code").is("7"));

            gateway.faults().next(GatewayFault.quota());
            assertThatThrownBy(() -> mills.query(where("code").is("7")))
                    .isInstanceOfSatisfying(
                            QuotaExceededException.class,
                            e -> assertThat(e.code()).hasValue("E-77"));
            gateway.faults().next(GatewayFault.problem(GatewayProblem.DENIED));
            assertThatThrownBy(() -> mills.query(where("code").is("7"))).isInstanceOf(SharingDeniedException.class);
            gateway.faults()
                    .next(GatewayFault.problem(GatewayProblem.SIGNATURE)
                            .onPath(CALLS)
                            .times(2));
            assertThatThrownBy(() -> mills.query(where("code").is("7"))).isInstanceOf(CredentialException.class);

            one(govshare, "forges");
            gateway.faults().next(GatewayFault.quota().onService("s_2").always());
            assertThatThrownBy(() -> one(govshare, "forges"))
                    .isInstanceOf(PlatformUnavailableException.class)
                    .hasMessageContaining("code 'E-77', which is not known here")
                    .hasMessageContaining("codes(c -> c.on(Kind.…, \"E-77\"))");
        }
    }

    @Test
    void refusals_haveTheirKind_insideHttp200AndWithAStatus() {
        for (boolean statuses : List.of(false, true)) {
            NationalExchangeBuilder server =
                    server().service(served("s_1", "mill").requires("name")).service(served("s_2", "forge"));
            server.forbid(RID, "s_2");
            try (GatewaySandbox gateway = (statuses ? server.errorStatuses() : server).start();
                    GovShare govshare = client(at(gateway)
                                    .service(described("mills", "s_1"))
                                    .service(described("forges", "s_2")))
                            .build()) {
                assertThatThrownBy(() -> one(govshare, "forges"))
                        .isInstanceOfSatisfying(SharingDeniedException.class, e -> {
                            assertThat(e.code()).hasValue("403");
                            assertThat(e.platformMessage()).hasValue("client rid-0001 may not use service s_2");
                            assertThat(e.status()).isEqualTo(statuses ? 403 : 200);
                        });
                assertThatThrownBy(() -> one(govshare, "mills"))
                        .isInstanceOfSatisfying(InvalidRequestException.class, e -> {
                            assertThat(e.code()).hasValue("400");
                            assertThat(e.platformMessage()).hasValue("required parameter name is missing");
                            assertThat(e.diagnosis().remedy()).startsWith("Compare required(…), optional(…)");
                        });
                assertThat(gateway.requestCount(CALLS))
                        .as("none is tried again")
                        .isEqualTo(2);
            }
        }
    }

    @Test
    void ecbSealDatesPrefixAndPaths_areOptions() {
        try (GatewaySandbox gateway = server().service(served("s_1", "mill"))
                        .ecb()
                        .endTimesAsDates()
                        .secretLifetime(Duration.ofMinutes(2))
                        .prefix("province_")
                        .paths("/auth/secret", "/gate")
                        .rowsIn("rows")
                        .start();
                GovShare govshare = client(at(gateway)
                                .service(described("mills", "s_1"))
                                .seal(ExchangeGateway.Seal.ECB)
                                .prefix("province_")
                                .paths("/auth/secret", "/gate")
                                .records("/rows"))
                        .build()) {
            assertThat(one(govshare, "mills").name()).isEqualTo("mill 7");
            clock.turn(Duration.ofMinutes(1));
            one(govshare, "mills");
            assertThat(gateway.requestCount("/auth/secret")).isEqualTo(1);
            clock.turn(Duration.ofSeconds(50));
            one(govshare, "mills");
            assertThat(gateway.requestCount("/auth/secret"))
                    .as("near the end that the gateway said")
                    .isEqualTo(2);
            assertThat(gateway.requests()).allMatch(request -> request.code() == null);
        }
    }

    @Test
    void wrongSeal_saysWhatToCheck() {
        try (GatewaySandbox gateway =
                        server().service(served("s_1", "mill")).ecb().start();
                GovShare govshare =
                        client(at(gateway).service(described("mills", "s_1"))).build()) {
            assertThatThrownBy(() -> one(govshare, "mills"))
                    .isInstanceOf(CredentialException.class)
                    .hasMessageContaining("cannot be opened in mode CBC")
                    .hasMessageContaining("seals in another mode, which ExchangeGateway.seal(…) names");
            assertThat(gateway.requestCount(CALLS)).isZero();
        }
    }

    @Test
    void serviceWithoutSid_saysHowToMakeIt() {
        try (GatewaySandbox gateway = server().service(served("s_1", "mill")).start();
                GovShare govshare = client(at(gateway).service(keyed(Service.at("mills", "/httpproxy"), "s_1")))
                        .build()) {
            assertThatThrownBy(() -> govshare.dataset("mills", Row.class).query(Query.all()))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("no sid")
                    .hasMessageContaining("Service.named(");
        }
    }
}
