package io.govshare.signing;

import io.govshare.error.ConfigurationException;
import io.govshare.error.CredentialException;
import io.govshare.error.Diagnosis;
import io.govshare.error.ErrorDetails;
import io.govshare.error.Internal;
import io.govshare.http.InvalidKeyFormat;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A private or shared key that signs, with its id and algorithm. Immutable; safe for concurrent use.
 *
 * <p>Ed25519, EC P-256 and P-384 and RSA keys of at least 2048 bits, and shared secrets for HMAC-SHA256. The key id is the one given,
 * or the {@code kid} of the JWK, or else the SHA-256 thumbprint of the public key (RFC 7638), which is computed from the
 * private one. It must be given for what has no public half to compute it from: shared secrets, and keys that do not leave
 * their device.
 *
 * <p>The JDK takes about a millisecond for an Ed25519 or ECDSA signature. If Bouncy Castle ({@code
 * org.bouncycastle:bcprov-jdk18on}) is on the class path it is used instead, without being registered; {@link
 * #withProvider} chooses another.
 */
public final class SigningKey implements KeySource {

    private final String keyId;
    private final SignatureAlgorithm algorithm;
    private final List<Scheme> joseSchemes;
    private final @Nullable PublicKey publicKey;
    private final @Nullable Secret secret;
    private final Signers signers;
    private final Primitive.Signer signer;

    SigningKey(
            String keyId,
            SignatureAlgorithm algorithm,
            List<Scheme> joseSchemes,
            @Nullable PublicKey publicKey,
            @Nullable Secret secret,
            Signers signers)
            throws GeneralSecurityException {
        this.keyId = keyId;
        this.algorithm = algorithm;
        this.joseSchemes = joseSchemes;
        this.publicKey = publicKey;
        this.secret = secret;
        this.signers = signers;
        this.signer = signers.by(algorithm.scheme());
    }

    /**
     * Loads the key in this file: PEM with PKCS#8 ({@code BEGIN PRIVATE KEY}), PKCS#1 ({@code BEGIN RSA PRIVATE KEY}) or SEC 1
     * ({@code BEGIN EC PRIVATE KEY}), a private JWK, or a JWK Set with one private key. Warns once when others may read the
     * file.
     *
     * @throws ConfigurationException if the file is missing, unreadable, empty or too large, or holds something else, such as
     *     a public key, an encrypted key, an RSA key that is too short
     */
    public static SigningKey load(Path file) {
        return loaded(file, null, null);
    }

    /**
     * Loads the key in this file, which is encrypted: PEM ({@code BEGIN ENCRYPTED PRIVATE KEY}) by PBES2 with AES and PBKDF2,
     * or PKCS#12 with one private key, whose certificate must be valid now.
     *
     * @throws ConfigurationException as {@link #load(Path)}, and if the passphrase is wrong or the certificate has expired
     */
    public static SigningKey load(Path file, Secret passphrase) {
        return loaded(file, Objects.requireNonNull(passphrase, "passphrase"), null);
    }

    /**
     * Loads the key of this name in this file, which holds several.
     *
     * @param passphrase null if the file is not encrypted
     * @param name alias in PKCS#12, {@code kid} in a JWK Set
     * @throws ConfigurationException as {@link #load(Path, Secret)}, and if there is no key of this name
     */
    public static SigningKey load(Path file, @Nullable Secret passphrase, String name) {
        return loaded(file, passphrase, name);
    }

    private static SigningKey loaded(Path file, @Nullable Secret passphrase, @Nullable String name) {
        byte[] content = KeyFile.read(file, "SigningKey.load");
        return KeyForms.made("SigningKey.load(" + file + ")", () -> KeyForms.ofContent(content, passphrase, name));
    }

    /**
     * The key in this text, PEM as {@link #load(Path)} reads it, for keys that come from a store of secrets and not from a
     * file.
     *
     * @throws ConfigurationException if it holds something else, such as a public key, an encrypted key, an RSA key that is
     *     too short
     */
    public static SigningKey ofPem(String pem) {
        return KeyForms.made("SigningKey.ofPem", () -> KeyForms.ofPem(pem, null));
    }

    /**
     * The key in this text, PEM as {@link #load(Path, Secret)} reads it.
     *
     * @throws ConfigurationException as {@link #ofPem(String)}, and if the passphrase is wrong
     */
    public static SigningKey ofPem(String pem, Secret passphrase) {
        return KeyForms.made("SigningKey.ofPem", () -> KeyForms.ofPem(pem, passphrase));
    }

    /**
     * The key of this private JWK (RFC 7517); of kind {@code OKP} (RFC 8037), {@code EC}, {@code RSA}, or {@code oct} with a
     * {@code kid}.
     *
     * @throws ConfigurationException if it is no JWK, public, damaged, or of a kind that cannot sign here
     */
    public static SigningKey ofJwk(String json) {
        return KeyForms.made("SigningKey.ofJwk", () -> KeyForms.ofJwk(Jwk.parse(json)));
    }

    /**
     * The private key of this {@code kid} in a JWK Set (RFC 7517 §5).
     *
     * @throws ConfigurationException if it is no JWK Set, or has no such key or two
     */
    public static SigningKey ofJwks(String json, String kid) {
        return KeyForms.made("SigningKey.ofJwks", () -> KeyForms.ofJwks(json, kid));
    }

    /**
     * The only private key of this store, such as one of the JDK's provider for PKCS#11, named by the thumbprint of its
     * certificate's public key.
     *
     * @param store a loaded store
     * @param password of the key; null for devices that were opened with the store
     * @throws ConfigurationException if there is none or there are several, the password is wrong, the certificate has
     *     expired or belongs to another key, or the kind or length of the key is not supported
     */
    public static SigningKey ofKeyStore(KeyStore store, @Nullable Secret password) {
        return KeyForms.made("SigningKey.ofKeyStore", () -> StoredKey.of(store, null, password));
    }

    /**
     * The private key of this alias.
     *
     * @param password of the key; null for devices that were opened with the store
     * @throws ConfigurationException as {@link #ofKeyStore(KeyStore, Secret)}
     */
    public static SigningKey ofKeyStore(KeyStore store, String alias, @Nullable Secret password) {
        return KeyForms.made("SigningKey.ofKeyStore", () -> StoredKey.of(store, alias, password));
    }

    /**
     * The key of this object, which may live in a device that does not show it.
     *
     * @param keyId name under which the platform knows the key, printable ASCII
     * @throws ConfigurationException if the kind or length of the key is not supported, or no provider can use it
     */
    public static SigningKey of(PrivateKey key, String keyId) {
        return KeyForms.made("SigningKey.of", () -> KeyForms.ofPrivate(key, KeyForms.checkedId(keyId)));
    }

    /**
     * A key that is somewhere else, such as in a key management service. {@link #withPublicKey} tells its public half, for
     * {@link #publicJwk} and tokens that are bound to it.
     *
     * @param keyId name under which the platform knows the key, printable ASCII
     * @param algorithm how the signer signs
     * @throws ConfigurationException if the id is empty or not printable ASCII
     */
    public static SigningKey of(String keyId, SignatureAlgorithm algorithm, Signer signer) {
        return KeyForms.made("SigningKey.of", () -> {
            Signers signers = ForeignSigner.signers(algorithm, signer);
            List<Scheme> joseSchemes = List.of(algorithm.scheme());
            return new SigningKey(KeyForms.checkedId(keyId), algorithm, joseSchemes, null, null, signers);
        });
    }

    /**
     * A secret shared with the platform, for HMAC-SHA256.
     *
     * @param keyId name under which the platform knows the secret, printable ASCII
     * @throws ConfigurationException if the id is empty or not printable ASCII
     */
    public static SigningKey hmac(String keyId, Secret secret) {
        return KeyForms.made("SigningKey.hmac", () -> KeyForms.ofSecret(KeyForms.checkedId(keyId), secret));
    }

    /** A new Ed25519 key, named by its thumbprint, that lives as long as this process: for tests and first steps. */
    public static SigningKey generate() {
        return KeyForms.made(
                "SigningKey.generate",
                () -> KeyForms.ofPrivate(
                        KeyPairGenerator.getInstance("Ed25519")
                                .generateKeyPair()
                                .getPrivate(),
                        null));
    }

    /** This key under the id that the platform gave it, printable ASCII. @throws ConfigurationException if it is not */
    public SigningKey withKeyId(String newKeyId) {
        return KeyForms.made(
                "SigningKey.withKeyId",
                () -> new SigningKey(KeyForms.checkedId(newKeyId), algorithm, joseSchemes, publicKey, secret, signers));
    }

    /**
     * This key with its public half, which a device or a {@link Signer} does not show.
     *
     * @throws ConfigurationException if it is of another kind or curve, or not the one that the private key has
     */
    public SigningKey withPublicKey(PublicKey half) {
        return KeyForms.made("SigningKey.withPublicKey", () -> {
            SignatureAlgorithm found = KeyMaterial.algorithmOf(half);
            boolean sameKind = found == algorithm || (found.isRsa() && algorithm.isRsa());
            if (!sameKind || secret != null || (publicKey != null && !isPairedWith(half))) {
                throw new InvalidKeyFormat(
                        "the public key does not belong to the key " + keyId + " (" + algorithm.httpName() + ")",
                        "Export the public key from the device or service that holds the private one.");
            }
            return new SigningKey(keyId, algorithm, joseSchemes, half, null, signers);
        });
    }

    /**
     * This RSA key, its HTTP signatures made by the other of the two RSA algorithms: {@link
     * SignatureAlgorithm#RSA_PSS_SHA512}, which is the default, or {@link SignatureAlgorithm#RSA_V1_5_SHA256}. Tokens are then
     * signed by PS256 or RS256, in this order or the other, as the platform's authorization server takes them.
     *
     * @throws ConfigurationException if a key of this kind, or the device that keeps it, does not sign so
     */
    public SigningKey withAlgorithm(SignatureAlgorithm other) {
        if (other == algorithm) {
            return this;
        }
        if (joseSchemes.contains(other.scheme())) {
            List<Scheme> order =
                    other.joseSchemes().stream().filter(joseSchemes::contains).toList();
            return KeyForms.made(
                    "SigningKey.withAlgorithm", () -> new SigningKey(keyId, other, order, publicKey, secret, signers));
        }
        throw new ConfigurationException(
                "SigningKey.withAlgorithm: the key " + keyId + " (" + algorithm.httpName() + ") makes no "
                        + other.httpName() + " signatures",
                "Leave withAlgorithm out, or give a key that is made for " + other.httpName() + ".");
    }

    /**
     * This key, its signatures made by this provider, such as Amazon Corretto's; the provider need not be registered.
     *
     * @throws ConfigurationException if the provider lacks the algorithm or cannot use the key
     */
    public SigningKey withProvider(Provider provider) {
        try {
            return new SigningKey(keyId, algorithm, joseSchemes, publicKey, secret, signers.with(provider));
        } catch (GeneralSecurityException e) {
            throw new ConfigurationException(
                    "SigningKey.withProvider: " + provider.getName() + " makes no "
                            + algorithm.scheme().jcaName() + " signatures with this key",
                    "Leave withProvider out, or give a provider that has "
                            + algorithm.scheme().jcaName() + ".");
        }
    }

    /** This key. */
    @Override
    public SigningKey current() {
        return this;
    }

    /** Whether this is the public half, which the key shows. */
    boolean isPairedWith(PublicKey half) throws InvalidKeyFormat {
        return publicKey != null
                && KeyMaterial.algorithmOf(publicKey) == KeyMaterial.algorithmOf(half)
                && Jwk.canonical(publicKey).equals(Jwk.canonical(half));
    }

    /** Whether it is this key, read once more. */
    boolean isSameAs(SigningKey other) {
        return this == other
                || (keyId.equals(other.keyId)
                        && algorithm == other.algorithm
                        && joseSchemes.equals(other.joseSchemes)
                        && (secret != null
                                ? secret.equals(other.secret)
                                : publicKey != null && publicKey.equals(other.publicKey)));
    }

    /** The id under which the platform knows the key: {@code keyid} in HTTP signatures, {@code kid} in JWTs. */
    public String keyId() {
        return keyId;
    }

    /** How the key signs. */
    public SignatureAlgorithm algorithm() {
        return algorithm;
    }

    /**
     * The public half as JWK with {@code kid}, {@code alg} and {@code use}: what is registered with the platform.
     *
     * @throws ConfigurationException for a shared secret, and for a key in a device
     */
    public String publicJwk() {
        return Jwk.json(publicHalf("publicJwk"), keyId, algorithm);
    }

    /**
     * The names of the algorithms by which this key signs JWTs (RFC 7518 §3.1), the best first: an RSA key has several, of
     * which the server's metadata may know one only.
     */
    @Internal
    public List<String> joseAlgorithms() {
        return joseSchemes.stream().filter(signers::can).map(Scheme::joseName).toList();
    }

    /**
     * The members of the public half that make the key and no others, without white space: what its thumbprint is computed
     * from (RFC 7638 §3.2).
     *
     * @throws ConfigurationException for a shared secret, and for a key in a device
     */
    @Internal
    public String requiredJwk() {
        return Jwk.canonical(publicHalf("requiredJwk"));
    }

    /**
     * The SHA-256 thumbprint of the public half (RFC 7638), whatever the key id is.
     *
     * @throws ConfigurationException for a shared secret, and for a key in a device
     */
    @Internal
    public String thumbprint() {
        return Jwk.thumbprint(publicHalf("thumbprint"));
    }

    /**
     * Signs these bytes by the algorithm of an HTTP signature; ECDSA signatures are r followed by s, as HTTP signatures and
     * JWS have them.
     *
     * @throws CredentialException if the provider fails, such as a device that was taken away
     */
    @Internal
    public byte[] sign(byte[] data) {
        try {
            return signer.sign(data);
        } catch (GeneralSecurityException e) {
            throw failed(algorithm.httpName(), e);
        }
    }

    /**
     * Signs these bytes as JWS (RFC 7515 §5.1) have it.
     *
     * @param joseAlgorithm one of {@link #joseAlgorithms}
     * @throws ConfigurationException if it is none of them
     * @throws CredentialException if the provider fails, such as a device that was taken away
     */
    @Internal
    public byte[] sign(String joseAlgorithm, byte[] data) {
        Scheme scheme = Scheme.ofJoseName(joseAlgorithm);
        if (scheme == null || !joseSchemes.contains(scheme) || !signers.can(scheme)) {
            throw new ConfigurationException(
                    "The key " + keyId + " (" + algorithm.httpName() + ") makes no " + joseAlgorithm + " signatures",
                    "Give a key that signs by it, or choose one of " + joseAlgorithms() + ".");
        }
        try {
            return signers.by(scheme).sign(data);
        } catch (GeneralSecurityException e) {
            throw failed(joseAlgorithm, e);
        }
    }

    private CredentialException failed(String how, GeneralSecurityException e) {
        // What the application's own signer says of its failure belongs to the application.
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return new CredentialException(
                ErrorDetails.of(Diagnosis.of(
                        "Signing with key " + keyId + " (" + how + ") failed: "
                                + cause.getClass().getSimpleName(),
                        "Check that the device, provider or service that holds the key is reachable.")),
                cause);
    }

    /** What verifies the signatures of this key. @throws ConfigurationException for a key in a device */
    @Internal
    public VerificationKey verificationKey() {
        return secret != null
                ? VerificationKey.hmac(keyId, secret)
                : VerificationKey.of(publicHalf("verificationKey"), algorithm, keyId);
    }

    private PublicKey publicHalf(String method) {
        if (publicKey == null) {
            throw new ConfigurationException(
                    "SigningKey." + method + ": key " + keyId
                            + (secret != null
                                    ? " is a shared secret and has no public half"
                                    : " does not show its public half"),
                    secret != null
                            ? "Use a key pair, such as Ed25519."
                            : "Export the public key from the device that holds it.");
        }
        return publicKey;
    }

    @Override
    public String toString() {
        return "SigningKey[" + algorithm.httpName() + ", " + keyId + ", ***]";
    }
}
