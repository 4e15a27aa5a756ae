package io.govshare.wholecall;

import static io.govshare.dataset.Query.where;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.GovShare;
import io.govshare.auth.Credentials;
import io.govshare.context.CallContext;
import io.govshare.context.CallContext.Member;
import io.govshare.dataset.Dataset;
import io.govshare.dataset.Page;
import io.govshare.dialect.gateway.Parameter.ValueType;
import io.govshare.dialect.gateway.Position;
import io.govshare.dialect.gateway.Service;
import io.govshare.dialect.rotation.RotationGateway;
import io.govshare.error.ConfigurationException;
import io.govshare.error.InvalidRequestException;
import io.govshare.error.PlatformUnavailableException;
import io.govshare.error.SharingDeniedException;
import io.govshare.http.Outcome.Kind;
import io.govshare.signing.Secret;
import io.govshare.testing.gateway.GatewayFault;
import io.govshare.testing.gateway.GatewayProblem;
import io.govshare.testing.gateway.GatewaySandbox;
import io.govshare.testing.gateway.TwoSecretsBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is the style's own that has two secrets in rotation: where the signature stands, which secret renews, the purpose. */
@Timeout(30)
class TwoSecretsCallTest {

    record Person(String uid, String name) {}

    private static final String BY_KEY = "/gateway/app/refreshTokenByKey.htm";
    private static final String BY_SECRET = "/gateway/app/refreshTokenBySec.htm";
    private static final String CALLS = "/gateway/api/";
    private static final List<Person> PERSONS = List.of(new Person("u-1", "李"), new Person("u-2", "吴"));

    @TempDir
    Path spool;

    private final SharedClock clock = new SharedClock();

    private TwoSecretsBuilder server() {
        return GatewaySandbox.twoSecrets()
                .client(ExchangingStyle.ID, ExchangingStyle.KEY)
                .clock(clock)
                .service("demo/persons", PERSONS);
    }

    private static Service persons() {
        return Service.at("persons", RotationGateway.path("demo", "persons"))
                .optional("uid", ValueType.TEXT)
                .optional("name", ValueType.TEXT)
                .key("uid");
    }

    private static RotationGateway at(GatewaySandbox gateway) {
        return RotationGateway.at(gateway.url().toString()).service(persons());
    }

    private GovShare client(RotationGateway gateway) {
        return ExchangingStyle.client(gateway, clock, spool).build();
    }

    private static Page<Person> ask(GovShare govshare) {
        return govshare.dataset("persons", Person.class)
                .query(where(Person::name).is("吴"));
    }

    private record Placement(
            String name, UnaryOperator<TwoSecretsBuilder> server, UnaryOperator<RotationGateway> client) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Placement> placements() {
        return Stream.of(
                new Placement("form", server -> server, client -> client),
                new Placement(
                        "query",
                        server -> server,
                        client -> client.service(persons().method("GET").allowPersonalInUrl())),
                new Placement("header fields", TwoSecretsBuilder::signatureInHeaders, RotationGateway::jsonBody),
                new Placement(
                        "header fields, context changed before",
                        TwoSecretsBuilder::signatureInHeaders,
                        client -> client.context(context -> context.put(Member.CASE, "projectId"))
                                .jsonBody()),
                new Placement(
                        "JSON members",
                        TwoSecretsBuilder::signatureInJson,
                        client -> client.jsonBody().signatureIn(Position.JSON)),
                new Placement(
                        "purpose in header fields",
                        TwoSecretsBuilder::purposeInHeaders,
                        RotationGateway::purposeInHeaders),
                new Placement(
                        "all in header fields",
                        server -> server.signatureInHeaders().purposeInHeaders(),
                        client -> client.purposeInHeaders().jsonBody()),
                new Placement(
                        "other names in upper case",
                        server -> server.names("ak", "sg", "ts").upperCaseHex(),
                        client -> client.names("ak", "ts", "sg").upperCaseHex()),
                new Placement("plain datas", TwoSecretsBuilder::plainDatas, client -> client),
                new Placement("end times as text", TwoSecretsBuilder::endTimesAsText, client -> client),
                new Placement("end times as dates", TwoSecretsBuilder::endTimesAsDates, client -> client));
    }

    @ParameterizedTest
    @MethodSource("placements")
    void calls_areSignedWhereTheGatewayLooks(Placement placement) {
        try (GatewaySandbox gateway = placement.server().apply(server()).start();
                GovShare govshare = client(placement.client().apply(at(gateway)))) {
            assertThat(ask(govshare).items()).containsExactly(PERSONS.get(1));
            assertThat(govshare.dataset("persons", Person.class).find("nobody")).isEmpty();
            gateway.expireSecrets();
            assertThat(ask(govshare).items()).containsExactly(PERSONS.get(1));
            clock.turn(Duration.ofSeconds(800));
            assertThat(ask(govshare).items()).containsExactly(PERSONS.get(1));

            assertThat(gateway.requests())
                    .filteredOn(request -> request.code() != null)
                    .as("but for the secret that was dropped")
                    .hasSize(1);
        }
    }

    @Test
    void signatureInTheQuery_withAPersonInTheContext_isRefusedUnlessAllowed() {
        try (GatewaySandbox gateway = server().start();
                GovShare govshare = client(at(gateway).service(persons().method("GET")))) {
            assertThatThrownBy(() -> ask(govshare))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("operator is personal")
                    .hasMessageContaining("method(\"POST\")");
            assertThat(gateway.requestCount(CALLS)).isZero();
        }
    }

    @Test
    void secrets_areRenewedByTheRefreshSecret() {
        try (GatewaySandbox gateway = server().start();
                GovShare govshare = client(at(gateway))) {
            ask(govshare);
            for (int hour = 1; hour <= 3; hour++) {
                clock.turn(Duration.ofHours(1));
                ask(govshare);
                assertThat(gateway.requestCount(BY_SECRET)).isEqualTo(hour);
            }
            assertThat(gateway.requestCount(BY_KEY)).isEqualTo(1);
            assertThat(gateway.requests()).allMatch(request -> request.code() == null);
        }
    }

    @Test
    void refreshSecretThatHasEnded_isNotTried() {
        try (GatewaySandbox gateway = server().start();
                GovShare govshare = client(at(gateway))) {
            ask(govshare);
            clock.turn(Duration.ofHours(49));
            ask(govshare);
            assertThat(gateway.requestCount(BY_KEY)).isEqualTo(2);
            assertThat(gateway.requestCount(BY_SECRET)).isZero();
        }
    }

    @Test
    void ends_areThoseThatTheGatewaySays() {
        try (GatewaySandbox gateway = server().secretLifetime(Duration.ofMinutes(2), Duration.ofMinutes(5))
                        .start();
                GovShare govshare = client(at(gateway))) {
            ask(govshare);
            clock.turn(Duration.ofMinutes(1));
            ask(govshare);
            assertThat(gateway.requestCount("/gateway/app/")).isEqualTo(1);
            clock.turn(Duration.ofSeconds(50));
            ask(govshare);
            assertThat(gateway.requestCount(BY_SECRET)).isEqualTo(1);
            clock.turn(Duration.ofMinutes(6));
            ask(govshare);
            assertThat(gateway.requestCount(BY_KEY)).isEqualTo(2);
            assertThat(gateway.requestCount(BY_SECRET)).isEqualTo(1);
            assertThat(gateway.requests()).allMatch(request -> request.code() == null);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"EXPIRED", "SIGNATURE"})
    void refreshSecretThatIsRefused_isReplacedByKeyAtOnce(GatewayProblem problem) {
        try (GatewaySandbox gateway = server().start();
                GovShare govshare = client(at(gateway))) {
            ask(govshare);
            gateway.expireSecrets();
            gateway.faults().next(GatewayFault.problem(problem).onPath(BY_SECRET));
            ask(govshare);
            assertThat(gateway.requestCount(BY_SECRET)).isEqualTo(1);
            assertThat(gateway.requestCount(BY_KEY)).isEqualTo(2);
            assertThat(gateway.requestCount(CALLS)).isEqualTo(3);
            assertThat(clock.waits()).isEmpty();

            gateway.expireSecrets();
            ask(govshare);
            assertThat(gateway.requestCount(BY_SECRET))
                    .as("the new refresh secret is good")
                    .isEqualTo(2);
            assertThat(gateway.requestCount(BY_KEY)).isEqualTo(2);
        }
    }

    @Test
    void contextThatTheGatewayWants_isAskedForBeforeTheNetwork() {
        try (GatewaySandbox gateway = server().start();
                GovShare govshare = GovShare.builder()
                        .application("gateway-calls", "1.0.0")
                        .platform(at(gateway).context(c -> c.required(Member.MATTER, Member.OPERATOR)))
                        .credentials(Credentials.sharedSecret(ExchangingStyle.ID, Secret.of(ExchangingStyle.KEY)))
                        .context(CallContext.purpose("residence-permit").build())
                        .usage(usage -> usage.folder(spool))
                        .build()) {
            Dataset<Person> persons = govshare.dataset("persons", Person.class);
            assertThatThrownBy(() -> persons.find("u-1"))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("matter(");
            assertThatThrownBy(() -> persons.with(
                                    CallContext.builder().matter("ITEM-0001").build())
                            .find("u-1"))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("operator(");
            assertThat(gateway.requestCount("/")).isZero();
        }
    }

    @Test
    void wholeContext_standsInAdditionalUnderItsNames() {
        CallContext whole = CallContext.builder()
                .material("户口簿")
                .subject("91350100M0001", "organisation", "海港局")
                .caseNumber("CASE-0007")
                .build();
        try (GatewaySandbox gateway = server().requirePurpose(
                                "powerMatters",
                                "subPowerMatters",
                                "accesscardId",
                                "materialName",
                                "sponsorName",
                                "sponsorCode",
                                "projectId")
                        .start();
                GovShare govshare = client(at(gateway))) {
            assertThat(govshare.dataset("persons", Person.class).with(whole).find("u-1"))
                    .hasValue(PERSONS.get(0));
        }
    }

    @Test
    void answers_crossNeitherPurposesNorMattersNorOperators() {
        try (GatewaySandbox gateway = server().start();
                GovShare govshare = ExchangingStyle.client(at(gateway), clock, spool)
                        .customize(http -> http.addNetworkInterceptor(chain -> chain.proceed(chain.request())
                                .newBuilder()
                                .header("Cache-Control", "max-age=600")
                                .build()))
                        .build()) {
            Dataset<Person> persons = govshare.dataset("persons", Person.class);
            List<CallContext> others = List.of(
                    CallContext.builder().build(),
                    CallContext.purpose("school-enrolment").build(),
                    CallContext.builder().matter("ITEM-0002").build(),
                    CallContext.builder().operator("op-78").build(),
                    CallContext.builder().caseNumber("CASE-0008").build());
            for (int round = 0; round < 2; round++) {
                for (CallContext other : others) {
                    Page<Person> page =
                            persons.with(other).query(where(Person::name).is("吴"));
                    assertThat(page.items()).containsExactly(PERSONS.get(1));
                    assertThat(page.isFromCache()).isEqualTo(round == 1);
                }
            }
            assertThat(gateway.requestCount(CALLS)).isEqualTo(others.size());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void failureBesideAnEmptyList_isNoEmptyResult(boolean plain) {
        try (GatewaySandbox gateway = (plain ? server().plainDatas() : server()).start();
                GovShare govshare = client(at(gateway))) {
            gateway.faults()
                    .next(GatewayFault.upstream().onService("demo/persons").always());
            assertThatThrownBy(() -> ask(govshare)).isInstanceOfSatisfying(PlatformUnavailableException.class, e -> {
                assertThat(e.platformMessage()).hasValue("the sandbox was told to refuse this");
                assertThat(e.requestId().orElseThrow()).startsWith("G-");
            });
        }
    }

    @Test
    void codeOfOneGatewayAlone_isUnderstoodOnceItIsTold() {
        try (GatewaySandbox gateway =
                        server().forbid(ExchangingStyle.ID, "demo/persons").start();
                GovShare untold = client(at(gateway));
                GovShare told = client(at(gateway).codes(c -> c.on(Kind.DENIED, "16")))) {
            assertThatThrownBy(() -> ask(untold))
                    .isInstanceOf(PlatformUnavailableException.class)
                    .hasMessageContaining("code '16', which is not known here");
            long before = gateway.requestCount(CALLS);
            assertThatThrownBy(() -> ask(told)).isInstanceOf(SharingDeniedException.class);
            assertThat(gateway.requestCount(CALLS) - before).isEqualTo(1);
        }
    }
}
