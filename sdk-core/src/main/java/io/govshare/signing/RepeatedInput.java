package io.govshare.signing;

import io.govshare.signing.StructuredFields.InnerList;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
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

    private final String label;
    private final String before;
    private final String after;
    private final List<Component> covered;
    private final @Nullable Object alg;
    private final SignatureCheck check;

    private RepeatedInput(
            String label,
            String before,
            String after,
            List<Component> covered,
            @Nullable Object alg,
            SignatureCheck check) {
        this.label = label;
        this.before = before;
        this.after = after;
        this.covered = List.copyOf(covered);
        this.alg = alg;
        this.check = check;
    }

    /**
     * The form of this field, or null if it is not one to be repeated: not canonical, or with a nonce.
     *
     * @param field the whole field
     * @param input its only member, under this label
     * @param check what its parameters say
     */
    static @Nullable RepeatedInput of(
            String field, String label, InnerList input, List<Component> covered, SignatureCheck check) {
        if (check.nonce() != null || check.created() == null) {
            return null;
        }
        StringBuilder text = new StringBuilder(field.length()).append(label).append('=');
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
                ? new RepeatedInput(
                        label,
                        field.substring(0, start),
                        field.substring(end),
                        covered,
                        input.parameters().get("alg"),
                        check)
                : null;
    }

    /** What the parameters of a field of this form say, as after a successful check; null for a field of another form. */
    @Nullable
    SignatureCheck read(String field) {
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
        return new SignatureCheck(
                check.result(),
                check.reason(),
                check.keyId(),
                check.nonce(),
                Instant.ofEpochSecond(created),
                check.expires());
    }

    /** The signature in a {@code Signature} field that has nothing but one under this label; null for any other field. */
    byte @Nullable [] signature(String field) {
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

    /** Where the inner list with its parameters begins in the field. */
    int start() {
        return label.length() + 1;
    }

    List<Component> covered() {
        return covered;
    }

    @Nullable
    Object alg() {
        return alg;
    }
}
