package io.govshare.signing;

import io.govshare.http.Answer;
import io.govshare.http.Headers;
import io.govshare.http.Request;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that are signed (RFC 9421 §2.5), written in one pass: a line for each covered component, then the line of the
 * signature's parameters. For one signature by one thread.
 */
final class SignatureBase {

    /** What {@link #add} says of a field that the message does not have. */
    static final String NOT_THERE = "is not in the message";

    private static final String HOST = "host";

    /** Parts of a base with eight lines. */
    private static final int USUAL_PARTS = 34;

    /** What the lines consist of, as it is in the message: copied once, into the bytes. */
    private String[] parts = new String[USUAL_PARTS];

    private int count;
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
        int before = count;
        append(component.identifier());
        append(": ");
        String problem = appendValue(component);
        if (problem == null) {
            append("\n");
        } else {
            count = before;
        }
        return problem;
    }

    private void append(String part) {
        if (count == parts.length) {
            parts = Arrays.copyOf(parts, 2 * count);
        }
        parts[count++] = part;
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
    @SuppressWarnings(
            "deprecation") // It copies the lower half of each character: right for ASCII, and nothing else is here.
    byte[] end(String parameters, int start) {
        append("\"@signature-params\": ");
        int length = parameters.length() - start;
        for (int i = 0; i < count; i++) {
            length += parts[i].length();
        }
        byte[] bytes = new byte[length];
        int next = 0;
        for (int i = 0; i < count; i++) {
            String part = parts[i];
            part.getBytes(0, part.length(), bytes, next);
            next += part.length();
        }
        parameters.getBytes(start, parameters.length(), bytes, next);
        return bytes;
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
            append(Integer.toString(whole.status()));
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
            case METHOD -> append(request.method());
            case TARGET_URI -> {
                append(request.url());
                return otherHost();
            }
            case AUTHORITY -> {
                append(authority());
                return otherHost();
            }
            case SCHEME -> append(request.url().substring(0, request.url().indexOf(':')));
            case REQUEST_TARGET -> appendRequestTarget();
            case PATH -> append(request.path());
            case QUERY -> {
                String query = request.rawQuery();
                append("?");
                append(query == null ? "" : query);
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
            append(authority);
            append(authority.endsWith(port) ? "" : port);
            return;
        }
        append(request.path());
        String query = request.rawQuery();
        if (query != null) {
            append("?");
            append(query);
        }
    }

    private @Nullable String appendQueryParameter(String name) {
        try {
            append(QueryParameters.value(request.rawQuery(), name));
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
            append(types.value(component, value));
            return null;
        } catch (MalformedFieldException e) {
            return e.reason();
        }
    }

    /** The values of all lines of a field, trimmed and joined (RFC 9421 §2.1); the transport makes that of Host itself. */
    private @Nullable String appendField(Component component) {
        String value = headers(component).joined(component.name());
        if (value == null && component.name().equals(HOST) && (answer == null || component.ofRequest())) {
            value = authority();
        }
        if (value == null) {
            return NOT_THERE;
        }
        if (!isAscii(value)) {
            return "has a value with characters outside ASCII, which a signature cannot cover";
        }
        append(value);
        return null;
    }

    /** Found without a branch for each character, since tokens are long. */
    private static boolean isAscii(String value) {
        int all = 0;
        for (int i = 0, end = value.length(); i < end; i++) {
            all |= value.charAt(i);
        }
        return all < 0x80;
    }
}
