package io.govshare.signing;

import io.govshare.signing.SignatureCheck.Result;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The order in which one signature is examined: what it must cover and say, its key, its bytes, its time, its nonce. What is
 * cheap comes first; that a nonce was seen is asked of genuine signatures only. Safe for concurrent use.
 */
final class SignatureRules {

    private static final Component CONTENT_DIGEST = Components.component("content-digest");

    private final VerificationKeys keys;
    private final SignatureRequirements requirements;

    SignatureRules(VerificationKeys keys, SignatureRequirements requirements) {
        this.keys = keys;
        this.requirements = requirements;
    }

    SignatureCheck check(SignatureBase base, DeclaredSignature declared, byte[] signature, Instant now) {
        SignatureParameters said = declared.parameters();
        String missing = missing(base, declared.covered(), said);
        if (missing != null) {
            return SignatureCheck.not(Result.INSUFFICIENT, missing, said);
        }
        for (Component component : declared.covered().list()) {
            String problem = base.add(component);
            if (problem != null) {
                return SignatureCheck.not(
                        Result.REJECTED,
                        "The signature covers " + component.identifier() + ", which " + problem + ".",
                        said);
            }
        }
        SignatureCheck check = genuine(declared, base.end(declared.text(), declared.start()), signature);
        SignatureCheck untimely = check.isVerified() ? untimely(said, now) : null;
        return untimely == null ? check : untimely;
    }

    /** Whether the signature was made over these bytes with a key that is known and accepted. */
    SignatureCheck genuine(DeclaredSignature declared, byte[] base, byte[] signature) {
        SignatureParameters said = declared.parameters();
        String keyId = said.keyId();
        if (keyId == null) {
            return SignatureCheck.not(Result.INSUFFICIENT, "The signature lacks the parameter keyid.", said);
        }
        VerificationKey key = keys.find(keyId).orElse(null);
        if (key == null) {
            return SignatureCheck.not(
                    Result.UNKNOWN_KEY, "The key \"" + keyId + "\" " + keys.absence(keyId) + ".", said);
        }
        String unfit = unfit(key, said);
        if (unfit != null) {
            return SignatureCheck.not(Result.REJECTED, unfit, said);
        }
        return key.verify(base, signature)
                ? SignatureCheck.verified(said, new SignatureEvidence(base, signature, declared.covered(), key))
                : SignatureCheck.not(
                        Result.REJECTED,
                        "The signature does not match: one of " + declared.components()
                                + " was changed on the way, or it was not made with key \"" + keyId + "\".",
                        said);
    }

    /** What the signature lacks to count as one, or null. */
    private @Nullable String missing(SignatureBase base, Components covered, SignatureParameters said) {
        for (Component component : requirements.covered().list()) {
            if (!covered.covers(component)) {
                return "The signature does not cover " + component.identifier() + ".";
            }
        }
        for (Component component : requirements.coveredIfPresent().list()) {
            if (!covered.covers(component) && base.has(component)) {
                return "The signature does not cover " + component.identifier() + ", which the message has.";
            }
            if (!covered.covers(component) && component.equals(CONTENT_DIGEST) && base.isRequestWithContent()) {
                return "The signature does not cover \"content-digest\", though the request has content.";
            }
        }
        if (said.created() == null) {
            return "The signature lacks the parameter created.";
        }
        if (requirements.singleUse() && (said.expires() == null || said.nonce() == null)) {
            return "The signature lacks the parameter " + (said.expires() == null ? "expires." : "nonce.");
        }
        return null;
    }

    /** Why the key must not be used for this signature, or null (RFC 9421 §3.2, step 6). */
    private @Nullable String unfit(VerificationKey key, SignatureParameters said) {
        SignatureAlgorithm algorithm = key.algorithm();
        if (said.alg() != null && !said.alg().equals(algorithm.httpName())) {
            return "The signature says alg \"" + said.alg() + "\", but key \"" + key.keyId() + "\" is for "
                    + algorithm.httpName() + ".";
        }
        return requirements.algorithms().contains(algorithm)
                ? null
                : "Key \"" + key.keyId() + "\" is for " + algorithm.httpName() + ", which is not accepted here.";
    }

    /** Why a genuine signature is not valid now, or null. */
    private @Nullable SignatureCheck untimely(SignatureParameters said, Instant now) {
        Instant created = said.created();
        if (created != null && created.isAfter(now.plus(requirements.tolerance()))) {
            return clock("was created at " + created + ", which is after", said, now);
        }
        Instant expires = said.expires();
        if (expires != null && expires.isBefore(now)) {
            return clock("expired at " + expires + ", which is before", said, now);
        }
        Duration most = requirements.maximumAge();
        if (created != null && most != null && created.isBefore(now.minus(most))) {
            return clock(
                    "was created at " + created + ", which is more than " + most.toSeconds() + " s before", said, now);
        }
        NonceMemory nonces = requirements.nonces();
        String keyId = said.keyId();
        String nonce = said.nonce();
        if (nonces == null || keyId == null || nonce == null || created == null) {
            return null;
        }
        String seen = nonces.remember(keyId, nonce, created, now);
        return seen == null ? null : SignatureCheck.not(Result.REPLAYED, "The signature " + seen + ".", said);
    }

    private static SignatureCheck clock(String what, SignatureParameters said, Instant now) {
        return SignatureCheck.not(Result.CLOCK, "The signature " + what + " the verifier's time " + now + ".", said);
    }
}
