package io.govshare.wholecall;

import static io.govshare.dataset.Query.where;
import static io.govshare.wholecall.HeaderGateways.PERSONS;
import static io.govshare.wholecall.HeaderGateways.SECRET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.govshare.GovShare;
import io.govshare.dataset.Dataset;
import io.govshare.dataset.Query;
import io.govshare.dialect.clientid.ClientIdGateway;
import io.govshare.dialect.gateway.Paging;
import io.govshare.dialect.gateway.Parameter.ValueType;
import io.govshare.dialect.gateway.Service;
import io.govshare.dialect.hmac.HmacGateway;
import io.govshare.dialect.paasid.PaasIdGateway;
import io.govshare.error.ConfigurationException;
import io.govshare.platform.Platform;
import io.govshare.testing.gateway.GatewayFault;
import io.govshare.testing.gateway.GatewayProblem;
import io.govshare.testing.gateway.GatewaySandbox;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** No message, log line, usage event or text of an object has a secret, a signature or a personal value in it. */
@Timeout(30)
class HeaderGatewaysTellNothingTest {

    private static final String PATH = "/api/persons";
    private static final String ASKED = "canary-value-5577";

    private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
    private Level level = Level.INFO;

    @TempDir
    Path spool;

    @BeforeEach
    void listen() {
        level = root.getLevel();
        appender.start();
        root.setLevel(Level.DEBUG);
        root.addAppender(appender);
    }

    @AfterEach
    void stopListening() {
        root.detachAppender(appender);
        root.setLevel(level);
    }

    /** A gateway and how it is spoken to. */
    private record Style(String name, GatewaySandbox gateway, Function<Service, Platform> platform) {

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Function<List<Map<String, String>>, Style>> styles() {
        return Stream.of(
                rows -> {
                    GatewaySandbox gateway = GatewaySandbox.hmacHeaders()
                            .client("id-0001", SECRET)
                            .service(PATH, rows)
                            .start();
                    return new Style(
                            "hmac",
                            gateway,
                            service -> HmacGateway.at(url(gateway)).service(service.method("POST")));
                },
                rows -> {
                    GatewaySandbox gateway = GatewaySandbox.paasId()
                            .prefix("x-tif")
                            .client("id-0001", SECRET)
                            .service(PATH, rows)
                            .start();
                    return new Style(
                            "paasid",
                            gateway,
                            service -> PaasIdGateway.at(url(gateway))
                                    .system("SYS-0001", "91440000000000000X", "11440000000000000X")
                                    .service(service));
                },
                rows -> {
                    GatewaySandbox gateway = GatewaySandbox.clientId()
                            .client("id-0001", SECRET)
                            .service(PATH, rows)
                            .start();
                    return new Style(
                            "clientid",
                            gateway,
                            service -> ClientIdGateway.at(url(gateway))
                                    .service(service.method("POST").paging(Paging.pages("PAGE", "PAGENUM", 1, 100))));
                });
    }

    private static String url(GatewaySandbox gateway) {
        return gateway.url().toString();
    }

    @ParameterizedTest
    @MethodSource("styles")
    void canaries_areNowhere(Function<List<Map<String, String>>, Style> starts) throws Exception {
        List<String> told = new ArrayList<>();
        Style style = starts.apply(List.of(Map.of("uid", ASKED), Map.of("uid", "u-2")));
        Service service = Service.at(PERSONS, PATH)
                .required("uid", ValueType.TEXT)
                .optional("year", ValueType.INTEGER)
                .personal("uid")
                .key("uid");
        Platform platform = style.platform().apply(service);
        try (GatewaySandbox gateway = style.gateway();
                GovShare govshare = HeaderGateways.client(platform, "id-0001", spool, new ArrayList<>())
                        .build()) {
            Dataset<?> persons = govshare.dataset(PERSONS, Map.class);
            assertThat(persons.find(ASKED)).isPresent();
            told.addAll(List.of(govshare.toString(), platform.toString(), persons.toString(), service.toString()));
            told.add(where("uid").is(ASKED).toString());
            for (GatewayProblem problem : GatewayProblem.values()) {
                gateway.faults().clear();
                gateway.faults().next(GatewayFault.problem(problem).always());
                told.add(trace(catchThrowable(() -> persons.find(ASKED))));
            }
            gateway.faults().clear();
            gateway.faults().next(GatewayFault.noAnswer().always());
            told.add(trace(catchThrowable(() -> persons.find(ASKED))));
            told.add(trace(catchThrowable(() -> persons.query(Query.all()))));
            told.add(trace(catchThrowable(
                    () -> persons.query(where("uid").is(ASKED).and("year").is(ASKED)))));
        }
        assertThat(appender.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .anyMatch(line -> line.contains(PATH) && line.contains("-> 200 OK"));
        List.copyOf(appender.list).stream()
                .filter(line -> line.getLoggerName().startsWith("io.govshare"))
                .map(ILoggingEvent::getFormattedMessage)
                .forEach(told::add);
        told.add(spooled());
        assertThat(told).noneMatch(text -> text.contains("canary"));
    }

    private static String trace(Throwable thrown) {
        assertThat(thrown).isNotNull();
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private String spooled() throws Exception {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(spool)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        assertThat(all).contains("\"operation\":\"find\"");
        return all.toString();
    }

    @Test
    void personalParameter_isNotSentInTheUrlUnlessThatIsAccepted() {
        Service service =
                Service.at(PERSONS, PATH).required("uid", ValueType.TEXT).personal("uid");
        try (GatewaySandbox gateway = GatewaySandbox.hmacHeaders()
                        .client("id-0001", SECRET)
                        .service(PATH, List.of(Map.of("uid", ASKED)))
                        .start();
                GovShare refusing = client(gateway, service);
                GovShare accepting = client(gateway, service.allowPersonalInUrl())) {
            assertThat(catchThrowable(() -> refusing.dataset(PERSONS, Map.class).find(ASKED)))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("Service.allowPersonalInUrl()")
                    .hasMessageNotContaining(ASKED);
            assertThat(gateway.requestCount("/")).isZero();
            assertThat(accepting.dataset(PERSONS, Map.class).find(ASKED)).isPresent();
        }
    }

    private GovShare client(GatewaySandbox gateway, Service service) {
        return HeaderGateways.client(HmacGateway.at(url(gateway)).service(service), "id-0001", SECRET, spool)
                .build();
    }
}
