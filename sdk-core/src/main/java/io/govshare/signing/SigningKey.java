package io.govshare.signing;

import io.govshare.error.ConfigurationException;
import io.govshare.error.CredentialException;
import io.govshare.error.Internal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.util.List;
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

    private SigningKey(
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
     * Loads the key in this file: PEM with PKCS#8 ({@code -----BEGIN PRIVATE KEY-----}) or a private JWK. Warns once when
     * others may read the file.
     *
     * @throws ConfigurationException if the file is missing, unreadable, empty or too large, or holds something else, such as
     *     a public key, an encrypted key, an RSA key that is too short
     */
    public static SigningKey load(Path file) {
        byte[] content = KeyFile.read(file, "SigningKey.load");
        String text = new String(content, StandardCharsets.UTF_8).strip();
        String where = "SigningKey.load(" + file + ")";
        if (text.startsWith("\ufeff")) {
            text = text.substring(1).strip();
        }
        if (text.isEmpty()) {
            throw new ConfigurationException(where + ": the file is empty", KeyMaterial.GENERATE);
        }
        try {
            return text.startsWith("{")
                    ? ofJwk(Jwk.parse(text))
                    : ofPrivate(KeyMaterial.ofPkcs8(Pem.privateKey(text)), null);
        } catch (InvalidKeyFormat e) {
            throw refused(where, e);
        }
    }

    /**
     * The key in this text, PEM with PKCS#8 ({@code -----BEGIN PRIVATE KEY-----}), for keys that come from a store of secrets
     * and not from a file.
     *
     * @throws ConfigurationException if it holds something else, such as a public key, an encrypted key, an RSA key that is
     *     too short
     */
    public static SigningKey ofPem(String pem) {
        try {
            return ofPrivate(KeyMaterial.ofPkcs8(Pem.privateKey(pem)), null);
        } catch (InvalidKeyFormat e) {
            throw refused("SigningKey.ofPem", e);
        }
    }

    /**
     * The key of this private JWK (RFC 7517); of kind {@code OKP} (RFC 8037), {@code EC}, {@code RSA}, or {@code oct} with a
     * {@code kid}.
     *
     * @throws ConfigurationException if it is no JWK, public, damaged, or of a kind that cannot sign here
     */
    public static SigningKey ofJwk(String json) {
        try {
            return ofJwk(Jwk.parse(json));
        } catch (InvalidKeyFormat e) {
            throw refused("SigningKey.ofJwk", e);
        }
    }

    /**
     * The key of this object, which may live in a device that does not show it.
     *
     * @param keyId name under which the platform knows the key, printable ASCII
     * @throws ConfigurationException if the kind or length of the key is not supported, or no provider can use it
     */
    public static SigningKey of(PrivateKey key, String keyId) {
        try {
            String id = checkedId(keyId);
            byte[] encoded = "PKCS#8".equals(key.getFormat()) ? key.getEncoded() : null;
            return encoded == null ? ofDevice(key, id) : ofPrivate(KeyMaterial.ofPkcs8(encoded), id);
        } catch (InvalidKeyFormat e) {
            throw refused("SigningKey.of", e);
        }
    }

    /**
     * A secret shared with the platform, for HMAC-SHA256.
     *
     * @param keyId name under which the platform knows the secret, printable ASCII
     * @throws ConfigurationException if the id is empty or not printable ASCII
     */
    public static SigningKey hmac(String keyId, Secret secret) {
        try {
            return ofSecret(checkedId(keyId), secret);
        } catch (InvalidKeyFormat e) {
            throw refused("SigningKey.hmac", e);
        }
    }

    /** A new Ed25519 key, named by its thumbprint, that lives as long as this process: for tests and first steps. */
    public static SigningKey generate() {
        try {
            return ofPrivate(
                    KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate(), null);
        } catch (GeneralSecurityException e) {
            throw new ConfigurationException(
                    "SigningKey.generate: this JDK makes no Ed25519 keys", "Run on a JDK with all its modules.");
        } catch (InvalidKeyFormat e) {
            throw refused("SigningKey.generate", e);
        }
    }

    private static SigningKey ofJwk(Jwk jwk) throws InvalidKeyFormat {
        String kid = jwk.get("kid");
        SignatureAlgorithm algorithm = jwk.algorithm();
        if (!jwk.isShared()) {
            return ofPrivate(jwk.privateKey(), algorithm, jwk.joseSchemes(), kid == null ? null : checkedId(kid));
        }
        if (kid == null) {
            throw new InvalidKeyFormat(
                    "a shared secret needs a member \"kid\"", "Add the id that the platform gave it.");
        }
        return ofSecret(checkedId(kid), jwk.secret());
    }

    private static SigningKey ofPrivate(PrivateKey key, @Nullable String id) throws InvalidKeyFormat {
        SignatureAlgorithm algorithm = KeyMaterial.algorithmOf(key);
        return ofPrivate(key, algorithm, algorithm.joseSchemes(), id);
    }

    private static SigningKey ofPrivate(
            PrivateKey key, SignatureAlgorithm algorithm, List<Scheme> joseSchemes, @Nullable String id)
            throws InvalidKeyFormat {
        try {
            PublicKey publicKey = KeyMaterial.publicHalf(key);
            if (publicKey == null && id == null) {
                throw new InvalidKeyFormat(
                        "the key does not show its public half, so its id cannot be computed",
                        "Use SigningKey.of(key, keyId).");
            }
            String name = id != null || publicKey == null ? String.valueOf(id) : Jwk.thumbprint(publicKey);
            return new SigningKey(name, algorithm, joseSchemes, publicKey, null, Signers.of(key));
        } catch (GeneralSecurityException e) {
            throw new InvalidKeyFormat(
                    "no signature can be made with the key: " + e.getClass().getSimpleName(), KeyMaterial.GENERATE);
        }
    }

    /** A key that a device keeps: only its own provider can use it, and only a trial tells the curve it is on. */
    private static SigningKey ofDevice(PrivateKey key, String id) throws InvalidKeyFormat {
        SignatureAlgorithm algorithm = KeyMaterial.algorithmOf(key);
        try {
            Signers signers = Signers.ofDevice(key);
            int length = signers.by(algorithm.scheme()).sign(new byte[] {0}).length;
            if (Curve.of(algorithm) != null) {
                algorithm = KeyMaterial.curve(length).algorithm();
            }
            return new SigningKey(id, algorithm, algorithm.joseSchemes(), null, null, signers);
        } catch (GeneralSecurityException e) {
            throw new InvalidKeyFormat(
                    "no registered provider can sign with this " + key.getAlgorithm() + " key: "
                            + e.getClass().getSimpleName(),
                    "Give SigningKey.of a key of an installed provider, such as SunPKCS11 configured for the device.");
        }
    }

    private static SigningKey ofSecret(String id, Secret secret) throws InvalidKeyFormat {
        try {
            SignatureAlgorithm algorithm = SignatureAlgorithm.HMAC_SHA256;
            return new SigningKey(id, algorithm, algorithm.joseSchemes(), null, secret, Signers.of(secret));
        } catch (GeneralSecurityException e) {
            throw new InvalidKeyFormat("HMAC-SHA256 is not available", "Use a provider that has HmacSHA256.");
        }
    }

    private static String checkedId(String id) throws InvalidKeyFormat {
        boolean good = !id.isEmpty();
        for (int i = 0; i < id.length() && good; i++) {
            good = id.charAt(i) >= ' ' && id.charAt(i) <= '~';
        }
        if (!good) {
            throw new InvalidKeyFormat(
                    "the key id is empty or has characters outside printable ASCII",
                    "Give the id that the platform knows.");
        }
        return id;
    }

    private static ConfigurationException refused(String where, InvalidKeyFormat e) {
        return new ConfigurationException(where + ": " + e.reason(), e.remedy());
    }

    /** This key under the id that the platform gave it, printable ASCII. @throws ConfigurationException if it is not */
    public SigningKey withKeyId(String newKeyId) {
        try {
            return new SigningKey(checkedId(newKeyId), algorithm, joseSchemes, publicKey, secret, signers);
        } catch (InvalidKeyFormat e) {
            throw refused("SigningKey.withKeyId", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("What has signed signs under any id", e);
        }
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
        if (algorithm.isRsa() && other.isRsa()) {
            try {
                return new SigningKey(keyId, other, other.joseSchemes(), publicKey, secret, signers);
            } catch (GeneralSecurityException unfit) {
                // Keys of the kind RSASSA-PSS sign by PSS only.
            }
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
        return new CredentialException(
                "Signing with key " + keyId + " (" + how + ") failed: "
                        + e.getClass().getSimpleName(),
                "Check that the device or provider that holds the key is reachable.");
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
