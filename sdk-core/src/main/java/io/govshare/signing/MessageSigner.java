package io.govshare.signing;

import io.govshare.error.Internal;
import io.govshare.error.InvalidRequestException;
import io.govshare.http.Answer;
import io.govshare.http.Headers;
import io.govshare.http.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Signs HTTP messages with one key (RFC 9421 §3.1). Immutable; safe for concurrent use, without locks.
 *
 * <p>Signatures have the label {@value #LABEL} and the tag {@value #TAG}. A message has one signature: fields of others are
 * replaced.
 */
@Internal
public final class MessageSigner {

    /** The label under which signatures are found in {@code Signature-Input} and {@code Signature}. */
    public static final String LABEL = "sig1";

    /** The {@code tag} that says what signatures are for. */
    public static final String TAG = "govshare";

    static final String INPUT = "Signature-Input";
    static final String SIGNATURE = "Signature";

    /** Characters that {@code Signature-Input} usually has at most. */
    static final int USUAL_LENGTH = 256;

    private final SigningKey key;
    private final String constants;
    private final FieldTypes types;

    private MessageSigner(SigningKey key, String constants, FieldTypes types) {
        this.key = key;
        this.constants = constants;
        this.types = types;
    }

    /** The signer with this key; it knows the structured fields of {@link FieldTypes#KNOWN}. */
    public static MessageSigner of(SigningKey key) {
        StringBuilder text =
                new StringBuilder(";alg=\"").append(key.algorithm().httpName()).append("\";keyid=");
        StructuredFields.appendString(text, key.keyId());
        text.append(";tag=\"").append(TAG).append('"');
        return new MessageSigner(key, text.toString(), FieldTypes.KNOWN);
    }

    /** This signer, knowing these structured fields instead. */
    public MessageSigner with(FieldTypes otherTypes) {
        return new MessageSigner(key, constants, otherTypes);
    }

    /**
     * The request with its signature: {@code created}, {@code expires}, {@code nonce}, {@code alg}, {@code keyid}, {@code
     * tag}. It is valid for this one attempt.
     *
     * @param now the time as the verifier sees it
     * @param lifetime from {@code now} to {@code expires}, in whole seconds
     * @param components what is covered; header fields that the request does not have are left out
     * @throws InvalidRequestException if what is covered cannot be signed, such as a field with characters outside ASCII, or a query
     *     parameter that is not there
     */
    public Request sign(Request request, Instant now, Duration lifetime, Components components) {
        return request.with(sign(request.headers(), SignatureBase.of(request, null, types), now, lifetime, components));
    }

    /**
     * The answer with its signature: {@code created}, {@code alg}, {@code keyid}, {@code tag}. Its {@code Content-Digest}, if
     * covered, must be there already.
     *
     * @param components what is covered; header fields that the answer does not have are left out
     * @throws InvalidRequestException if what is covered cannot be signed, such as a field with characters outside ASCII, or a query
     *     parameter that is not there
     */
    public Answer sign(Answer answer, Instant now, Components components) {
        return answer.with(
                sign(answer.headers(), SignatureBase.of(answer.request(), answer, types), now, null, components));
    }

    /** Whether the signature of this request is by the key of this signer, as far as it says. */
    public boolean hasSigned(Request request) {
        String input = request.headers().get(INPUT);
        return input != null && input.endsWith(constants);
    }

    private Headers sign(
            Headers headers, SignatureBase base, Instant now, @Nullable Duration lifetime, Components components) {
        StringBuilder input = new StringBuilder(USUAL_LENGTH);
        input.append(LABEL).append("=(");
        int start = LABEL.length() + 1;
        for (Component component : components.list()) {
            String problem = base.add(component);
            if (problem == null) {
                (input.length() == start + 1 ? input : input.append(' ')).append(component.identifier());
            } else if (!problem.equals(SignatureBase.NOT_THERE)) {
                throw new InvalidRequestException(
                        "The message cannot be signed: " + component.identifier() + " " + problem,
                        "Encode or correct the value, or leave it out.");
            }
        }
        input.append(");created=").append(now.getEpochSecond());
        if (lifetime != null) {
            input.append(";expires=").append(now.getEpochSecond() + lifetime.toSeconds());
            Nonces.append(input.append(";nonce=\""));
            input.append('"');
        }
        input.append(constants);
        String declared = input.toString();
        byte[] signature = key.sign(base.end(declared, start));
        String value = LABEL + "=:" + Base64.getEncoder().encodeToString(signature) + ":";
        return headers.with(Headers.known(INPUT, declared, SIGNATURE, value));
    }

    @Override
    public String toString() {
        return "MessageSigner[" + key + "]";
    }
}
