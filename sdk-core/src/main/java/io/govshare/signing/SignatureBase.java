package io.govshare.signing;

import io.govshare.http.Answer;
import io.govshare.http.Headers;
import io.govshare.http.Request;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that are signed (RFC 9421 §2.5), written in one pass: a line for each covered component, then the line of the
 * signature's parameters. For one signature by one thread.
 */
final class SignatureBase {

    /** What {@link #add} says of a field that the message does not have. */
    static final String NOT_THERE = "is not in the message";

    private static final int USUAL_LENGTH = 640;

    private final StringBuilder lines = new StringBuilder(USUAL_LENGTH);
    private final Request request;
    private final @Nullable Answer answer;

    private SignatureBase(Request request, @Nullable Answer answer) {
        this.request = request;
        this.answer = answer;
    }

    /** Begins the base of a request, or of the answer to it. */
    static SignatureBase of(Request request, @Nullable Answer answer) {
        return new SignatureBase(request, answer);
    }

    /**
     * Adds the line of a component.
     *
     * @return null when it was added, else why it cannot be, as the end of a sentence
     */
    @Nullable
    String add(Component component) {
        if (component.ofRequest() && answer == null) {
            return "belongs to answers only";
        }
        int start = lines.length();
        lines.append(component.identifier()).append(": ");
        String problem = appendValue(component);
        if (problem == null) {
            lines.append('\n');
        } else {
            lines.setLength(start);
        }
        return problem;
    }

    /** Whether the message has this field. */
    boolean has(Component field) {
        return headers(field).get(field.name()) != null;
    }

    private Headers headers(Component field) {
        Answer whole = answer;
        return field.ofRequest() || whole == null ? request.headers() : whole.headers();
    }

    /** Whether this is a request that has content. */
    boolean isRequestWithContent() {
        return answer == null && request.body() != null;
    }

    /** Adds the last line with the parameters, from {@code start} of this text to its end, and returns all as bytes. */
    byte[] end(CharSequence parameters, int start) {
        lines.append("\"@signature-params\": ").append(parameters, start, parameters.length());
        return lines.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private @Nullable String appendValue(Component component) {
        Answer whole = answer;
        if (component.kind() == Component.Kind.FIELD) {
            return appendField(headers(component), component.name());
        }
        if (component.kind() == Component.Kind.STATUS) {
            if (whole == null) {
                return "belongs to answers only";
            }
            lines.append(whole.status());
            return null;
        }
        if (whole != null && !component.ofRequest()) {
            return "belongs to requests only";
        }
        appendDerived(component.kind());
        return null;
    }

    /** Values derived from the request (RFC 9421 §2.2), from the URL in the spelling that is sent. */
    private void appendDerived(Component.Kind kind) {
        String url = request.url();
        switch (kind) {
            case METHOD -> lines.append(request.method());
            case TARGET_URI -> lines.append(url);
            case SCHEME -> lines.append(url, 0, url.indexOf(':'));
            case AUTHORITY -> appendAuthority(url);
            case PATH -> lines.append(request.path());
            case QUERY -> {
                String query = request.rawQuery();
                lines.append('?').append(query == null ? "" : query);
            }
            default -> throw new IllegalStateException("Not derived from a request: " + kind);
        }
    }

    /** Host and port without user information; the URL leaves a scheme's own port out and has the host in lower case. */
    private void appendAuthority(String url) {
        int start = url.indexOf("://") + 3;
        int end = url.indexOf('/', start);
        int user = url.lastIndexOf('@', end);
        lines.append(url, user >= start ? user + 1 : start, end);
    }

    /** The values of all lines of a field, trimmed and joined (RFC 9421 §2.1). */
    private @Nullable String appendField(Headers headers, String name) {
        List<String> values = headers.all(name);
        if (values.isEmpty()) {
            return NOT_THERE;
        }
        for (int v = 0; v < values.size(); v++) {
            String value = values.get(v);
            int start = 0;
            int end = value.length();
            while (start < end && isBlank(value.charAt(start))) {
                start++;
            }
            while (end > start && isBlank(value.charAt(end - 1))) {
                end--;
            }
            for (int i = start; i < end; i++) {
                if (value.charAt(i) > 0x7e) {
                    return "has a value with characters outside ASCII, which a signature cannot cover";
                }
            }
            (v == 0 ? lines : lines.append(", ")).append(value, start, end);
        }
        return null;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
