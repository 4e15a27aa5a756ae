package io.govshare.wholecall;

import static io.govshare.dataset.Query.where;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.GovShare;
import io.govshare.dialect.gateway.Parameter.ValueType;
import io.govshare.dialect.gateway.Service;
import io.govshare.dialect.rtime.RtimeGateway;
import io.govshare.dialect.rtime.RtimeGateway.Rtime;
import io.govshare.error.CredentialException;
import io.govshare.error.GovShareException;
import io.govshare.error.InvalidRequestException;
import io.govshare.error.SharingDeniedException;
import io.govshare.http.Outcome.Kind;
import io.govshare.testing.gateway.GatewayAppIdBuilder;
import io.govshare.testing.gateway.GatewayFault;
import io.govshare.testing.gateway.GatewayProblem;
import io.govshare.testing.gateway.GatewaySandbox;
import io.govshare.testing.gateway.GatewayService;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is the {@code gateway_appid} style's own: the time of the exchange, which calls repeat or may not repeat. */
@Timeout(30)
class GatewayAppIdCallTest {

    record Person(String uid, String name) {}

    private static final String PATH = "/api/persons";

    @TempDir
    Path spool;

    private final SharedClock clock = new SharedClock();

    private GatewayAppIdBuilder server() {
        return GatewaySandbox.gatewayAppId()
                .client(ExchangingStyle.ID, ExchangingStyle.KEY)
                .clock(clock)
                .service(GatewayService.of(PATH, List.of(new Person("u-1", "Li"), new Person("u-2", "Wu")))
                        .requires("uid"));
    }

    private static Service persons() {
        return Service.at("persons", PATH).required("uid", ValueType.TEXT);
    }

    private GovShare client(RtimeGateway gateway) {
        return ExchangingStyle.client(gateway, clock, spool).build();
    }

    private static RtimeGateway at(GatewaySandbox gateway) {
        return RtimeGateway.at(gateway.url().toString());
    }

    private static Optional<Person> ask(GovShare govshare) {
        return govshare.dataset("persons", Person.class).find("u-2");
    }

    @ParameterizedTest
    @CsvSource({"REUSE,GET", "REUSE,POST", "FRESH,GET", "FRESH,POST"})
    void calls_carryTheTimeThatTheGatewayWants(Rtime rtime, String method) {
        GatewayAppIdBuilder server = rtime == Rtime.FRESH ? server().freshRtime() : server().reusedRtime();
        try (GatewaySandbox gateway = server.start();
                GovShare govshare =
                        client(at(gateway).rtime(rtime).service(persons().method(method)))) {
            for (int i = 0; i < 3; i++) {
                assertThat(ask(govshare)).hasValue(new Person("u-2", "Wu"));
                clock.turn(Duration.ofSeconds(20));
            }
            assertThat(gateway.requestCount("/auth/token")).isEqualTo(1);
            assertThat(gateway.requests())
                    .hasSize(4)
                    .filteredOn(request -> request.path().equals(PATH))
                    .allMatch(request -> request.method().equals(method));
            List<List<String>> times = gateway.requests().stream()
                    .map(request -> request.headers().get("gateway_rtime"))
                    .toList();
            assertThat(times).doesNotContainNull();
            assertThat(times.stream().distinct()).hasSize(rtime == Rtime.REUSE ? 1 : 4);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void wrongTime_isRefusedNamingTheOption(boolean fresh) {
        try (GatewaySandbox gateway = (fresh ? server().freshRtime() : server()).start();
                GovShare govshare = client(
                        at(gateway).rtime(fresh ? Rtime.REUSE : Rtime.FRESH).service(persons()))) {
            assertThatThrownBy(() -> ask(govshare))
                    .isInstanceOfSatisfying(
                            CredentialException.class,
                            e -> assertThat(e.platformMessage().orElseThrow()).contains("gateway_rtime is"))
                    .hasMessageContaining("options for timestamp");
        }
    }

    /** The time of the exchange cannot be set right: only a new exchange has another. */
    @Test
    void reusedTimeThatIsRefused_isExchangedOnceAndTheCallRepeatedOnce() {
        try (GatewaySandbox gateway = server().start();
                GovShare govshare = client(at(gateway)
                        .codes(codes -> codes.onPhrase(Kind.CLOCK, "told to refuse"))
                        .service(persons()))) {
            ask(govshare);
            GatewayFault tooOld = GatewayFault.problem(GatewayProblem.CLOCK).onService(PATH);
            gateway.faults().next(tooOld);
            assertThat(ask(govshare)).hasValue(new Person("u-2", "Wu"));
            assertThat(gateway.requestCount("/auth/token")).isEqualTo(2);
            assertThat(gateway.requestCount(PATH)).isEqualTo(3);

            gateway.faults().next(tooOld.always());
            assertThatThrownBy(() -> ask(govshare)).isInstanceOf(CredentialException.class);
            assertThat(gateway.requestCount("/auth/token")).isEqualTo(3);
            assertThat(gateway.requestCount(PATH)).isEqualTo(5);
        }
    }

    @Test
    void secret_isUsedAsLongAsIsSaid() {
        try (GatewaySandbox gateway =
                        server().secretLifetime(Duration.ofMinutes(2)).start();
                GovShare govshare =
                        client(at(gateway).secretLifetime(Duration.ofMinutes(2)).service(persons()))) {
            ask(govshare);
            clock.turn(Duration.ofMinutes(1));
            ask(govshare);
            assertThat(gateway.requestCount("/auth/token")).isEqualTo(1);
            clock.turn(Duration.ofSeconds(50));
            ask(govshare);
            assertThat(gateway.requestCount("/auth/token")).isEqualTo(2);
            assertThat(gateway.requests()).allMatch(request -> request.code() == null);
        }
    }

    @Test
    void secretThatLivesShorterThanIsSaid_isExchangedWhenItIsRefused() {
        try (GatewaySandbox gateway =
                        server().secretLifetime(Duration.ofMinutes(1)).start();
                GovShare govshare = client(at(gateway).service(persons()))) {
            ask(govshare);
            clock.turn(Duration.ofSeconds(90));
            ask(govshare);
            assertThat(gateway.requestCount("/auth/token")).isEqualTo(2);
            assertThat(gateway.requestCount(PATH)).isEqualTo(3);
        }
    }

    @Test
    void namesAndPaths_areOptions() {
        try (GatewaySandbox gateway = server().prefix("gw-")
                        .exchangePath("/oauth/secret")
                        .rowsIn("data")
                        .start();
                GovShare govshare = client(at(gateway)
                        .names("gw-appid", "gw-rtime", "gw-sig")
                        .tokenPath("/oauth/secret")
                        .records("/data")
                        .service(persons()))) {
            assertThat(ask(govshare)).hasValue(new Person("u-2", "Wu"));
        }
    }

    @Test
    void refusals_haveTheirKind_insideHttp200AndWithAStatus() {
        for (boolean statuses : List.of(false, true)) {
            GatewayAppIdBuilder server = server().service("/api/secret", List.of());
            server.forbid(ExchangingStyle.ID, "/api/secret");
            try (GatewaySandbox gateway = (statuses ? server.errorStatuses() : server).start();
                    GovShare govshare = client(at(gateway)
                            .service(Service.at("secret", "/api/secret")
                                    .optional("uid", ValueType.TEXT)
                                    .key("uid"))
                            .service(Service.at("misspelt", PATH).required("id", ValueType.TEXT)))) {
                assertRefused(govshare, "secret", SharingDeniedException.class, "403", "may not use service");
                assertRefused(govshare, "misspelt", InvalidRequestException.class, "400", "parameter uid is missing");
                assertThat(gateway.requestCount("/api/"))
                        .as("none is tried again")
                        .isEqualTo(2);
            }
        }
    }

    private static void assertRefused(
            GovShare govshare, String dataset, Class<? extends GovShareException> as, String code, String words) {
        assertThatThrownBy(() -> govshare.dataset(dataset, Person.class)
                        .query(where(dataset.equals("secret") ? "uid" : "id").is("u-1")))
                .isInstanceOf(as)
                .isInstanceOfSatisfying(GovShareException.class, e -> {
                    assertThat(e.code()).hasValue(code);
                    assertThat(e.platformMessage().orElseThrow()).contains(words);
                    assertThat(e.requestId().orElseThrow()).startsWith("G-");
                });
    }
}
