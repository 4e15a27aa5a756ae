package io.govshare.wholecall;

import static io.govshare.dataset.Query.where;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.govshare.GovShare;
import io.govshare.auth.Credentials;
import io.govshare.dialect.gateway.Gateway;
import io.govshare.dialect.gateway.Parameter.ValueType;
import io.govshare.dialect.gateway.Service;
import io.govshare.error.ConfigurationException;
import io.govshare.error.CredentialException;
import io.govshare.error.GovShareException;
import io.govshare.error.NotFoundException;
import io.govshare.error.PlatformUnavailableException;
import io.govshare.signing.Secret;
import io.govshare.testing.gateway.GatewayFault;
import io.govshare.testing.gateway.GatewayProblem;
import io.govshare.testing.gateway.GatewaySandbox;
import io.govshare.testing.gateway.GatewayService;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Request;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** What a user does wrong with a gateway that exchanges a secret, and what nobody may ever see of a call. */
@Timeout(60)
class ExchangedSecretCareTest {

    record Person(String uid, String name) {}

    private static final String NAME = "persons";
    private static final String UID = "canary-uid-350102199001010011";

    /** In a form, or in the JSON of an exchange. */
    private static final Pattern SIGN = Pattern.compile("(?:\\bsign=|_sign\":\")([^&\"]+)");

    private final Logger root = (Logger) LoggerFactory.getLogger("io.govshare");
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
    private final SharedClock clock = new SharedClock();

    @TempDir
    Path spool;

    @BeforeEach
    void listen() {
        appender.start();
        root.setLevel(Level.DEBUG);
        root.setAdditive(false);
        root.addAppender(appender);
    }

    @AfterEach
    void stopListening() {
        root.detachAppender(appender);
        root.setAdditive(true);
        root.setLevel(null);
    }

    private GatewaySandbox start(ExchangingStyle style) {
        return style.start(clock, GatewayService.of(style.id(NAME), List.of(new Person(UID, "Li"))));
    }

    private static Service persons(ExchangingStyle style) {
        return style.service(NAME)
                .method("POST")
                .required("uid", ValueType.TEXT)
                .personal("uid");
    }

    private static void ask(GovShare govshare) {
        assertThat(govshare.dataset(NAME, Person.class)
                        .query(where(Person::uid).is(UID))
                        .items())
                .hasSize(1);
    }

    private GovShare.Builder client(ExchangingStyle style, GatewaySandbox gateway, Secret key) {
        return style.client(gateway, clock, spool, persons(style))
                .credentials(Credentials.sharedSecret(ExchangingStyle.ID, key));
    }

    @ParameterizedTest
    @EnumSource
    void wrongKey_isACredentialExceptionWithRemedy(ExchangingStyle style) {
        try (GatewaySandbox gateway = start(style);
                GovShare govshare =
                        client(style, gateway, Secret.of("canary-wrong-key")).build()) {
            assertThatThrownBy(() -> ask(govshare))
                    .isInstanceOfSatisfying(
                            CredentialException.class,
                            e -> assertThat(e.platformMessage().orElseThrow()).contains("another key"))
                    .hasMessageContaining("no session secret")
                    .hasMessageContaining("Check id and secret in credentials(…)")
                    .hasMessageNotContaining("canary-wrong-key");
            assertThat(style.exchanges(gateway)).isEqualTo(1);
            assertThat(style.calls(gateway)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void keyFileThatEndsWithANewline_isTheKey(ExchangingStyle style) throws IOException {
        Path file = Files.createFile(
                spool.resolve("key"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, ExchangingStyle.KEY + "\r\n");
        try (GatewaySandbox gateway = start(style);
                GovShare govshare = client(style, gateway, Secret.ofFile(file)).build()) {
            ask(govshare);
        }
    }

    @ParameterizedTest
    @EnumSource
    void unknownService_isNotFoundNamingIt(ExchangingStyle style) {
        try (GatewaySandbox gateway = start(style);
                GovShare govshare =
                        client(style, gateway, Secret.of(ExchangingStyle.KEY)).build()) {
            assertThatThrownBy(() -> govshare.dataset("births", Person.class).find("u"))
                    .isInstanceOf(GovShareException.class)
                    .hasMessageContaining("births")
                    .hasMessageContaining("declared by its service(…)");
            assertThat(gateway.requestCount("/")).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TWO_SECRETS") // its gateways have codes of their own for that
    void serviceThatTheGatewayDoesNotKnow_isNotFound(ExchangingStyle style) {
        try (GatewaySandbox gateway = start(style)) {
            try (GovShare govshare =
                    style.client(gateway, clock, spool, persons(style)).build()) {
                gateway.faults()
                        .next(GatewayFault.problem(GatewayProblem.NOT_FOUND).onService(style.id(NAME)));
                assertThatThrownBy(() -> ask(govshare))
                        .isInstanceOfSatisfying(
                                NotFoundException.class,
                                e -> assertThat(e.code()).hasValue("404"))
                        .hasMessageContaining(NAME);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void plainHttpToAnotherMachine_isRefusedUnlessAllowed(ExchangingStyle style) {
        Gateway<?> plain = style.platform("http://gw.example.gov").service(persons(style));
        assertThatThrownBy(() -> ExchangingStyle.client(plain, clock, spool).build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("allowPlainHttp()");
        ExchangingStyle.client(plain.allowPlainHttp(), clock, spool).build().close();
    }

    @ParameterizedTest
    @EnumSource
    void keyPersonAndSignature_areNeverShown(ExchangingStyle style) throws IOException {
        StringWriter shown = new StringWriter();
        PrintWriter out = new PrintWriter(shown);
        List<String> signed = new ArrayList<>();
        try (GatewaySandbox gateway = start(style);
                GovShare govshare = client(style, gateway, Secret.of(ExchangingStyle.KEY))
                        .customize(http -> http.addNetworkInterceptor(chain -> {
                            signed.addAll(signatures(chain.request()));
                            return chain.proceed(chain.request());
                        }))
                        .build()) {
            ask(govshare);
            gateway.expireSecrets();
            ask(govshare);
            for (GatewayProblem problem : GatewayProblem.values()) {
                gateway.faults()
                        .next(GatewayFault.problem(problem)
                                .onService(style.id(NAME))
                                .always());
                assertThatThrownBy(() -> ask(govshare)).satisfies(e -> e.printStackTrace(out));
                gateway.faults().clear();
            }
            // Several new secrets were refused, so the next one is exchanged a while later.
            clock.turn(Duration.ofMinutes(2));
            gateway.expireSecrets();
            gateway.faults()
                    .next(GatewayFault.status(502).onPath(style.exchangePath()).always());
            assertThatThrownBy(() -> ask(govshare))
                    .isInstanceOf(PlatformUnavailableException.class)
                    .satisfies(e -> e.printStackTrace(out));
            out.println(govshare + " " + govshare.dataset(NAME, Person.class) + " "
                    + style.platform(gateway.url().toString()).service(persons(style)) + " " + gateway
                    + gateway.requests());
        }
        appender.list.forEach(event -> out.println(event.getFormattedMessage()));
        String events = Spooled.events(spool).toString();
        assertThat(events).contains("\"failure\":\"quota-exceeded\"", "\"dataset\":\"persons\"");
        assertThat(appender.list).hasSizeGreaterThan(20);
        assertThat(signed).hasSizeGreaterThan(20);
        assertThat(shown + events)
                .doesNotContain(ExchangingStyle.KEY)
                .doesNotContain(UID)
                .doesNotContain("350102199001010011")
                .doesNotContain("op-canary-77")
                .doesNotContain("canary")
                .doesNotContain("appKey=" + ExchangingStyle.ID)
                .satisfies(text -> assertThat(signed).noneMatch(text::contains));
    }

    /** What signs a request, wherever it stands. */
    private static List<String> signatures(Request request) throws IOException {
        List<String> found = new ArrayList<>();
        for (String name : List.of("gjgxjhpt_sign", "gateway_sig")) {
            if (request.header(name) != null) {
                found.add(request.header(name));
            }
        }
        if (request.url().queryParameter("sign") != null) {
            found.add(request.url().queryParameter("sign"));
        }
        if (request.body() != null) {
            Buffer body = new Buffer();
            request.body().writeTo(body);
            Matcher sign = SIGN.matcher(body.readUtf8());
            while (sign.find()) {
                found.add(URLDecoder.decode(sign.group(1).replace("+", "%2B"), StandardCharsets.UTF_8));
            }
        }
        return found;
    }
}
