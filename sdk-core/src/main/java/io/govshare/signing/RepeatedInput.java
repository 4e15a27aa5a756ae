package io.govshare.signing;

import io.govshare.signing.StructuredFields.InnerList;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The form of a {@code Signature-Input} that held: all of it but the number in {@code created}. A platform sends the same
 * form with each answer, and recognising it costs a tenth of parsing it. Immutable.
 *
 * <p>Nothing is taken that the parser would read otherwise: the form is remembered only from a field that has one member in
 * its canonical spelling (RFC 9651 §4.1), so that the number stands at the one place where {@code created} was written, and
 * only digits without a leading zero may stand in its place.
 */
final class RepeatedInput {

    /** More digits are no Integer (RFC 9651 §3.3.1). */
    private static final int MOST_DIGITS = 15;

    private final String before;
    private final String after;
    private final DeclaredSignature declared;

    private RepeatedInput(String before, String after, DeclaredSignature declared) {
        this.before = before;
        this.after = after;
        this.declared = declared;
    }

    /**
     * The form of this field, or null if it is not one to be repeated: not canonical, or with a nonce.
     *
     * @param field the whole field
     * @param input its only member
     * @param declared what that says
     */
    static @Nullable RepeatedInput of(String field, InnerList input, DeclaredSignature declared) {
        SignatureParameters parameters = declared.parameters();
        if (parameters.nonce() != null || parameters.created() == null) {
            return null;
        }
        StringBuilder text =
                new StringBuilder(field.length()).append(parameters.label()).append('=');
        StructuredFields.appendInnerList(text, new InnerList(input.items(), Map.of()));
        int start = 0;
        int end = 0;
        for (Map.Entry<String, Object> parameter : input.parameters().entrySet()) {
            if (parameter.getKey().equals("created")) {
                start = text.append(";created=").length();
                end = text.append(parameter.getValue()).length();
            } else {
                StructuredFields.appendParameters(text, Map.of(parameter.getKey(), parameter.getValue()));
            }
        }
        return field.contentEquals(text)
                ? new RepeatedInput(field.substring(0, start), field.substring(end), declared)
                : null;
    }

    /** What a field of this form says; null for a field of another form. */
    @Nullable
    DeclaredSignature read(String field) {
        int start = before.length();
        int end = field.length() - after.length();
        int digits = end - start;
        boolean fits = digits > 0 && digits <= MOST_DIGITS && field.startsWith(before) && field.endsWith(after);
        if (!fits || (digits > 1 && field.charAt(start) == '0')) {
            return null;
        }
        long created = 0;
        for (int i = start; i < end; i++) {
            char c = field.charAt(i);
            if (c < '0' || c > '9') {
                return null;
            }
            created = created * 10 + (c - '0');
        }
        return new DeclaredSignature(
                declared.parameters().created(Instant.ofEpochSecond(created)),
                declared.covered(),
                field,
                declared.parameters().label().length() + 1);
    }

    /** The signature in a {@code Signature} field that has nothing but one under this label; null for any other field. */
    byte @Nullable [] signature(String field) {
        String label = declared.parameters().label();
        int start = label.length() + 2;
        int end = field.length() - 1;
        boolean alone = field.startsWith(label) && field.startsWith("=:", label.length());
        if (!alone || field.indexOf(':', start) != end) {
            return null;
        }
        try {
            return Base64.getDecoder().decode(field.substring(start, end));
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }
}
