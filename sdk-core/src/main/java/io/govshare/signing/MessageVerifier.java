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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Checks the signatures of HTTP messages (RFC 9421 §3.2) and says what is missing or wrong. Remembers the form of the last
 * {@code Signature-Input} that held, so that the next one of that form need not be parsed. Safe for concurrent use.
 *
 * <p>Of several signatures one that fulfils all requirements is enough, and the others do no harm. If there is none, the
 * reasons of all are given, and the weightiest result counts: a wrong signature does not become a missing one because
 * another one beside it covers too little.
 *
 * <p>It does not look at the content: a signature that covers {@code content-digest} protects the content only together with
 * {@link ContentDigest#verify}.
 */
@Internal
public final class MessageVerifier {

    /** How many signatures of a message are considered, so that nobody makes us compute for long. */
    static final int MOST_SIGNATURES = 8;

    /** How long a field may be, in characters: a hundred signatures fit, and reading it takes no time that matters. */
    static final int LONGEST = 1 << 14;

    private final SignatureRequirements requirements;
    private final SignatureRules rules;

    /** Shared with the verifiers made by {@link #with}: the form does not depend on the keys. */
    private final AtomicReference<@Nullable RepeatedInput> repeated;

    private MessageVerifier(
            VerificationKeys keys,
            SignatureRequirements requirements,
            AtomicReference<@Nullable RepeatedInput> repeated) {
        this.requirements = requirements;
        this.rules = new SignatureRules(keys, requirements);
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
        return verify(request.headers(), request, null, now);
    }

    /** Checks an answer as it was received; components with {@code ;req} are taken from its request, as it was sent. */
    public SignatureCheck verify(Answer answer, Instant now) {
        return verify(answer.headers(), answer.request(), answer, now);
    }

    private SignatureCheck verify(Headers headers, Request request, @Nullable Answer answer, Instant now) {
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
        if (inputs.length() > LONGEST || signatures.length() > LONGEST) {
            return SignatureCheck.rejected("The message has a "
                    + (inputs.length() > LONGEST ? MessageSigner.INPUT : MessageSigner.SIGNATURE) + " of more than "
                    + LONGEST + " characters.");
        }
        RepeatedInput form = repeated.get();
        DeclaredSignature declared = form == null ? null : form.read(inputs);
        byte[] signature = form == null || declared == null ? null : form.signature(signatures);
        return declared == null || signature == null
                ? parsed(request, answer, inputs, signatures, now)
                : rules.check(SignatureBase.of(request, answer, requirements.fieldTypes()), declared, signature, now);
    }

    private SignatureCheck parsed(
            Request request, @Nullable Answer answer, String inputs, String signatures, Instant now) {
        Map<String, Member> declared;
        Map<String, Member> made;
        String field = MessageSigner.INPUT;
        try {
            declared = byLabel(inputs);
            field = MessageSigner.SIGNATURE;
            made = byLabel(signatures);
        } catch (MalformedFieldException e) {
            return SignatureCheck.rejected(field + " is malformed: it " + e.reason() + ".");
        }
        List<SignatureCheck> refused = new ArrayList<>(1);
        for (Map.Entry<String, Member> member : declared.entrySet()) {
            String label = member.getKey();
            if (!requirements.concern(label, member.getValue())) {
                continue;
            }
            if (refused.size() == MOST_SIGNATURES) {
                refused.add(SignatureCheck.not(
                        Result.REJECTED,
                        "It is one more than the " + MOST_SIGNATURES + " that are looked at.",
                        SignatureParameters.labelled(label)));
                break;
            }
            SignatureBase base = SignatureBase.of(request, answer, requirements.fieldTypes());
            String alone = declared.size() == 1 ? inputs : null;
            SignatureCheck check = check(base, label, member.getValue(), made.get(label), alone, now);
            if (check.isVerified()) {
                return check;
            }
            refused.add(check);
        }
        return refused.isEmpty() ? requirements.absent(declared.keySet()) : weightiest(refused);
    }

    /** The members of a field; unlike other Dictionaries it must not have a key twice (RFC 9421 §4). */
    private static Map<String, Member> byLabel(String field) throws MalformedFieldException {
        List<Map.Entry<String, Member>> all = StructuredFields.parseMembers(field);
        if (all.size() == 1) {
            return Map.ofEntries(all.get(0));
        }
        Map<String, Member> members = new LinkedHashMap<>();
        for (Map.Entry<String, Member> member : all) {
            if (members.put(member.getKey(), member.getValue()) != null) {
                throw new MalformedFieldException("has the label " + member.getKey() + " twice");
            }
        }
        return members;
    }

    /**
     * Checks one signature.
     *
     * @param alone the whole field if there is no other signature in it
     */
    private SignatureCheck check(
            SignatureBase base,
            String label,
            Member input,
            @Nullable Member signature,
            @Nullable String alone,
            Instant now) {
        SignatureParameters unread = SignatureParameters.labelled(label);
        if (!(input instanceof InnerList list)) {
            return SignatureCheck.not(Result.REJECTED, "Signature-Input " + label + " is no inner list.", unread);
        }
        if (!(signature instanceof Item item) || !(item.value() instanceof byte[] bytes)) {
            return SignatureCheck.not(
                    Result.REJECTED,
                    "The Signature field has no byte sequence under the label of its Signature-Input.",
                    unread);
        }
        try {
            DeclaredSignature declared = DeclaredSignature.of(label, list);
            SignatureCheck check = rules.check(base, declared, bytes, now);
            if (check.isVerified() && alone != null) {
                repeated.set(RepeatedInput.of(alone, list, declared));
            }
            return check;
        } catch (MalformedFieldException e) {
            return SignatureCheck.not(Result.REJECTED, "The signature " + e.reason() + ".", unread);
        }
    }

    private static SignatureCheck weightiest(List<SignatureCheck> refused) {
        SignatureCheck worst = refused.get(0);
        StringBuilder reasons = new StringBuilder();
        for (SignatureCheck check : refused) {
            worst = check.result().compareTo(worst.result()) > 0 ? check : worst;
            reasons.append(reasons.length() == 0 ? "" : " ")
                    .append(check.parameters().label())
                    .append(": ")
                    .append(check.reason());
        }
        return refused.size() == 1 ? worst : SignatureCheck.not(worst.result(), reasons.toString(), worst.parameters());
    }
}
