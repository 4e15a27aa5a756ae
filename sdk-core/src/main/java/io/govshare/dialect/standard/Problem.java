package io.govshare.dialect.standard;

import io.govshare.http.Answer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an error answer says, whichever way it says it: Problem Details (RFC 9457), an OAuth 2.0 error (RFC 6749 §5.2), an
 * OData error (OData JSON Format §21.1), a bearer challenge (RFC 6750 §3), an HTML page, or plain text.
 *
 * @param code the code; null when there is none
 * @param message what it says in words; null when it says nothing
 * @param requestId the platform's id of the request; null when it gives none
 * @param html whether it is an HTML page, and so not of the platform's own making
 */
record Problem(
        @Nullable String code,
        @Nullable String message,
        @Nullable String requestId,
        boolean html) {

    /** Longer bodies are no errors for people or programs to read. */
    private static final int LONGEST = 64 * 1024;

    private static final int LONGEST_TEXT = 500;
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern TITLE = Pattern.compile("<title[^>]*>([^<]{1,200})", Pattern.CASE_INSENSITIVE);
    private static final Pattern CHALLENGE = Pattern.compile("\\berror\\s*=\\s*\"?([A-Za-z0-9_.-]+)");

    /** Reads the answer; whatever it is, this does not fail. */
    static Problem of(Answer answer) {
        @Nullable String id = answer.headers().get("X-Request-Id");
        if (!answer.isWhole() || answer.bytes().length > LONGEST) {
            return new Problem(challenge(answer), null, id, false);
        }
        if (JsonAnswer.isHtml(answer)) {
            Matcher title = TITLE.matcher(utf8(answer));
            return new Problem(
                    null, "HTML page" + (title.find() ? ": " + title.group(1).strip() : ""), id, true);
        }
        try {
            JsonNode tree = JSON.readTree(answer.bytes());
            if (tree.isObject()) {
                return ofJson(tree, answer, id);
            }
        } catch (JacksonException notJson) {
            // Plain text then.
        }
        String text = utf8(answer).strip();
        String shown = text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) + "…" : text;
        return new Problem(challenge(answer), shown.isEmpty() ? null : shown, id, false);
    }

    private static Problem ofJson(JsonNode tree, Answer answer, @Nullable String id) {
        JsonNode error = tree.path("error");
        if (error.isObject()) {
            return new Problem(text(error, "code"), text(error, "message"), id, false);
        }
        if (error.isString()) {
            return new Problem(error.stringValue(), text(tree, "error_description"), id, false);
        }
        @Nullable String code = text(tree, "code");
        @Nullable String type = text(tree, "type");
        if (code == null && type != null && !type.equals("about:blank")) {
            code = type.substring(type.lastIndexOf('/') + 1);
        }
        @Nullable String detail = text(tree, "detail");
        @Nullable String requestId = text(tree, "requestId");
        return new Problem(
                code == null || code.isEmpty() ? challenge(answer) : code,
                detail == null ? text(tree, "title") : detail,
                requestId == null ? id : requestId,
                false);
    }

    /** The error of a bearer challenge in our own spelling of codes. */
    private static @Nullable String challenge(Answer answer) {
        @Nullable String value = answer.headers().joined("WWW-Authenticate");
        Matcher error = CHALLENGE.matcher(value == null ? "" : value);
        return error.find() ? error.group(1).replace('_', '-') : null;
    }

    private static @Nullable String text(JsonNode object, String member) {
        JsonNode value = object.path(member);
        return value.isString() || value.isNumber() ? value.asString() : null;
    }

    private static String utf8(Answer answer) {
        return new String(answer.bytes(), StandardCharsets.UTF_8);
    }
}
