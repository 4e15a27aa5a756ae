package io.govshare.wholecall;

import static io.govshare.dataset.Query.where;
import static io.govshare.wholecall.HeaderGateways.CONTEXT;
import static io.govshare.wholecall.HeaderGateways.OPERATOR;
import static io.govshare.wholecall.HeaderGateways.PERSONS;
import static io.govshare.wholecall.HeaderGateways.SECRET;
import static io.govshare.wholecall.HeaderGateways.SUBJECT;
import static io.govshare.wholecall.HeaderGateways.person;
import static io.govshare.wholecall.HeaderGateways.persons;
import static io.govshare.wholecall.PaasIdCallTest.PATH;
import static io.govshare.wholecall.PaasIdCallTest.persons7;
import static io.govshare.wholecall.PaasIdCallTest.platform;
import static io.govshare.wholecall.PaasIdCallTest.sandbox;
import static io.govshare.wholecall.PaasIdCallTest.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.GovShare;
import io.govshare.catalog.SharingAttribute;
import io.govshare.context.CallContext;
import io.govshare.dataset.Dataset;
import io.govshare.dataset.Query;
import io.govshare.dialect.gateway.Parameter;
import io.govshare.dialect.gateway.Parameter.ValueType;
import io.govshare.dialect.gateway.Service;
import io.govshare.dialect.paasid.PaasIdGateway;
import io.govshare.error.ConfigurationException;
import io.govshare.error.CredentialException;
import io.govshare.error.InvalidRequestException;
import io.govshare.testing.gateway.GatewaySandbox;
import io.govshare.testing.gateway.PaasIdBuilder;
import io.govshare.wholecall.HeaderGateways.Person;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The options of the paasid style, each against a gateway that wants it so, and its records in the cache. */
@Timeout(20)
class PaasIdSettingsCallTest {

    @TempDir
    Path spool;

    private GovShare client(PaasIdGateway platform) {
        return HeaderGateways.client(platform, "paas-0001", SECRET, spool).build();
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
    void systemOfSeveralDepartments_wantsTheOneThatAsksInTheContext() {
        try (GatewaySandbox gateway = persons7();
                GovShare govshare = client(PaasIdGateway.at(gateway.url().toString())
                        .system("SYS-0001", "91440000000000000X")
                        .service(service()))) {
            Dataset<Person> persons = govshare.dataset(PERSONS, Person.class);
            assertThatThrownBy(() -> persons.find("u-1"))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("CallContext.department(id)");
            assertThat(gateway.requestCount("/")).isZero();
            assertThat(persons.with(CallContext.builder()
                                    .department("11440000000000001X")
                                    .build())
                            .find("u-1"))
                    .contains(person(1));
        }
    }

    @Test
    void serviceCalledByGet_isRefusedWhenTheClientIsBuilt() {
        assertThatThrownBy(() -> client(PaasIdGateway.at("https://gw.example.gov")
                        .withoutSystem()
                        .service(service().method("GET"))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("Service.method(\"POST\")");
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
