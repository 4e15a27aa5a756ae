package io.govshare.dialect.standard;

import io.govshare.error.Diagnosis;
import io.govshare.error.ErrorDetails;
import io.govshare.error.PlatformUnavailableException;
import io.govshare.error.ResponseRejectedException;
import io.govshare.http.Answer;
import io.govshare.http.Outcome;
import io.govshare.http.Outcome.Kind;
import io.govshare.http.RetryAfter;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The reading of the platform's own small JSON documents, tolerant where JSON-LD has many spellings for one thing. */
final class JsonAnswer {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int LONGEST = 4 * 1024 * 1024;

    private JsonAnswer() {}

    /**
     * The object in the body.
     *
     * @throws ResponseRejectedException if there is none, saying what {@code what} was instead
     */
    static JsonNode object(Answer answer, String what) {
        byte[] body = answer.bytes();
        if (body.length > LONGEST) {
            throw rejected(what, "is longer than 4 MiB");
        }
        if (isHtml(answer)) {
            throw rejected(what, "is an HTML page, perhaps of a login or a proxy, where JSON was expected");
        }
        try {
            JsonNode tree = JSON.readTree(body);
            if (tree.isObject()) {
                return tree;
            }
            throw rejected(what, "is JSON but no object");
        } catch (JacksonException e) {
            throw rejected(what, "is no JSON");
        }
    }

    /**
     * Lets pass what is a document.
     *
     * @param what which document this should be, with its address
     * @throws PlatformUnavailableException if it cannot be had now
     * @throws ResponseRejectedException if it cannot be had
     */
    static void requireDocument(Answer answer, String platform, String what, Instant now) {
        if (answer.status() == 200 && answer.outcome().isSuccess()) {
            return;
        }
        Outcome outcome = answer.outcome();
        boolean passing =
                outcome.kind() == Kind.BUSY || outcome.kind() == Kind.UPSTREAM || outcome.kind() == Kind.QUOTA;
        ErrorDetails details = new ErrorDetails(
                platform,
                null,
                answer.status(),
                outcome.code(),
                outcome.message(),
                outcome.requestId(),
                1,
                RetryAfter.of(answer.headers(), now).orElse(null),
                passing
                        ? Diagnosis.of(
                                what + " cannot be read now",
                                "Try again later; the SDK has already tried within its limits.")
                        : Diagnosis.of(
                                what + " cannot be read",
                                "Check the address in StandardPlatform.at(…). The document must be readable without token and"
                                        + " signature; if it is not, tell the platform's operators."));
        throw passing ? new PlatformUnavailableException(details, null) : new ResponseRejectedException(details, null);
    }

    /** The http or https URL that is this text, resolved against the document's own; null if it is none. */
    static @Nullable URI url(Answer document, JsonNode text) {
        if (!text.isString() || text.stringValue().isBlank()) {
            return null;
        }
        try {
            URI uri = document.request().uri().resolve(URI.create(text.stringValue()));
            return uri.getHost() != null && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
                    ? uri
                    : null;
        } catch (IllegalArgumentException notAUri) {
            return null;
        }
    }

    /** The exception for a document that cannot be used. */
    static ResponseRejectedException rejected(String what, String why) {
        return new ResponseRejectedException(
                what + " " + why,
                "Check the address in StandardPlatform.at(…); if it is right, tell the platform's operators.");
    }

    static boolean isHtml(Answer answer) {
        @Nullable String type = answer.headers().get("Content-Type");
        return type != null && type.toLowerCase(Locale.ROOT).startsWith("text/html");
    }

    /**
     * The member under its name with or without prefix: {@code title} is found as {@code dct:title}, {@code title}, or the
     * term's IRI that ends in it.
     */
    static JsonNode member(JsonNode object, String prefixed) {
        JsonNode exact = object.path(prefixed);
        if (!exact.isMissingNode()) {
            return exact;
        }
        String local = localName(prefixed);
        JsonNode bare = object.path(local);
        if (!bare.isMissingNode()) {
            return bare;
        }
        for (var entry : object.properties()) {
            if (entry.getKey().contains("://") && localName(entry.getKey()).equals(local)) {
                return entry.getValue();
            }
        }
        return bare;
    }

    /** What comes after the last {@code :}, {@code /} or {@code #}. */
    static String localName(String name) {
        int at = Math.max(name.lastIndexOf(':'), Math.max(name.lastIndexOf('/'), name.lastIndexOf('#')));
        return name.substring(at + 1);
    }

    /**
     * The text of a JSON-LD value: a string or number, an object with {@code @value} or {@code @id}, a map of languages, or
     * the first usable of a list; null when there is none.
     */
    static @Nullable String text(JsonNode value) {
        if (value.isString() || value.isNumber() || value.isBoolean()) {
            return value.asString();
        }
        if (value.isArray()) {
            for (JsonNode item : value.values()) {
                @Nullable String text = text(item);
                if (text != null) {
                    return text;
                }
            }
            return null;
        }
        if (value.isObject()) {
            for (String member : List.of("@value", "@id", "en", "zh")) {
                JsonNode inner = value.path(member);
                if (!inner.isMissingNode()) {
                    return text(inner);
                }
            }
            for (var entry : value.properties()) {
                if (!entry.getKey().startsWith("@") && entry.getValue().isString()) {
                    return entry.getValue().stringValue();
                }
            }
        }
        return null;
    }

    /** The values of a JSON-LD member that may be one value or a list. */
    static List<JsonNode> list(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return List.of();
        }
        if (value.isObject() && value.has("@list")) {
            return list(value.path("@list"));
        }
        return value.isArray() ? new ArrayList<>(value.values()) : List.of(value);
    }
}
