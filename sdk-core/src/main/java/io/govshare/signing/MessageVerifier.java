package io.govshare.signing;

import io.govshare.error.Internal;
import io.govshare.http.Answer;
import io.govshare.http.Headers;
import io.govshare.http.Request;
import io.govshare.signing.SignatureCheck.Result;
import io.govshare.signing.StructuredFields.InnerList;
import io.govshare.signing.StructuredFields.Item;
import io.govshare.signing.StructuredFields.Member;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Checks the signatures of HTTP messages (RFC 9421 §3.2) and says what is missing or wrong. Remembers the form of the last
 * {@code Signature-Input} that held, so that the next one of that form need not be parsed. Safe for concurrent use.
 *
 * <p>It does not look at the content: a signature that covers {@code content-digest} protects the content only together with
 * {@link ContentDigest#verify}. It does not remember nonces either.
 */
@Internal
public final class MessageVerifier {

    private static final @Nullable Component CONTENT_DIGEST = Component.of("content-digest");

    private final VerificationKeys keys;
    private final SignatureRequirements requirements;

    /** Shared with the verifiers made by {@link #with}: the form does not depend on the keys. */
    private final AtomicReference<@Nullable RepeatedInput> repeated;

    private MessageVerifier(
            VerificationKeys keys,
            SignatureRequirements requirements,
            AtomicReference<@Nullable RepeatedInput> repeated) {
        this.keys = keys;
        this.requirements = requirements;
        this.repeated = repeated;
    }

    /** The verifier that knows these keys and asks for this. */
    public static MessageVerifier of(VerificationKeys keys, SignatureRequirements requirements) {
        return new MessageVerifier(keys, requirements, new AtomicReference<>());
    }

    /** The verifier that asks for the same and knows these keys instead. */
    public MessageVerifier with(VerificationKeys otherKeys) {
        return new MessageVerifier(otherKeys, requirements, repeated);
    }

    /** Checks a request as it was received. A request with content must have its digest covered if that is asked for. */
    public SignatureCheck verify(Request request, Instant now) {
        return verify(request.headers(), SignatureBase.of(request), now);
    }

    /** Checks an answer as it was received; components with {@code ;req} are taken from its request, as it was sent. */
    public SignatureCheck verify(Answer answer, Instant now) {
        return verify(answer.headers(), SignatureBase.of(answer), now);
    }

    private SignatureCheck verify(Headers headers, SignatureBase base, Instant now) {
        String inputs = headers.joined(MessageSigner.INPUT);
        String signatures = headers.joined(MessageSigner.SIGNATURE);
        if (inputs == null && signatures == null) {
            return SignatureCheck.absent("The message has no signature.");
        }
        if (inputs == null || signatures == null) {
            return SignatureCheck.rejected("The message has a "
                    + (inputs == null
                            ? "Signature field but no Signature-Input."
                            : "Signature-Input field but no Signature."));
        }
        RepeatedInput form = repeated.get();
        SignatureCheck read = form == null ? null : form.read(inputs);
        byte[] signature = form == null || read == null ? null : form.signature(signatures);
        return form == null || read == null || signature == null
                ? parsed(headers, base, inputs, signatures, now)
                : verify(
                        headers,
                        base,
                        new Declared(form.covered(), form.alg(), inputs, form.start(), read),
                        signature,
                        now);
    }

    /**
     * What a signature says of itself.
     *
     * @param parameters text that has the value of {@code @signature-params} from {@code start} to its end
     * @param read the parameters as they would be after a successful check
     */
    private record Declared(
            List<Component> covered, @Nullable Object alg, String parameters, int start, SignatureCheck read) {}

    private SignatureCheck parsed(Headers headers, SignatureBase base, String inputs, String signatures, Instant now) {
        String field = MessageSigner.INPUT;
        try {
            Map<String, Member> declared = StructuredFields.parseDictionary(inputs);
            field = MessageSigner.SIGNATURE;
            Map<String, Member> made = StructuredFields.parseDictionary(signatures);
            String label = choose(declared);
            if (label == null) {
                return SignatureCheck.absent("None of the signatures " + declared.keySet() + " has the tag "
                        + requirements.tag() + " or the label " + requirements.label() + ".");
            }
            if (!(declared.get(label) instanceof InnerList list)) {
                return SignatureCheck.rejected("Signature-Input " + label + " is no inner list.");
            }
            List<Component> covered = new ArrayList<>(list.items().size());
            SignatureCheck check = verify(headers, base, list, covered, signature(made.get(label)), now);
            if (check.isVerified() && declared.size() == 1) {
                repeated.set(RepeatedInput.of(inputs, label, list, covered, check));
            }
            return check;
        } catch (MalformedFieldException e) {
            return SignatureCheck.rejected(field + " is malformed: it " + e.reason() + ".");
        }
    }

    /** Our signature among several: by tag, then by label. */
    private @Nullable String choose(Map<String, Member> declared) {
        String chosen = null;
        for (Map.Entry<String, Member> member : declared.entrySet()) {
            boolean ours = requirements.tag() == null
                    ? member.getKey().equals(requirements.label())
                    : requirements.tag().equals(member.getValue().parameters().get("tag"));
            if (ours && (chosen == null || member.getKey().equals(requirements.label()))) {
                chosen = member.getKey();
            }
        }
        return chosen;
    }

    private static byte @Nullable [] signature(@Nullable Member member) {
        return member instanceof Item item && item.value() instanceof byte[] bytes ? bytes : null;
    }

    private SignatureCheck verify(
            Headers headers,
            SignatureBase base,
            InnerList input,
            List<Component> covered,
            byte @Nullable [] signature,
            Instant now) {
        if (signature == null) {
            return SignatureCheck.rejected(
                    "The Signature field has no byte sequence under the label of its Signature-Input.");
        }
        for (Item item : input.items()) {
            Component component = Component.of(item);
            if (component == null) {
                return SignatureCheck.rejected(
                        "The signature covers a component that is not supported: " + shown(item) + ".");
            }
            if (covered.contains(component)) {
                return SignatureCheck.rejected("The signature covers " + component.identifier() + " twice.");
            }
            covered.add(component);
        }
        SignatureCheck read;
        try {
            read = read(input.parameters());
        } catch (MalformedFieldException e) {
            return SignatureCheck.rejected("Signature-Input is malformed: it " + e.reason() + ".");
        }
        StringBuilder parameters = new StringBuilder();
        StructuredFields.appendInnerList(parameters, input);
        Object alg = input.parameters().get("alg");
        return verify(headers, base, new Declared(covered, alg, parameters.toString(), 0, read), signature, now);
    }

    private SignatureCheck verify(
            Headers headers, SignatureBase base, Declared declared, byte[] signature, Instant now) {
        SignatureCheck read = declared.read();
        String missing = missing(headers, base, declared.covered(), read);
        if (missing != null) {
            return read.because(Result.INSUFFICIENT, missing);
        }
        String keyId = String.valueOf(read.keyId());
        VerificationKey key = keys.find(keyId).orElse(null);
        if (key == null) {
            return read.because(Result.UNKNOWN_KEY, "The key \"" + keyId + "\" " + keys.absence(keyId) + ".");
        }
        Object alg = declared.alg();
        if (alg != null && !alg.equals(key.algorithm().httpName())) {
            return read.because(
                    Result.REJECTED,
                    "The signature says alg \"" + alg + "\", but key \"" + keyId + "\" is for "
                            + key.algorithm().httpName() + ".");
        }
        for (Component component : declared.covered()) {
            String problem = base.add(component);
            if (problem != null) {
                return read.because(
                        Result.REJECTED, "The signature covers " + component.identifier() + ", which " + problem + ".");
            }
        }
        String parameters = declared.parameters();
        if (!key.verify(base.end(parameters, declared.start()), signature)) {
            return read.because(
                    Result.REJECTED,
                    "The signature does not match: one of "
                            + parameters.substring(declared.start(), parameters.indexOf(")") + 1)
                            + " was changed on the way, or it was not made with key \"" + keyId + "\".");
        }
        return inTime(read, now);
    }

    /** What the signature lacks to count as one, or null. */
    private @Nullable String missing(
            Headers headers, SignatureBase base, List<Component> covered, SignatureCheck read) {
        for (Component component : requirements.covered().list()) {
            if (!covered.contains(component)) {
                return "The signature does not cover " + component.identifier() + ".";
            }
        }
        for (Component component : requirements.coveredIfPresent().list()) {
            if (!covered.contains(component) && headers.get(component.name()) != null) {
                return "The signature does not cover " + component.identifier() + ", which the message has.";
            }
            if (!covered.contains(component) && component.equals(CONTENT_DIGEST) && base.isRequestWithContent()) {
                return "The signature does not cover \"content-digest\", though the request has content.";
            }
        }
        if (read.keyId() == null || read.created() == null) {
            return "The signature lacks the parameter " + (read.keyId() == null ? "keyid." : "created.");
        }
        if (requirements.singleUse() && (read.expires() == null || read.nonce() == null)) {
            return "The signature lacks the parameter " + (read.expires() == null ? "expires." : "nonce.");
        }
        return null;
    }

    private SignatureCheck inTime(SignatureCheck read, Instant now) {
        Instant created = read.created();
        if (created != null && created.isAfter(now.plus(requirements.tolerance()))) {
            return read.because(
                    Result.CLOCK,
                    "The signature was created at " + created + ", which is after the verifier's time " + now + ".");
        }
        Instant expires = read.expires();
        if (expires != null && expires.isBefore(now)) {
            return read.because(
                    Result.CLOCK,
                    "The signature expired at " + expires + ", which is before the verifier's time " + now + ".");
        }
        return read;
    }

    /** The parameters as they would be after a successful check. */
    private static SignatureCheck read(Map<String, Object> parameters) throws MalformedFieldException {
        return new SignatureCheck(
                Result.VERIFIED,
                "",
                parameter(parameters, "keyid", String.class),
                parameter(parameters, "nonce", String.class),
                instant(parameter(parameters, "created", Long.class)),
                instant(parameter(parameters, "expires", Long.class)));
    }

    private static @Nullable Instant instant(@Nullable Long seconds) {
        return seconds == null ? null : Instant.ofEpochSecond(seconds);
    }

    private static <T> @Nullable T parameter(Map<String, Object> parameters, String name, Class<T> type)
            throws MalformedFieldException {
        Object value = parameters.get(name);
        if (value != null && !type.isInstance(value)) {
            throw new MalformedFieldException("has a parameter " + name + " of the wrong type");
        }
        return value == null ? null : type.cast(value);
    }

    private static String shown(Item item) {
        StringBuilder text = new StringBuilder();
        StructuredFields.appendBare(text, item.value());
        StructuredFields.appendParameters(text, item.parameters());
        return text.length() > 80 ? text.substring(0, 80) + "…" : text.toString();
    }
}
