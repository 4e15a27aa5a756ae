package io.govshare.wholecall;

import static io.govshare.dataset.Query.where;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.GovShare;
import io.govshare.dataset.Dataset;
import io.govshare.dialect.gateway.Parameter.ValueType;
import io.govshare.dialect.gateway.Service;
import io.govshare.error.CredentialException;
import io.govshare.error.PlatformUnavailableException;
import io.govshare.error.QuotaExceededException;
import io.govshare.testing.gateway.GatewayFault;
import io.govshare.testing.gateway.GatewayProblem;
import io.govshare.testing.gateway.GatewaySandbox;
import io.govshare.testing.gateway.GatewayService;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When a secret is exchanged, how often, and what becomes of calls that are refused, on the strict gateways that want one. */
@Timeout(60)
class ExchangedSecretCallTest {

    record Company(String code, String name) {}

    private static final List<Company> COMPANIES = List.of(new Company("91A", "Mill"), new Company("91B", "Forge"));
    private static final String NAME = "companies";

    @TempDir
    Path spool;

    private final SharedClock clock = new SharedClock();

    private GatewaySandbox start(ExchangingStyle style) {
        return style.start(clock, GatewayService.of(style.id(NAME), COMPANIES));
    }

    private GovShare client(ExchangingStyle style, GatewaySandbox gateway) {
        Service service = style.service(NAME).required("code", ValueType.TEXT);
        return style.client(gateway, clock, spool, service).build();
    }

    private static Company ask(GovShare govshare) {
        Dataset<Company> companies = govshare.dataset(NAME, Company.class);
        return companies.query(where(Company::code).is("91B")).items().get(0);
    }

    private static void askAtOnce(GovShare govshare, int callers) throws InterruptedException {
        List<Caller<Company>> all = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            all.add(Caller.of(() -> ask(govshare)));
        }
        for (Caller<Company> caller : all) {
            assertThat(caller.failure()).isNull();
            assertThat(caller.result()).isEqualTo(COMPANIES.get(1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void exchange_manyCallersAtStart_isOne(ExchangingStyle style) throws Exception {
        try (GatewaySandbox gateway = start(style);
                GovShare govshare = client(style, gateway)) {
            askAtOnce(govshare, 200);

            assertThat(style.exchanges(gateway)).isEqualTo(1);
            assertThat(style.calls(gateway)).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @EnumSource
    void renewal_whileCallsGoOn_isOneAheadOfEachEnd(ExchangingStyle style) throws Exception {
        try (GatewaySandbox gateway = start(style);
                GovShare govshare = client(style, gateway)) {
            ask(govshare);
            for (int renewal = 1; renewal <= 3; renewal++) {
                int exchanges = 1 + renewal;
                clock.turn(style.untilStale());
                askAtOnce(govshare, 20);
                Caller.await(() -> style.exchanges(gateway) == exchanges);
                // The answer may still be on its way: the last secret signs until it is there.
                askAtOnce(govshare, 20);
                assertThat(style.exchanges(gateway)).isEqualTo(exchanges);
            }
            assertThat(gateway.requests()).allMatch(request -> request.code() == null);
        }
    }

    @ParameterizedTest
    @EnumSource
    void secretThatTheGatewayDropped_isExchangedOnceAndTheCallRepeatedOnce(ExchangingStyle style) {
        try (GatewaySandbox gateway = start(style);
                GovShare govshare = client(style, gateway)) {
            ask(govshare);
            gateway.expireSecrets();

            ask(govshare);

            assertThat(style.exchanges(gateway)).isEqualTo(2);
            assertThat(style.calls(gateway)).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @EnumSource
    void secretThatTheGatewayDropped_underManyCallers_isExchangedOnce(ExchangingStyle style) throws Exception {
        try (GatewaySandbox gateway = start(style);
                GovShare govshare = client(style, gateway)) {
            ask(govshare);
            gateway.expireSecrets();

            askAtOnce(govshare, 50);

            assertThat(style.exchanges(gateway)).isEqualTo(2);
            assertThat(style.calls(gateway)).isBetween(52L, 101L);
        }
    }

    @ParameterizedTest
    @EnumSource
    void secretThatIsRefusedAgain_failsAfterOneExchange(ExchangingStyle style) {
        try (GatewaySandbox gateway = start(style);
                GovShare govshare = client(style, gateway)) {
            ask(govshare);
            gateway.faults()
                    .next(GatewayFault.problem(GatewayProblem.EXPIRED)
                            .onService(style.id(NAME))
                            .always());

            assertThatThrownBy(() -> ask(govshare))
                    .isInstanceOf(CredentialException.class)
                    .hasMessageContaining(NAME)
                    .hasMessageContaining("credentials(…)");

            assertThat(style.exchanges(gateway)).isEqualTo(2);
            assertThat(style.calls(gateway)).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @EnumSource
    void signatureThatIsRefused_dropsTheSecretOnce(ExchangingStyle style) {
        try (GatewaySandbox gateway = start(style);
                GovShare govshare = client(style, gateway)) {
            GatewayFault refusal =
                    GatewayFault.problem(GatewayProblem.SIGNATURE).onService(style.id(NAME));
            gateway.faults().next(refusal);
            ask(govshare);
            assertThat(style.exchanges(gateway)).isEqualTo(2);
            assertThat(style.calls(gateway)).isEqualTo(2);

            gateway.faults().next(refusal.always());
            assertThatThrownBy(() -> ask(govshare))
                    .isInstanceOfSatisfying(
                            CredentialException.class,
                            e -> assertThat(e.platformMessage()).hasValue("the sandbox was told to refuse this"))
                    .hasMessageContaining("signature");
            assertThat(style.exchanges(gateway)).isEqualTo(3);
            assertThat(style.calls(gateway)).isEqualTo(4);
        }
    }

    @ParameterizedTest
    @EnumSource
    void clockThatIsWrong_isSetRightByTheExchangeOnce(ExchangingStyle style) {
        for (Duration ahead : List.of(Duration.ofSeconds(-10), Duration.ofHours(-2), Duration.ofHours(2))) {
            try (GatewaySandbox gateway = start(style);
                    GovShare govshare = client(style, gateway)) {
                gateway.clockSkew(ahead);
                ask(govshare);
                ask(govshare);
                assertThat(style.exchanges(gateway)).as(ahead.toString()).isEqualTo(2);
                assertThat(style.calls(gateway)).as(ahead.toString()).isEqualTo(2);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "APP_ID") // repeats the time of the exchange
    void clockThatWentWrong_isSetRightByTheCallOnce(ExchangingStyle style) {
        try (GatewaySandbox gateway = start(style);
                GovShare govshare = client(style, gateway)) {
            ask(govshare);
            gateway.clockSkew(Duration.ofSeconds(-20));
            ask(govshare);
            assertThat(style.calls(gateway)).as("refused, and repeated").isEqualTo(3);
            ask(govshare);
            assertThat(style.calls(gateway)).as("remembered").isEqualTo(4);
            assertThat(style.exchanges(gateway)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void quota_failsAtOnceWithOneRequest(ExchangingStyle style) {
        try (GatewaySandbox gateway = start(style);
                GovShare govshare = client(style, gateway)) {
            ask(govshare);
            gateway.faults().next(GatewayFault.quota().onService(style.id(NAME)));

            assertThatThrownBy(() -> ask(govshare)).isInstanceOfSatisfying(QuotaExceededException.class, e -> {
                assertThat(e.code()).hasValue(style.quotaCode());
                assertThat(e.platformMessage()).hasValue("the sandbox was told to refuse this");
                assertThat(e.requestId())
                        .hasValue(gateway.requests()
                                .get(gateway.requests().size() - 1)
                                .requestId());
                assertThat(e.status()).isEqualTo(200);
                assertThat(e.attempts()).isEqualTo(1);
            });
            assertThat(style.calls(gateway)).isEqualTo(2);
            assertThat(clock.waits()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void quotaOfTheExchange_failsAtOnceWithOneRequest(ExchangingStyle style) {
        try (GatewaySandbox gateway = start(style);
                GovShare govshare = client(style, gateway)) {
            gateway.faults().next(GatewayFault.quota().onPath(style.exchangePath()));

            assertThatThrownBy(() -> ask(govshare))
                    .isInstanceOfSatisfying(
                            QuotaExceededException.class,
                            e -> assertThat(e.code()).hasValue(style.quotaCode()));
            assertThat(style.exchanges(gateway)).isEqualTo(1);
            assertThat(style.calls(gateway)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void quotaOfTheExchange_underAStatus_failsAtOnceToo(ExchangingStyle style) {
        try (GatewaySandbox gateway = start(style);
                GovShare govshare = client(style, gateway)) {
            gateway.faults()
                    .next(GatewayFault.status(429).onPath(style.exchangePath()).always());

            assertThatThrownBy(() -> ask(govshare)).isInstanceOf(QuotaExceededException.class);
            assertThat(style.exchanges(gateway)).isEqualTo(1);
            assertThat(clock.waits()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void quotaOfTheExchange_withAWrongClock_failsAtOnceToo(ExchangingStyle style) {
        try (GatewaySandbox gateway = start(style);
                GovShare govshare = client(style, gateway)) {
            gateway.clockSkew(Duration.ofHours(2));
            gateway.faults().next(GatewayFault.quota().onPath(style.exchangePath()));

            assertThatThrownBy(() -> ask(govshare)).isInstanceOf(QuotaExceededException.class);
            assertThat(style.exchanges(gateway)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void failureBehindTheGateway_isTriedAgainAfterAWait(ExchangingStyle style) {
        try (GatewaySandbox gateway = start(style);
                GovShare govshare = client(style, gateway)) {
            gateway.faults()
                    .next(GatewayFault.upstream().onService(style.id(NAME)).times(2));
            ask(govshare);
            assertThat(style.calls(gateway)).isEqualTo(3);
            assertThat(clock.waits()).hasSize(2);

            gateway.faults()
                    .next(GatewayFault.upstream().onService(style.id(NAME)).always());
            assertThatThrownBy(() -> ask(govshare)).isInstanceOfSatisfying(PlatformUnavailableException.class, e -> {
                assertThat(e.code()).hasValue(style.upstreamCode());
                assertThat(e.platformMessage()).hasValue("the sandbox was told to refuse this");
                assertThat(e.requestId())
                        .hasValueSatisfying(id -> assertThat(id).startsWith("G-"));
                assertThat(e.attempts()).isEqualTo(3);
            });
            assertThat(style.calls(gateway)).isEqualTo(6);
            assertThat(style.exchanges(gateway)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void failureOfTheExchange_isTriedAgainWithTheCall(ExchangingStyle style) {
        try (GatewaySandbox gateway = start(style);
                GovShare govshare = client(style, gateway)) {
            gateway.faults().next(GatewayFault.status(502).onPath(style.exchangePath()));
            ask(govshare);
            assertThat(style.exchanges(gateway)).isEqualTo(2);
            assertThat(style.calls(gateway)).isEqualTo(1);
            assertThat(clock.waits()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void eachUse_isOneEventWithItsAttempts(ExchangingStyle style) {
        try (GatewaySandbox gateway = start(style);
                GovShare govshare = client(style, gateway)) {
            ask(govshare);
            gateway.expireSecrets();
            ask(govshare);
            gateway.faults()
                    .next(GatewayFault.upstream().onService(style.id(NAME)).times(2));
            ask(govshare);
            gateway.faults().next(GatewayFault.quota().onService(style.id(NAME)));
            assertThatThrownBy(() -> ask(govshare)).isInstanceOf(QuotaExceededException.class);
        }
        assertThat(Spooled.events(spool))
                .extracting(event -> event.at("/data/outcome").asString() + " after "
                        + event.at("/data/attempts").asInt() + ", "
                        + event.at("/data/received").asInt() + " received for "
                        + event.at("/data/purpose").asString() + ", "
                        + event.at("/data/failure").asString(""))
                .containsExactly(
                        "matched after 1, 1 received for residence-permit, ",
                        "matched after 2, 1 received for residence-permit, ",
                        "matched after 3, 1 received for residence-permit, ",
                        "failed after 1, 0 received for residence-permit, quota-exceeded");
    }
}
