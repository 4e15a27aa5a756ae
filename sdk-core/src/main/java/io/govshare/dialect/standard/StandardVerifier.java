package io.govshare.dialect.standard;

import io.govshare.error.Diagnosis;
import io.govshare.error.ErrorDetails;
import io.govshare.error.PlatformUnavailableException;
import io.govshare.http.Answer;
import io.govshare.http.Bodies;
import io.govshare.http.CallCancelledException;
import io.govshare.http.Kept;
import io.govshare.http.Request;
import io.govshare.platform.AnswerVerifier;
import io.govshare.platform.PlatformLink;
import io.govshare.platform.Verification;
import io.govshare.signing.ContentDigest;
import io.govshare.signing.MessageVerifier;
import io.govshare.signing.PublicKeys;
import io.govshare.signing.SignatureCheck;
import io.govshare.signing.SignatureRequirements;
import io.govshare.signing.VerificationKeys;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Checks the signatures of answers with the secrets that configuration gives, and the keys that the platform publishes (RFC
 * 7517). These are kept for an hour, and read again, at most once a minute, when a signature names one that is not among them.
 */
final class StandardVerifier implements AnswerVerifier {

    static final Duration KEYS_AGE = Duration.ofHours(1);
    static final Duration KEYS_AGAIN = Duration.ofMinutes(1);

    /**
     * As docs/protocol.md says, but patient with clocks: an answer from our future harms nobody, and the measuring of the
     * difference between the clocks needs answers to come through.
     */
    private static final SignatureRequirements REQUIREMENTS = SignatureRequirements.ANSWER.toBuilder()
            .tolerance(Duration.ofDays(1))
            .build();

    private final PlatformLink link;
    private final Discovery discovery;
    private final AnswerTrust trust;
    private final MessageVerifier verifier;
    private final Kept<PublicKeys> keys;
    private volatile boolean proven;

    StandardVerifier(PlatformLink link, Discovery discovery, AnswerTrust trust) {
        this.link = link;
        this.discovery = discovery;
        this.trust = trust;
        this.verifier = MessageVerifier.of(trust, REQUIREMENTS);
        this.keys = Documents.kept("the platform's keys", this::readKeys, read -> Kept.Ages.of(KEYS_AGE), link);
    }

    @Override
    public Verification verify(Answer wire) throws IOException {
        if (trust.isOff() || discovery.isUnsigned(wire.request().url())) {
            return Verification.absent();
        }
        if (wire.headers().get("Signature-Input") == null) {
            return missing(wire, "The answer has no signature.");
        }
        try {
            if (!trust.secrets().isEmpty()) {
                SignatureCheck check = check(wire, trust);
                if (check.result() != SignatureCheck.Result.UNKNOWN_KEY) {
                    return verification(wire, check);
                }
            }
            if (discovery.find(Endpoint.JWKS) == null) {
                return missing(wire, "The platform publishes no keys to check the answer's signature with.");
            }
            SignatureCheck check = check(wire, keys.get());
            if (check.result() == SignatureCheck.Result.UNKNOWN_KEY) {
                check = check(wire, keys.again(KEYS_AGAIN).value());
            }
            return verification(wire, check);
        } catch (InterruptedIOException | CallCancelledException givenUp) {
            throw givenUp;
        } catch (IOException e) {
            Diagnosis why = Diagnosis.of(
                    "The keys that the platform signs its answers with cannot be read: " + e.getMessage(),
                    "Try again later; if the platform has no keys, correct jwks(…) or its discovery document.");
            throw new PlatformUnavailableException(ErrorDetails.of(why), e);
        }
    }

    @Override
    public boolean requiresSignature() {
        return !trust.isOff() && required() != null;
    }

    private SignatureCheck check(Answer wire, VerificationKeys known) {
        return verifier.with(known).verify(wire, link.now());
    }

    private Verification verification(Answer wire, SignatureCheck check) {
        return switch (check.result()) {
            case ABSENT, INSUFFICIENT -> missing(wire, check.reason());
            case CLOCK -> isBelieved(wire.status()) ? Verification.rejected(check.reason()) : Verification.absent();
            case UNKNOWN_KEY, REJECTED, REPLAYED -> Verification.rejected(check.reason());
            case VERIFIED -> content(wire, String.valueOf(check.parameters().keyId()));
        };
    }

    /** The signature covers the digest only; the content must have it. */
    private Verification content(Answer wire, String keyId) {
        ContentDigest.Check digest = wire.note(ContentDigest.Check.class)
                .orElseGet(() -> ContentDigest.verify(wire.headers().joined(ContentDigest.FIELD), wire.bytes()));
        if (digest.result() == ContentDigest.Check.Result.VERIFIED || !Bodies.hasContent(wire)) {
            proven = true;
            return Verification.verified(keyId);
        }
        @Nullable String reason = digest.reason();
        return Verification.rejected(reason == null ? "The signed Content-Digest has no known algorithm." : reason);
    }

    private Verification missing(Answer wire, String reason) {
        @Nullable String why = required();
        if (why == null || !isBelieved(wire.status())) {
            return Verification.absent();
        }
        return Verification.rejected("Signature missing: "
                + (JsonAnswer.isHtml(wire)
                        ? "an HTML page came in the place of data, perhaps of a login or a proxy."
                        : reason + " It must have one, since " + why + "."));
    }

    /** Why answers must be signed, as the end of a sentence; null when they need not be. */
    private @Nullable String required() {
        if (trust.isRequired()) {
            return "StandardPlatform is configured so";
        }
        if (proven) {
            return "the platform has signed before";
        }
        return discovery.isNamed(Endpoint.JWKS) ? "the platform has keys to sign with (jwks)" : null;
    }

    /**
     * Whether the status states something about the data, as "no such record" does too. An error that a proxy made up
     * carries no signature and does no harm; 304 brings no content that a digest could be of.
     */
    private static boolean isBelieved(int status) {
        return (status >= 200 && status < 300) || status == 404;
    }

    private PublicKeys readKeys() throws IOException {
        @Nullable String url = discovery.find(Endpoint.JWKS);
        if (url == null) {
            throw new IOException("the platform publishes none any more");
        }
        Answer answer = discovery.readPublic(
                "jwks", Request.get(url).with("Accept", "application/jwk-set+json, application/json;q=0.5"));
        String what = "The platform's key set (JWKS) " + url;
        discovery.requireDocument(answer, what);
        if (!JsonAnswer.object(answer, what).path("keys").isArray()) {
            throw JsonAnswer.rejected(what, "has no member keys that is an array (RFC 7517 §5.1)");
        }
        return PublicKeys.ofJwks(new String(answer.bytes(), StandardCharsets.UTF_8));
    }
}
