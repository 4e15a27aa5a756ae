package io.govshare.dialect;

import static io.govshare.dataset.Query.where;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.GovShare;
import io.govshare.auth.Credentials;
import io.govshare.context.CallContext;
import io.govshare.dataset.Dataset;
import io.govshare.dialect.gateway.Parameter.ValueType;
import io.govshare.dialect.gateway.Service;
import io.govshare.dialect.paasid.PaasIdGateway;
import io.govshare.dialect.rtime.RtimeGateway;
import io.govshare.dialect.rtime.RtimeGateway.Rtime;
import io.govshare.error.CredentialException;
import io.govshare.error.InvalidRequestException;
import io.govshare.error.QuotaExceededException;
import io.govshare.error.SharingDeniedException;
import io.govshare.platform.Platform;
import io.govshare.signing.Secret;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two gateways that have nothing in common with the standard platform, through the pipeline as it is. */
class GatewaysThroughThePipelineTest {

    record Person(String name, int level) {}

    record Seen(String seenBy) {}

    private static final CallContext CONTEXT = CallContext.purpose("residence-permit")
            .matter("ITEM-0001")
            .operator("op-77", "Zhang San")
            .build();

    @TempDir
    Path spool;

    private static PaasIdGateway paasId(PaasIdServer server) {
        return PaasIdGateway.at(server.url())
                .withoutSystem()
                .service(Service.at("persons", "/ebus/persons")
                        .optional("name", ValueType.TEXT)
                        .optional("level", ValueType.INTEGER));
    }

    private static RtimeGateway rtime(RtimeServer server) {
        return RtimeGateway.at(server.url())
                .service(Service.at("persons", "/persons")
                        .optional("name", ValueType.TEXT)
                        .records("/body/rows"));
    }

    private GovShare client(Platform platform, String id, String secret) {
        return GovShare.builder()
                .application("gateway-test", "1")
                .platform(platform)
                .credentials(Credentials.sharedSecret(id, Secret.of(secret)))
                .context(CONTEXT)
                .usage(usage -> usage.folder(spool))
                .build();
    }

    @Test
    void paasId_withPurposeInsideBody_readsNestedEnvelope() throws Exception {
        try (PaasIdServer gateway = new PaasIdServer();
                GovShare govshare = client(paasId(gateway), "paas-0001", PaasIdServer.TOKEN)) {
            Dataset<Person> persons = govshare.dataset("persons", Person.class);
            assertThat(persons.query(where(Person::name).is("Zhang")).items()).containsExactly(new Person("Zhang", 3));
            assertThat(persons.query(where(Person::name).is("nobody")).items()).isEmpty();
        }
    }

    @Test
    void paasId_thatCannotCount_saysByItsRecordsWhetherThereIsOne() throws Exception {
        try (PaasIdServer gateway = new PaasIdServer();
                GovShare govshare = client(paasId(gateway), "paas-0001", PaasIdServer.TOKEN)) {
            Dataset<Person> persons = govshare.dataset("persons", Person.class);
            assertThat(persons.exists(where(Person::name).is("Zhang"))).isTrue();
            assertThat(persons.exists(where(Person::name).is("nobody"))).isFalse();
        }
    }

    @Test
    void paasId_errorInsideHttp200_becomesItsException() throws Exception {
        try (PaasIdServer gateway = new PaasIdServer();
                GovShare govshare = client(paasId(gateway), "paas-0001", PaasIdServer.TOKEN)) {
            Dataset<Person> persons = govshare.dataset("persons", Person.class);
            gateway.refusal = PaasIdServer.error(400000403, "not allowed");
            assertThatThrownBy(() -> persons.query(where(Person::name).is("Li")))
                    .isInstanceOfSatisfying(SharingDeniedException.class, e -> {
                        assertThat(e.code()).hasValue("400000403");
                        assertThat(e.platformMessage()).hasValue("not allowed");
                        assertThat(e.status()).isEqualTo(200);
                    });
            gateway.refusal = PaasIdServer.error(400000429, "too many");
            int before = gateway.requests.get();
            assertThatThrownBy(() -> persons.query(where(Person::name).is("Li")))
                    .isInstanceOf(QuotaExceededException.class);
            assertThat(gateway.requests.get() - before)
                    .as("no immediate retry of a quota")
                    .isEqualTo(1);
        }
    }

    @Test
    void paasId_withoutRequiredMember_failsBeforeNetworkNamingMethod() throws Exception {
        try (PaasIdServer gateway = new PaasIdServer();
                GovShare govshare = GovShare.builder()
                        .application("gateway-test", "1")
                        .platform(paasId(gateway))
                        .credentials(Credentials.sharedSecret("paas-0001", Secret.of(PaasIdServer.TOKEN)))
                        .context(CallContext.purpose("residence-permit")
                                .matter("ITEM-0001")
                                .build())
                        .usage(usage -> usage.folder(spool))
                        .build()) {
            assertThatThrownBy(() -> govshare.dataset("persons", Person.class)
                            .query(where(Person::name).is("Li")))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("operator(");
            assertThat(gateway.requests.get()).isZero();
        }
    }

    @Test
    void paasId_operatorItCannotCarry_failsBeforeNetworkNamingFieldAndOperator() throws Exception {
        try (PaasIdServer gateway = new PaasIdServer();
                GovShare govshare = client(paasId(gateway), "paas-0001", PaasIdServer.TOKEN)) {
            assertThatThrownBy(() -> govshare.dataset("persons", Person.class)
                            .query(where(Person::level).atLeast(2)))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("'level >='")
                    .hasMessageContaining("use one of [is]");
            assertThat(gateway.requests.get()).isZero();
        }
    }

    @Test
    void paasId_otherOperator_isNeverGivenTheFirstOnesAnswer() throws Exception {
        try (PaasIdServer gateway = new PaasIdServer();
                GovShare govshare = client(paasId(gateway), "paas-0001", PaasIdServer.TOKEN)) {
            Dataset<Seen> persons = govshare.dataset("persons", Seen.class);
            persons.query(where("name").is("Li"));
            int before = gateway.requests.get();
            Seen other = persons.with(
                            CallContext.builder().operator("op-99", "Li Si").build())
                    .query(where("name").is("Li"))
                    .items()
                    .get(0);
            assertThat(other.seenBy()).isEqualTo("op-99");
            assertThat(gateway.requests.get() - before).isEqualTo(1);
        }
    }

    @Test
    void rtime_manyCalls_exchangeOneSecret() throws Exception {
        try (RtimeServer gateway = new RtimeServer();
                GovShare govshare = client(rtime(gateway), "app-0001", RtimeServer.APP_KEY)) {
            Dataset<Person> persons = govshare.dataset("persons", Person.class);
            for (int i = 0; i < 5; i++) {
                assertThat(persons.query(where(Person::name).is("Wang")).items())
                        .containsExactly(new Person("Wang", 3));
            }
            assertThat(gateway.exchanges.get()).isEqualTo(1);
        }
    }

    @Test
    void rtime_secretNoLongerValid_isExchangedOnceAndCallRepeatedOnce() throws Exception {
        try (RtimeServer gateway = new RtimeServer();
                GovShare govshare = client(rtime(gateway), "app-0001", RtimeServer.APP_KEY)) {
            Dataset<Person> persons = govshare.dataset("persons", Person.class);
            persons.query(where(Person::name).is("Wang"));
            gateway.forgetSecrets();
            int before = gateway.calls.get();
            assertThat(persons.query(where(Person::name).is("Wu")).items()).containsExactly(new Person("Wu", 3));
            assertThat(gateway.exchanges.get()).isEqualTo(2);
            assertThat(gateway.calls.get() - before).isEqualTo(2);
        }
    }

    @Test
    void rtime_signatureRefused_isExchangedOnceAndNoMore() throws Exception {
        try (RtimeServer gateway = new RtimeServer();
                GovShare govshare = client(rtime(gateway), "app-0001", RtimeServer.APP_KEY)) {
            gateway.refusingSignatures = true;
            assertThatThrownBy(() -> govshare.dataset("persons", Person.class)
                            .query(where(Person::name).is("Wu")))
                    .isInstanceOfSatisfying(
                            CredentialException.class, e -> assertThat(e.code()).hasValue("401"));
            assertThat(gateway.exchanges.get()).isEqualTo(2);
            assertThat(gateway.calls.get()).isEqualTo(2);
        }
    }

    @Test
    void rtime_withFreshTime_signsEachCallWithItsOwn() throws Exception {
        try (RtimeServer gateway = new RtimeServer();
                GovShare govshare = client(rtime(gateway).rtime(Rtime.FRESH), "app-0001", RtimeServer.APP_KEY)) {
            Dataset<Person> persons = govshare.dataset("persons", Person.class);
            assertThat(persons.query(where(Person::name).is("Wang")).items()).containsExactly(new Person("Wang", 3));
        }
    }

    @Test
    void rtime_withWrongAppKey_saysThatItGetsNoSecret() throws Exception {
        try (RtimeServer gateway = new RtimeServer();
                GovShare govshare = client(rtime(gateway), "app-0001", "WRONG-APP-KEY-77")) {
            assertThatThrownBy(() -> govshare.dataset("persons", Person.class)
                            .query(where(Person::name).is("Wu")))
                    .isInstanceOfSatisfying(CredentialException.class, e -> {
                        assertThat(e.code()).hasValue("401");
                        assertThat(e.platformMessage()).hasValue("signature");
                        assertThat(e.getMessage()).doesNotContain("WRONG-APP-KEY-77");
                    });
            assertThat(gateway.calls.get()).isZero();
        }
    }

    @Test
    void rtime_refusalOnHttp200_masksIdentityNumberInMessageButKeepsItVerbatim() throws Exception {
        try (RtimeServer gateway = new RtimeServer();
                GovShare govshare = client(rtime(gateway), "app-0001", RtimeServer.APP_KEY)) {
            gateway.refusing = true;
            assertThatThrownBy(() -> govshare.dataset("persons", Person.class)
                            .query(where(Person::name).is("Wu")))
                    .isInstanceOfSatisfying(SharingDeniedException.class, e -> {
                        assertThat(e.getMessage()).doesNotContain("110101199003070011");
                        assertThat(e.platformMessage()).hasValue("not for 110101199003070011");
                    });
        }
    }
}
