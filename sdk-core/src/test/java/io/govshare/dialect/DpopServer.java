package io.govshare.dialect;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import mockwebserver3.MockResponse;
import org.jspecify.annotations.Nullable;

/** A platform with a token endpoint that checks each proof as RFC 9449 §4.3 says, by another library than ours. */
final class DpopServer implements AutoCloseable {

    static final String RECORDS = "/odata/counties";

    /** A proof that was accepted or not. */
    record Proof(String path, JWTClaimsSet claims) {}

    final List<Proof> proofs = new CopyOnWriteArrayList<>();
    final List<String> refusals = new CopyOnWriteArrayList<>();
    final AtomicInteger tokens = new AtomicInteger();
    final SmallServer server;
    volatile String tokenType = "DPoP";
    volatile boolean tokenEndpointTellsTheTime = true;
    /** Which nonces the token endpoint and the platform accept, and which they give; null for none. */
    volatile @Nullable Nonces tokenNonces;

    volatile @Nullable Nonces nonces;
    volatile Function<SmallServer.Asked, MockResponse.Builder> records =
            asked -> SmallServer.json("{\"value\":[{\"code\":\"350102\"}]}");

    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final Map<String, String> keys = new ConcurrentHashMap<>();

    /** The nonces of one server. */
    interface Nonces {
        boolean isGood(@Nullable String nonce);

        String next();

        /** Always this one. */
        static Nonces fixed(String only) {
            return new Nonces() {
                @Override
                public boolean isGood(@Nullable String nonce) {
                    return only.equals(nonce);
                }

                @Override
                public String next() {
                    return only;
                }
            };
        }
    }

    DpopServer() throws IOException {
        server = new SmallServer(this::answer);
    }

    private MockResponse.Builder answer(SmallServer.Asked asked) {
        try {
            if (asked.path().startsWith("/.well-known/")) {
                return new MockResponse.Builder().code(404);
            }
            boolean ofToken = asked.path().equals("/token");
            MockResponse.Builder answer = ofToken ? token(asked) : resource(asked);
            return ofToken && !tokenEndpointTellsTheTime ? answer : answer.addHeader("Date", date());
        } catch (Exception e) {
            refusals.add(e.toString());
            return new MockResponse.Builder().code(400).body(String.valueOf(e.getMessage()));
        }
    }

    private MockResponse.Builder token(SmallServer.Asked asked) throws Exception {
        Nonces wanted = tokenNonces;
        JWTClaimsSet claims = proof(asked, null);
        if (wanted != null && !wanted.isGood(claims.getStringClaim("nonce"))) {
            return SmallServer.json("{\"error\":\"use_dpop_nonce\",\"error_description\":\"nonce\"}")
                    .code(400)
                    .addHeader("DPoP-Nonce", wanted.next());
        }
        if (tokenEndpointTellsTheTime && isLate(claims)) {
            return SmallServer.json("{\"error\":\"invalid_dpop_proof\"}").code(400);
        }
        String token = "token-" + tokens.incrementAndGet();
        keys.put(token, thumbprint(asked));
        return SmallServer.json(
                "{\"access_token\":\"" + token + "\",\"token_type\":\"" + tokenType + "\",\"expires_in\":3600}");
    }

    private MockResponse.Builder resource(SmallServer.Asked asked) throws Exception {
        String authorization = asked.header("Authorization");
        if (!authorization.startsWith("DPoP ")) {
            refusals.add("no scheme DPoP: " + asked.path());
            return new MockResponse.Builder().code(401);
        }
        String token = authorization.substring(5);
        JWTClaimsSet claims = proof(asked, token);
        if (!thumbprint(asked).equals(keys.get(token))) {
            refusals.add("token of another key");
            return challenge("invalid_token");
        }
        Nonces wanted = nonces;
        if (wanted != null && !wanted.isGood(claims.getStringClaim("nonce"))) {
            return challenge("use_dpop_nonce").addHeader("DPoP-Nonce", wanted.next());
        }
        if (isLate(claims)) {
            return challenge("invalid_dpop_proof");
        }
        MockResponse.Builder answer = records.apply(asked);
        return wanted == null ? answer : answer.addHeader("DPoP-Nonce", wanted.next());
    }

    private boolean isLate(JWTClaimsSet claims) {
        return Duration.between(claims.getIssueTime().toInstant(), Instant.now())
                        .abs()
                        .compareTo(Duration.ofMinutes(5))
                > 0;
    }

    private static String date() {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(Instant.now().atOffset(ZoneOffset.UTC));
    }

    static MockResponse.Builder challenge(String error) {
        return new MockResponse.Builder()
                .code(401)
                .addHeader("WWW-Authenticate", "DPoP error=\"" + error + "\", algs=\"ES256\"");
    }

    /** The claims of the proof, once everything else about it is right. */
    private JWTClaimsSet proof(SmallServer.Asked asked, @Nullable String token) throws Exception {
        List<String> fields = asked.wire().getHeaders().values("DPoP");
        require(fields.size() == 1, fields.size() + " proofs");
        SignedJWT proof = SignedJWT.parse(fields.get(0));
        ECKey key = (ECKey) proof.getHeader().getJWK();
        require("dpop+jwt".equals(proof.getHeader().getType().getType()), "typ");
        require(!key.isPrivate(), "private key");
        require(proof.verify(new ECDSAVerifier(key)), "signature");
        JWTClaimsSet claims = proof.getJWTClaimsSet();
        proofs.add(new Proof(asked.path(), claims));
        require(asked.wire().getMethod().equals(claims.getStringClaim("htm")), "htm");
        require((server.url() + asked.path()).equals(claims.getStringClaim("htu")), "htu " + claims);
        require(seen.add(claims.getJWTID()), "jti again");
        require(
                token == null ? claims.getClaim("ath") == null : hash(token).equals(claims.getStringClaim("ath")),
                "ath");
        return claims;
    }

    private static String thumbprint(SmallServer.Asked asked) throws Exception {
        return SignedJWT.parse(asked.header("DPoP"))
                .getHeader()
                .getJWK()
                .computeThumbprint()
                .toString();
    }

    private static String hash(String token) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    }

    private static void require(boolean right, String what) {
        if (!right) {
            throw new IllegalStateException(what);
        }
    }

    /** How often this path was asked. */
    long asked(String path) {
        return server.requests.stream()
                .filter(asked -> asked.path().equals(path))
                .count();
    }

    @Override
    public void close() {
        server.close();
    }
}
