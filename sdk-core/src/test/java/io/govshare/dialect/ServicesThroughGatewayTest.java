package io.govshare.dialect;

import static io.govshare.dataset.Query.where;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.GovShare;
import io.govshare.auth.Credentials;
import io.govshare.catalog.SharingAttribute;
import io.govshare.context.CallContext;
import io.govshare.dataset.DatePatterns;
import io.govshare.dataset.Query;
import io.govshare.dialect.clientid.ClientIdGateway;
import io.govshare.dialect.gateway.ContextPlacement;
import io.govshare.dialect.gateway.Hashes;
import io.govshare.dialect.gateway.Paging;
import io.govshare.dialect.gateway.Parameter;
import io.govshare.dialect.gateway.Parameter.ValueType;
import io.govshare.dialect.gateway.Position;
import io.govshare.dialect.gateway.Service;
import io.govshare.error.ConfigurationException;
import io.govshare.error.InvalidRequestException;
import io.govshare.error.PlatformUnavailableException;
import io.govshare.platform.Platform;
import io.govshare.signing.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Services of a gateway with parameters, pages and codes, through the whole client; the X-Client-Id style stands for all. */
class ServicesThroughGatewayTest {

    private static final String SECRET = "canary-client-secret-0001";

    record Row(int id) {}

    @TempDir
    Path spool;

    private static Service rows() {
        return Service.at("rows", "/rows").sharing(SharingAttribute.UNCONDITIONAL);
    }

    private GovShare client(SmallServer server, Service... services) {
        ClientIdGateway gateway = ClientIdGateway.at(server.url());
        for (Service service : services) {
            gateway = gateway.service(service);
        }
        return client(gateway);
    }

    private GovShare client(Platform platform) {
        return GovShare.builder()
                .application("gateway-test", "1")
                .platform(platform)
                .credentials(Credentials.sharedSecret("client-0001", Secret.of(SECRET)))
                .resilience(r -> r.attempts(1))
                .usage(usage -> usage.folder(spool))
                .build();
    }

    private static List<Integer> read(GovShare govshare) {
        try (Stream<Row> all = govshare.dataset("rows", Row.class).stream(Query.all())) {
            return all.map(Row::id).toList();
        }
    }

    /** Rows from one number to another, their JSON inside a string as such gateways like it. */
    private static String page(int from, int to) {
        return "{\"code\":0,\"data\":\"[" + list(from, to).replace("\"", "\\\"") + "]\"}";
    }

    private static String list(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(id -> "{\"id\":\"" + id + "\"}")
                .collect(Collectors.joining(","));
    }

    private static int number(SmallServer.Asked asked, String name) {
        return Integer.parseInt(asked.parameter(name));
    }

    @Test
    void stream_ofNumberedPages_endsAtShortPage() throws Exception {
        try (SmallServer server = SmallServer.saying(asked ->
                        page(number(asked, "pageNo") * 2 - 1, Math.min(5, number(asked, "pageNo") * 2)));
                GovShare govshare = client(server, rows().paging(Paging.pages("pageNo", "size", 1, 2)))) {
            assertThat(read(govshare)).containsExactly(1, 2, 3, 4, 5);
            assertThat(server.requests)
                    .hasSize(3)
                    .allMatch(asked -> asked.parameter("size").equals("2"));
        }
    }

    @Test
    void stream_withATotalThatCannotBe_endsAtTheRepeatedPage() throws Exception {
        try (SmallServer server = SmallServer.saying(asked -> {
                    int page = Math.min(2, number(asked, "pageNo"));
                    return page(page * 2 - 1, page * 2).replace("{\"code\":0,", "{\"code\":0,\"total\":0,");
                });
                GovShare govshare =
                        client(server, rows().total("/total").paging(Paging.pages("pageNo", "size", 1, 2)))) {
            assertThat(read(govshare)).containsExactly(1, 2, 3, 4);
            assertThat(server.requests).hasSize(3);
        }
    }

    @Test
    void stream_ofNumberedPages_endsAtEmptyPage() throws Exception {
        try (SmallServer server = SmallServer.saying(asked -> number(asked, "pageNo") > 1
                        ? "{\"code\":0,\"data\":\"[]\"}"
                        : page(number(asked, "pageNo") * 2 + 1, number(asked, "pageNo") * 2 + 2));
                GovShare govshare = client(server, rows().paging(Paging.pages("pageNo", "", 0, 2)))) {
            assertThat(read(govshare)).containsExactly(1, 2, 3, 4);
            assertThat(server.requests).hasSize(3);
        }
    }

    @Test
    void stream_ofNumberedPages_endsWhereTheLastPageComesAgain() throws Exception {
        try (SmallServer server = SmallServer.saying(asked -> {
                    int page = Math.min(2, number(asked, "pageNo"));
                    return page(page * 2 - 1, page * 2);
                });
                GovShare govshare = client(server, rows().key("id").paging(Paging.pages("pageNo", "size", 1, 2)))) {
            assertThat(read(govshare)).containsExactly(1, 2, 3, 4);
            assertThat(server.requests).hasSize(3);
        }
    }

    @Test
    void query_pageAfterTheLastThatComesAgain_isEmpty() throws Exception {
        try (SmallServer server = SmallServer.saying(asked -> "{\"code\":0,\"data\":[" + list(1, 2) + "]}");
                GovShare govshare = client(server, rows().paging(Paging.pages("pageNo", "size", 1, 2)))) {
            var first = govshare.dataset("rows", Row.class).query(Query.all());
            var second = first.next().orElseThrow();
            assertThat(second.items()).isEmpty();
            assertThat(second.next()).isEmpty();
        }
    }

    record Dated(int id, @DatePatterns("yyyyMMdd") LocalDate since) {}

    @Test
    void query_valueThatIsSpelledAsTheDataSpellIt_isSpelledSoForEachPage() throws Exception {
        try (SmallServer server = SmallServer.saying(
                        asked -> page(number(asked, "pageNo") * 2 - 1, number(asked, "pageNo") * 2));
                GovShare govshare = client(
                        server,
                        rows().optional("since", ValueType.TEXT).paging(Paging.pages("pageNo", "size", 1, 2)))) {
            var first = govshare.dataset("rows", Dated.class)
                    .query(where(Dated::since).is(LocalDate.of(2026, 1, 31)));
            assertThat(first.next().orElseThrow().items()).hasSize(2);

            assertThat(server.requests)
                    .hasSize(2)
                    .allMatch(asked -> asked.parameter("since").equals("20260131"));
        }
    }

    @Test
    void stream_withTotal_isNotEndedByPagesShorterThanAskedFor() throws Exception {
        try (SmallServer server = SmallServer.saying(asked -> "{\"code\":0,\"total\":\"3\",\"data\":["
                        + list(number(asked, "STARTNUM"), number(asked, "STARTNUM")) + "]}");
                GovShare govshare =
                        client(server, rows().total("/total").paging(Paging.offsets("STARTNUM", "PAGENUM", 1, 100)))) {
            assertThat(read(govshare)).containsExactly(1, 2, 3);
        }
    }

    @Test
    void stream_alongCursor_endsWhereThereIsNone() throws Exception {
        try (SmallServer server =
                        SmallServer.saying(asked -> asked.parameter("after").isEmpty()
                                ? "{\"code\":0,\"after\":\"c-1\",\"data\":[" + list(1, 1) + "]}"
                                : "{\"code\":0,\"after\":\"\",\"data\":[" + list(2, 2) + "]}");
                GovShare govshare = client(server, rows().next("/after").paging(Paging.cursor("after", "", 50)))) {
            assertThat(read(govshare)).containsExactly(1, 2);
            assertThat(server.requests.get(1).parameter("after")).isEqualTo("c-1");
        }
    }

    @Test
    void query_asDeclared_goesTypedAndSigned() throws Exception {
        try (SmallServer server = SmallServer.saying(asked -> page(1, 1));
                GovShare govshare = client(
                        server,
                        rows().method("POST")
                                .required("UID", ValueType.TEXT)
                                .personal("UID")
                                .parameter(Parameter.optional("since", ValueType.DATE)
                                        .pattern("uuuuMMdd"))
                                .parameter(Parameter.optional("kind", ValueType.TEXT)
                                        .defaultValue("A"))
                                .constant("v", "2"))) {
            govshare.dataset("rows", Row.class)
                    .query(where("UID").is("350102").and("since").is(LocalDate.of(2026, 1, 31)));

            SmallServer.Asked asked = server.requests.get(0);
            assertThat(asked.wire().getTarget()).isEqualTo("/rows");
            assertThat(asked.body()).contains("UID=350102", "since=20260131", "kind=A", "v=2");
            assertThat(asked.header("X-Signature"))
                    .isEqualTo(Hashes.hmacSha256Base64(
                            Secret.of(SECRET), "client-0001" + asked.header("X-Timestamp") + asked.header("X-Nonce")));
        }
    }

    @Test
    void query_thatTheServiceDoesNotDeclare_failsBeforeTheNetwork() throws Exception {
        try (SmallServer server = SmallServer.saying(asked -> page(1, 1));
                GovShare govshare =
                        client(server, rows().required("UID", ValueType.TEXT).optional("year", ValueType.INTEGER))) {
            var dataset = govshare.dataset("rows", Row.class);
            assertThatThrownBy(() -> dataset.query(where("year").is(2026)))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("'UID' is missing");
            assertThatThrownBy(
                            () -> dataset.query(where("UID").is("a").and("town").is("b")))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("'town'")
                    .hasMessageContaining("[UID, year]");
            assertThatThrownBy(
                            () -> dataset.query(where("UID").is("a").and("year").is("last-year")))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("'year' is integer")
                    .hasMessageNotContaining("last-year");
            assertThatThrownBy(
                            () -> dataset.query(where("UID").is("a").and("year").atLeast(1)))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("'year >='");
            assertThat(server.requests).isEmpty();
        }
    }

    @Test
    void find_byKey_givesItsParameters() throws Exception {
        try (SmallServer server = SmallServer.saying(asked -> page(7, 7));
                GovShare govshare = client(server, rows().required("number", ValueType.INTEGER))) {
            assertThat(govshare.dataset("rows", Row.class).find(7)).hasValue(new Row(7));
            assertThat(server.requests.get(0).parameter("number")).isEqualTo("7");
        }
    }

    @Test
    void answer_thatSaysNoData_isEmpty() throws Exception {
        for (String answer : List.of(
                "没有数据或者时间格式错误",
                "{\"code\":0,\"data\":\"没有数据\"}",
                "{\"code\":\"9\",\"msg\":\"查无数据\"}",
                "{\"code\":0,\"data\":null}",
                "{\"code\":0,\"data\":\"\"}")) {
            try (SmallServer server = SmallServer.saying(asked -> answer);
                    GovShare govshare = client(server, rows())) {
                assertThat(govshare.dataset("rows", Row.class)
                                .query(Query.all())
                                .items())
                        .as(answer)
                        .isEmpty();
            }
        }
    }

    @Test
    void answer_thatIsAnUnknownSentence_isNoEmptyResult() throws Exception {
        try (SmallServer server = SmallServer.saying(asked -> "接口调用失败");
                GovShare govshare = client(server, rows())) {
            assertThatThrownBy(() -> govshare.dataset("rows", Row.class).query(Query.all()))
                    .isInstanceOfSatisfying(
                            PlatformUnavailableException.class,
                            e -> assertThat(e.platformMessage()).hasValue("接口调用失败"));
        }
    }

    @Test
    void refusal_keepsCodeMessageAndRequestIdVerbatim() throws Exception {
        try (SmallServer server = SmallServer.saying(
                        asked -> "{\"code\":\"E-77\",\"msg\":\"no 110101199003070011\",\"requestId\":\"r-1\"}");
                GovShare govshare = client(server, rows())) {
            assertThatThrownBy(() -> govshare.dataset("rows", Row.class).query(Query.all()))
                    .isInstanceOfSatisfying(PlatformUnavailableException.class, e -> {
                        assertThat(e.code()).hasValue("E-77");
                        assertThat(e.platformMessage()).hasValue("no 110101199003070011");
                        assertThat(e.requestId()).hasValue("r-1");
                        assertThat(e.getMessage()).doesNotContain("110101199003070011");
                    });
        }
    }

    @Test
    void personalParameter_thatWouldStandInTheUrl_isRefused() throws Exception {
        Service byUrl = rows().required("UID", ValueType.TEXT).personal("UID");
        try (SmallServer server = SmallServer.saying(asked -> page(1, 1));
                GovShare refusing = client(server, byUrl)) {
            assertThatThrownBy(() -> refusing.dataset("rows", Row.class)
                            .query(where("UID").is("350102199001010011")))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("allowPersonalInUrl")
                    .hasMessageNotContaining("350102199001010011");
            assertThat(server.requests).isEmpty();
        }
    }

    @Test
    void answers_ofServicesBehindOneUrl_neverCross() throws Exception {
        try (SmallServer server = new SmallServer(asked -> SmallServer.json(page(
                                asked.parameter("service").equals("s-1") ? 1 : 2,
                                asked.parameter("service").equals("s-1") ? 1 : 2))
                        .addHeader("Cache-Control", "max-age=600"));
                GovShare govshare = client(ClientIdGateway.at(server.url())
                        .service(proxied("first", "s-1"))
                        .service(proxied("second", "s-2")))) {
            for (int i = 0; i < 3; i++) {
                assertThat(govshare.dataset("first", Row.class)
                                .query(Query.all())
                                .items())
                        .containsExactly(new Row(1));
                assertThat(govshare.dataset("second", Row.class)
                                .query(Query.all())
                                .items())
                        .containsExactly(new Row(2));
            }
            assertThat(server.requests).as("the rest came from memory").hasSize(2);
        }
    }

    private static Service proxied(String dataset, String id) {
        return Service.at(dataset, "/httpproxy").constant("service", id).sharing(SharingAttribute.UNCONDITIONAL);
    }

    @Test
    void answers_toOperatorsInTheBody_neverCross() throws Exception {
        try (SmallServer server = new SmallServer(
                        asked -> SmallServer.json(asked.parameter("who").equals("op-77") ? page(77, 77) : page(99, 99))
                                .addHeader("Cache-Control", "max-age=600"));
                GovShare govshare = client(ClientIdGateway.at(server.url())
                        .context(c -> ContextPlacement.each(Position.FORM).put(CallContext.Member.OPERATOR, "who"))
                        .service(rows().method("POST")))) {
            for (String operator : List.of("op-77", "op-99", "op-77", "op-99")) {
                CallContext context = CallContext.builder().operator(operator).build();
                assertThat(govshare.dataset("rows", Row.class)
                                .with(context)
                                .query(Query.all())
                                .items())
                        .containsExactly(new Row(Integer.parseInt(operator.substring(3))));
            }
            assertThat(server.requests).hasSize(2);
        }
    }

    @Test
    void attempt_longerThanRegisteredForItsService_isGivenUp() throws Exception {
        try (SmallServer server =
                        new SmallServer(asked -> SmallServer.json(page(1, 1)).headersDelay(2, TimeUnit.SECONDS));
                GovShare govshare = client(server, rows().attemptTimeout(Duration.ofMillis(50)))) {
            assertThatThrownBy(() -> govshare.dataset("rows", Row.class).query(Query.all()))
                    .isInstanceOf(PlatformUnavailableException.class);
        }
    }

    @Test
    void service_withCredentialsOfItsOwn_isSignedWithThem() throws Exception {
        try (SmallServer server = SmallServer.saying(asked -> page(1, 1));
                GovShare govshare = client(
                        server, rows().credentials(Credentials.sharedSecret("rows-key", Secret.of("rows-secret"))))) {
            govshare.dataset("rows", Row.class).query(Query.all());
            SmallServer.Asked asked = server.requests.get(0);
            assertThat(asked.header("X-Client-Id")).isEqualTo("rows-key");
            assertThat(asked.header("X-Signature"))
                    .isEqualTo(Hashes.hmacSha256Base64(
                            Secret.of("rows-secret"),
                            "rows-key" + asked.header("X-Timestamp") + asked.header("X-Nonce")));
        }
    }

    @Test
    void plainHttpToAnotherMachine_isRefusedUnlessAllowed() {
        ClientIdGateway gateway = ClientIdGateway.at("http://gw.example.gov").service(rows());
        assertThatThrownBy(() -> client(gateway))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("allowPlainHttp()");
        try (GovShare allowed = client(gateway.allowPlainHttp())) {
            assertThat(allowed.toString()).contains("gw.example.gov");
        }
    }
}
