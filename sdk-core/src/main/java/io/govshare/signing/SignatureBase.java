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

    private static final String HOST = "host";
    private static final int USUAL_LENGTH = 640;

    private final StringBuilder lines = new StringBuilder(USUAL_LENGTH);
    private final Request request;
    private final @Nullable Answer answer;

    private final FieldTypes types;

    private SignatureBase(Request request, @Nullable Answer answer, FieldTypes types) {
        this.request = request;
        this.answer = answer;
        this.types = types;
    }

    /** Begins the base of a request, or of the answer to it. */
    static SignatureBase of(Request request, @Nullable Answer answer, FieldTypes types) {
        return new SignatureBase(request, answer, types);
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
        if (component.kind() == Component.Kind.FIELD) {
            return component.strict() || component.part() != null
                    ? appendStructured(component)
                    : appendField(component);
        }
        Answer whole = answer;
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
        return appendDerived(component);
    }

    /** Values derived from the request (RFC 9421 §2.2), from the URL in the spelling that is sent. */
    private @Nullable String appendDerived(Component component) {
        switch (component.kind()) {
            case METHOD -> lines.append(request.method());
            case TARGET_URI -> {
                lines.append(request.url());
                return otherHost();
            }
            case AUTHORITY -> {
                lines.append(authority());
                return otherHost();
            }
            case SCHEME -> lines.append(request.url(), 0, request.url().indexOf(':'));
            case REQUEST_TARGET -> appendRequestTarget();
            case PATH -> lines.append(request.path());
            case QUERY -> {
                String query = request.rawQuery();
                lines.append('?').append(query == null ? "" : query);
            }
            case QUERY_PARAM -> {
                return appendQueryParameter(String.valueOf(component.part()));
            }
            default -> throw new IllegalStateException("Not derived from a request: " + component.kind());
        }
        return null;
    }

    /** Host and port; the URL leaves a scheme's own port out, has the host in lower case, and no user information. */
    private String authority() {
        String url = request.url();
        int start = url.indexOf("://") + 3;
        return url.substring(start, url.indexOf('/', start));
    }

    /** Why the receiver would see another authority than that of the URL, or null (RFC 9110 §7.2). */
    private @Nullable String otherHost() {
        String host = request.headers().get(HOST);
        return host == null || host.trim().equalsIgnoreCase(authority())
                ? null
                : "cannot be told, since the Host field is not that of the URL";
    }

    /** The origin form (RFC 9112 §3.2.1), which all requests have but CONNECT. */
    private void appendRequestTarget() {
        if (request.method().equals("CONNECT")) {
            String port = ":" + request.origin().port();
            String authority = authority();
            lines.append(authority).append(authority.endsWith(port) ? "" : port);
            return;
        }
        lines.append(request.path());
        String query = request.rawQuery();
        if (query != null) {
            lines.append('?').append(query);
        }
    }

    private @Nullable String appendQueryParameter(String name) {
        try {
            lines.append(QueryParameters.value(request.rawQuery(), name));
            return null;
        } catch (MalformedFieldException e) {
            return e.reason();
        }
    }

    private @Nullable String appendStructured(Component component) {
        String value = headers(component).joined(component.name());
        if (value == null) {
            return NOT_THERE;
        }
        try {
            lines.append(types.value(component, value));
            return null;
        } catch (MalformedFieldException e) {
            return e.reason();
        }
    }

    /** The values of all lines of a field, trimmed and joined (RFC 9421 §2.1); the transport makes that of Host itself. */
    private @Nullable String appendField(Component component) {
        List<String> values = headers(component).all(component.name());
        if (values.isEmpty() && component.name().equals(HOST) && (answer == null || component.ofRequest())) {
            lines.append(authority());
            return null;
        }
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
