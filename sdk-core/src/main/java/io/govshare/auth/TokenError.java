package io.govshare.auth;

import io.govshare.error.Masked;
import io.govshare.http.Answer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a token endpoint says of its refusal: an OAuth 2.0 error (RFC 6749 §5.2), or Problem Details (RFC 9457), whose type
 * or code is then the error.
 *
 * @param code the server's error, verbatim; null when it gives none
 * @param words the server's words, free of secrets; null when it says nothing
 * @param requestId the server's id of the request; null when it gives none
 */
record TokenError(
        @Nullable String code,
        @Nullable String words,
        @Nullable String requestId) {

    /** The server does not take the proof of the key (RFC 9449 §5). */
    static final String BAD_PROOF = "invalid_dpop_proof";

    private static final Pattern OF_LIFETIME =
            Pattern.compile("\\b(lifetime|life|lives|lived|validity|too long|longer than)\\b");

    private static final Pattern OF_TIME =
            Pattern.compile("\\b(clock|expired?|exp|iat|nbf|future|not yet|too old|too early|too far)\\b");

    /** @param secrets what was sent and must not be repeated, should the server echo it */
    static TokenError of(Answer answer, @Nullable JsonNode json, List<String> secrets) {
        @Nullable String header = without(secrets, answer.headers().get("X-Request-Id"));
        if (json == null) {
            return new TokenError(null, null, header);
        }
        @Nullable String code = text(json, "error");
        @Nullable String words = text(json, "error_description");
        @Nullable String id = text(json, "requestId");
        if (code == null) {
            code = problem(json);
            words = first(text(json, "detail"), text(json, "title"), words);
        }
        return new TokenError(
                without(secrets, code), without(secrets, words), id == null ? header : without(secrets, id));
    }

    private static @Nullable String problem(JsonNode json) {
        @Nullable String code = text(json, "code");
        @Nullable String type = text(json, "type");
        if (code != null || type == null || type.equals("about:blank")) {
            return code;
        }
        String last = type.substring(type.lastIndexOf('/') + 1);
        last = last.substring(last.lastIndexOf(':') + 1);
        return last.isEmpty() ? null : last;
    }

    private static @Nullable String first(@Nullable String... texts) {
        for (@Nullable String text : texts) {
            if (text != null) {
                return text;
            }
        }
        return null;
    }

    private static @Nullable String without(List<String> secrets, @Nullable String text) {
        return text == null ? null : Masked.values(text, secrets);
    }

    static @Nullable String text(JsonNode object, String member) {
        JsonNode value = object.path(member);
        return value.isString() ? value.stringValue() : null;
    }

    /** The error in the spelling of OAuth 2.0, whichever way it was written; empty when there is none. */
    String name() {
        return code == null ? "" : code.toLowerCase(Locale.ROOT).replace('-', '_');
    }

    /** Whether what is refused may be the assertion of the client. */
    boolean isOfTheAssertion() {
        return switch (name()) {
            case "invalid_client", "invalid_grant", "invalid_request" -> true;
            default -> false;
        };
    }

    /** Whether what is refused is the proof of the key that tokens are bound to. */
    boolean isOfTheProof() {
        return name().equals(BAD_PROOF);
    }

    /** Whether the words are about how long an assertion lives. */
    boolean isOfLifetime() {
        return words != null
                && OF_LIFETIME.matcher(words.toLowerCase(Locale.ROOT)).find();
    }

    /** Whether the words are about the times in an assertion, not their distance. */
    boolean isOfTime() {
        return words != null
                && !isOfLifetime()
                && OF_TIME.matcher(words.toLowerCase(Locale.ROOT)).find();
    }
}
