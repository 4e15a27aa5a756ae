package io.govshare.dialect.standard;

import io.govshare.auth.DpopKey;
import io.govshare.http.Answer;
import io.govshare.http.Headers;
import io.govshare.http.Outcome;
import io.govshare.http.Request;
import io.govshare.platform.Attempt;
import io.govshare.platform.Credential;
import io.govshare.platform.RequestSigner;
import io.govshare.signing.KeySource;
import io.govshare.signing.MessageSigner;
import io.govshare.signing.SigningKey;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Places the token, as bearer (RFC 6750 §2.1) or with a proof of the key that it is bound to (RFC 9449 §7.1), the digest of
 * the content (RFC 9530) and, where there is a key, the signature over these and over method, target and context (RFC 9421).
 */
final class StandardSigner implements RequestSigner {

    /** How long a signature is good: enough for one attempt on a slow network. */
    static final Duration LIFETIME = Duration.ofSeconds(60);

    /** Made once for each key, of which one is in use at a time. */
    private record OfKey(SigningKey key, MessageSigner signer) {}

    /** Made and checked once for each credential, since tokens are long. */
    private record OfCredential(Credential credential, Headers authorization) {}

    private final @Nullable KeySource keys;
    private final @Nullable DpopKey dpop;
    private final RequestDigests digests;
    private volatile @Nullable OfKey last;
    private volatile @Nullable OfCredential lastCredential;

    /** @param dpop the key that tokens are bound to; null when they are not */
    StandardSigner(@Nullable KeySource keys, @Nullable DpopKey dpop, RequestDigests digests) {
        this.keys = keys;
        this.dpop = dpop;
        this.digests = digests;
    }

    @Override
    public Request sign(Request request, Attempt attempt) {
        return sign(request, attempt, null);
    }

    /** @param challenge the nonce that the platform has just asked for, if it has */
    private Request sign(Request request, Attempt attempt, @Nullable String challenge) {
        Request signed = digests.place(request, attempt.facts());
        @Nullable Credential credential = attempt.credential();
        if (credential != null) {
            signed = authorized(signed, credential, attempt, challenge);
        }
        return keys == null ? signed : signer(keys.current()).sign(signed, attempt.now(), LIFETIME, digests.covered());
    }

    private MessageSigner signer(SigningKey key) {
        OfKey known = last;
        if (known == null || known.key() != key) {
            known = new OfKey(key, MessageSigner.of(key));
            last = known;
        }
        return known.signer();
    }

    private Request authorized(Request request, Credential credential, Attempt attempt, @Nullable String challenge) {
        Request authorized = request.with(request.headers().with(authorization(credential)));
        return dpop == null
                ? authorized
                : authorized.with(DpopKey.FIELD, dpop.proof(request, credential.value(), attempt.now(), challenge));
    }

    private Headers authorization(Credential credential) {
        OfCredential known = lastCredential;
        if (known == null || known.credential() != credential) {
            String scheme = dpop == null ? "Bearer" : DpopKey.SCHEME;
            String value = scheme + " " + credential.value().revealText();
            known = new OfCredential(credential, Headers.of("Authorization", value));
            lastCredential = known;
        }
        return known.authorization();
    }

    /** A challenge is answered with its own nonce, since that of another answer may have become the newest meanwhile. */
    @Override
    public Optional<RequestSigner> heard(Answer answer) {
        Optional<RequestSigner> challenged = dpop == null
                ? Optional.empty()
                : dpop.heard(answer).map(nonce -> (request, attempt) -> sign(request, attempt, nonce));
        return challenged.isEmpty() && hasOtherKey(answer) ? Optional.of(this) : challenged;
    }

    /** Whether the platform refused the signature and another key is to be used now; a new one may not be known to it yet. */
    private boolean hasOtherKey(Answer answer) {
        OfKey known = last;
        if (keys == null || known == null || answer.outcome().kind() != Outcome.Kind.SIGNATURE_REJECTED) {
            return false;
        }
        // A request by another key was signed before the last change.
        return !known.signer().hasSigned(answer.request()) || keys.refused(known.key());
    }
}
