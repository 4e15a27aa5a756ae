package io.govshare.auth;

import io.govshare.error.ConfigurationException;
import io.govshare.error.Internal;
import io.govshare.platform.ClientCredentials;
import io.govshare.platform.CredentialExchange;
import io.govshare.platform.PlatformLink;
import io.govshare.signing.KeySource;
import io.govshare.signing.Secret;
import io.govshare.signing.SigningKey;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * How the application proves to a platform who it is: by a key of its own, by a secret that both know, or by a token that it
 * has already. What the token shall be for is said with {@link #scope}, {@link #audience} and {@link #resource}. {@code
 * toString} shows no secret. Immutable: each method returns a changed copy; safe for concurrent use.
 *
 * <pre>{@code
 * Credentials.privateKeyJwt("residence-permits", SigningKey.load(Path.of("key.pem")))
 *         .scope("districts:read")
 *         .resource(URI.create("https://share.example.gov/odata"))
 * }</pre>
 *
 * <p>Tokens are bearer tokens (RFC 6750), unless they are bound to a key with {@link #dpop()}, or to the client certificate.
 */
public final class Credentials implements ClientCredentials {

    private final String clientId;
    private final Means means;

    private Credentials(String clientId, Means means) {
        this.clientId = clientId;
        this.means = means;
    }

    private static Credentials of(
            String method, String clientId, ClientAuthentication authentication, TokenGrant grant) {
        String id = Given.clientId(method, clientId);
        return new Credentials(id, new OAuthClient(id, authentication, grant));
    }

    /**
     * Proof by an assertion signed with a private key (RFC 7523 §2.2, {@code private_key_jwt}). The same key signs the
     * requests, unless the builder is given another with {@code signing(…)}.
     *
     * @param clientId identifier that the platform registered for this application
     * @param key private key, or a source of such, whose public half is registered under {@code clientId}; no shared (HMAC) key
     * @throws ConfigurationException if the client id is empty or the key is a shared one
     */
    public static Credentials privateKeyJwt(String clientId, KeySource key) {
        return of(
                "privateKeyJwt",
                clientId,
                new PrivateKeyJwt(Given.privateKey("privateKeyJwt", key)),
                new ClientCredentialsGrant());
    }

    /**
     * Proof by a shared secret in the {@code Authorization} header of the token request (RFC 6749 §2.3.1, {@code
     * client_secret_basic}).
     *
     * @param clientId identifier that the platform registered for this application
     * @param secret the secret that the platform issued with it
     * @throws ConfigurationException if the client id is empty
     */
    public static Credentials clientSecretBasic(String clientId, Secret secret) {
        return bySecret("clientSecretBasic", clientId, secret, false);
    }

    /**
     * Proof by a shared secret in the form of the token request (RFC 6749 §2.3.1, {@code client_secret_post}), for servers that
     * do not take it in the header.
     *
     * @param clientId identifier that the platform registered for this application
     * @param secret the secret that the platform issued with it
     * @throws ConfigurationException if the client id is empty
     */
    public static Credentials clientSecretPost(String clientId, Secret secret) {
        return bySecret("clientSecretPost", clientId, secret, true);
    }

    private static Credentials bySecret(String method, String clientId, Secret secret, boolean inForm) {
        ClientSecret proof = new ClientSecret(Given.secret(method, secret), inForm);
        return of(method, clientId, proof, new ClientCredentialsGrant());
    }

    /**
     * Proof by the client certificate of the TLS connection, which an authority issued for a subject that the platform knows
     * (RFC 8705 §2.1, {@code tls_client_auth}). The certificate is given to {@code http(h -> h.clientCertificate(…))}; without
     * one no client is built. Tokens are bound to it where the server does so.
     *
     * @param clientId identifier that the platform registered for this application
     * @throws ConfigurationException if the client id is empty
     */
    public static Credentials tlsClientAuth(String clientId) {
        return of("tlsClientAuth", clientId, new TlsClientAuth(false), new ClientCredentialsGrant());
    }

    /**
     * Proof by a client certificate of the TLS connection that the platform knows itself, whoever issued it (RFC 8705 §2.2,
     * {@code self_signed_tls_client_auth}). The certificate is given to {@code http(h -> h.clientCertificate(…))}; without one no
     * client is built. Tokens are bound to it where the server does so.
     *
     * @param clientId identifier that the platform registered for this application
     * @throws ConfigurationException if the client id is empty
     */
    public static Credentials selfSignedTlsClientAuth(String clientId) {
        return of("selfSignedTlsClientAuth", clientId, new TlsClientAuth(true), new ClientCredentialsGrant());
    }

    /**
     * A signed assertion is itself the grant (RFC 7523 §2.1), as Norway's Maskinporten has it. Scope and resource stand in the
     * assertion as well as in the form; further claims are added with {@link #claim}. The same key signs the requests, unless
     * the builder is given another with {@code signing(…)}.
     *
     * @param clientId issuer of the assertion: the client id that the platform registered
     * @param key private key, or a source of such, whose public half is registered under {@code clientId}; no shared (HMAC) key
     * @throws ConfigurationException if the client id is empty or the key is a shared one
     */
    public static Credentials jwtBearer(String clientId, KeySource key) {
        KeySource checked = Given.privateKey("jwtBearer", key);
        return of("jwtBearer", clientId, ClientAuthentication.NONE, new JwtBearerGrant(checked, clientId, Map.of()));
    }

    /**
     * A token that the application has already. It is used as it is until the platform refuses it, since nothing here can
     * renew it: where tokens end, give a {@link #tokenSource}.
     *
     * @param clientId identifier of the application on the platform
     * @throws ConfigurationException if the client id is empty, or the token has a character that no header may carry
     */
    public static Credentials token(String clientId, Secret token) {
        AccessToken fixed = AccessToken.of(
                Given.some("token", "token", token, "Give the token that the platform issued: Secret.ofFile(…)."));
        return new Credentials(Given.clientId("token", clientId), new SourcedToken(clientId, true, () -> fixed, null));
    }

    /**
     * Tokens from a source of the application's own; kept, and renewed ahead of their end.
     *
     * @param clientId identifier of the application on the platform
     * @throws ConfigurationException if the client id is empty
     */
    public static Credentials tokenSource(String clientId, TokenSource source) {
        TokenSource given =
                Given.some("tokenSource", "source", source, "Give what obtains the token, such as a lambda.");
        return new Credentials(Given.clientId("tokenSource", clientId), new SourcedToken(clientId, false, given, null));
    }

    /**
     * No token at all: calls are told apart by their signature, a client certificate, or the network that they come from.
     *
     * @param clientId identifier of the application on the platform
     * @throws ConfigurationException if the client id is empty
     */
    public static Credentials none(String clientId) {
        return new Credentials(Given.clientId("none", clientId), new NoToken());
    }

    /**
     * Proof by signatures and exchanges made with a secret that the platform issued with an identifier, as gateways want it:
     * {@code paasid} and token, {@code appId} and {@code appKey}, {@code clientId} and {@code clientSecret}. The secret itself
     * is never sent. Not for the standard platform.
     *
     * @param id identifier that the platform issued to this application
     * @param secret the secret that it issued with it
     * @throws ConfigurationException if the id is empty
     */
    public static Credentials sharedSecret(String id, Secret secret) {
        return new Credentials(
                Given.clientId("sharedSecret", id), new SharedSecret(Given.secret("sharedSecret", secret)));
    }

    /**
     * The scope of the token (RFC 6749 §3.3), in the place of one given before; by default what the server gives the client.
     *
     * @param scopes scope tokens; several may also stand in one text, separated by a space
     * @throws ConfigurationException if one is empty or has a character that no scope may have
     */
    public Credentials scope(String... scopes) {
        return with("scope", client -> client.with(client.target().scope(scopes)));
    }

    /**
     * The services that the token shall be for, by the names that the authorization server gives them: the parameter {@code
     * audience} (RFC 8693 §2.1), in the place of ones given before. Not the audience of assertions.
     *
     * @throws ConfigurationException if one is blank
     */
    public Credentials audience(String... audiences) {
        return with("audience", client -> client.with(client.target().audience(audiences)));
    }

    /**
     * The services that the token shall be for, by their URIs (RFC 8707 §2), in the place of ones given before.
     *
     * @throws ConfigurationException if one is not absolute, or has a fragment
     */
    public Credentials resource(URI... resources) {
        return with("resource", client -> client.with(client.target().resource(resources)));
    }

    /**
     * Binds tokens to a new key, so that nobody else can use them (DPoP, RFC 9449). The key, on P-256, is made now and is
     * nowhere but in the memory of this process.
     *
     * @throws ConfigurationException if these credentials ask no server for a token
     */
    public Credentials dpop() {
        return with("dpop", client -> bound(client, DpopKey.generated()));
    }

    /**
     * Binds tokens to this key, so that nobody else can use them (DPoP, RFC 9449): each request proves anew that we hold it. A
     * token that the server did not bind is not taken. For tokens of the application's own it is the key that they are bound
     * to already.
     *
     * @param key private key, registered nowhere: P-256, P-384, Ed25519 or RSA; it need not be the one of {@link
     *     #privateKeyJwt}
     * @throws ConfigurationException if the key is a shared one or does not show its public half, or these credentials have no
     *     token
     */
    public Credentials dpop(SigningKey key) {
        SigningKey checked = DpopKey.checked(key);
        if (means instanceof SourcedToken token) {
            return new Credentials(clientId, token.with(DpopKey.of(checked)));
        }
        return with("dpop", client -> bound(client, checked));
    }

    private static OAuthClient bound(OAuthClient client, SigningKey key) {
        return client.with(client.binding().with(DpopKey.of(key)));
    }

    /**
     * Takes no token that the server does not bind to the client certificate of the TLS connection (RFC 8705 §3), however the
     * client proves who it is: neither from a server whose metadata says that it binds none, nor one that is a JWT and not bound.
     * What else an opaque token is bound to only the platform knows. The certificate is given to {@code http(h -> h.clientCertificate(…))}; without one no client is
     * built.
     *
     * @throws ConfigurationException if these credentials ask no server for a token
     */
    public Credentials certificateBound() {
        return with("certificateBound", client -> client.with(client.binding().withCertificate()));
    }

    /**
     * For whom assertions are made; by default the issuer, and the token endpoint where only that is configured.
     *
     * @throws ConfigurationException if it is blank, or these credentials make no assertions
     */
    public Credentials assertionAudience(String audience) {
        return withAssertion("assertionAudience", options -> options.audience(audience));
    }

    /**
     * How long an assertion is good; 60 s by default.
     *
     * @param lifetime whole seconds, from 1 s to 1 h
     * @throws ConfigurationException if it is not, or these credentials make no assertions
     */
    public Credentials assertionLifetime(Duration lifetime) {
        return withAssertion("assertionLifetime", options -> options.lifetime(lifetime));
    }

    /**
     * By which algorithm assertions are signed (RFC 7518 §3.1), for keys that know several: {@code RS256} or {@code PS256} with
     * an RSA key. By default the first of {@code PS256}, {@code RS256}, {@code PS512} that the server's metadata names; {@code
     * RS256} comes first for keys made for it.
     *
     * @throws ConfigurationException if the key does not sign so, or these credentials make no assertions
     */
    public Credentials assertionAlgorithm(String algorithm) {
        return withAssertion("assertionAlgorithm", options -> options.algorithm(algorithm, key()));
    }

    private Credentials withAssertion(String method, UnaryOperator<Assertion.Options> change) {
        return with(method, client -> {
            if (client.key().isEmpty()) {
                throw new ConfigurationException(
                        "Credentials." + method + ": " + client.method() + " makes no assertions",
                        "Leave it out, or use Credentials.privateKeyJwt or jwtBearer.");
            }
            return client.with(change.apply(client.assertion()));
        });
    }

    /**
     * A further claim of the assertion that is the grant of {@link #jwtBearer}, such as {@code consumer_org}, in the place of
     * one of the same name.
     *
     * @param value text, number, boolean, or a list or map of such
     * @throws ConfigurationException if these credentials are others, the claim is one that the SDK sets, or the value is none
     *     of these
     */
    public Credentials claim(String name, Object value) {
        return withGrant("claim", grant -> grant.with(name, value));
    }

    /**
     * Whom the token of {@link #jwtBearer} is for ({@code sub}, RFC 7523 §3); the client itself by default.
     *
     * @throws ConfigurationException if it is blank, or these credentials are others
     */
    public Credentials subject(String subject) {
        Given.text("subject", subject);
        return withGrant("subject", grant -> grant.withSubject(subject));
    }

    private Credentials withGrant(String method, UnaryOperator<JwtBearerGrant> change) {
        return with(method, client -> {
            if (client.grant() instanceof JwtBearerGrant grant) {
                return client.with(change.apply(grant));
            }
            throw new ConfigurationException(
                    "Credentials." + method + " is for Credentials.jwtBearer, and these are " + client.method(),
                    "Leave it out, or use Credentials.jwtBearer.");
        });
    }

    private Credentials with(String method, UnaryOperator<OAuthClient> change) {
        if (means instanceof OAuthClient client) {
            return new Credentials(clientId, change.apply(client));
        }
        throw new ConfigurationException(
                "Credentials." + method + ": credentials of the kind " + means.method() + " ask no server for a token",
                "Leave it out, or use credentials of OAuth 2.0, such as Credentials.privateKeyJwt.");
    }

    /** Whether it is for {@link #sharedSecret gateways} and not for OAuth 2.0. */
    @Internal
    public boolean isSharedSecret() {
        return means instanceof SharedSecret;
    }

    @Override
    public String clientId() {
        return clientId;
    }

    /** The private key; empty when the proof is something else. */
    @Internal
    public Optional<KeySource> key() {
        return means.key();
    }

    /** The key that tokens are bound to; empty when they are not. */
    @Internal
    public Optional<DpopKey> dpopKey() {
        return means.dpop();
    }

    /** The secret of a gateway; empty when the proof is something else. */
    @Internal
    public Optional<Secret> secret() {
        return means.secret();
    }

    /**
     * What obtains the tokens of these credentials; empty when they have none.
     *
     * @param locator finds the authorization server, if one is needed
     * @throws ConfigurationException if they are no credentials for a platform with tokens
     */
    @Internal
    public Optional<CredentialExchange> exchange(PlatformLink link, AuthorizationServer.Locator locator) {
        return means.exchange(Objects.requireNonNull(link, "link"), Objects.requireNonNull(locator, "locator"));
    }

    @Override
    public String toString() {
        return "Credentials[" + means.method() + " of " + clientId + ", ***]";
    }
}
