package io.govshare.wholecall;

import static io.govshare.wholecall.HeaderGateways.PERSONS;
import static io.govshare.wholecall.HeaderGateways.SECRET;
import static io.govshare.wholecall.HeaderGateways.person;
import static io.govshare.wholecall.HeaderGateways.persons;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.GovShare;
import io.govshare.catalog.SharingAttribute;
import io.govshare.dataset.Dataset;
import io.govshare.dataset.Page;
import io.govshare.dataset.Query;
import io.govshare.dialect.clientid.ClientIdGateway;
import io.govshare.dialect.gateway.Paging;
import io.govshare.dialect.gateway.Parameter.ValueType;
import io.govshare.dialect.gateway.Position;
import io.govshare.dialect.gateway.Service;
import io.govshare.error.ConfigurationException;
import io.govshare.error.CredentialException;
import io.govshare.error.GovShareException;
import io.govshare.error.InvalidRequestException;
import io.govshare.error.NotFoundException;
import io.govshare.error.PlatformUnavailableException;
import io.govshare.error.QuotaExceededException;
import io.govshare.error.SharingDeniedException;
import io.govshare.signing.Secret;
import io.govshare.testing.SandboxRequest;
import io.govshare.testing.gateway.ClientIdBuilder;
import io.govshare.testing.gateway.GatewayFault;
import io.govshare.testing.gateway.GatewayPaging;
import io.govshare.testing.gateway.GatewaySandbox;
import io.govshare.testing.gateway.GatewayService;
import io.govshare.wholecall.HeaderGateways.Person;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A whole client and a gateway of the X-Client-Id style that knows nothing of it. */
@Timeout(20)
class ClientIdCallTest {

    private static final String PATH = "/api/persons";

    private final List<Duration> waits = new ArrayList<>();

    @TempDir
    Path spool;

    private static ClientIdBuilder sandbox() {
        return GatewaySandbox.clientId().client("client-0001", SECRET);
    }

    private static GatewaySandbox persons7() {
        return sandbox().service(PATH, HeaderGateways.rows(7)).start();
    }

    private static Service service() {
        return Service.at(PERSONS, PATH)
                .optional("uid", ValueType.TEXT)
                .optional("level", ValueType.INTEGER)
                .key("uid")
                .paging(Paging.pages("PAGE", "PAGENUM", 1, 100));
    }

    private static ClientIdGateway platform(GatewaySandbox gateway) {
        return ClientIdGateway.at(gateway.url().toString()).service(service());
    }

    private GovShare client(ClientIdGateway platform) {
        return HeaderGateways.client(platform, "client-0001", spool, waits).build();
    }

    @ParameterizedTest
    @CsvSource({"GET, FORM", "POST, FORM", "POST, JSON", "POST, QUERY"})
    void findQueryAndStream_readTypedRecords(String method, Position position) {
        try (GatewaySandbox gateway = persons7();
                GovShare govshare = client(platform(gateway).requests(method, position))) {
            HeaderGateways.assertFindQueryAndStream(govshare);
            assertThat(gateway.requests()).hasSize(4).allSatisfy(request -> {
                assertThat(request.method()).isEqualTo(method);
                assertThat(request.code()).isNull();
            });
        }
    }

    /** A style of paging, as the gateway has it and as the client is told. */
    private record Style(String name, GatewayPaging offered, UnaryOperator<Service> declared) {

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Style> styles() {
        return List.of(
                new Style(
                        "PAGE and PAGENUM",
                        GatewayPaging.pageNumber("PAGE", "PAGENUM"),
                        service -> service.paging(Paging.pages("PAGE", "PAGENUM", 1, 3))),
                new Style(
                        "pageNo alone, from 0",
                        GatewayPaging.pageNumber("pageNo").countedFrom(0),
                        service -> service.paging(Paging.pages("pageNo", "", 0, 3))),
                new Style(
                        "STARTNUM and PAGENUM",
                        GatewayPaging.startNumber("STARTNUM", "PAGENUM"),
                        service -> service.paging(Paging.offsets("STARTNUM", "PAGENUM", 0, 3))),
                new Style(
                        "STARTNUM from 1",
                        GatewayPaging.startNumber("STARTNUM", "PAGENUM").countedFrom(1),
                        service -> service.paging(Paging.offsets("STARTNUM", "PAGENUM", 1, 3))),
                new Style(
                        "a cursor that is a number",
                        GatewayPaging.cursor("CURSOR", "PAGENUM", "next"),
                        service -> service.paging(Paging.cursor("CURSOR", "PAGENUM", 3))
                                .next("/next")),
                new Style(
                        "a cursor that is text",
                        GatewayPaging.cursor("CURSOR", "PAGENUM", "next").asText(),
                        service -> service.paging(Paging.cursor("CURSOR", "PAGENUM", 3))
                                .next("/next")),
                new Style(
                        "pages with a total",
                        GatewayPaging.pageNumber("PAGE", "PAGENUM").total("total"),
                        service -> service.paging(Paging.pages("PAGE", "PAGENUM", 1, 3))
                                .total("/total")));
    }

    private GatewaySandbox offering(Style style, int rows) {
        return sandbox()
                .service(GatewayService.of(PATH, HeaderGateways.rows(rows))
                        .paging(style.offered().atMost(3)))
                .start();
    }

    @ParameterizedTest
    @MethodSource("styles")
    void stream_ofEachStyleOfPaging_comesToItsEnd(Style style) {
        for (int rows : new int[] {0, 2, 3, 6, 7}) {
            try (GatewaySandbox gateway = offering(style, rows);
                    GovShare govshare =
                            client(platform(gateway).service(style.declared().apply(service())));
                    Stream<Person> all = govshare.dataset(PERSONS, Person.class).stream(Query.all())) {
                assertThat(all).as("%d rows", rows).containsExactlyElementsOf(persons(rows));
                boolean endIsTold =
                        style.name().contains("cursor") || style.name().contains("total");
                assertThat(gateway.requestCount("/"))
                        .as("requests for %d rows", rows)
                        .isEqualTo(endIsTold ? Math.max(1, (rows + 2) / 3) : rows / 3 + 1);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("styles")
    void findAndLimitedQuery_ofEachStyleOfPaging_nameTheirPageToo(Style style) {
        try (GatewaySandbox gateway = offering(style, 7);
                GovShare govshare =
                        client(platform(gateway).service(style.declared().apply(service())))) {
            Dataset<Person> persons = govshare.dataset(PERSONS, Person.class);
            assertThat(persons.find("u-5")).contains(person(5));
            assertThat(gateway.requestCount("/")).isEqualTo(1);
            assertThat(persons.query(Query.<Person>all().limit(2)).items()).isEqualTo(persons(2));
            try (Stream<Person> five = persons.stream(Query.<Person>all().limit(5))) {
                assertThat(five).containsExactlyElementsOf(persons(5));
            }
            assertThat(gateway.requestCount("/")).isEqualTo(4);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 6})
    void lastPageThatComesAgain_isTheEnd(int rows) {
        Style pages = styles().get(0);
        try (GatewaySandbox gateway = offering(pages, rows);
                GovShare govshare =
                        client(platform(gateway).service(pages.declared().apply(service())));
                Stream<Person> all = govshare.dataset(PERSONS, Person.class).stream(Query.all())) {
            gateway.faults().next(GatewayFault.lastPageAgain().always());
            assertThat(all).containsExactlyElementsOf(persons(rows));
            assertThat(gateway.requestCount("/")).isEqualTo(rows / 3 + 1);
        }
    }

    @Test
    void total_isOnThePageWhereTheServiceTellsIt() {
        Style told = styles().get(6);
        try (GatewaySandbox gateway = offering(told, 7);
                GovShare govshare =
                        client(platform(gateway).service(told.declared().apply(service())))) {
            Page<Person> page = govshare.dataset(PERSONS, Person.class).query(Query.all());
            assertThat(page.total()).hasValue(7);
        }
    }

    @Test
    void serviceOfManyPages_isReadWholeThroughTheLargestThatIsAllowed() {
        try (GatewaySandbox gateway =
                        sandbox().service(PATH, HeaderGateways.numbered(1_000)).start();
                GovShare govshare = client(platform(gateway));
                Stream<HeaderGateways.Numbered> all =
                        govshare.dataset(PERSONS, HeaderGateways.Numbered.class).stream(Query.all())) {
            assertThat(all.mapToInt(HeaderGateways.Numbered::number).sum()).isEqualTo(1_000 * 1_001 / 2);
            assertThat(gateway.requestCount("/")).isEqualTo(11);
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
    void names_asTheGatewayHasThem_andOtherMemberForTheRows_areTaken() {
        try (GatewaySandbox gateway = sandbox()
                        .names("App-Id", "App-Time", "App-Once", "App-Sign")
                        .rowsIn("result")
                        .nonceLength(32, 32)
                        .service(PATH, HeaderGateways.rows(1))
                        .start();
                GovShare govshare = client(platform(gateway)
                        .names("App-Id", "App-Time", "App-Once", "App-Sign")
                        .nonce("0123456789abcdef", 32)
                        .records("/result"))) {
            assertThat(govshare.dataset(PERSONS, Person.class).find("u-1")).isPresent();
        }
    }

    @Test
    void nonceThatIsTooLong_isSaidToBeSo() {
        try (GatewaySandbox gateway = persons7();
                GovShare govshare = client(platform(gateway).nonce("0123456789", 65))) {
            assertThatThrownBy(() -> govshare.dataset(PERSONS, Person.class).find("u-1"))
                    .isInstanceOf(CredentialException.class)
                    .hasMessageContaining("characters: too long");
            assertThat(gateway.requestCount("/")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-7200, -7, 601, 7200})
    void clockThatIsRefused_isCorrectedOnce_andRemembered(long aheadOfUs) {
        try (GatewaySandbox gateway = persons7();
                GovShare govshare = client(platform(gateway))) {
            gateway.clockSkew(Duration.ofSeconds(aheadOfUs));
            Dataset<Person> persons = govshare.dataset(PERSONS, Person.class);

            assertThat(persons.find("u-1")).isPresent();
            assertThat(gateway.requests()).extracting(SandboxRequest::code).containsExactly("400", null);
            assertThat(persons.find("u-2")).isPresent();
            assertThat(gateway.requestCount("/")).isEqualTo(3);
        }
    }

    @Test
    void wrongSecret_isAskedForOnce_andSaidToBeSo() {
        try (GatewaySandbox gateway = persons7();
                GovShare govshare = HeaderGateways.client(
                                platform(gateway), "client-0001", "canary-wrong-secret-77", spool)
                        .build()) {
            assertThatThrownBy(() -> govshare.dataset(PERSONS, Person.class).find("u-1"))
                    .isInstanceOfSatisfying(
                            CredentialException.class, e -> assertThat(e.code()).hasValue("401"))
                    .hasMessageContaining("Check id and secret in credentials(…)")
                    .hasMessageNotContaining("canary-wrong-secret-77");
            assertThat(gateway.requestCount("/")).isEqualTo(1);
        }
    }

    @Test
    void secretOfAFileThatEndsWithANewline_isTheSecret() throws Exception {
        Path file = Files.createFile(
                spool.resolve("secret"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, SECRET + "\r\n");
        try (GatewaySandbox gateway = persons7();
                GovShare govshare = HeaderGateways.client(
                                platform(gateway),
                                "client-0001",
                                Secret.ofFile(file).revealText(),
                                spool)
                        .build()) {
            assertThat(govshare.dataset(PERSONS, Person.class).find("u-1")).isPresent();
        }
    }

    @Test
    void plainHttpToAnotherMachine_isRefusedUnlessAllowed() {
        ClientIdGateway plain = ClientIdGateway.at("http://10.20.30.40:8080").service(service());
        assertThatThrownBy(() -> client(plain))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("allowPlainHttp()");
        client(plain.allowPlainHttp()).close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void refusals_becomeTheirExceptionsWithoutASecondTry(boolean statuses) {
        ClientIdBuilder builder = statuses ? sandbox().errorStatuses() : sandbox();
        try (GatewaySandbox gateway = builder.service(
                                GatewayService.of(PATH, HeaderGateways.rows(1)).rate(1, Duration.ofDays(400)))
                        .service("/other", HeaderGateways.rows(1))
                        .forbid("client-0001", "/other")
                        .start();
                GovShare govshare = client(platform(gateway)
                        .service(service().constant("uidd", "1"))
                        .service(Service.at("forbidden", "/other"))
                        .service(Service.at("unknown", "/nowhere")))) {
            assertRefused(govshare, PERSONS, InvalidRequestException.class, "400", "there is no parameter uidd");
            assertRefused(govshare, PERSONS, QuotaExceededException.class, "429", "takes 1 calls");
            assertRefused(govshare, "forbidden", SharingDeniedException.class, "403", "may not use");
            assertRefused(govshare, "unknown", NotFoundException.class, "404", "no service /nowhere");
            assertThat(gateway.requestCount("/")).isEqualTo(4);
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
                GovShare govshare = client(platform(gateway).requests("POST", Position.JSON))) {
            Dataset<Person> persons = govshare.dataset(PERSONS, Person.class);
            gateway.faults().next(GatewayFault.upstream()).next(GatewayFault.status(502));
            assertThat(persons.find("u-1")).isPresent();
            assertThat(waits).as("a query by POST is tried again as well").hasSize(2);
            assertThat(gateway.requestCount("/")).isEqualTo(3);

            gateway.faults().next(GatewayFault.upstream().always());
            assertThatThrownBy(() -> persons.find("u-1"))
                    .isInstanceOfSatisfying(
                            PlatformUnavailableException.class,
                            e -> assertThat(e.code()).hasValue("503"));
            assertThat(gateway.requestCount("/")).isEqualTo(6);
        }
    }

    @Test
    void answerThatMayBeGivenAgain_isGivenAgainToTheSameQuestionOnly() {
        try (GatewaySandbox gateway = sandbox()
                        .freshFor(Duration.ofMinutes(10))
                        .service(PATH, HeaderGateways.rows(7))
                        .start();
                GovShare govshare =
                        client(platform(gateway).service(service().sharing(SharingAttribute.UNCONDITIONAL)))) {
            Dataset<Person> persons = govshare.dataset(PERSONS, Person.class);
            assertThat(persons.find("u-1")).contains(person(1));
            assertThat(persons.find("u-1")).contains(person(1));
            assertThat(persons.find("u-2")).contains(person(2));
            assertThat(gateway.requestCount("/")).isEqualTo(2);
        }
    }
}
