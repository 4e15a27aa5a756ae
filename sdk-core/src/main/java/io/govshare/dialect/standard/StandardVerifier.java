package io.govshare.dialect.standard;

import io.govshare.catalog.DatasetDescription;
import io.govshare.error.Diagnosis;
import io.govshare.error.ErrorDetails;
import io.govshare.error.PlatformUnavailableException;
import io.govshare.http.Answer;
import io.govshare.http.Bodies;
import io.govshare.http.CallCancelledException;
import io.govshare.platform.AnswerVerifier;
import io.govshare.platform.CallFacts;
import io.govshare.platform.PlatformLink;
import io.govshare.platform.SignaturePolicy;
import io.govshare.platform.Verification;
import io.govshare.signing.ContentDigest;
import io.govshare.signing.MessageVerifier;
import io.govshare.signing.NonceMemory;
import io.govshare.signing.Proof;
import io.govshare.signing.SignatureCheck;
import io.govshare.signing.SignatureEvidence;
import io.govshare.signing.SignatureRequirements;
import io.govshare.signing.VerificationKeys;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Checks the signatures of answers with the keys of whoever must have signed them: those of the publisher for the records of
 * a dataset whose publisher has keys of its own, else those of the platform, which may be secrets that configuration gives.
 */
final class StandardVerifier implements AnswerVerifier {

    /** Nonces that are remembered at least, before older signatures are refused for their age alone. */
    private static final int NONCES = 1 << 16;

    private final PlatformLink link;
    private final Discovery discovery;
    private final AnswerTrust trust;
    private final MessageVerifier verifier;
    private final AnswerTime time;
    private final AnswerKeys platform;
    private final Map<URI, AnswerKeys> publishers = new ConcurrentHashMap<>();

    StandardVerifier(PlatformLink link, Discovery discovery, AnswerTrust trust) {
        this.link = link;
        this.discovery = discovery;
        this.trust = trust;
        this.verifier = MessageVerifier.of(trust, requirements(trust.policy()));
        this.time = new AnswerTime(link::now, link::nanoTime);
        this.platform = AnswerKeys.ofPlatform(link, discovery);
    }

    private static SignatureRequirements requirements(SignaturePolicy policy) {
        return SignatureRequirements.covering(policy.covered())
                .coveringIfPresent(SignatureRequirements.QUESTION)
                .tag(policy.tag())
                .tolerance(policy.tolerance())
                .maximumAge(policy.maxAge())
                .nonces(NonceMemory.of(policy.maxAge().plus(policy.tolerance()), NONCES))
                .build();
    }

    @Override
    public Verification verify(Answer wire, CallFacts facts) throws IOException {
        @Nullable DatasetDescription dataset = facts.dataset();
        boolean document =
                dataset == null && discovery.isUnsigned(wire.request().url());
        if (trust.policy().isOff() || document) {
            return Verification.absent();
        }
        AnswerKeys keys = keys(dataset);
        if (wire.headers().get("Signature-Input") == null) {
            return missing(wire, keys, "The answer has no signature.");
        }
        try {
            if (keys == platform && !trust.secrets().isEmpty()) {
                SignatureCheck check = check(wire, trust);
                if (check.result() != SignatureCheck.Result.UNKNOWN_KEY) {
                    return verification(wire, keys, check);
                }
            }
            if (!keys.arePublished()) {
                return missing(wire, keys, "The platform publishes no keys to check the answer's signature with.");
            }
            SignatureCheck check = check(wire, keys.get());
            if (check.result() == SignatureCheck.Result.UNKNOWN_KEY) {
                check = check(wire, keys.again());
            }
            return verification(wire, keys, check);
        } catch (InterruptedIOException | CallCancelledException givenUp) {
            throw givenUp;
        } catch (IOException e) {
            Diagnosis why = Diagnosis.of(
                    "The keys that " + keys.signer() + " signs its answers with cannot be read: " + e.getMessage(),
                    "Try again later; if it has no keys, correct jwks(…) or publisherKeys(…) of the platform, its discovery"
                            + " document, or its catalogue.");
            throw new PlatformUnavailableException(ErrorDetails.of(why), e);
        }
    }

    @Override
    public boolean requiresSignature(CallFacts facts) {
        return !trust.policy().isOff() && required(keys(facts.dataset())) != null;
    }

    /** Whose keys count for this dataset, or for what belongs to none. */
    private AnswerKeys keys(@Nullable DatasetDescription dataset) {
        @Nullable URI address = dataset == null ? null : trust.publisherKeys(dataset);
        if (dataset == null || address == null) {
            return platform;
        }
        @Nullable AnswerKeys known = publishers.get(address);
        return known != null
                ? known
                : publishers.computeIfAbsent(
                        address, at -> AnswerKeys.ofPublisher(link, discovery, publisher(dataset), at));
    }

    private static String publisher(DatasetDescription dataset) {
        String name = dataset.publisherId().isEmpty() ? dataset.publisher() : dataset.publisherId();
        return name.isEmpty() ? "of " + dataset.id() : name;
    }

    private SignatureCheck check(Answer wire, VerificationKeys known) {
        return verifier.with(known).verify(wire, time.now());
    }

    private Verification verification(Answer wire, AnswerKeys keys, SignatureCheck check) {
        return switch (check.result()) {
            case ABSENT, INSUFFICIENT -> missing(wire, keys, check.reason());
            case CLOCK ->
                isBelieved(wire.status())
                        ? Verification.rejected(check.reason() + " If it is so with every answer, check the clocks; the"
                                + " bounds are SignaturePolicy.maxAge(…) and tolerance(…).")
                        : Verification.absent();
            case UNKNOWN_KEY ->
                Verification.rejected(check.reason() + " It must be a key of " + keys.signer()
                        + ", whose keys are read again at most once a minute.");
            case REPLAYED, REJECTED -> Verification.rejected(check.reason());
            case VERIFIED -> verified(wire, keys, check);
        };
    }

    private Verification verified(Answer wire, AnswerKeys keys, SignatureCheck check) {
        @Nullable SignatureEvidence evidence = check.evidence();
        @Nullable Instant created = check.parameters().created();
        if (evidence == null || created == null) {
            throw new IllegalStateException(
                    "A signature is verified without evidence, or without the time it was made");
        }
        if (trust.policy().requiresNonce() && check.parameters().nonce() == null) {
            return missing(wire, keys, "The signature lacks the parameter nonce.");
        }
        ContentDigest.Check digest = wire.note(ContentDigest.Check.class)
                .orElseGet(() -> ContentDigest.verify(wire.headers().joined(ContentDigest.FIELD), wire.bytes()));
        // The signature covers the digest only; the content must have it.
        if (digest.result() != ContentDigest.Check.Result.VERIFIED && Bodies.hasContent(wire)) {
            @Nullable String reason = digest.reason();
            return Verification.rejected(reason == null ? "The signed Content-Digest has no known algorithm." : reason);
        }
        keys.used();
        time.shown(created);
        String keyId = evidence.key().keyId();
        Optional<Proof> proof =
                trust.policy().keepsProofs() && wire.isWhole() ? Proof.of(evidence, wire) : Optional.empty();
        return proof.map(Verification::verified)
                .orElseGet(() -> Verification.verified(keyId))
                .acceptedFor(acceptedFor(created, check.parameters().expires()));
    }

    /** For how long it would be accepted if it came again, as somebody on the way could have it do. */
    private Duration acceptedFor(Instant created, @Nullable Instant expires) {
        Instant end = created.plus(trust.policy().maxAge());
        return Duration.between(time.now(), expires != null && expires.isBefore(end) ? expires : end);
    }

    private Verification missing(Answer wire, AnswerKeys keys, String reason) {
        @Nullable String why = required(keys);
        if (why == null || !isBelieved(wire.status())) {
            return Verification.absent();
        }
        return Verification.rejected("Signature missing: "
                + (JsonAnswer.isHtml(wire)
                        ? "an HTML page came in the place of data, perhaps of a login or a proxy."
                        : reason + " It must have one, since " + why + "."));
    }

    /** Why answers must be signed, as the end of a sentence; null when they need not be. */
    private @Nullable String required(AnswerKeys keys) {
        boolean configured = trust.policy().isRequired()
                || (keys == platform && !trust.secrets().isEmpty());
        return configured ? "StandardPlatform is configured so" : keys.expected();
    }

    /**
     * Whether the status states something about the data, as "no such record" does too. An error that a proxy made up
     * carries no signature and does no harm; of a 304 the cache knows how far it is to be believed.
     */
    private static boolean isBelieved(int status) {
        return (status >= 200 && status < 300) || status == 404 || status == 410;
    }
}
