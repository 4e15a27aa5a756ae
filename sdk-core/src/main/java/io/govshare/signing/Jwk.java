package io.govshare.signing;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A JSON Web Key (RFC 7517) as it was read: the members that are text. Immutable. */
final class Jwk {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final String REPAIR =
            "Compare it with the JWK as it was made; every value is base64url without line breaks.";

    private final Map<String, String> members;

    private Jwk(Map<String, String> members) {
        this.members = members;
    }

    /** Reads one key. */
    static Jwk parse(String json) throws InvalidKeyFormat {
        JsonNode node = tree(json);
        if (node.has("keys")) {
            throw new InvalidKeyFormat(
                    "it is a set of keys, not one key", "Give the one JWK out of \"keys\" that signs.");
        }
        return of(node);
    }

    /** Reads a key set: the value of {@code keys} (RFC 7517 §5). */
    static List<Jwk> parseSet(String json) throws InvalidKeyFormat {
        JsonNode keys = tree(json).path("keys");
        if (!keys.isArray()) {
            throw new InvalidKeyFormat("it has no array \"keys\"", "A JWK Set looks like {\"keys\": [{\"kty\": …}]}.");
        }
        List<Jwk> all = new ArrayList<>();
        for (JsonNode key : keys) {
            all.add(of(key));
        }
        return all;
    }

    /** Parses without quoting the text in any error: it may be a private key. */
    private static JsonNode tree(String json) throws InvalidKeyFormat {
        JsonNode node;
        try {
            node = JSON.readTree(json);
        } catch (JacksonException e) {
            throw new InvalidKeyFormat("it is not JSON", "Copy the JWK again, whole, from { to }.");
        }
        if (!node.isObject()) {
            throw new InvalidKeyFormat("it is JSON but no object", "A JWK looks like {\"kty\": \"OKP\", …}.");
        }
        return node;
    }

    private static Jwk of(JsonNode node) {
        Map<String, String> members = new LinkedHashMap<>();
        node.properties().forEach(member -> {
            if (member.getValue().isString()) {
                members.put(member.getKey(), member.getValue().stringValue());
            }
        });
        return new Jwk(members);
    }

    @Nullable
    String get(String member) {
        return members.get(member);
    }

    boolean isShared() {
        return "oct".equals(get("kty"));
    }

    /** What the key signs with; the member {@code alg}, if there is one, must fit the kind of key. */
    SignatureAlgorithm algorithm() throws InvalidKeyFormat {
        String kind = require("kty");
        String alg = members.getOrDefault("alg", "");
        if ("enc".equals(get("use"))) {
            throw new InvalidKeyFormat("the key is for encryption (\"use\": \"enc\")", "Give a key that signs.");
        }
        SignatureAlgorithm algorithm = ofKind(kind, alg);
        Scheme named = Scheme.ofJoseName(alg);
        if (!alg.isEmpty() && (named == null || !algorithm.joseSchemes().contains(named))) {
            throw new InvalidKeyFormat(
                    "its \"alg\" " + shown(alg) + " does not fit its kind " + kind,
                    "Leave \"alg\" out, or set it to " + algorithm.joseName() + ".");
        }
        return algorithm;
    }

    /** How the key may sign for JOSE: as its {@code alg} says, else by all that its kind can. */
    List<Scheme> joseSchemes() throws InvalidKeyFormat {
        Scheme only = Scheme.ofJoseName(members.getOrDefault("alg", ""));
        return only == null ? algorithm().joseSchemes() : List.of(only);
    }

    private SignatureAlgorithm ofKind(String kind, String alg) throws InvalidKeyFormat {
        return switch (kind) {
            case "OKP" -> {
                if (!require("crv").equals("Ed25519")) {
                    throw unknownCurve("Use Ed25519.");
                }
                yield SignatureAlgorithm.ED25519;
            }
            case "EC" -> curve().algorithm();
            case "RSA" -> alg.equals("RS256") ? SignatureAlgorithm.RSA_V1_5_SHA256 : SignatureAlgorithm.RSA_PSS_SHA512;
            case "oct" -> SignatureAlgorithm.HMAC_SHA256;
            default ->
                throw new InvalidKeyFormat(
                        "its kind \"kty\" " + shown(kind) + " is unknown", "Use OKP, EC, RSA or oct.");
        };
    }

    private Curve curve() throws InvalidKeyFormat {
        Curve curve = Curve.named(require("crv"));
        if (curve == null) {
            throw unknownCurve("Use P-256 or P-384.");
        }
        return curve;
    }

    private InvalidKeyFormat unknownCurve(String remedy) throws InvalidKeyFormat {
        return new InvalidKeyFormat("its curve \"crv\" " + shown(require("crv")) + " is not supported", remedy);
    }

    PublicKey publicKey() throws InvalidKeyFormat {
        try {
            return switch (algorithm()) {
                case ED25519 -> KeyMaterial.ed25519(bytes("x"));
                case ECDSA_P256_SHA256, ECDSA_P384_SHA384 -> curve().publicKey(new ECPoint(number("x"), number("y")));
                case RSA_PSS_SHA512, RSA_V1_5_SHA256 -> {
                    KeyMaterial.checkLength(number("n"));
                    yield KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(number("n"), number("e")));
                }
                case HMAC_SHA256 -> throw new InvalidKeyFormat("a shared secret has no public half", "Use a key pair.");
            };
        } catch (GeneralSecurityException e) {
            throw new InvalidKeyFormat("its public members make no valid key", REPAIR);
        }
    }

    PrivateKey privateKey() throws InvalidKeyFormat {
        SignatureAlgorithm algorithm = algorithm();
        if (get("d") == null) {
            throw new InvalidKeyFormat(
                    "it is a public key (no member \"d\") where the private one belongs",
                    "Give the private JWK; the public one is what the platform gets.");
        }
        PrivateKey key;
        try {
            key = privateKey(algorithm);
            KeyMaterial.algorithmOf(key);
            PublicKey derived = KeyMaterial.publicHalf(key);
            if (get("x") != null && derived != null && !canonical(derived).equals(canonical(publicKey()))) {
                throw new InvalidKeyFormat("its public members do not belong to its private member \"d\"", REPAIR);
            }
        } catch (GeneralSecurityException e) {
            throw new InvalidKeyFormat("its private members make no valid key", REPAIR);
        }
        return key;
    }

    private PrivateKey privateKey(SignatureAlgorithm algorithm) throws GeneralSecurityException, InvalidKeyFormat {
        return switch (algorithm) {
            case ED25519 -> {
                byte[] seed = bytes("d");
                if (seed.length != 32) {
                    throw new InvalidKeyFormat("its private member \"d\" has not 32 bytes", REPAIR);
                }
                yield KeyFactory.getInstance("Ed25519")
                        .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
            }
            case ECDSA_P256_SHA256, ECDSA_P384_SHA384 ->
                KeyFactory.getInstance("EC").generatePrivate(new ECPrivateKeySpec(number("d"), curve().parameters()));
            case RSA_PSS_SHA512, RSA_V1_5_SHA256 -> rsaKey();
            case HMAC_SHA256 -> throw new InvalidKeyFormat("a shared secret is no private key", "Use a key pair.");
        };
    }

    private PrivateKey rsaKey() throws GeneralSecurityException, InvalidKeyFormat {
        return KeyFactory.getInstance("RSA")
                .generatePrivate(new RSAPrivateCrtKeySpec(
                        number("n"),
                        number("e"),
                        number("d"),
                        number("p"),
                        number("q"),
                        number("dp"),
                        number("dq"),
                        number("qi")));
    }

    /** The secret of a key of kind {@code oct}. */
    Secret secret() throws InvalidKeyFormat {
        byte[] secret = bytes("k");
        if (secret.length == 0) {
            throw new InvalidKeyFormat("its secret \"k\" is empty", REPAIR);
        }
        return Secret.of(secret);
    }

    private String require(String member) throws InvalidKeyFormat {
        String value = members.get(member);
        if (value == null) {
            throw new InvalidKeyFormat("it has no text member \"" + member + "\"", "Give the whole JWK (RFC 7517 §4).");
        }
        return value;
    }

    private byte[] bytes(String member) throws InvalidKeyFormat {
        try {
            return Base64.getUrlDecoder().decode(require(member));
        } catch (IllegalArgumentException notBase64) {
            throw new InvalidKeyFormat("its member \"" + member + "\" is not base64url", REPAIR);
        }
    }

    private BigInteger number(String member) throws InvalidKeyFormat {
        return new BigInteger(1, bytes(member));
    }

    private static String shown(String value) {
        return value.length() > 20
                ? "(" + value.length() + " characters)"
                : "\"" + value.replaceAll("[^ -~]", "?") + "\"";
    }

    /** The members that make the key, in the order and spelling that its thumbprint is computed from (RFC 7638 §3.2). */
    static String canonical(PublicKey key) {
        if (key instanceof EdECPublicKey edwards) {
            byte[] x = PublicHalf.littleEndian(
                    edwards.getPoint().getY(), edwards.getPoint().isXOdd());
            return "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"" + url(x) + "\"}";
        }
        if (key instanceof ECPublicKey ec) {
            ECPoint point = ec.getW();
            Curve curve = Objects.requireNonNull(Curve.of(ec.getParams()));
            return "{\"crv\":\"" + curve.jwkName() + "\",\"kty\":\"EC\",\"x\":\""
                    + url(PublicHalf.fixed(point.getAffineX(), curve.length()))
                    + "\",\"y\":\"" + url(PublicHalf.fixed(point.getAffineY(), curve.length())) + "\"}";
        }
        RSAPublicKey rsa = (RSAPublicKey) key;
        return "{\"e\":\"" + url(unsigned(rsa.getPublicExponent())) + "\",\"kty\":\"RSA\",\"n\":\""
                + url(unsigned(rsa.getModulus())) + "\"}";
    }

    /** The SHA-256 thumbprint of a public key (RFC 7638). */
    static String thumbprint(PublicKey key) {
        return url(Digests.sha256(canonical(key).getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
    }

    /**
     * The public JWK with its id, which is printable ASCII, and its algorithm; without the latter where it is RSA-PSS, since
     * such a key signs HTTP messages by one and tokens by another.
     */
    static String json(PublicKey key, String keyId, SignatureAlgorithm algorithm) {
        String made = canonical(key);
        String alg = algorithm == SignatureAlgorithm.RSA_PSS_SHA512 ? "" : ",\"alg\":\"" + algorithm.joseName() + '"';
        return made.substring(0, made.length() - 1) + ",\"kid\":\""
                + keyId.replace("\\", "\\\\").replace("\"", "\\\"") + '"' + alg + ",\"use\":\"sig\"}";
    }

    private static byte[] unsigned(BigInteger number) {
        return PublicHalf.fixed(number, (number.bitLength() + 7) / 8);
    }

    private static String url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public String toString() {
        return "Jwk[" + members.get("kty") + ", " + members.get("kid") + "]";
    }
}
