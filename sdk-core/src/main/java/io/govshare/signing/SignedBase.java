package io.govshare.signing;

import io.govshare.error.Internal;
import io.govshare.signing.StructuredFields.InnerList;
import io.govshare.signing.StructuredFields.Member;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A signature base that was kept (RFC 9421 §2.5), read again without the message that it was made of. Immutable.
 *
 * <p>All that it says it says by the signed bytes alone; {@link #verify} tells whether they are genuine.
 */
@Internal
public final class SignedBase {

    private static final String LAST = "\"@signature-params\": ";

    private static final SignatureRequirements ANY =
            SignatureRequirements.covering(Components.NONE).build();

    private final byte[] bytes;
    private final DeclaredSignature declared;
    private final Map<Component, String> values;

    private SignedBase(byte[] bytes, DeclaredSignature declared, Map<Component, String> values) {
        this.bytes = bytes;
        this.declared = declared;
        this.values = values;
    }

    /**
     * Reads a base.
     *
     * @param base the bytes that were signed, such as {@link SignatureEvidence#base()}
     * @throws MalformedFieldException if they are no signature base, or of one that would not be verified here
     */
    public static SignedBase parse(byte[] base) throws MalformedFieldException {
        byte[] bytes = base.clone();
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int last = text.lastIndexOf('\n') + 1;
        if (!text.startsWith(LAST, last)) {
            throw new MalformedFieldException("does not end with its signature parameters");
        }
        String parameters = text.substring(last + LAST.length());
        DeclaredSignature declared = declared(parameters);
        if (!declared.text().equals(parameters)) {
            throw new MalformedFieldException("has signature parameters that are not in canonical form");
        }
        Map<Component, String> values = new HashMap<>();
        int at = 0;
        for (Component component : declared.covered().list()) {
            String begin = component.identifier() + ": ";
            int end = text.indexOf('\n', at);
            if (end < 0 || !text.startsWith(begin, at)) {
                throw new MalformedFieldException("has no line for " + component.identifier() + " in its place");
            }
            values.put(component, text.substring(at + begin.length(), end));
            at = end + 1;
        }
        if (at != last) {
            throw new MalformedFieldException("has lines that its signature parameters do not name");
        }
        return new SignedBase(bytes, declared, values);
    }

    private static DeclaredSignature declared(String parameters) throws MalformedFieldException {
        Map<String, Member> only = StructuredFields.parseDictionary("base=" + parameters);
        if (only.size() != 1 || !(only.get("base") instanceof InnerList list)) {
            throw new MalformedFieldException("has signature parameters that are no inner list");
        }
        return DeclaredSignature.of("", list);
    }

    /** What the signature says of itself; its label is not part of what is signed and empty here. */
    public SignatureParameters parameters() {
        return declared.parameters();
    }

    /** What is covered, in its order. */
    public Components covered() {
        return declared.covered();
    }

    /**
     * The value of a component that is covered.
     *
     * @param component as in {@link Components#of(String...)}, such as {@code content-digest} or {@code @target-uri;req}
     */
    public Optional<String> value(String component) {
        return Optional.ofNullable(values.get(Components.of(component).list().get(0)));
    }

    /** Whether this signature was made over these bytes with the key that they name, whenever that was. */
    public SignatureCheck verify(byte[] signature, VerificationKeys keys) {
        return new SignatureRules(keys, ANY).genuine(declared, bytes, signature);
    }

    @Override
    public String toString() {
        return "SignedBase[" + declared.components() + "]";
    }
}
