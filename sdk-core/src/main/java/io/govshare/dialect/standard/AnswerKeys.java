package io.govshare.dialect.standard;

import io.govshare.http.Answer;
import io.govshare.http.Kept;
import io.govshare.http.Request;
import io.govshare.platform.PlatformLink;
import io.govshare.signing.PublicKeys;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The public keys of one signer of answers, the platform or a publisher (RFC 7517): kept for an hour, and read again, at most
 * once a minute, when a signature names one that is not among them. Safe for concurrent use.
 */
final class AnswerKeys {

    static final Duration AGE = Duration.ofHours(1);
    static final Duration AGAIN = Duration.ofMinutes(1);

    private final Discovery discovery;
    private final String signer;
    private final @Nullable String address;
    private final Kept<PublicKeys> keys;
    private volatile boolean used;

    private AnswerKeys(PlatformLink link, Discovery discovery, String signer, @Nullable String address) {
        this.discovery = discovery;
        this.signer = signer;
        this.address = address;
        this.keys = Documents.kept("the keys of " + signer, this::read, read -> Kept.Ages.of(AGE), link);
    }

    static AnswerKeys ofPlatform(PlatformLink link, Discovery discovery) {
        return new AnswerKeys(link, discovery, "the platform", null);
    }

    /** @param publisher as messages name it */
    static AnswerKeys ofPublisher(PlatformLink link, Discovery discovery, String publisher, URI address) {
        return new AnswerKeys(link, discovery, "the publisher " + publisher, address.toString());
    }

    /** Whose keys they are, for messages. */
    String signer() {
        return signer;
    }

    /** Whether there is an address where keys are published. */
    boolean arePublished() throws IOException {
        return address() != null;
    }

    PublicKeys get() throws IOException {
        return keys.get();
    }

    /** The keys, read again unless that was tried a moment ago. */
    PublicKeys again() throws IOException {
        return keys.again(AGAIN).value();
    }

    /** Notes that a signature by one of them held. */
    void used() {
        if (!used) {
            used = true;
        }
    }

    /** Why answers must be signed, as the end of a sentence; null when they need not be as far as the keys say. */
    @Nullable
    String expected() {
        if (used) {
            return signer + " has signed before";
        }
        return address != null || discovery.isNamed(Endpoint.JWKS) ? signer + " has keys to sign with (jwks)" : null;
    }

    private @Nullable String address() throws IOException {
        return address == null ? discovery.find(Endpoint.JWKS) : address;
    }

    private PublicKeys read() throws IOException {
        @Nullable String url = address();
        if (url == null) {
            throw new IOException(signer + " publishes none any more");
        }
        Answer answer = discovery.readPublic(
                "jwks", Request.get(url).with("Accept", "application/jwk-set+json, application/json;q=0.5"));
        String what = "The key set (JWKS) of " + signer + " " + url;
        discovery.requireDocument(answer, what);
        if (!JsonAnswer.object(answer, what).path("keys").isArray()) {
            throw JsonAnswer.rejected(what, "has no member keys that is an array (RFC 7517 §5.1)");
        }
        return PublicKeys.ofJwks(new String(answer.bytes(), StandardCharsets.UTF_8));
    }
}
