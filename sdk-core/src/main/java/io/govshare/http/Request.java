package io.govshare.http;

import io.govshare.error.Internal;
import io.govshare.error.InvalidRequestException;
import io.govshare.error.Masked;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * A request as it will go on the wire: method, target URI in the canonical spelling that is signed and sent, header
 * fields, and a body that can be sent again. Immutable.
 */
public final class Request {

    private static final Pattern METHOD = Pattern.compile("[A-Z0-9!#$%&'*+.^_`|~-]+");

    private final String method;
    private final HttpUrl target;
    private final @Nullable String template;
    private final Headers headers;
    private final @Nullable Body body;
    private final boolean query;
    private final @Nullable Duration attemptTimeout;

    private Request(
            String method,
            HttpUrl target,
            @Nullable String template,
            Headers headers,
            @Nullable Body body,
            boolean query,
            @Nullable Duration attemptTimeout) {
        this.method = method;
        this.target = target;
        this.template = template;
        this.headers = headers;
        this.body = body;
        this.query = query;
        this.attemptTimeout = attemptTimeout;
    }

    /** A GET of this absolute http or https URL. @throws InvalidRequestException if it is none */
    public static Request get(String url) {
        return of("GET", url, null);
    }

    /**
     * A GET of what this reference, such as the link of a page, means seen from an absolute URL (RFC 3986 §5).
     *
     * @throws InvalidRequestException if it is no URI, or means no http or https URL
     */
    public static Request get(String seenFrom, String reference) {
        try {
            HttpUrl base = HttpUrl.get(seenFrom);
            // OkHttp resolves as the standard says, which java.net.URI does not, but takes anything for a path.
            HttpUrl target = base.resolve(new URI(reference).toString());
            return get(target == null ? reference : target.toString());
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new InvalidRequestException(
                    "No URI: " + Masked.template(reference), "Check where this address comes from.");
        }
    }

    /** A POST of this body to this absolute http or https URL. @throws InvalidRequestException if it is none */
    public static Request post(String url, Body body) {
        return of("POST", url, body);
    }

    /**
     * A request of any method; GET and HEAD count as queries.
     *
     * @throws InvalidRequestException if the URL is no absolute http or https URL or has user information, the method is no
     *     token, or a GET or HEAD has a body
     */
    public static Request of(String method, String url, @Nullable Body body) {
        HttpUrl target = HttpUrl.parse(url);
        if (target == null) {
            throw new InvalidRequestException(
                    "Not an absolute http or https URL: " + Masked.template(url),
                    "Check where this address comes from.");
        }
        if (!target.username().isEmpty() || !target.password().isEmpty()) {
            throw new InvalidRequestException(
                    "A URL with user information: " + Masked.template(url),
                    "Leave user and password out of the address; credentials belong in credentials(…).");
        }
        if (target.fragment() != null) {
            target = target.newBuilder().fragment(null).build();
        }
        String verb = method.toUpperCase(Locale.ROOT);
        if (!verb.equals("GET") && !verb.equals("POST") && !METHOD.matcher(verb).matches()) {
            throw new InvalidRequestException(
                    "Not an HTTP method: '" + verb.replaceAll("[^ -~]", "?") + "'",
                    "Give a method such as GET or POST.");
        }
        boolean safe = verb.equals("GET") || verb.equals("HEAD");
        if (safe && body != null) {
            throw new InvalidRequestException(
                    "A " + verb + " has no content (RFC 9110 §9.3.1), yet a body was given for " + Masked.template(url),
                    "Use POST; if it only reads, declare it a query.");
        }
        return new Request(verb, target, null, Headers.none(), body, safe, null);
    }

    /** The method in capitals. */
    public String method() {
        return method;
    }

    /** The absolute target URI exactly as it is signed and sent. */
    public String url() {
        return target.toString();
    }

    /** The target as {@link URI}. */
    public URI uri() {
        return target.uri();
    }

    /** The encoded path, beginning with a slash. */
    public String path() {
        return target.encodedPath();
    }

    /** The encoded query without its question mark, or null. */
    public @Nullable String rawQuery() {
        return target.encodedQuery();
    }

    /** Scheme, host and port of the target. */
    public Origin origin() {
        return Origin.of(target);
    }

    /** The target without values, for logs, exceptions and usage events. */
    public String template() {
        return template != null ? template : Masked.template(target.toString());
    }

    /** The header fields that the SDK sets; the transport adds {@code Host} and the framing. */
    public Headers headers() {
        return headers;
    }

    /** The content, or null. */
    public @Nullable Body body() {
        return body;
    }

    /** Whether this is a query, so that sending it again does no harm. */
    public boolean isQuery() {
        return query;
    }

    /** How long one attempt may take; empty for what is usual in the client. */
    public Optional<Duration> attemptTimeout() {
        return Optional.ofNullable(attemptTimeout);
    }

    /** This request with a time of its own for each attempt, such as one that is registered for its service. */
    public Request attemptTimeout(@Nullable Duration newAttemptTimeout) {
        return new Request(method, target, template, headers, body, query, newAttemptTimeout);
    }

    /** This request declared a query, though its method is not GET or HEAD. */
    public Request asQuery() {
        return new Request(method, target, template, headers, body, true, attemptTimeout);
    }

    /** This request with a template to be shown in the place of its URL. */
    public Request template(String newTemplate) {
        return new Request(method, target, newTemplate, headers, body, query, attemptTimeout);
    }

    /** This request with a header field in the place of all of the same name. */
    public Request with(String name, String value) {
        return with(headers.with(name, value));
    }

    /** This request with other header fields. */
    public Request with(Headers newHeaders) {
        return new Request(method, target, template, newHeaders, body, query, attemptTimeout);
    }

    /** This request with another body. */
    public Request with(Body newBody) {
        return new Request(method, target, template, headers, newBody, query, attemptTimeout);
    }

    /** This request with one more parameter in its query; name and value are encoded here. */
    public Request withParameter(String name, String value) {
        HttpUrl more = target.newBuilder().addQueryParameter(name, value).build();
        return new Request(method, more, template, headers, body, query, attemptTimeout);
    }

    /** This request with another query, percent-encoded already; cheaper than to make a request of the whole URL anew. */
    @Internal
    public Request withRawQuery(String encoded) {
        return new Request(
                method,
                target.newBuilder().encodedQuery(encoded).build(),
                template,
                headers,
                body,
                query,
                attemptTimeout);
    }

    HttpUrl target() {
        return target;
    }

    @Override
    public String toString() {
        return method + " " + template();
    }
}
