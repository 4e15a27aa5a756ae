package io.govshare.dialect.standard;

import io.govshare.http.Body;
import io.govshare.http.Request;
import io.govshare.platform.Attempt;
import io.govshare.platform.Credential;
import io.govshare.platform.RequestSigner;
import io.govshare.signing.Components;
import io.govshare.signing.ContentDigest;
import io.govshare.signing.KeySource;
import io.govshare.signing.MessageSigner;
import io.govshare.signing.SigningKey;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Places the bearer token (RFC 6750 §2.1), the digest of the content (RFC 9530) and, where there is a key, the signature
 * over both and over method, target and context (RFC 9421).
 */
final class StandardSigner implements RequestSigner {

    /** How long a signature is good: enough for one attempt on a slow network. */
    static final Duration LIFETIME = Duration.ofSeconds(60);

    /** Made once for each key, of which one is in use at a time. */
    private record OfKey(SigningKey key, MessageSigner signer) {}

    private final @Nullable KeySource keys;
    private volatile @Nullable OfKey last;

    StandardSigner(@Nullable KeySource keys) {
        this.keys = keys;
    }

    @Override
    public Request sign(Request request, Attempt attempt) {
        Request signed = request;
        @Nullable Body body = request.body();
        if (body != null) {
            Body fixed = body.fixed();
            signed = signed.with(fixed).with(ContentDigest.FIELD, ContentDigest.of(fixed.toBytes()));
        }
        @Nullable Credential credential = attempt.credential();
        if (credential != null) {
            signed = signed.with("Authorization", "Bearer " + credential.value().revealText());
        }
        return keys == null ? signed : signer(keys.current()).sign(signed, attempt.now(), LIFETIME, Components.REQUEST);
    }

    private MessageSigner signer(SigningKey key) {
        OfKey known = last;
        if (known == null || known.key() != key) {
            known = new OfKey(key, MessageSigner.of(key));
            last = known;
        }
        return known.signer();
    }

    @Override
    public boolean refused(Request signed) {
        OfKey known = last;
        if (keys == null || known == null) {
            return false;
        }
        // A request by another key was signed before the last change.
        return !known.signer().hasSigned(signed) || keys.refused(known.key());
    }
}
