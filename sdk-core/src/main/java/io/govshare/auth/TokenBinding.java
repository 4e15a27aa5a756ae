package io.govshare.auth;

import com.nimbusds.jwt.JWTClaimsSet;
import io.govshare.error.ConfigurationException;
import io.govshare.error.Diagnosis;
import io.govshare.http.Answer;
import io.govshare.http.Request;
import io.govshare.platform.PlatformLink;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.text.ParseException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What tokens are bound to, so that nobody else can use them: a key (RFC 9449), the client certificate (RFC 8705 §3), both,
 * or nothing. Immutable but for what the key remembers of servers.
 *
 * @param dpop the key; null for none
 * @param toCertificate whether no token is taken that the server does not bind to the client certificate
 * @param certificate thumbprint of the client certificate of this client, if it has one ({@code x5t#S256}, RFC 8705 §3.1)
 */
record TokenBinding(
        @Nullable DpopKey dpop,
        boolean toCertificate,
        @Nullable String certificate) {

    static final TokenBinding NONE = new TokenBinding(null, false, null);

    /** What a token depends on, as a value. */
    record Inputs(
            @Nullable String dpop,
            boolean toCertificate,
            @Nullable String certificate) {}

    TokenBinding with(DpopKey key) {
        return new TokenBinding(key, toCertificate, certificate);
    }

    TokenBinding withCertificate() {
        return new TokenBinding(dpop, true, certificate);
    }

    /**
     * The binding with the certificate of this client.
     *
     * @param method the method of {@link Credentials} that needs a certificate; null if none does
     * @throws ConfigurationException if one is needed and there is not exactly one
     */
    TokenBinding of(PlatformLink link, @Nullable String method) {
        @Nullable X509Certificate shown = link.clientCertificate().orElse(null);
        @Nullable String needing = method == null && toCertificate ? "certificateBound" : method;
        if (shown == null && needing != null) {
            throw new ConfigurationException(
                    "Credentials." + needing
                            + " needs a client certificate, and .http(h -> h.clientCertificate(…)) gives"
                            + " none, or several in one store",
                    "Give the one that the platform registered for this application by .http(h ->"
                            + " h.clientCertificate(certificates, key)), or use other credentials than Credentials."
                            + needing + ".");
        }
        return new TokenBinding(dpop, toCertificate, shown == null ? null : thumbprint(shown));
    }

    private static String thumbprint(X509Certificate shown) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(shown.getEncoded());
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A certificate that was read cannot be written", e);
        }
    }

    Inputs inputs() {
        return new Inputs(dpop == null ? null : dpop.thumbprint(), toCertificate, certificate);
    }

    /**
     * The server as this binding needs it.
     *
     * @param mutual whether the client proves by its certificate who it is
     * @throws ConfigurationException if the server says that it cannot bind so
     */
    AuthorizationServer served(AuthorizationServer server, boolean mutual) {
        AuthorizationServer.Bindings offered = server.bindings();
        if (dpop != null) {
            dpop.agree(offered.dpopAlgorithms());
        }
        if (toCertificate && Boolean.FALSE.equals(offered.toCertificates())) {
            throw new ConfigurationException(
                    "The authorization server " + server.issuer() + " says that it binds no token to a certificate"
                            + " (tls_client_certificate_bound_access_tokens, RFC 8705 §3.3)",
                    "Leave out Credentials.certificateBound(), or have the platform's operators bind tokens.");
        }
        // A client that shows a certificate goes where one is asked for (RFC 8705 §5).
        @Nullable String alias = mutual || toCertificate ? offered.mtlsTokenEndpoint() : null;
        return alias == null ? server : server.withTokenEndpoint(alias);
    }

    /** The token request with its proof, if tokens are bound to a key; new for each request. */
    Request proven(Request request, Instant now, @Nullable String challenge) {
        return dpop == null ? request : request.with(DpopKey.FIELD, dpop.proof(request, null, now, challenge));
    }

    /** The nonce with which the token endpoint wants the request once more. */
    Optional<String> challenge(Answer answer, @Nullable String error) {
        return dpop == null ? Optional.empty() : dpop.heard(answer, error);
    }

    /**
     * Why the token is not bound as it must be; null if it is, as far as can be seen.
     *
     * @param type the member {@code token_type}
     * @param token the token, which may say what it is bound to, if it is a JWT
     */
    @Nullable
    Diagnosis problem(@Nullable String type, String token) {
        if (dpop == null) {
            if (type != null && !type.equalsIgnoreCase("Bearer")) {
                return Diagnosis.of(
                        "The token is not of token_type Bearer",
                        type.equalsIgnoreCase(DpopKey.SCHEME)
                                ? "The server binds tokens to keys: add dpop() to the credentials."
                                : "Check that the token endpoint is the right one; else tell the platform's operators.");
            }
        } else if (!DpopKey.SCHEME.equalsIgnoreCase(type)) {
            return Diagnosis.of(
                    "The server gave a token that whoever has it can use, though one that is bound to a key was asked for: it is"
                            + " not of token_type DPoP (RFC 9449 §5)",
                    "Have the platform's operators bind this client's tokens (dpop_bound_access_tokens), or leave dpop(…) out of"
                            + " the credentials.");
        }
        return TokenLife.claims(token).map(this::contradiction).orElse(null);
    }

    private @Nullable Diagnosis contradiction(JWTClaimsSet claims) {
        @Nullable Object key = confirmation(claims).get("jkt");
        if (dpop != null && key != null && !key.equals(dpop.thumbprint())) {
            return Diagnosis.of(
                    "The token is bound to another key than the one that was proven (cnf.jkt, RFC 9449 §6.1)",
                    "Tell the platform's operators; nobody but the holder of that key can use the token.");
        }
        @Nullable Object bound = confirmation(claims).get("x5t#S256");
        if (certificate != null && bound != null && !bound.equals(certificate)) {
            return Diagnosis.of(
                    "The token is bound to another certificate than the one of .http(h -> h.clientCertificate(…)) (cnf.x5t#S256,"
                            + " RFC 8705 §3.1)",
                    "Look for a proxy on the way to the token endpoint that ends TLS with a certificate of its own.");
        }
        if (toCertificate && bound == null) {
            return Diagnosis.of(
                    "The token is bound to no certificate, though Credentials.certificateBound() asks for it (RFC 8705 §3)",
                    "Have the platform's operators bind this client's tokens (tls_client_certificate_bound_access_tokens), and"
                            + " check that no proxy on the way to the token endpoint ends TLS.");
        }
        return null;
    }

    private static Map<String, Object> confirmation(JWTClaimsSet claims) {
        try {
            Map<String, Object> confirmation = claims.getJSONObjectClaim("cnf");
            return confirmation == null ? Map.of() : confirmation;
        } catch (ParseException noObject) {
            return Map.of();
        }
    }
}
