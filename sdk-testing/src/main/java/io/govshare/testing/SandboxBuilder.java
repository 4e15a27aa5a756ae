package io.govshare.testing;

import com.nimbusds.jose.util.Base64URL;
import io.govshare.testing.platform.AnswerSecret;
import io.govshare.testing.platform.CatalogueEntry;
import io.govshare.testing.platform.Client;
import io.govshare.testing.platform.ClientCertificate;
import io.govshare.testing.platform.GrantEntry;
import io.govshare.testing.platform.PlatformSettings;
import io.govshare.testing.platform.Published;
import io.govshare.testing.platform.VerificationKey;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLSocketFactory;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a {@link Sandbox} is made of. Not safe for concurrent use.
 *
 * <p>By default it listens on a free port of 127.0.0.1 with plain HTTP, issues tokens for 10 minutes, has 100 records on a
 * page, and signs its answers.
 */
public final class SandboxBuilder {

    private static final int LARGEST_PAGE = 1000;

    private final Map<String, ClientRegistration> clients = new LinkedHashMap<>();
    private final Map<String, SandboxDataset> datasets = new LinkedHashMap<>();
    private final List<SandboxGrant> grants = new ArrayList<>();
    private List<CatalogueEntry> described = List.of();
    private @Nullable SampleClient sample;
    private Clock clock = Clock.systemUTC();
    private Duration tokenLifetime = Duration.ofMinutes(10);
    private int pageSize = 100;
    private int port;
    private boolean answersSigned = true;
    private @Nullable AnswerSecret answerSecret;
    private boolean https;
    private final List<X509Certificate> trusted = new ArrayList<>();
    private @Nullable Duration dpopNonces;
    private boolean oldDigests;

    SandboxBuilder() {}

    /**
     * Registers a client by its public key, which checks its assertions ({@code private_key_jwt}) and its request signatures.
     *
     * @param publicJwk Ed25519, P-256, P-384 or RSA as a JWK; without {@code kid} the key's id is its thumbprint (RFC 7638);
     *     an RSA key is for RSA-PSS unless its {@code alg} is RS256
     */
    public SandboxBuilder client(String id, String publicJwk) {
        register(id).key(publicJwk);
        return this;
    }

    /** One more key of a registered client, as {@link #client} takes it: while keys rotate, both hold. */
    public SandboxBuilder key(String client, String publicJwk) {
        registered(client, "key").key(publicJwk);
        return this;
    }

    /**
     * Registers a client by its secret ({@code client_secret_basic} or {@code client_secret_post}); its requests are not signed
     * unless it has a signing key.
     */
    public SandboxBuilder clientWithSecret(String id, String secret) {
        register(id).secret = Objects.requireNonNull(secret, "secret");
        return this;
    }

    /**
     * Registers a client by exactly this certificate ({@code self_signed_tls_client_auth}, RFC 8705 §2.2); its tokens are bound
     * to it. The sandbox must speak {@link #https}.
     */
    public SandboxBuilder clientWithCertificate(String id, X509Certificate certificate) {
        register(id).certificate = new ClientCertificate(Objects.requireNonNull(certificate, "certificate"), null);
        trusted.add(certificate);
        return this;
    }

    /**
     * Registers a client by the subject of its certificates ({@code tls_client_auth}, RFC 8705 §2.1); its tokens are bound to the
     * one it shows. The sandbox must speak {@link #https}.
     *
     * @param subject distinguished name as RFC 2253 writes it, such as {@code CN=residence-permits}
     * @param authority who signs these certificates
     */
    public SandboxBuilder clientWithCertificate(String id, String subject, X509Certificate authority) {
        register(id).certificate = new ClientCertificate(null, Objects.requireNonNull(subject, "subject"));
        trusted.add(Objects.requireNonNull(authority, "authority"));
        return this;
    }

    /** The scopes that a registered client may ask for (RFC 6749 §3.3); others are refused, and all by default. */
    public SandboxBuilder scopes(String client, String... scopes) {
        registered(client, "scopes").scopes.addAll(List.of(scopes));
        return this;
    }

    /** What a registered client may name as {@code resource} (RFC 8707) or {@code audience}; by default nothing. */
    public SandboxBuilder targets(String client, String... targets) {
        registered(client, "targets").targets.addAll(List.of(targets));
        return this;
    }

    /**
     * Lets a registered client use assertions as its grant (RFC 7523 §2.1).
     *
     * @param claims what each assertion must claim besides the usual
     */
    public SandboxBuilder jwtBearer(String client, Map<String, Object> claims) {
        registered(client, "jwtBearer").grantClaims = Map.copyOf(claims);
        return this;
    }

    /** Issues a registered client only tokens that are bound to a key (DPoP, RFC 9449); to others, too, if they prove one. */
    public SandboxBuilder dpop(String client) {
        registered(client, "dpop").dpop = true;
        return this;
    }

    /**
     * Wants a nonce of the sandbox in each proof of DPoP (RFC 9449 §8).
     *
     * @param interval how long one is handed out; it is good for as long again
     */
    public SandboxBuilder dpopNonces(Duration interval) {
        if (interval.isNegative() || interval.isZero()) {
            throw new IllegalArgumentException("dpopNonces takes a positive interval, not " + interval);
        }
        dpopNonces = interval;
        return this;
    }

    /** Takes {@code Digest} (RFC 3230), too, on requests that have no {@code Content-Digest}. */
    public SandboxBuilder oldDigests() {
        oldDigests = true;
        return this;
    }

    /** One more key for the request signatures alone of a registered client: a JWK as {@link #client} takes it. */
    public SandboxBuilder signingKey(String client, String keyid, String publicJwk) {
        registered(client, "signingKey").signingKeys.add(VerificationKey.ofJwk(keyid, publicJwk));
        return this;
    }

    /** One more key for the request signatures of a registered client: a secret for HMAC-SHA256, in UTF-8. */
    public SandboxBuilder signingSecret(String client, String keyid, String secret) {
        registered(client, "signingSecret").signingKeys.add(VerificationKey.ofSecret(keyid, secret));
        return this;
    }

    /** Does not insist on signatures of this client's requests; those that are there are verified nevertheless. */
    public SandboxBuilder bearerOnly(String client) {
        registered(client, "bearerOnly").bearerOnly = true;
        return this;
    }

    /** Makes a key, registers a client with it, and grants it all conditional datasets for this purpose. */
    public SandboxBuilder sampleClient(String id, String purpose) {
        if (sample != null) {
            throw new IllegalArgumentException("sampleClient was given twice");
        }
        try {
            KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            byte[] encoded = keys.getPublic().getEncoded();
            String x = Base64URL.encode(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length))
                    .toString();
            // Without kid: its id is the thumbprint, which a client can compute from the PEM file alone.
            String jwk = "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + x + "\"}";
            client(id, jwk);
            String keyId = VerificationKey.ofJwk(null, jwk).id();
            String pem = "-----BEGIN PRIVATE KEY-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'})
                            .encodeToString(keys.getPrivate().getEncoded())
                    + "\n-----END PRIVATE KEY-----\n";
            sample = new SampleClient(id, keyId, pem, purpose);
            return this;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK since 15 has Ed25519", e);
        }
    }

    public SandboxBuilder dataset(SandboxDataset dataset) {
        if (datasets.putIfAbsent(dataset.id(), dataset) != null) {
            throw new IllegalArgumentException("dataset " + dataset.id() + " was given twice");
        }
        return this;
    }

    public SandboxBuilder datasets(Collection<SandboxDataset> more) {
        more.forEach(this::dataset);
        return this;
    }

    /** Adds a directory the size of a province to the catalogue: entries to search, whose data nobody can read. */
    public SandboxBuilder catalogue(Province province) {
        described = Objects.requireNonNull(province, "province").entries();
        return this;
    }

    /** Grants a client all fields of a dataset, always; for any purpose when none is named. */
    public SandboxBuilder grant(String client, String dataset, String... purposes) {
        return grant(SandboxGrant.of(client, dataset, purposes));
    }

    public SandboxBuilder grant(SandboxGrant grant) {
        grants.add(grant);
        return this;
    }

    /** Lifetime of tokens, whole seconds, at least one. */
    public SandboxBuilder tokenLifetime(Duration lifetime) {
        if (lifetime.toSeconds() < 1) {
            throw new IllegalArgumentException("tokenLifetime takes a second or more, not " + lifetime);
        }
        tokenLifetime = lifetime;
        return this;
    }

    /** Records on a page for a client that has no wish, 1 to 1,000; a client may ask for up to 1,000. */
    public SandboxBuilder pageSize(int records) {
        if (records < 1 || records > LARGEST_PAGE) {
            throw new IllegalArgumentException("pageSize takes 1 to " + LARGEST_PAGE + ", not " + records);
        }
        pageSize = records;
        return this;
    }

    /** The port to listen on; 0, the default, for a free one. */
    public SandboxBuilder port(int newPort) {
        port = newPort;
        return this;
    }

    /** The clock of the platform, such as one that a test sets. */
    public SandboxBuilder clock(Clock newClock) {
        clock = Objects.requireNonNull(newClock, "clock");
        return this;
    }

    /** Answers have neither digest nor signature, and discovery names no keys. */
    public SandboxBuilder unsignedAnswers() {
        answersSigned = false;
        return this;
    }

    /**
     * Signs answers with a secret that the clients know, by HMAC-SHA256, and publishes no keys.
     *
     * @param secret in UTF-8
     */
    public SandboxBuilder answerSecret(String keyid, String secret) {
        answerSecret =
                new AnswerSecret(Objects.requireNonNull(keyid, "keyid"), Objects.requireNonNull(secret, "secret"));
        return this;
    }

    /** Speaks HTTPS with a certificate of its own, see {@link Sandbox#trustedCertificatePem()}. */
    public SandboxBuilder https() {
        https = true;
        return this;
    }

    /**
     * Starts it.
     *
     * @throws IllegalArgumentException if a grant names an unknown client or dataset
     * @throws java.io.UncheckedIOException if the port cannot be had
     */
    public Sandbox start() {
        if (!https && !trusted.isEmpty()) {
            throw new IllegalArgumentException("clientWithCertificate needs TLS: call https() as well");
        }
        HeldCertificate certificate = https ? certificate() : null;
        SSLSocketFactory tls = certificate == null ? null : tls(certificate);
        Map<String, Published> published = new LinkedHashMap<>();
        datasets.forEach((id, dataset) -> published.put(id, dataset.published()));
        PlatformSettings settings = new PlatformSettings(
                registeredClients(),
                published,
                described,
                grantEntries(),
                clock,
                tokenLifetime,
                pageSize,
                answersSigned,
                answerSecret,
                dpopNonces,
                oldDigests,
                port,
                tls);
        return Sandbox.start(settings, sample, certificate == null ? null : certificate.certificatePem());
    }

    private static HeldCertificate certificate() {
        return new HeldCertificate.Builder()
                .commonName("GovShare sandbox")
                .addSubjectAlternativeName("127.0.0.1")
                .addSubjectAlternativeName("localhost")
                .build();
    }

    private SSLSocketFactory tls(HeldCertificate certificate) {
        HandshakeCertificates.Builder tls = new HandshakeCertificates.Builder().heldCertificate(certificate);
        trusted.forEach(tls::addTrustedCertificate);
        return tls.build().sslSocketFactory();
    }

    private Map<String, Client> registeredClients() {
        Map<String, Client> made = new LinkedHashMap<>();
        clients.forEach((id, client) -> made.put(id, client.made(id)));
        return made;
    }

    private List<GrantEntry> grantEntries() {
        List<SandboxGrant> all = new ArrayList<>(grants);
        if (sample != null) {
            for (SandboxDataset dataset : datasets.values()) {
                if (dataset.sharing() == Sharing.CONDITIONAL) {
                    all.add(SandboxGrant.of(sample.id(), dataset.id(), sample.purpose()));
                }
            }
        }
        for (SandboxGrant grant : all) {
            if (!clients.containsKey(grant.client())) {
                throw new IllegalArgumentException(
                        "a grant names client " + grant.client() + ", which is not registered");
            }
            if (!datasets.containsKey(grant.dataset())) {
                throw new IllegalArgumentException(
                        "a grant names dataset " + grant.dataset() + ", which was not given");
            }
        }
        return all.stream().map(Sandbox::entry).toList();
    }

    private ClientRegistration register(String id) {
        ClientRegistration client = new ClientRegistration();
        if (clients.putIfAbsent(Objects.requireNonNull(id, "id"), client) != null) {
            throw new IllegalArgumentException("client " + id + " was registered twice");
        }
        return client;
    }

    private ClientRegistration registered(String id, String method) {
        ClientRegistration client = clients.get(id);
        if (client == null) {
            throw new IllegalArgumentException(method + " names client " + id
                    + ", which is not registered; call client, clientWithSecret or clientWithCertificate first");
        }
        return client;
    }
}
