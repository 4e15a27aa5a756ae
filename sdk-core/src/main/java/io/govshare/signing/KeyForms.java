package io.govshare.signing;

import io.govshare.error.ConfigurationException;
import io.govshare.http.InvalidKeyFormat;
import io.govshare.http.PrivateKeyPem;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes signing keys of the forms in which keys are kept. */
final class KeyForms {

    private static final byte[] PROBE = {0};

    private KeyForms() {}

    /** Makes a key, or says why it cannot be made. */
    @FunctionalInterface
    interface Making {
        SigningKey make() throws InvalidKeyFormat, GeneralSecurityException;
    }

    /** @throws ConfigurationException with the reason, which names the public method that was called */
    static SigningKey made(String method, Making making) {
        try {
            return making.make();
        } catch (InvalidKeyFormat e) {
            throw new ConfigurationException(method + ": " + e.reason(), e.remedy());
        } catch (GeneralSecurityException e) {
            throw new ConfigurationException(
                    method + ": this JDK cannot use such a key: " + e.getClass().getSimpleName(),
                    "Run on a JDK with all its modules.");
        }
    }

    /**
     * The key in the content of a file, whichever its form.
     *
     * @param name {@code kid} in a key set or alias in PKCS#12; null for the only one
     */
    static SigningKey ofContent(byte[] content, @Nullable Secret passphrase, @Nullable String name)
            throws InvalidKeyFormat {
        if (StoredKey.isPkcs12(content)) {
            return StoredKey.ofPkcs12(content, name, passphrase);
        }
        String text = new String(content, StandardCharsets.UTF_8).strip();
        if (text.startsWith("\ufeff")) {
            text = text.substring(1).strip();
        }
        if (text.isEmpty()) {
            throw new InvalidKeyFormat("the file is empty", InvalidKeyFormat.GENERATE);
        }
        if (text.startsWith("{")) {
            return Jwk.isSet(text) ? ofJwks(text, name) : ofJwk(Jwk.parse(text));
        }
        return ofPem(text, passphrase);
    }

    static SigningKey ofPem(String text, @Nullable Secret passphrase) throws InvalidKeyFormat {
        char[] characters = passphrase == null ? null : passphrase.revealText().toCharArray();
        return ofPrivate(PrivateKeyPem.read(text, characters), null);
    }

    static SigningKey ofJwk(Jwk jwk) throws InvalidKeyFormat {
        String kid = jwk.get("kid");
        SignatureAlgorithm algorithm = jwk.algorithm();
        if (!jwk.isShared()) {
            String id = kid == null ? null : checkedId(kid);
            return ofPrivate(jwk.privateKey(), algorithm, jwk.joseSchemes(), id);
        }
        if (kid == null) {
            throw new InvalidKeyFormat(
                    "a shared secret needs a member \"kid\"", "Add the id that the platform gave it.");
        }
        return ofSecret(checkedId(kid), jwk.secret());
    }

    /** The private key of this id in a JWK Set, which may have public ones and those of encryption beside it. */
    static SigningKey ofJwks(String json, @Nullable String kid) throws InvalidKeyFormat {
        List<Jwk> found = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (Jwk jwk : Jwk.parseSet(json)) {
            if (jwk.canSign()) {
                ids.add(Jwk.shown(Objects.requireNonNullElse(jwk.get("kid"), "")));
                if (kid == null || kid.equals(jwk.get("kid"))) {
                    found.add(jwk);
                }
            }
        }
        if (ids.isEmpty()) {
            throw new InvalidKeyFormat(
                    "the key set holds no private key that signs",
                    "Give the set with the private keys; the public one is what the platform gets.");
        }
        if (found.size() != 1) {
            throw new InvalidKeyFormat(
                    kid == null
                            ? "the key set holds several private keys: " + ids
                            : "the key set holds " + (found.isEmpty() ? "no" : "more than one") + " private key "
                                    + Jwk.shown(kid) + " among " + ids,
                    "Say which one signs by its \"kid\": SigningKey.load(file, null, kid) or SigningKey.ofJwks(json, kid).");
        }
        return ofJwk(found.get(0));
    }

    /** A key that a provider gave us: its encoding, or where it has none, what it can do. */
    static SigningKey ofPrivate(PrivateKey key, @Nullable String id) throws InvalidKeyFormat {
        return ofPair(key, null, id);
    }

    /** @param certified the public key that is said to belong to it */
    static SigningKey ofPair(PrivateKey key, @Nullable PublicKey certified, @Nullable String id)
            throws InvalidKeyFormat {
        byte[] encoded = "PKCS#8".equals(key.getFormat()) ? key.getEncoded() : null;
        if (encoded == null) {
            return ofDevice(key, certified, id);
        }
        PrivateKey ours = PrivateKeyPem.ofPkcs8(encoded);
        SignatureAlgorithm algorithm = KeyMaterial.algorithmOf(ours);
        SigningKey made = ofPrivate(ours, algorithm, KeyMaterial.joseSchemesOf(ours, algorithm), id);
        if (certified != null && !made.isPairedWith(certified)) {
            throw unpaired();
        }
        return made;
    }

    private static SigningKey ofPrivate(
            PrivateKey key, SignatureAlgorithm algorithm, List<Scheme> joseSchemes, @Nullable String id)
            throws InvalidKeyFormat {
        try {
            PublicKey publicKey = KeyMaterial.publicHalf(key);
            if (publicKey == null && id == null) {
                throw hidden();
            }
            String name = id != null || publicKey == null ? String.valueOf(id) : Jwk.thumbprint(publicKey);
            return new SigningKey(name, algorithm, joseSchemes, publicKey, null, Signers.of(key));
        } catch (GeneralSecurityException e) {
            throw new InvalidKeyFormat(
                    "no signature can be made with the key: " + e.getClass().getSimpleName(),
                    InvalidKeyFormat.GENERATE);
        }
    }

    /** A key that a device keeps: only its own provider can use it, and without its public half only a trial tells its curve. */
    private static SigningKey ofDevice(PrivateKey key, @Nullable PublicKey certified, @Nullable String id)
            throws InvalidKeyFormat {
        if (certified == null && id == null) {
            throw hidden();
        }
        SignatureAlgorithm algorithm = KeyMaterial.algorithmOf(certified == null ? key : certified);
        try {
            Signers signers = Signers.ofDevice(key);
            byte[] trial = signers.by(algorithm.scheme()).sign(PROBE);
            if (certified == null && Curve.of(algorithm) != null) {
                algorithm = KeyMaterial.curve(trial.length).algorithm();
            }
            String name = id != null || certified == null ? String.valueOf(id) : Jwk.thumbprint(certified);
            if (certified != null
                    && !VerificationKey.of(certified, algorithm, name).verify(PROBE, trial)) {
                throw unpaired();
            }
            return new SigningKey(name, algorithm, KeyMaterial.joseSchemesOf(key, algorithm), certified, null, signers);
        } catch (GeneralSecurityException e) {
            throw new InvalidKeyFormat(
                    "no registered provider can sign with this " + key.getAlgorithm() + " key: "
                            + e.getClass().getSimpleName(),
                    "Give a key of an installed provider, such as SunPKCS11 configured for the device.");
        }
    }

    static SigningKey ofSecret(String id, Secret secret) throws InvalidKeyFormat {
        try {
            SignatureAlgorithm algorithm = SignatureAlgorithm.HMAC_SHA256;
            return new SigningKey(id, algorithm, algorithm.joseSchemes(), null, secret, Signers.of(secret));
        } catch (GeneralSecurityException e) {
            throw new InvalidKeyFormat("HMAC-SHA256 is not available", "Use a provider that has HmacSHA256.");
        }
    }

    static String checkedId(String id) throws InvalidKeyFormat {
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

    private static InvalidKeyFormat hidden() {
        return new InvalidKeyFormat(
                "the key does not show its public half, so its id cannot be computed",
                "Use SigningKey.of(key, keyId).");
    }

    private static InvalidKeyFormat unpaired() {
        return new InvalidKeyFormat(
                "the certificate was not made for this key", "Put the key and its own certificate together again.");
    }
}
