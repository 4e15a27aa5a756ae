package io.govshare.wholecall;

import static io.govshare.dataset.Query.where;
import static io.govshare.wholecall.HeaderGateways.PERSONS;
import static io.govshare.wholecall.HeaderGateways.SECRET;
import static io.govshare.wholecall.HeaderGateways.person;
import static io.govshare.wholecall.HeaderGateways.persons;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.GovShare;
import io.govshare.dataset.Dataset;
import io.govshare.dataset.Query;
import io.govshare.dialect.gateway.Paging;
import io.govshare.dialect.gateway.Parameter;
import io.govshare.dialect.gateway.Parameter.ValueType;
import io.govshare.dialect.gateway.Position;
import io.govshare.dialect.gateway.Service;
import io.govshare.dialect.hmac.HmacGateway;
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
import io.govshare.testing.gateway.HmacHeadersBuilder;
import io.govshare.wholecall.HeaderGateways.Person;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A whole client and a gateway of the X-BG-HMAC style that knows nothing of it. */
@Timeout(20)
class HmacHeadersCallTest {

    private static final String PATH = "/restapi/prod/persons";

    private final List<Duration> waits = new ArrayList<>();

    @TempDir
    Path spool;

    private static HmacHeadersBuilder sandbox() {
        return GatewaySandbox.hmacHeaders().client("AK0001", SECRET);
    }

    private static GatewaySandbox persons7() {
        return sandbox().service(PATH, HeaderGateways.rows(7)).start();
    }

    private static Service service() {
        return Service.at(PERSONS, PATH)
                .optional("uid", ValueType.TEXT)
                .optional("name", ValueType.TEXT)
                .optional("level", ValueType.INTEGER)
                .key("uid");
    }

    private GovShare client(GatewaySandbox gateway, Service... services) {
        HmacGateway platform = HmacGateway.at(gateway.url().toString());
        for (Service service : services) {
            platform = platform.service(service);
        }
        return HeaderGateways.client(platform, "AK0001", spool, waits).build();
    }

    @Test
    void findQueryAndStream_readTypedRecords() {
        try (GatewaySandbox gateway = persons7();
                GovShare govshare = client(gateway, service())) {
            HeaderGateways.assertFindQueryAndStream(govshare);
            assertThat(gateway.requests())
                    .hasSize(4)
                    .allSatisfy(request -> assertThat(request.status()).isEqualTo(200));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "中文",
                "a b",
                "a+b",
                "*~-._",
                "x&y=z",
                "50%",
                "/?#",
                "'\"()!$,;:@[]",
                "%20",
                "𠮷",
                " ",
                "a|b^c`{d}"
            })
    void values_ofAnyCharacters_areSignedAsTheGatewayReadsThem(String value) {
        try (GatewaySandbox gateway = sandbox()
                        .service(PATH, List.of(Map.of("name", value), Map.of("name", "other")))
                        .start();
                GovShare govshare = client(gateway, service())) {
            assertThat(govshare.dataset(PERSONS, Map.class)
                            .query(where("name").is(value))
                            .items())
                    .containsExactly(Map.of("name", value));
        }
    }

    @Test
    void names_ofAnyCharacters_areSortedAsTheGatewaySortsThem() {
        List<String> names = List.of("b", "中", "a", "Z", "a b", "~", "{x}", "é", "_", "0");
        GatewayService offered = GatewayService.of(PATH, HeaderGateways.rows(1));
        Service service = Service.at(PERSONS, PATH);
        Query<Object> query = Query.all();
        for (String name : names) {
            offered = offered.parameter(name, "uid");
            service = service.parameter(Parameter.optional(name, ValueType.TEXT).defaultValue("u-1"));
        }
        try (GatewaySandbox gateway = sandbox().service(offered).start();
                GovShare govshare = client(gateway, service)) {
            assertThat(govshare.dataset(PERSONS, Person.class).query(query).items())
                    .containsExactly(person(1));
        }
    }

    @Test
    void rawCall_withOneKeyTwice_isSignedInTheOrderOfItsValues() throws Exception {
        try (GatewaySandbox gateway = persons7();
                GovShare govshare = client(gateway, service())) {
            Request twice = new Request.Builder()
                    .url(gateway.url() + PATH + "?name=z&uid=2&name=a&level")
                    .build();
            try (Response response = govshare.okHttp(PERSONS).newCall(twice).execute()) {
                assertThat(response.body().string())
                        .as("refused for what it asks, after the signature was found right")
                        .contains("parameter name occurs twice");
            }
        }
    }

    @Test
    void path_withEncodedCharacters_isSignedAsItIsSent() {
        String encoded = "/restapi/%E6%95%B0%E6%8D%AE/a%20b";
        try (GatewaySandbox gateway =
                        sandbox().service(encoded, HeaderGateways.rows(1)).start();
                GovShare govshare =
                        client(gateway, Service.at(PERSONS, "/restapi/数据/a b"), Service.at("encoded", encoded))) {
            assertThat(govshare.dataset(PERSONS, Person.class)
                            .query(Query.all())
                            .items())
                    .hasSize(1);
            assertThat(govshare.dataset("encoded", Person.class)
                            .query(Query.all())
                            .items())
                    .hasSize(1);
        }
    }

    @Test
    void post_hasItsParametersInTheForm_whichIsNotSigned() {
        try (GatewaySandbox gateway = persons7();
                GovShare govshare = client(gateway, service().method("POST").personal("uid"))) {
            assertThat(govshare.dataset(PERSONS, Person.class).find("u-3")).contains(person(3));
            assertThat(gateway.requests()).extracting(SandboxRequest::method).containsExactly("POST");
        }
    }

    @Test
    void post_withParametersInQueryAndJson_isSignedOverTheQueryAlone() {
        try (GatewaySandbox gateway = persons7();
                GovShare govshare = client(
                        gateway,
                        service()
                                .method("POST")
                                .parameter(Parameter.optional("level", ValueType.INTEGER)
                                        .in(Position.QUERY))
                                .parameter(Parameter.optional("name", ValueType.TEXT)
                                        .in(Position.JSON)))) {
            assertThat(govshare.dataset(PERSONS, Person.class)
                            .query(where("level").is(1).and("name").is("人 4"))
                            .items())
                    .containsExactly(person(4));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 6, 7, 8, 9})
    void stream_ofNumberedPages_comesToItsEnd(int rows) {
        try (GatewaySandbox gateway = sandbox()
                        .service(GatewayService.of(PATH, HeaderGateways.rows(rows))
                                .paging(GatewayPaging.pageNumber("pageNo", "pageSize")
                                        .countedFrom(0)
                                        .atMost(3)))
                        .start();
                GovShare govshare = client(gateway, service().paging(Paging.pages("pageNo", "pageSize", 0, 3)));
                Stream<Person> all = govshare.dataset(PERSONS, Person.class).stream(Query.all())) {
            assertThat(all).containsExactlyElementsOf(persons(rows));
            assertThat(gateway.requestCount("/"))
                    .as("one page more only where the last one was full")
                    .isEqualTo(rows / 3 + 1);
        }
    }

    @Test
    void dirtyRows_doubleEncodedOnes_andSaidInASentenceThatThereAreNone_areRead() {
        try (GatewaySandbox gateway = persons7();
                GovShare govshare = client(gateway, service())) {
            HeaderGateways.assertDirtyRowsAreRead(gateway, govshare);
        }
    }

    @Test
    void prefix_asTheGatewayHasIt_isTaken() {
        try (GatewaySandbox gateway = sandbox()
                        .prefix("X-GD")
                        .service(PATH, HeaderGateways.rows(1))
                        .start();
                GovShare govshare = HeaderGateways.client(
                                HmacGateway.at(gateway.url().toString())
                                        .prefix("X-GD")
                                        .service(service()),
                                "AK0001",
                                spool,
                                waits)
                        .build()) {
            assertThat(govshare.dataset(PERSONS, Person.class).find("u-1")).isPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-7200, -200, -95, 95, 200, 7200})
    void clockThatIsRefused_isCorrectedOnce_andRemembered(long aheadOfUs) {
        try (GatewaySandbox gateway = persons7();
                GovShare govshare = client(gateway, service())) {
            gateway.clockSkew(Duration.ofSeconds(aheadOfUs));
            Dataset<Person> persons = govshare.dataset(PERSONS, Person.class);

            assertThat(persons.find("u-1")).isPresent();
            assertThat(gateway.requests())
                    .extracting(SandboxRequest::code)
                    .containsExactly("Clock skew exceeded", null);
            assertThat(persons.find("u-2")).isPresent();
            assertThat(gateway.requestCount("/")).isEqualTo(3);
        }
    }

    @Test
    void clockThatIsRefusedWhateverItSays_isTriedTwiceAndNoMore() {
        try (GatewaySandbox gateway = persons7();
                GovShare govshare = client(gateway, service())) {
            gateway.faults().next(GatewayFault.problem(GatewayProblem.CLOCK).always());
            assertThatThrownBy(() -> govshare.dataset(PERSONS, Person.class).find("u-1"))
                    .isInstanceOf(CredentialException.class)
                    .hasMessageContaining("Synchronise this machine's clock");
            assertThat(gateway.requestCount("/")).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "AK0001, wrong-secret-77, Invalid signature, the signature",
        "AK-OTHER, canary-secret-7f3a9c, Invalid access key, the credential"
    })
    void wrongKey_isAskedForOnce_andSaidToBeSo(String id, String secret, String said, String words) {
        try (GatewaySandbox gateway = persons7();
                GovShare govshare = HeaderGateways.client(
                                HmacGateway.at(gateway.url().toString()).service(service()), id, secret, spool)
                        .build()) {
            assertThatThrownBy(() -> govshare.dataset(PERSONS, Person.class).find("u-1"))
                    .isInstanceOfSatisfying(CredentialException.class, e -> {
                        assertThat(e.status()).isEqualTo(401);
                        assertThat(e.platformMessage()).hasValue(said);
                        assertThat(e.requestId()).hasValue("G-1");
                        assertThat(e.attempts()).isEqualTo(1);
                    })
                    .hasMessageContaining(words)
                    .hasMessageContaining("credentials(…)")
                    .hasMessageNotContaining(secret);
            assertThat(gateway.requestCount("/")).isEqualTo(1);
        }
    }

    @Test
    void refusals_becomeTheirExceptionsWithoutASecondTry() {
        try (GatewaySandbox gateway = sandbox()
                .service(PATH, HeaderGateways.rows(1))
                .service("/other", HeaderGateways.rows(1))
                .forbid("AK0001", "/other")
                .start()) {
            try (GovShare govshare = client(
                    gateway,
                    service(),
                    Service.at("forbidden", "/other"),
                    Service.at("unknown", "/nowhere"),
                    Service.at("misspelt", PATH).constant("uidd", "1"))) {
                gateway.faults().next(GatewayFault.quota());
                assertRefused(govshare, PERSONS, QuotaExceededException.class, "Too many requests", 429, "G-1");
                assertRefused(
                        govshare, "forbidden", SharingDeniedException.class, "The route_id is forbidden.", 403, "G-2");
                assertRefused(govshare, "unknown", NotFoundException.class, "404 Route Not Found", 404, "G-3");
                assertRefused(govshare, "misspelt", InvalidRequestException.class, "Invalid parameter", 400, "G-4");
            }
            assertThat(gateway.requestCount("/")).isEqualTo(4);
            assertThat(Spooled.events(spool))
                    .extracting(event -> event.at("/data/dataset").asString() + " "
                            + event.at("/data/outcome").asString())
                    .containsExactly("persons failed", "forbidden refused", "unknown refused", "misspelt refused");
        }
    }

    private static void assertRefused(
            GovShare govshare,
            String dataset,
            Class<? extends GovShareException> type,
            String said,
            int status,
            String requestId) {
        assertThatThrownBy(() -> govshare.dataset(dataset, Person.class).query(Query.all()))
                .isInstanceOfSatisfying(type, e -> {
                    assertThat(e.platformMessage()).hasValue(said);
                    assertThat(e.status()).isEqualTo(status);
                    assertThat(e.requestId()).hasValue(requestId);
                    assertThat(e.dataset()).hasValue(dataset);
                });
    }

    @Test
    void whatIsBehindTheGateway_isTriedAgainAfterAWait_andGivenUpInTheEnd() {
        try (GatewaySandbox gateway = persons7();
                GovShare govshare = client(gateway, service())) {
            Dataset<Person> persons = govshare.dataset(PERSONS, Person.class);
            gateway.faults().next(GatewayFault.upstream()).next(GatewayFault.status(502));
            assertThat(persons.find("u-1")).isPresent();
            assertThat(waits).hasSize(2);
            assertThat(gateway.requestCount("/")).isEqualTo(3);

            gateway.faults().next(GatewayFault.upstream().always());
            assertThatThrownBy(() -> persons.find("u-1"))
                    .isInstanceOfSatisfying(PlatformUnavailableException.class, e -> {
                        assertThat(e.attempts()).isEqualTo(3);
                        assertThat(e.platformMessage()).hasValue("Upstream failed");
                    });
            assertThat(gateway.requestCount("/")).isEqualTo(6);
        }
    }

    @Test
    void count_isRefusedBeforeTheNetwork() {
        try (GatewaySandbox gateway = persons7();
                GovShare govshare = client(gateway, service())) {
            assertThatThrownBy(() -> govshare.dataset(PERSONS, Person.class).count(Query.all()))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("count the records that come");
            assertThat(gateway.requestCount("/")).isZero();
        }
    }
}
