package io.govshare.signing;

import io.govshare.signing.StructuredFields.InnerList;
import io.govshare.signing.StructuredFields.Item;
import java.util.ArrayList;
import java.util.List;

/**
 * A member of {@code Signature-Input}: what a signature covers and says of itself (RFC 9421 §4.1).
 *
 * @param parameters what it says of itself
 * @param covered what it covers
 * @param text text that has the value of {@code @signature-params} from {@code start} to its end
 */
record DeclaredSignature(SignatureParameters parameters, Components covered, String text, int start) {

    /** @throws MalformedFieldException if a component or parameter is none that can be verified here */
    static DeclaredSignature of(String label, InnerList input) throws MalformedFieldException {
        List<Component> covered = new ArrayList<>(input.items().size());
        for (Item item : input.items()) {
            Component component = Component.of(item);
            if (covered.contains(component)) {
                throw new MalformedFieldException("covers " + component.identifier() + " twice");
            }
            covered.add(component);
        }
        StringBuilder text = new StringBuilder(MessageSigner.USUAL_LENGTH);
        StructuredFields.appendInnerList(text, input);
        return new DeclaredSignature(
                SignatureParameters.of(label, input.parameters()), Components.of(covered), text.toString(), 0);
    }

    /** The components as they are written. */
    String components() {
        return text.substring(start, text.indexOf(")", start) + 1);
    }
}
