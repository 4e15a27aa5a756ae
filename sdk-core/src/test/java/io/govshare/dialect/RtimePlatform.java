package io.govshare.dialect;

import io.govshare.catalog.DatasetDescription;
import io.govshare.dataset.Condition.Comparison;
import io.govshare.dataset.Envelope;
import io.govshare.dataset.Key;
import io.govshare.dataset.Query;
import io.govshare.error.CredentialException;
import io.govshare.error.InvalidRequestException;
import io.govshare.http.Answer;
import io.govshare.http.Body;
import io.govshare.http.Headers;
import io.govshare.http.Origin;
import io.govshare.http.Outcome;
import io.govshare.http.Outcome.Kind;
import io.govshare.http.Request;
import io.govshare.platform.Addressing;
import io.govshare.platform.CallFacts;
import io.govshare.platform.Credential;
import io.govshare.platform.CredentialExchange;
import io.govshare.platform.Dialect;
import io.govshare.platform.PageState;
import io.govshare.platform.Platform;
import io.govshare.platform.PlatformLink;
import io.govshare.signing.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A gateway that exchanges a session secret and wants one signature over id and time: dialect B, as small as it gets. */
record RtimePlatform(URI base) implements Platform {

    private static final Duration SECRET_LIVES = Duration.ofSeconds(512);
    private static final JsonMapper JSON = JsonMapper.shared();

    @Override
    public String name() {
        return "rtime";
    }

    @Override
    public Set<Origin> origins() {
        return Set.of(Origin.of(base));
    }

    @Override
    public Dialect connect(PlatformLink link) {
        SharedSecret identity = (SharedSecret) link.credentials().orElseThrow();
        return Dialect.of(new UrlAddressing(), RtimePlatform::classify, Envelope.recordsAt("/body/rows"))
                .exchange(new SecretExchange(link, identity, base))
                .signer((request, attempt) -> attempt.credential() == null
                        ? request
                        : request.with("gateway_appid", identity.clientId())
                                .with(
                                        "gateway_sig",
                                        hmac(
                                                attempt.credential().value(),
                                                identity.clientId()
                                                        + request.headers().get("gateway_rtime"))))
                .build();
    }

    static String hmac(Secret key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.reveal(), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HmacSHA256", e);
        }
    }

    static byte[] aesKey(Secret appKey) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            return Arrays.copyOf(sha1.digest(sha1.digest(appKey.reveal())), 16);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has SHA-1", e);
        }
    }

    static Secret decrypt(Secret appKey, String accessToken) {
        try {
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            IvParameterSpec iv = new IvParameterSpec("AESCBCPKCS5Paddi".getBytes(StandardCharsets.US_ASCII));
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(aesKey(appKey), "AES"), iv);
            return Secret.of(cipher.doFinal(Base64.getDecoder().decode(accessToken)));
        } catch (GeneralSecurityException e) {
            throw new CredentialException("The session secret cannot be decrypted", "Check the appKey.");
        }
    }

    private static Outcome classify(Answer answer) {
        JsonNode body = JSON.readTree(answer.bytes());
        String code = body.path("code").asString("");
        Kind kind = switch (code) {
            case "200" -> Kind.OK;
            case "token-invalid" -> Kind.CREDENTIAL_REJECTED;
            case "403" -> Kind.DENIED;
            default -> Kind.UPSTREAM;
        };
        return Outcome.of(kind, code, body.path("msg").asString(""), null);
    }

    private record SecretExchange(PlatformLink link, SharedSecret identity, URI base) implements CredentialExchange {

        @Override
        public Object inputs(CallFacts facts) {
            return identity.clientId();
        }

        @Override
        public Credential exchange(CallFacts facts) throws IOException {
            Instant now = link.now();
            String rtime = String.valueOf(now.toEpochMilli());
            Request request = Request.post(base + "/auth/token", Body.bytes("application/json", new byte[0]))
                    .with("gateway_appid", identity.clientId())
                    .with("gateway_rtime", rtime)
                    .with("gateway_sig", hmac(identity.secret(), identity.clientId() + rtime));
            Answer answer = link.bareSender().send("token", request);
            if (!answer.outcome().isSuccess()) {
                throw new CredentialException("The gateway gives no session secret", "Check appId and appKey.");
            }
            String token =
                    JSON.readTree(answer.bytes()).at("/body/access_token").asString("");
            return Credential.of(decrypt(identity.secret(), token), now, now.plus(SECRET_LIVES))
                    .companions(Headers.of("gateway_rtime", rtime));
        }
    }

    private final class UrlAddressing implements Addressing {

        @Override
        public Request query(DatasetDescription dataset, Query<?> query) {
            Request request = Request.get(base + dataset.binding().get("path"));
            if (query.condition().orElse(null) instanceof Comparison comparison) {
                return request.withParameter(
                        comparison.field(), String.valueOf(comparison.values().get(0)));
            }
            return request;
        }

        @Override
        public Optional<Request> next(DatasetDescription dataset, Query<?> query, PageState last) {
            return Optional.empty();
        }

        @Override
        public Request find(DatasetDescription dataset, Key key) {
            throw new InvalidRequestException("This gateway has no look-up by key", "Query by a declared parameter.");
        }

        @Override
        public Request count(DatasetDescription dataset, Query<?> query) {
            throw new InvalidRequestException("This gateway cannot count", "Query and count what comes.");
        }
    }
}
