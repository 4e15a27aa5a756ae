package io.govshare.dialect;

import static io.govshare.dataset.Query.where;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.GovShare;
import io.govshare.auth.Credentials;
import io.govshare.context.CallContext;
import io.govshare.dialect.gateway.Parameter.ValueType;
import io.govshare.dialect.gateway.Service;
import io.govshare.dialect.gateway.SignatureLayout.Stamp;
import io.govshare.dialect.rotation.RotationGateway;
import io.govshare.error.QuotaExceededException;
import io.govshare.http.Request;
import io.govshare.signing.Secret;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway with two secrets that rotate, against a server that checks every signature. */
class RotationThroughThePipelineTest {

    record Person(String name) {}

    @TempDir
    Path spool;

    private volatile String requestSecret = "";
    private volatile String refreshSecret = "";
    private volatile String refusal = "";
    private int given;

    private String answer(SmallServer.Asked asked) {
        String signed = asked.parameter("sign");
        if (asked.path().endsWith("refreshTokenByKey.htm")) {
            return is(signed, "canary-app-secret-0001", asked) ? secrets() : error("14", "sign");
        }
        if (asked.path().endsWith("refreshTokenBySec.htm")) {
            return is(signed, refreshSecret, asked) ? secrets() : error("11", "secret");
        }
        if (!is(signed, requestSecret, asked)) {
            return error("14", "sign");
        }
        if (!refusal.isEmpty()) {
            return refusal;
        }
        assertThat(asked.parameter("additional"))
                .contains("\"powerMatters\":\"ITEM-0001\"", "\"accesscardId\":\"op-77\"");
        return asked.parameter("name").equals("nobody")
                ? "{\"code\":\"00\",\"datas\":\"[]\"}"
                : "{\"code\":\"00\",\"datas\":\"{\\\"success\\\":true,\\\"errorMsg\\\":null,\\\"data\\\":[{\\\"name\\\":\\\""
                        + asked.parameter("name") + "\\\"}]}\"}";
    }

    private String secrets() {
        given++;
        requestSecret = "request-" + given;
        refreshSecret = "refresh-" + given;
        long now = Instant.now().toEpochMilli();
        return "{\"code\":\"00\",\"datas\":{\"requestSecret\":\"" + requestSecret + "\",\"requestSecretEndTime\":"
                + (now + Duration.ofMinutes(15).toMillis()) + ",\"refreshSecret\":\"" + refreshSecret
                + "\",\"refreshSecretEndTime\":\"" + (now + Duration.ofDays(2).toMillis()) + "\"}}";
    }

    private static String error(String code, String message) {
        return "{\"code\":\"" + code + "\",\"msg\":\"" + message + "\",\"requestId\":\"r-9\"}";
    }

    private static boolean is(String signature, String secret, SmallServer.Asked asked) {
        try {
            byte[] hash = MessageDigest.getInstance("MD5")
                    .digest(("app-0001" + secret + asked.parameter("requestTime")).getBytes(StandardCharsets.UTF_8));
            return asked.parameter("appKey").equals("app-0001")
                    && HexFormat.of().formatHex(hash).equals(signature);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private GovShare client(SmallServer server) {
        return GovShare.builder()
                .application("gateway-test", "1")
                .platform(RotationGateway.at(server.url())
                        .service(Service.at("persons", RotationGateway.path("demo", "i-1"))
                                .optional("name", ValueType.TEXT)))
                .credentials(Credentials.sharedSecret("app-0001", Secret.of("canary-app-secret-0001")))
                .context(CallContext.purpose("residence-permit")
                        .matter("ITEM-0001")
                        .operator("op-77")
                        .build())
                .usage(usage -> usage.folder(spool))
                .build();
    }

    private static List<Person> ask(GovShare govshare, String name) {
        return govshare.dataset("persons", Person.class)
                .query(where("name").is(name))
                .items();
    }

    @Test
    void calls_areSignedWithOneSecretAndReadThroughStrings() throws Exception {
        try (SmallServer server = SmallServer.saying(this::answer);
                GovShare govshare = client(server)) {
            assertThat(ask(govshare, "Li")).containsExactly(new Person("Li"));
            assertThat(ask(govshare, "nobody")).isEmpty();
            assertThat(given).isEqualTo(1);
            assertThat(server.requests.get(1).wire().getTarget()).isEqualTo("/gateway/api/demo/dataSharing/i-1.htm");
        }
    }

    @Test
    void secretThatIsNoLongerValid_isRenewedByTheRefreshSecretOnce() throws Exception {
        try (SmallServer server = SmallServer.saying(this::answer);
                GovShare govshare = client(server)) {
            ask(govshare, "Li");
            requestSecret = "forgotten";
            assertThat(ask(govshare, "Wu")).containsExactly(new Person("Wu"));
            assertThat(given).isEqualTo(2);
            assertThat(server.requests)
                    .filteredOn(asked -> asked.path().endsWith("BySec.htm"))
                    .hasSize(1);
        }
    }

    @Test
    void refreshSecretThatIsNoLongerValid_isReplacedByKey() throws Exception {
        try (SmallServer server = SmallServer.saying(this::answer);
                GovShare govshare = client(server)) {
            ask(govshare, "Li");
            requestSecret = "forgotten";
            refreshSecret = "forgotten";
            assertThat(ask(govshare, "Wu")).containsExactly(new Person("Wu"));
            assertThat(server.requests)
                    .filteredOn(asked -> asked.path().endsWith("ByKey.htm"))
                    .hasSize(2);
        }
    }

    @Test
    void quota_isNotTriedAgain() throws Exception {
        try (SmallServer server = SmallServer.saying(this::answer);
                GovShare govshare = client(server)) {
            ask(govshare, "Li");
            refusal = error("18", "over quota");
            int before = server.requests.size();
            assertThatThrownBy(() -> ask(govshare, "Wu")).isInstanceOfSatisfying(QuotaExceededException.class, e -> {
                assertThat(e.code()).hasValue("18");
                assertThat(e.requestId()).hasValue("r-9");
            });
            assertThat(server.requests.size() - before).isEqualTo(1);
        }
    }

    @Test
    void quotaOfTheExchange_isNotTriedAgain() throws Exception {
        try (SmallServer server = SmallServer.saying(asked -> error("18", "over quota"));
                GovShare govshare = client(server)) {
            assertThatThrownBy(() -> ask(govshare, "Wu"))
                    .isInstanceOfSatisfying(
                            QuotaExceededException.class,
                            e -> assertThat(e.code()).hasValue("18"));
            assertThat(server.requests).hasSize(1);
        }
    }

    @Test
    void signatureInTheUrlOfTheExchange_isNeverShown() throws Exception {
        try (SmallServer server =
                        new SmallServer(asked -> SmallServer.json("{}").code(500));
                GovShare govshare = client(server)) {
            assertThatThrownBy(() -> ask(govshare, "Wu")).satisfies(e -> {
                StringWriter trace = new StringWriter();
                e.printStackTrace(new PrintWriter(trace));
                assertThat(server.requests)
                        .isNotEmpty()
                        .allSatisfy(asked -> assertThat(trace.toString())
                                .doesNotContain(asked.parameter("sign"))
                                .doesNotContain("canary-app-secret-0001"));
            });
        }
    }

    @Test
    void secrets_areInNoText() {
        Credentials credentials = Credentials.sharedSecret("app-0001", Secret.of("canary-app-secret-0001"));
        RotationGateway gateway = RotationGateway.at("https://gw.example.gov")
                .service(Service.at("persons", "/p").credentials(credentials));
        Stamp stamp = new Stamp(
                "a", "1", "", Secret.of("canary-app-secret-0001"), Request.get("https://gw.example.gov/?sign=s-77"));

        assertThat(credentials + " " + gateway + " " + stamp)
                .doesNotContain("canary-app-secret-0001")
                .doesNotContain("s-77");
    }
}
