package io.govshare.signing;

import io.govshare.error.Internal;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a signature says of itself (RFC 9421 §2.3), as far as it was read. Parameters that are not known here are covered by
 * the signature all the same.
 *
 * @param label its name in the message
 * @param keyId the id of the key it was made with
 * @param alg the {@code alg}, which is believed only if it is that of the key
 * @param nonce the {@code nonce}
 * @param tag the {@code tag} that says what it is for
 * @param created when it was made
 * @param expires until when its signer stands by it
 */
@Internal
public record SignatureParameters(
        String label,
        @Nullable String keyId,
        @Nullable String alg,
        @Nullable String nonce,
        @Nullable String tag,
        @Nullable Instant created,
        @Nullable Instant expires) {

    /** Names and nonces are kept and shown; longer ones are nobody's. */
    private static final int LONGEST = 256;

    /** Nothing was read. */
    static final SignatureParameters NONE = labelled("");

    static SignatureParameters labelled(String label) {
        return new SignatureParameters(label, null, null, null, null, null, null);
    }

    static SignatureParameters of(String label, Map<String, Object> parameters) throws MalformedFieldException {
        return new SignatureParameters(
                label,
                text(parameters, "keyid"),
                text(parameters, "alg"),
                text(parameters, "nonce"),
                text(parameters, "tag"),
                instant(parameters, "created"),
                instant(parameters, "expires"));
    }

    SignatureParameters created(Instant otherCreated) {
        return new SignatureParameters(label, keyId, alg, nonce, tag, otherCreated, expires);
    }

    private static @Nullable String text(Map<String, Object> parameters, String name) throws MalformedFieldException {
        String text = typed(parameters, name, String.class);
        if (text != null && text.length() > LONGEST) {
            throw new MalformedFieldException("has a parameter " + name + " of more than " + LONGEST + " characters");
        }
        return text;
    }

    private static @Nullable Instant instant(Map<String, Object> parameters, String name)
            throws MalformedFieldException {
        Long seconds = typed(parameters, name, Long.class);
        return seconds == null ? null : Instant.ofEpochSecond(seconds);
    }

    private static <T> @Nullable T typed(Map<String, Object> parameters, String name, Class<T> type)
            throws MalformedFieldException {
        Object value = parameters.get(name);
        if (value != null && !type.isInstance(value)) {
            throw new MalformedFieldException("has a parameter " + name + " of the wrong type");
        }
        return value == null ? null : type.cast(value);
    }
}
