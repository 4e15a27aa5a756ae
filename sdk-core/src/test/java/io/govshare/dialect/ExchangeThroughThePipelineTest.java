package io.govshare.dialect;

import static io.govshare.dataset.Query.where;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.GovShare;
import io.govshare.auth.Credentials;
import io.govshare.catalog.CallRate;
import io.govshare.catalog.SharingAttribute;
import io.govshare.dialect.gateway.Service;
import io.govshare.dialect.gjgxjhpt.ExchangeGateway;
import io.govshare.dialect.gjgxjhpt.ServiceRegistration;
import io.govshare.error.ConfigurationException;
import io.govshare.error.InvalidRequestException;
import io.govshare.signing.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The national exchange platform's style: a key and a secret for each service behind one address. */
class ExchangeThroughThePipelineTest {

    private static final String REGISTRATION = """
            {"cnName":"婚姻登记信息","reqRate":"1000次/小时","reqTimeout":"60","methods":[{"methodName":"query",
            "inputParams":[{"name":"UID","type":"string","isRequired":"1","position":"query"},
            {"name":"page","type":"int","isRequired":"0","defaultValue":"1","position":"query"}]}]}
            """;
    private static final Map<String, String> KEYS = Map.of("s_1", "app-key-of-1", "s_2", "app-key-of-2");

    record Answer(String sid, String uid, int page) {}

    @TempDir
    Path spool;

    private final Map<String, String> secrets = new ConcurrentHashMap<>();
    private ExchangeGateway.Seal seal = ExchangeGateway.Seal.CBC;

    private String answer(SmallServer.Asked asked) {
        if (asked.path().equals("/sysapi/auth/refreshappsecret")) {
            JsonNode body = JsonMapper.shared().readTree(asked.body());
            String sid = body.path("gjgxjhpt_sid").asString("");
            String key = KEYS.getOrDefault(sid, "none");
            if (!body.path("gjgxjhpt_sign")
                    .asString("")
                    .equals(hmac(
                            key, sid + "rid-0001" + body.path("gjgxjhpt_rtime").asString("")))) {
                return "{\"code\":\"1\",\"errMsg\":\"签名错误\"}";
            }
            secrets.put(sid, "secret-of-" + sid + "-" + secrets.size());
            return "{\"code\":\"0\",\"data\":{\"secret\":\"" + sealed(key, secrets.get(sid))
                    + "\",\"secretEndTime\":\"2099-01-01 00:00:00\"}}";
        }
        String sid = asked.header("gjgxjhpt_sid");
        String secret = secrets.getOrDefault(sid, "none");
        if (!asked.header("gjgxjhpt_sign").equals(hmac(secret, sid + "rid-0001" + asked.header("gjgxjhpt_rtime")))) {
            return "{\"errCode\":\"1\",\"errMsg\":\"签名错误\"}";
        }
        return "{\"code\":\"0\",\"data\":[{\"sid\":\"" + sid + "\",\"uid\":\"" + asked.parameter("UID")
                + "\",\"page\":\"" + asked.parameter("page") + "\"}]}";
    }

    private static String hmac(String key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String sealed(String appKey, String secret) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            byte[] key = sha1.digest(sha1.digest(appKey.getBytes(StandardCharsets.UTF_8)));
            SecretKeySpec aes = new SecretKeySpec(key, 0, 16, "AES");
            Cipher cipher = Cipher.getInstance("AES/" + seal + "/PKCS5Padding");
            if (seal == ExchangeGateway.Seal.CBC) {
                cipher.init(
                        Cipher.ENCRYPT_MODE,
                        aes,
                        new IvParameterSpec("AESCBCPKCS5Paddi".getBytes(StandardCharsets.UTF_8)));
            } else {
                cipher.init(Cipher.ENCRYPT_MODE, aes);
            }
            return Base64.getEncoder().encodeToString(cipher.doFinal(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Service service(String dataset, String sid) {
        return ServiceRegistration.read(dataset, sid, REGISTRATION.replace("小时", "秒"))
                .sharing(SharingAttribute.UNCONDITIONAL)
                .credentials(Credentials.sharedSecret("rid-0001", Secret.of(KEYS.getOrDefault(sid, "none"))));
    }

    private GovShare client(SmallServer server) {
        return client(ExchangeGateway.at(server.url())
                .seal(seal)
                .service(service("marriages", "s_1"))
                .service(service("divorces", "s_2")));
    }

    private GovShare client(ExchangeGateway gateway) {
        return GovShare.builder()
                .application("gateway-test", "1")
                .platform(gateway)
                .usage(usage -> usage.folder(spool))
                .build();
    }

    private static List<Answer> ask(GovShare govshare, String dataset) {
        return govshare.dataset(dataset, Answer.class)
                .query(where("UID").is("u-1"))
                .items();
    }

    @ParameterizedTest
    @EnumSource(ExchangeGateway.Seal.class)
    void services_haveASecretEachBehindOneAddress(ExchangeGateway.Seal sealing) throws Exception {
        seal = sealing;
        try (SmallServer server = SmallServer.saying(this::answer);
                GovShare govshare = client(server)) {
            for (int i = 0; i < 3; i++) {
                assertThat(ask(govshare, "marriages")).containsExactly(new Answer("s_1", "u-1", 1));
                assertThat(ask(govshare, "divorces")).containsExactly(new Answer("s_2", "u-1", 1));
            }
            assertThat(secrets).hasSize(2);
            assertThat(server.requests)
                    .filteredOn(asked -> asked.path().startsWith("/sysapi"))
                    .hasSize(2);
            assertThat(server.requests)
                    .filteredOn(asked -> asked.path().equals("/httpproxy"))
                    .hasSize(6);
        }
    }

    @Test
    void secretThatTheGatewayForgot_isExchangedOnceAndOnlyForItsService() throws Exception {
        try (SmallServer server = SmallServer.saying(this::answer);
                GovShare govshare = client(server)) {
            ask(govshare, "marriages");
            ask(govshare, "divorces");
            secrets.put("s_1", "forgotten");
            assertThat(ask(govshare, "marriages")).hasSize(1);
            assertThat(server.requests)
                    .filteredOn(asked -> asked.path().startsWith("/sysapi"))
                    .hasSize(3);
        }
    }

    @Test
    void registration_bindsRateTimeoutAndParameters() throws Exception {
        try (SmallServer server = SmallServer.saying(this::answer);
                GovShare govshare = client(ExchangeGateway.at(server.url())
                        .service(ServiceRegistration.read("marriages", "s_1", REGISTRATION)
                                .credentials(Credentials.sharedSecret("rid-0001", Secret.of("app-key-of-1")))))) {
            var described = govshare.catalogue().find("marriages").orElseThrow();
            assertThat(described.title()).isEqualTo("婚姻登记信息");
            assertThat(described.rate()).isEqualTo(new CallRate(1000, Duration.ofHours(1)));
            assertThatThrownBy(() -> govshare.dataset("marriages", Answer.class)
                            .query(where("page").is(1)))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("'UID' is missing");
            assertThat(server.requests).isEmpty();
        }
    }

    @Test
    void registration_thatIsNotUnderstood_saysWhat() {
        assertThatThrownBy(() -> ServiceRegistration.read("x", "s_9", "{\"reqRate\":\"often\",\"methods\":[{}]}"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("reqRate");
        assertThatThrownBy(() -> ServiceRegistration.read("x", "s_9", "[]"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("no JSON object");
        assertThatThrownBy(() -> ServiceRegistration.read("x", "s_9", "{\"code\":0,\"data\":" + REGISTRATION + "}"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("no methods[0]", "its members are [code, data]", "not what is around it");
    }
}
