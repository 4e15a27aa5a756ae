package io.govshare.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.govshare.error.ConfigurationException;
import io.govshare.error.Internal;
import io.govshare.http.Answer;
import io.govshare.http.Request;
import io.govshare.signing.Nonces;
import io.govshare.signing.Secret;
import io.govshare.signing.SignatureAlgorithm;
import io.govshare.signing.SigningKey;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The key that tokens are bound to, with the proofs that we hold it (DPoP, RFC 9449) and the nonces that servers want in
 * them. A proof is good for one request and is never sent twice; whatever happens to a request, the next has a new one. Safe
 * for concurrent use, without locks.
 */
@Internal
public final class DpopKey {

    /** The header field of the proof (RFC 9449 §4.1). */
    public static final String FIELD = "DPoP";

    /** The scheme in {@code Authorization}, and the {@code token_type}, of a token that is bound to a key (RFC 9449 §5, §7.1). */
    public static final String SCHEME = "DPoP";

    /** By which a server asks for its nonce (RFC 9449 §8, §9). */
    static final String USE_NONCE = "use_dpop_nonce";

    /** No other scheme has this error, so that nothing needs to be known of where in the field DPoP's challenge begins. */
    private static final Pattern CHALLENGE =
            Pattern.compile("\\berror *= *\"?" + USE_NONCE + "\\b", Pattern.CASE_INSENSITIVE);

    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();
    private static final int USUAL_CLAIMS = 320;

    private final SigningKey key;
    private final String thumbprint;
    private final DpopNonces nonces = new DpopNonces();
    private volatile Header header;

    /** How proofs begin, with the algorithm that it names. */
    private record Header(String algorithm, String encoded) {

        static Header of(SigningKey key, String algorithm) {
            // None of the values has a character that JSON escapes.
            String json = "{\"typ\":\"dpop+jwt\",\"alg\":\"" + algorithm + "\",\"jwk\":" + key.requiredJwk() + "}";
            return new Header(algorithm, base64Url(json.getBytes(US_ASCII)));
        }
    }

    private DpopKey(SigningKey key) {
        this.key = key;
        this.thumbprint = key.thumbprint();
        this.header = Header.of(key, key.joseAlgorithms().get(0));
    }

    /** The proofs of this key. @throws ConfigurationException if it has no public half that can be shown */
    public static DpopKey of(SigningKey key) {
        return new DpopKey(checked(key));
    }

    /** The key, if proofs can be made with it. */
    static SigningKey checked(SigningKey key) {
        if (key == null || key.algorithm() == SignatureAlgorithm.HMAC_SHA256) {
            throw new ConfigurationException(
                    "Credentials.dpop: the key "
                            + (key == null ? "is null" : key.keyId() + " is a shared secret, not a private key"),
                    "Give a private key (P-256, Ed25519 or RSA), or leave it out: dpop() makes one.");
        }
        key.requiredJwk();
        return key;
    }

    /** A new key on P-256, which every server that knows DPoP takes ({@code ES256}). */
    static SigningKey generated() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            SigningKey unnamed = SigningKey.of(generator.generateKeyPair().getPrivate(), "dpop");
            return unnamed.withKeyId(unnamed.thumbprint());
        } catch (GeneralSecurityException e) {
            throw new ConfigurationException(
                    "Credentials.dpop: this JDK makes no P-256 keys",
                    "Run on a JDK with all its modules, or give dpop(…) a key.");
        }
    }

    /** The thumbprint of the key, to which tokens are bound ({@code jkt}, RFC 9449 §6). */
    public String thumbprint() {
        return thumbprint;
    }

    /**
     * Makes proofs by an algorithm of the key that the server knows; tokens are bound to the key, whatever the algorithm is.
     *
     * @param known names of algorithms in JOSE; empty if the server does not say
     * @throws ConfigurationException if the key has none of them
     */
    void agree(Set<String> known) {
        if (known.isEmpty() || known.contains(header.algorithm())) {
            return;
        }
        for (String algorithm : key.joseAlgorithms()) {
            if (known.contains(algorithm)) {
                header = Header.of(key, algorithm);
                return;
            }
        }
        throw new ConfigurationException(
                "Credentials.dpop: the key signs by " + String.join(", ", key.joseAlgorithms())
                        + ", and the authorization server takes proofs by " + String.join(", ", new TreeSet<>(known)),
                "Give dpop(…) a key of one of these kinds; dpop() without one makes a key for ES256.");
    }

    /**
     * A new proof for this request, to be sent once (RFC 9449 §4.2).
     *
     * @param request the request, its target as it is sent
     * @param token the token that goes with it; null when a token is asked for
     * @param now the time as the server sees it
     * @param challenge the nonce that the server has just asked for; null for the newest that is known of it, if any
     */
    public String proof(Request request, @Nullable Secret token, Instant now, @Nullable String challenge) {
        StringBuilder claims = new StringBuilder(USUAL_CLAIMS).append("{\"jti\":\"");
        Nonces.append(claims);
        // Method, canonical URL and nonce have no character that JSON escapes.
        claims.append("\",\"htm\":\"").append(request.method()).append("\",\"htu\":\"");
        appendTarget(claims, request.url());
        claims.append("\",\"iat\":").append(now.getEpochSecond());
        if (token != null) {
            claims.append(",\"ath\":\"").append(hash(token.revealText())).append('"');
        }
        @Nullable String nonce = challenge != null ? challenge : nonces.newest(request.origin());
        if (nonce != null) {
            claims.append(",\"nonce\":\"").append(nonce).append('"');
        }
        Header begin = header;
        String signed =
                begin.encoded() + "." + base64Url(claims.append('}').toString().getBytes(US_ASCII));
        return signed + "." + base64Url(key.sign(begin.algorithm(), signed.getBytes(US_ASCII)));
    }

    /**
     * The target without query and fragment (RFC 9449 §4.2). Scheme, host, port and dot segments are normalised already, as
     * a server does before it compares (RFC 3986 §6.2); the rest stays as it is sent, for servers that do not.
     */
    private static void appendTarget(StringBuilder out, String url) {
        int query = url.indexOf('?');
        out.append(url, 0, query < 0 ? url.length() : query);
    }

    private static String hash(String token) {
        try {
            return base64Url(MessageDigest.getInstance("SHA-256").digest(token.getBytes(US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    /**
     * Takes the nonce that an answer brings, whatever else it says (RFC 9449 §8.2).
     *
     * @return the nonce with which the same request is to be sent once more, if that is what a resource server asks for
     *     (RFC 9449 §9)
     */
    public Optional<String> heard(Answer answer) {
        @Nullable String nonce = nonces.heard(answer);
        return nonce != null && answer.status() == 401 && isChallenge(answer) ? Optional.of(nonce) : Optional.empty();
    }

    private static boolean isChallenge(Answer answer) {
        @Nullable String value = answer.headers().joined("WWW-Authenticate");
        return value != null && CHALLENGE.matcher(value).find();
    }

    /**
     * The same for the answer of a token endpoint, which asks for its nonce by an error (RFC 9449 §8).
     *
     * @param error the member {@code error} of the answer
     */
    Optional<String> heard(Answer answer, @Nullable String error) {
        @Nullable String nonce = nonces.heard(answer);
        return nonce != null && USE_NONCE.equals(error) ? Optional.of(nonce) : Optional.empty();
    }

    private static String base64Url(byte[] bytes) {
        return BASE64URL.encodeToString(bytes);
    }

    /** The thumbprint, which is public. */
    @Override
    public String toString() {
        return "DpopKey[" + header.algorithm() + ", " + thumbprint + "]";
    }
}
