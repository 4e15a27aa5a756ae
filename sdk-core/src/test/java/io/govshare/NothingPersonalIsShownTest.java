package io.govshare;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static io.govshare.dataset.Query.where;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.govshare.auth.Credentials;
import io.govshare.catalog.DatasetDescription;
import io.govshare.context.CallContext;
import io.govshare.dataset.Dataset;
import io.govshare.dataset.KeyField;
import io.govshare.dataset.Personal;
import io.govshare.dataset.Query;
import io.govshare.dialect.standard.StandardPlatform;
import io.govshare.error.GovShareException;
import io.govshare.http.TimeSource;
import io.govshare.leaks.SharedResources;
import io.govshare.platform.UsageBatch;
import io.govshare.signing.Secret;
import io.govshare.signing.SigningKey;
import io.govshare.usage.DailyCsvSink;
import io.govshare.usage.UsageArchive;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import okhttp3.Request;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends canaries through the whole client, has a platform that repeats all it was sent, and looks for them in every line
 * of every log, in every exception, in what objects say of themselves, in the usage spool, in what is reported of it to a
 * platform that refuses it, and in what an inspection and a spreadsheet get of it.
 */
@SharedResources
class NothingPersonalIsShownTest {

    record Resident(
            @KeyField @Personal String identity, @Personal String name, int level) {}

    private static final WireMockServer SERVER =
            new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));

    private static final String ID = "gov.residents";
    private static final String RECORDS = "/odata/" + ID + ".*";

    private static final String IDENTITY = "canaryIdentityOfZhang";
    private static final String NUMBER = "110101199003071234";
    private static final String NAME = "金丝雀";
    private static final String OPERATOR = "canary.operator@dept";
    private static final String CASE = "canary-case-A-B";
    private static final String SUBJECT = "canary-subject-of-case";
    private static final String TERMINAL = "canary-terminal-at-desk";
    private static final String TOKEN = "canary-token-abc.def";
    private static final String CLIENT_SECRET = "canary-client-secret-xyz";
    private static final String SIGNING_SECRET = "canary-signing-secret-xyz";
    private static final String PSEUDONYM_KEY = "canary-pseudonym-key-of-the-department";
    private static final String IN_ANSWER = "canary-value-in-answer";
    private static final List<String> CANARIES = List.of(
            IDENTITY,
            NUMBER,
            NAME,
            "%E9%87%91%E4%B8%9D%E9%9B%80",
            OPERATOR,
            CASE,
            SUBJECT,
            TERMINAL,
            TOKEN,
            CLIENT_SECRET,
            SIGNING_SECRET,
            PSEUDONYM_KEY,
            IN_ANSWER,
            "canary");

    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir
    Path spool;

    @TempDir
    Path sheets;

    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final List<String> loggedByOkHttp = new CopyOnWriteArrayList<>();
    private final List<String> shown = new ArrayList<>();
    private final Logger ours = (Logger) LoggerFactory.getLogger("io.govshare");
    private final java.util.logging.Logger okHttp = java.util.logging.Logger.getLogger("okhttp3");
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            loggedByOkHttp.add(record.getMessage() + " " + record.getThrown());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private boolean hasToken = true;
    private GovShare govshare;
    private Dataset<Resident> residents;

    @BeforeAll
    static void start() {
        SERVER.start();
    }

    @AfterAll
    static void stop() {
        SERVER.stop();
    }

    @BeforeEach
    void open() {
        logged.start();
        ours.setLevel(Level.TRACE);
        ours.addAppender(logged);
        ours.setAdditive(false);
        okHttp.setLevel(java.util.logging.Level.ALL);
        okHttp.addHandler(handler);
        okHttp.setUseParentHandlers(false);
        SERVER.resetAll();
        SERVER.stubFor(post("/token")
                .willReturn(
                        okJson("{\"access_token\":\"" + TOKEN + "\",\"token_type\":\"Bearer\",\"expires_in\":3600}")));
        SERVER.stubFor(post("/usage")
                .willReturn(
                        echo(500, "internal", "failed for " + NUMBER + " at /odata?name=" + NAME + "&of=" + IDENTITY)));
        client(Credentials.clientSecretBasic("residents", Secret.of(CLIENT_SECRET)));
    }

    private void client(Credentials credentials) {
        String url = SERVER.baseUrl();
        govshare = GovShare.builder()
                .application("residents", "1")
                .platform(StandardPlatform.at(url)
                        .name("echo")
                        .tokenEndpoint(URI.create(url + "/token"))
                        .usage(URI.create(url + "/usage")))
                .credentials(credentials)
                .signing(SigningKey.hmac("signing-key", Secret.of(SIGNING_SECRET)))
                .context(CallContext.purpose("residence-permit")
                        .operator(OPERATOR, NAME)
                        .caseNumber(CASE)
                        .subject(SUBJECT, "111")
                        .terminal(TERMINAL)
                        .build())
                .bind(DatasetDescription.at(ID, URI.create(url + "/odata/" + ID)))
                .usage(usage -> usage.folder(spool).pseudonymKey(Secret.of(PSEUDONYM_KEY)))
                .clock(TimeSource.SYSTEM, (call, duration) -> {})
                .build();
        residents = govshare.dataset(ID, Resident.class);
        shown.add(credentials + " " + residents + " " + govshare);
    }

    @AfterEach
    void closeAndLook() throws IOException {
        assertThat(govshare.usage().flush(Duration.ZERO))
                .as("the platform takes no reports")
                .isFalse();
        shown.add(govshare.usage().status().toString());
        govshare.close();
        ours.detachAppender(logged);
        ours.setAdditive(true);
        ours.setLevel(null);
        okHttp.removeHandler(handler);
        okHttp.setLevel(null);
        okHttp.setUseParentHandlers(true);
        assertNoCanaryIn(
                "logs",
                logged.list.stream()
                        .map(event -> event.getFormattedMessage() + " " + event.getThrowableProxy())
                        .toList());
        assertThat(logged.list).as("something is logged").isNotEmpty();
        assertNoCanaryIn("logs of OkHttp", loggedByOkHttp);
        assertNoCanaryIn("what is shown", shown);
        assertNoCanaryInFiles(spool);
        assertNoCanaryIn("what is reported", reported());
        assertNoCanaryIn("what an inspection gets", inspected());
        assertNoCanaryInFiles(spreadsheets());
    }

    private static void assertNoCanaryInFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertNoCanaryIn(file.toString(), List.of(text));
                assertThat(text)
                        .doesNotContain(new String(NAME.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
            }
        }
    }

    /** Bodies and headers of the reports, but for the token, the signature and the key id. */
    private List<String> reported() throws IOException {
        List<String> reported = new ArrayList<>();
        for (LoggedRequest report : SERVER.findAll(postRequestedFor(urlPathEqualTo("/usage")))) {
            byte[] body = report.getBody();
            boolean compressed = body.length > 1 && body[0] == 0x1F && (body[1] & 0xFF) == 0x8B;
            try (InputStream in = new ByteArrayInputStream(body);
                    InputStream whole = compressed ? new GZIPInputStream(in) : in) {
                String events = new String(whole.readAllBytes(), StandardCharsets.UTF_8);
                assertThat(events).startsWith("[{").contains("io.govshare.usage.v1", "\"operator\":");
                reported.add(events);
            }
            report.getHeaders().all().stream()
                    .filter(header -> !header.key().equalsIgnoreCase("Authorization"))
                    .forEach(header -> reported.add(header.toString()));
        }
        assertThat(reported.isEmpty()).as("nothing is reported").isEqualTo(!hasToken);
        return reported;
    }

    private List<String> inspected() throws IOException {
        UsageArchive archive = UsageArchive.at(spool);
        List<String> inspected = new ArrayList<>();
        for (UsageArchive.Format format : UsageArchive.Format.values()) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            archive.export(format, out, Instant.EPOCH, Instant.now().plusSeconds(60));
            inspected.add(out.toString(StandardCharsets.UTF_8));
        }
        inspected.add(archive.verify().text());
        inspected.add(archive.daily(LocalDate.EPOCH, LocalDate.EPOCH.plusYears(200), ZoneOffset.UTC)
                .toString());
        assertThat(inspected.subList(0, 2))
                .allSatisfy(export -> assertThat(export).contains(ID, "residence-permit"));
        return inspected;
    }

    /** The same events as a sink of files writes them. */
    private Path spreadsheets() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        UsageArchive.at(spool)
                .export(
                        UsageArchive.Format.NDJSON,
                        out,
                        Instant.EPOCH,
                        Instant.now().plusSeconds(60));
        List<UsageBatch.Event> events = out.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> new UsageBatch.Event(JSON.readTree(line).path("id").asString(), line))
                .toList();
        UsageBatch batch = new UsageBatch(events, "chain", events.size(), "head");
        assertThat(DailyCsvSink.in(sheets).deliver(batch).rejected()).isEmpty();
        assertThat(sheets).isDirectoryContaining(file -> file.toString().endsWith(".csv"));
        return sheets;
    }

    private static void assertNoCanaryIn(String where, List<String> texts) {
        assertThat(texts)
                .as(where)
                .allSatisfy(text -> assertThat(text).doesNotContain(CANARIES.toArray(String[]::new)));
    }

    /** Does what fails, and notes all that the exception shows, its causes included. */
    private GovShareException failing(ThrowingCallable call) {
        Throwable thrown = catchThrowable(call);
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            shown.add(each.toString());
            if (each instanceof GovShareException ours) {
                shown.add(ours.details() + " " + ours.diagnosis());
            }
        }
        assertThat(thrown).isInstanceOf(GovShareException.class);
        return (GovShareException) thrown;
    }

    /** A refusal in which the platform repeats what it was sent. */
    private static ResponseDefinitionBuilder echo(int status, String code, String words) {
        return aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "application/problem+json")
                .withBody("{\"code\":\"" + code + "\",\"detail\":\"" + words + "\"}");
    }

    private void refuses(int status, String code, String words) {
        SERVER.stubFor(any(urlPathMatching(RECORDS)).willReturn(echo(status, code, words)));
    }

    @Test
    void refusedLookUp_keyAndContext() {
        refuses(403, "not-granted", OPERATOR + " of " + CASE + " may not see " + IDENTITY + " at " + TERMINAL);

        GovShareException refused = failing(() -> residents.find(IDENTITY));

        assertThat(refused.platformMessage().orElseThrow()).as("verbatim").contains(IDENTITY, OPERATOR);
        assertThat(refused.getMessage()).contains("*** of *** may not see *** at ***");
        assertThat(refused.diagnosis().evidence()).isEqualTo("the platform says: *** of *** may not see *** at ***");
        assertThat(SERVER.getAllServeEvents())
                .as("a personal key stays out of the URL")
                .extracting(event -> event.getRequest().getUrl())
                .noneMatch(url -> url.contains(IDENTITY));
    }

    @Test
    void refusedQuery_valuesAsTheyAreAndEncoded() {
        refuses(400, "invalid-query", "name eq '" + NAME + "' in ?$filter=name%20eq%20'%E9%87%91%E4%B8%9D%E9%9B%80'");

        Query<Resident> query =
                where(Resident::name).is(NAME).or(where(Resident::name).startsWith(NAME));
        shown.add(query + " " + query.condition());
        failing(() -> residents.query(query));
        failing(() -> residents.count(query));
        failing(() -> residents.stream(query).toList());
    }

    @Test
    void rejectedToken_tokenAndSignature() {
        refuses(401, "invalid-token", "unknown token " + TOKEN);

        GovShareException refused = failing(() -> residents.query(Query.all()));

        assertThat(refused.getMessage()).contains("unknown token ***");
    }

    @Test
    void tokenEndpointRepeatsTheSecret() {
        hasToken = false;
        SERVER.stubFor(post("/token")
                .willReturn(aResponse()
                        .withStatus(401)
                        .withBody(
                                "{\"error\":\"invalid_client\",\"error_description\":\"not " + CLIENT_SECRET + "\"}")));

        failing(() -> residents.query(Query.all()));
    }

    @Test
    void assertionOfPrivateKeyJwt_isShownNowhere() {
        govshare.close();
        client(Credentials.privateKeyJwt("residents", SigningKey.generate()));
        refuses(500, "internal", "failed");

        failing(() -> residents.query(Query.all()));

        List<String> secrets = SERVER.getAllServeEvents().stream()
                .map(ServeEvent::getRequest)
                .flatMap(request -> Stream.of(
                        assertion(request),
                        String.valueOf(request.getHeader("Signature")),
                        String.valueOf(request.getHeader("Authorization"))))
                .filter(text -> text.length() > 20)
                .toList();
        assertThat(secrets).as("what was sent").hasSizeGreaterThan(2);
        assertThat(logged.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .allSatisfy(line -> assertThat(line).doesNotContain(secrets.toArray(String[]::new)));
        assertThat(shown).allSatisfy(text -> assertThat(text).doesNotContain(secrets.toArray(String[]::new)));
    }

    private static String assertion(LoggedRequest request) {
        String body = request.getBodyAsString();
        int at = body.indexOf("client_assertion=");
        return at < 0 ? "" : body.substring(at + "client_assertion=".length());
    }

    @Test
    void recordThatDoesNotFit_valuesInTheAnswer() {
        SERVER.stubFor(any(urlPathMatching(RECORDS))
                .willReturn(okJson("{\"value\":[{\"identity\":\"" + IN_ANSWER + "\",\"name\":\"" + NAME
                        + "\",\"level\":\"" + IN_ANSWER + "\"}]}")));

        failing(() -> residents.query(Query.all()));
        failing(() -> residents.find(IDENTITY));
    }

    @Test
    void answerThatIsNoJson_valuesInTheAnswer() {
        SERVER.stubFor(any(urlPathMatching(RECORDS)).willReturn(okJson(IN_ANSWER + " {")));

        failing(() -> residents.query(Query.all()));
    }

    @Test
    void recordsThatAreRead_areNotShownByPages() {
        SERVER.stubFor(any(urlPathMatching(RECORDS))
                .willReturn(okJson("{\"value\":[{\"identity\":\"" + IN_ANSWER + "\",\"name\":\"x\",\"level\":1}]}")));

        shown.add(residents.query(where(Resident::name).is(NAME)).toString());
        assertThat(residents.find(IDENTITY)).isPresent();
    }

    @Test
    void brokenConnection_valuesInTheUrl() {
        SERVER.stubFor(any(urlPathMatching(RECORDS)).willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));

        failing(() -> residents.find(IDENTITY));
        failing(() -> residents.query(where("name").is(NAME)));
    }

    @Test
    void rawCall_valuesInPathAndQuery() throws IOException {
        refuses(403, "not-granted", "no");
        String url = SERVER.baseUrl() + "/odata/" + ID + "('" + IDENTITY + "')/" + NAME + "?name=" + NAME;

        govshare.okHttp(ID)
                .newCall(new Request.Builder().url(url).build())
                .execute()
                .close();

        SERVER.stubFor(any(urlPathMatching(RECORDS)).willReturn(aResponse().withFault(Fault.EMPTY_RESPONSE)));
        Throwable thrown = catchThrowable(() -> govshare.okHttp(ID)
                .newCall(new Request.Builder().url(url).build())
                .execute()
                .close());
        assertThat(thrown).isInstanceOf(IOException.class);
        shown.add(thrown + " " + thrown.getCause());
    }
}
