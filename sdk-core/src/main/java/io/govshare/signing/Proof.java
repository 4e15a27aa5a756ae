package io.govshare.signing;

import io.govshare.error.Internal;
import io.govshare.error.ResponseRejectedException;
import io.govshare.http.Answer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The evidence that a platform, or the publisher of the data, gave this answer to this request: what was signed (RFC 9421),
 * the signature, and the body as it came over the wire. It can be stored, and verified again years later, by anybody who has
 * the public keys of that time. Had from {@code Page.proof()} where {@code SignaturePolicy.keepingProofs()} is set.
 *
 * <pre>{@code
 * Page<County> page = counties.findPage("350102");
 * Files.write(file, page.proof().orElseThrow().toBytes());
 *
 * Proof.parse(Files.readAllBytes(file)).verify(Files.readString(Path.of("jwks-of-2026.json")));
 * }</pre>
 *
 * <p>It holds the target URI, which may have a key in it, and the body, which may be personal: keep it as you keep the data
 * itself. It does not hold the token or the context of the request. Immutable and safe for concurrent use.
 */
public final class Proof {

    /** Bytes that the objects take beside what they hold. */
    private static final int OVERHEAD = 256;

    private static final Pattern STATUS = Pattern.compile("[1-5][0-9]{2}");

    private final byte[] base;
    private final byte[] signature;
    private final String jwk;
    private final byte @Nullable [] body;
    private final @Nullable String contentEncoding;
    private final @Nullable String date;
    private final @Nullable String requestId;

    /** What is null was not there; arrays are not copied. */
    Proof(
            byte[] base,
            byte[] signature,
            String jwk,
            byte @Nullable [] body,
            @Nullable String contentEncoding,
            @Nullable String date,
            @Nullable String requestId) {
        this.base = base;
        this.signature = signature;
        this.jwk = jwk;
        this.body = body;
        this.contentEncoding = contentEncoding;
        this.date = date;
        this.requestId = requestId;
    }

    /**
     * The proof of an answer whose signature and digest were verified; empty for one signed with a shared secret, which proves
     * nothing to others, since whoever can verify such a signature can make it.
     *
     * @param wire the answer with its body whole, as it came; its bytes are not copied
     */
    @Internal
    public static Optional<Proof> of(SignatureEvidence evidence, Answer wire) {
        return evidence.key()
                .publicJwk()
                .map(jwk -> new Proof(
                        evidence.base(),
                        evidence.signature(),
                        jwk,
                        wire.bytes(),
                        wire.headers().get("Content-Encoding"),
                        wire.headers().get("Date"),
                        wire.headers().get("X-Request-Id")));
    }

    /**
     * Reads a proof from what {@link #toBytes} gave. This verifies nothing.
     *
     * @throws ResponseRejectedException if it is none
     */
    public static Proof parse(byte[] bytes) {
        Proof proof = ProofJson.read(bytes);
        proof.signed();
        return proof;
    }

    /** Taken apart when somebody asks, since few ask of most proofs. */
    private SignedBase signed() {
        try {
            SignedBase signed = SignedBase.parse(base);
            for (Component component : Components.ANSWER.list()) {
                if (!signed.covered().covers(component)) {
                    throw ProofJson.unreadable("its signature does not cover " + component.identifier());
                }
            }
            if (!STATUS.matcher(signed.value("@status").orElse("")).matches()) {
                throw ProofJson.unreadable("its signature is of no HTTP status");
            }
            SignatureParameters said = signed.parameters();
            if (said.keyId() == null || said.created() == null) {
                throw ProofJson.unreadable(
                        "its signature lacks the parameter " + (said.keyId() == null ? "keyid" : "created"));
            }
            return signed;
        } catch (MalformedFieldException e) {
            throw ProofJson.unreadable("its signature base " + e.reason());
        }
    }

    /** The value of what every proof covers. */
    private String value(String component) {
        return signed().value(component).orElse("");
    }

    /** The proof as JSON in UTF-8, in a format with a version that {@link #parse} of later versions of the SDK will read. */
    public byte[] toBytes() {
        return ProofJson.write(this);
    }

    /**
     * Verifies everything anew: the signature with the key of its id in this set, and the body, if it is here, with the digest
     * that was signed. The key that the proof itself holds proves nothing, since whoever forges a proof can put his own there:
     * the set must come from whom you trust, such as the platform's JWKS that you stored when the proof was made, or that the
     * platform's operator attests. How old the signature is does not matter.
     *
     * @param jwks public keys as JWK Set (RFC 7517 §5)
     * @return this proof; what its methods say of the answer is proven then, except where they say otherwise
     * @throws ResponseRejectedException if it does not hold, with the reason; or if the text is no JWK Set
     */
    public Proof verify(String jwks) {
        PublicKeys keys = PublicKeys.ofJwks(jwks);
        SignatureCheck check = signed().verify(signature, keys);
        if (check.result() == SignatureCheck.Result.UNKNOWN_KEY) {
            throw refused(check.reason() + " The key that the proof holds proves nothing by itself.");
        }
        SignatureEvidence evidence = check.evidence();
        if (!check.isVerified() || evidence == null) {
            throw refused(check.reason());
        }
        if (!evidence.key().publicJwk().equals(Optional.of(jwk))) {
            throw refused("The key in the proof is not the key \"" + keyId() + "\" that was given.");
        }
        if (body != null) {
            requireDigest(body);
        }
        return this;
    }

    private void requireDigest(byte[] body) {
        // Where there is no content, the digest may be that of what the answer speaks of (RFC 9110 §15.4.5).
        boolean none = status() == 204 || status() == 304 || method().equals("HEAD");
        ContentDigest.Check digest = ContentDigest.verify(contentDigest(), body);
        if (digest.result() != ContentDigest.Check.Result.VERIFIED && !(none && body.length == 0)) {
            String reason = digest.reason();
            throw refused(reason == null ? "The signed Content-Digest has no known algorithm." : reason);
        }
    }

    private static ResponseRejectedException refused(String reason) {
        return new ResponseRejectedException(
                "The proof does not hold: " + reason,
                "Check that it is stored as it was, and that the keys are those of the time and the signer.");
    }

    /** The method of the request. */
    public String method() {
        return value("@method;req");
    }

    /** The target URI of the request, letter for letter; it may hold personal values. */
    public String target() {
        return value("@target-uri;req");
    }

    /** The HTTP status of the answer; 404 proves that there was no such record. */
    public int status() {
        return Integer.parseInt(value("@status"));
    }

    /** When the signature was made, as the signer says. */
    public Instant created() {
        return Objects.requireNonNull(signed().parameters().created());
    }

    /** The id of the key that signed. */
    public String keyId() {
        return Objects.requireNonNull(signed().parameters().keyId());
    }

    /** The {@code Content-Digest} of the body (RFC 9530). */
    public String contentDigest() {
        return value("content-digest");
    }

    /** The public key that verified the signature when it came, as JWK. Who wants to rely on it compares it with a trusted one. */
    public String publicJwk() {
        return jwk;
    }

    /** The bytes that were signed, ASCII (RFC 9421 §2.5). */
    public byte[] signatureBase() {
        return base.clone();
    }

    /** The signature. */
    public byte[] signature() {
        return signature.clone();
    }

    /** The body as it came over the wire, compressed if {@link #contentEncoding} says so; empty if it was left out. */
    public Optional<byte[]> body() {
        return Optional.ofNullable(body).map(byte[]::clone);
    }

    /** How the body is compressed, such as {@code gzip}; empty if it is not. The signature need not cover it. */
    public Optional<String> contentEncoding() {
        return Optional.ofNullable(contentEncoding);
    }

    /** The {@code Date} of the answer, if it was one. The signature need not cover it: {@link #created} is what is signed. */
    public Optional<Instant> date() {
        if (date == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(ZonedDateTime.parse(date.trim(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException notADate) {
            return Optional.empty();
        }
    }

    /** The {@code X-Request-Id} of the answer, to ask the platform's operators with. The signature need not cover it. */
    public Optional<String> requestId() {
        return Optional.ofNullable(requestId);
    }

    /** This proof without the body: it still proves what was asked and the digest of what was answered. */
    public Proof withoutBody() {
        return body(null);
    }

    /** This proof with a body that was kept elsewhere, as it came over the wire; {@link #verify} compares it with the digest. */
    public Proof withBody(byte[] wire) {
        return body(wire.clone());
    }

    private Proof body(byte @Nullable [] other) {
        return new Proof(base, signature, jwk, other, contentEncoding, date, requestId);
    }

    /** The {@code Date} as it came. */
    @Nullable
    String sentDate() {
        return date;
    }

    /** About how many bytes it takes in memory beside this content of the answer, which it may share. */
    @Internal
    public int sizeBeside(byte[] content) {
        int own = body == null || body == content ? 0 : body.length;
        return OVERHEAD + own + base.length + signature.length;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Proof that
                && Arrays.equals(base, that.base)
                && Arrays.equals(signature, that.signature)
                && Arrays.equals(body, that.body)
                && jwk.equals(that.jwk)
                && contentEncoding().equals(that.contentEncoding())
                && Optional.ofNullable(date).equals(Optional.ofNullable(that.date))
                && requestId().equals(that.requestId());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(signature);
    }

    /** Who signed when; the target and the body may be personal. */
    @Override
    public String toString() {
        return "Proof[status " + status() + ", signed with \"" + keyId() + "\" at " + created()
                + (body == null ? ", without body]" : ", " + body.length + " bytes]");
    }
}
