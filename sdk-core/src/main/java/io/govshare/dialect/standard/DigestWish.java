package io.govshare.dialect.standard;

import io.govshare.error.Diagnosis;
import io.govshare.http.Answer;
import io.govshare.signing.DigestField;
import io.govshare.signing.DigestPreference;
import io.govshare.signing.MalformedFieldException;
import org.jspecify.annotations.Nullable;

/** What a platform that refuses a request says of the digest that it wants of the content (RFC 9530 §4). */
final class DigestWish {

    private static final String CAUSE = "The platform wants another digest of the request's content";

    private DigestWish() {}

    /** Why it refuses, if it asks for a digest that the request did not have; null otherwise. */
    static @Nullable Diagnosis unmet(Answer refusal) {
        if (refusal.request().body() == null) {
            return null;
        }
        @Nullable Diagnosis content = unmet(refusal, DigestPreference.WANT_CONTENT, DigestField.CONTENT_DIGEST);
        return content == null ? unmet(refusal, DigestPreference.WANT_REPR, DigestField.REPR_DIGEST) : content;
    }

    private static @Nullable Diagnosis unmet(Answer refusal, String wish, DigestField field) {
        @Nullable String asked = refusal.headers().joined(wish);
        if (asked == null) {
            return null;
        }
        try {
            DigestPreference preference = DigestPreference.parse(asked);
            @Nullable String sent = refusal.request().headers().get(field.name());
            if (sent != null && preference.accepts(sent.substring(0, Math.max(0, sent.indexOf('='))))) {
                return null;
            }
            return preference
                    .best(field)
                    .map(best -> Diagnosis.of(CAUSE + ": " + best, "Name it in StandardPlatform.digest(…)."))
                    .orElseGet(() -> Diagnosis.of(
                            CAUSE + ", by an algorithm that the SDK does not have",
                            "Ask the platform's operators to accept SHA-256."));
        } catch (MalformedFieldException e) {
            // A wish that nobody understands explains nothing; the refusal itself is told.
            return null;
        }
    }
}
