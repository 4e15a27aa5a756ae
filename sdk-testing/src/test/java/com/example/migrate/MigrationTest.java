package com.example.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.example.migrate.After.Marriage;
import io.govshare.GovShare;
import io.govshare.error.PlatformUnavailableException;
import io.govshare.guides.Guide;
import io.govshare.http.TimeSource;
import io.govshare.testing.gateway.GatewayBuilder;
import io.govshare.testing.gateway.GatewayFault;
import io.govshare.testing.gateway.GatewaySandbox;
import io.govshare.testing.gateway.GatewayService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs the page on migration: both sides of each style ask the same strict gateway, and get the same rows. */
class MigrationTest {

    private static final String KEY = "the-key-0001";
    private static final String SID = "s_1200000900000_2109";
    private static final List<Marriage> ROWS = List.of(
            new Marriage("J350102-2020-000001", "2020-02-02"), new Marriage("J350102-2021-000002", "2021-05-20"));
    private static final String ASKED = ROWS.get(1).certNo();

    interface Old {
        JsonNode ask(Before before) throws Exception;
    }

    interface New {
        GovShare.Builder client(String base, Path key);
    }

    /** One style, spoken to by the helper and by the SDK. */
    record Style(String name, GatewayBuilder<?> gateway, String id, Old before, New after) {
        @Override
        public String toString() {
            return name;
        }
    }

    @TempDir
    Path folder;

    private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Level level = root.getLevel();

    @BeforeEach
    void listen() {
        log.start();
        root.addAppender(log);
        root.setLevel(Level.DEBUG);
    }

    @AfterEach
    void forget() {
        HttpUtils.HTTP.connectionPool().evictAll();
        root.setLevel(level);
        root.detachAppender(log);
        log.stop();
    }

    private static GatewayService rows(String id) {
        return GatewayService.of(id, ROWS);
    }

    static Stream<Style> styles() {
        return Stream.of(
                new Style(
                        "gjgxjhpt",
                        GatewaySandbox.nationalExchange()
                                .client("rid-0001", SID, KEY)
                                .service(rows(SID)),
                        "rid-0001",
                        before -> before.exchange(SID, ASKED),
                        After::exchange),
                new Style(
                        "rtime",
                        GatewaySandbox.gatewayAppId().client("app-0001", KEY).service(rows("/ebus/marriages")),
                        "app-0001",
                        before -> before.rtime(ASKED),
                        After::rtime),
                new Style(
                        "rotation",
                        GatewaySandbox.twoSecrets().client("app-0001", KEY).service(rows("civil/marriages")),
                        "app-0001",
                        before -> before.rotation(ASKED),
                        After::rotation),
                new Style(
                        "hmac",
                        GatewaySandbox.hmacHeaders().client("AK0001", KEY).service(rows("/restapi/marriages")),
                        "AK0001",
                        before -> before.hmacHeaders(ASKED),
                        After::hmacHeaders),
                new Style(
                        "paasid",
                        GatewaySandbox.paasId()
                                .prefix("x-tif")
                                .client("paas-id", KEY)
                                .service(rows("/ebus/marriages")),
                        "paas-id",
                        before -> before.paasId(ASKED),
                        After::paasId),
                new Style(
                        "clientid",
                        GatewaySandbox.clientId().client("client-0001", KEY).service(rows("/marriages")),
                        "client-0001",
                        before -> before.clientId(ASKED),
                        After::clientId));
    }

    private List<Marriage> before(Style style, String base) throws Exception {
        JsonNode rows = style.before().ask(new Before(base, style.id(), KEY));
        return List.of(JsonMapper.shared().treeToValue(rows, Marriage[].class));
    }

    private Path key() throws IOException {
        return Files.writeString(folder.resolve("key"), KEY + "\n");
    }

    private List<Marriage> after(Style style, String base) throws Exception {
        try (GovShare govshare = style.after()
                .client(base, key())
                .clock(TimeSource.SYSTEM, (call, wait) -> {})
                .usage(usage -> usage.folder(folder))
                .build()) {
            return After.marriages(govshare, ASKED);
        }
    }

    private String logged() {
        return log.list.stream()
                .filter(event -> !event.getLoggerName().startsWith("mockwebserver3"))
                .map(ILoggingEvent::getFormattedMessage)
                .collect(Collectors.joining("\n"));
    }

    @ParameterizedTest
    @MethodSource("styles")
    void helperAndSdk_askTheSameGateway_getTheSameRows(Style style) throws Exception {
        try (GatewaySandbox gateway = style.gateway().start()) {
            String base = gateway.url().toString();
            List<Marriage> before = before(style, base);
            gateway.forgetRequests();

            assertThat(after(style, base)).isEqualTo(before).containsExactly(ROWS.get(1));
            assertThat(gateway.requests()).allMatch(request -> !request.path().contains(ASKED));
        }
    }

    @ParameterizedTest
    @MethodSource("styles")
    void helper_logsWhatTheSdkDoesNot(Style style) throws Exception {
        try (GatewaySandbox gateway = style.gateway().start()) {
            String base = gateway.url().toString();
            before(style, base);
            assertThat(logged()).contains(ASKED);
            log.list.clear();
            after(style, base);

            assertThat(logged())
                    .contains("cn.mca.marriages")
                    .doesNotContain(ASKED)
                    .doesNotContain(KEY);
        }
    }

    private static Style style(String name) {
        return styles().filter(style -> style.name().equals(name)).findFirst().orElseThrow();
    }

    @Test
    void gatewayDoesNotAnswer_helperAsksTenTimesAndTheSdkThreeTimes() {
        Style style = style("clientid");
        try (GatewaySandbox gateway = style.gateway().start()) {
            gateway.faults().next(GatewayFault.noAnswer().always());
            String base = gateway.url().toString();
            assertThatThrownBy(() -> before(style, base)).isInstanceOf(IOException.class);
            assertThat(gateway.requestCount("/marriages")).isGreaterThanOrEqualTo(10);
            gateway.forgetRequests();

            assertThatThrownBy(() -> after(style, base)).isInstanceOf(PlatformUnavailableException.class);
            assertThat(gateway.requestCount("/marriages")).isEqualTo(3);
        }
    }

    @Test
    void secretIsNoLongerValid_helperFindsNothingForEverAndTheSdkExchangesAnother() throws Exception {
        Style style = style("rtime");
        try (GatewaySandbox gateway = style.gateway().start();
                GovShare govshare = style.after()
                        .client(gateway.url().toString(), key())
                        .usage(usage -> usage.folder(folder))
                        .build()) {
            Before before = new Before(gateway.url().toString(), style.id(), KEY);
            assertThat(style.before().ask(before)).isNotNull();
            assertThat(After.marriages(govshare, ASKED)).hasSize(1);
            gateway.expireSecrets();

            assertThat(style.before().ask(before)).isNull();
            assertThat(style.before().ask(before)).isNull();
            assertThat(After.marriages(govshare, ASKED)).hasSize(1);
        }
    }

    @Test
    void examples_areCodeThatIsCompiled() {
        String compiled = Guide.sources(Path.of("src/test/java/com/example/migrate"));
        List<String> blocks = Guide.of("migrate.md").blocks("java");

        assertThat(blocks).hasSize(14).allSatisfy(block -> assertThat(compiled).contains(Guide.plain(block)));
    }
}
