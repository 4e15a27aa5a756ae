package io.govshare.auth;

import io.govshare.error.Diagnosis;
import io.govshare.error.ErrorDetails;
import io.govshare.error.GovShareException;
import io.govshare.error.PlatformUnavailableException;
import io.govshare.error.QuotaExceededException;
import io.govshare.error.ResponseRejectedException;
import io.govshare.http.Answer;
import io.govshare.http.Origin;
import io.govshare.http.RetryAfter;
import io.govshare.platform.Credential;
import io.govshare.signing.Secret;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a token endpoint answered (RFC 6749 §5): the credential, or the exception that says why there is none. Here the {@code
 * token_type} decides by which scheme a token is sent; another than was asked for is refused.
 */
final class TokenAnswer {

    private static final int LONGEST_ANSWER = 256 * 1024;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Answer answer;
    private final TokenRequest request;
    private final Instant now;
    private final @Nullable JsonNode json;

    TokenAnswer(Answer answer, TokenRequest request, Instant now) {
        this.answer = answer;
        this.request = request;
        this.now = now;
        this.json = parsed(answer.bytes());
    }

    TokenRequest request() {
        return request;
    }

    Origin origin() {
        return answer.request().origin();
    }

    /** Whether the request was understood and refused. */
    boolean isRefusal() {
        return answer.status() == 400 || answer.status() == 401;
    }

    /** Whether our clock was wrong when the request was made and is right now. */
    boolean isOfOldClock() {
        return ServerClock.isSetRight(answer, request.now(), now);
    }

    /** The nonce that the server wants in the proof of a request made once more; null if it wants none. */
    @Nullable
    String wantedNonce() {
        return request.client()
                .binding()
                .challenge(answer, isRefusal() ? error().name() : "")
                .orElse(null);
    }

    TokenError error() {
        return TokenError.of(answer, json, request.secrets());
    }

    private static @Nullable JsonNode parsed(byte[] body) {
        if (body.length == 0 || body.length > LONGEST_ANSWER) {
            return null;
        }
        try {
            JsonNode tree = JSON.readTree(body);
            return tree.isObject() ? tree : null;
        } catch (JacksonException notJson) {
            return null;
        }
    }

    /** Why there is no token, if that may be over soon; null if there is one, or will be none. */
    @Nullable
    GovShareException passingRefusal() {
        if (answer.status() == 429) {
            return new QuotaExceededException(
                    details(Diagnosis.of(
                            "The token endpoint " + answer.request().template() + " refuses more requests for tokens",
                            "Wait as long as is said; see whether many processes share one client.")),
                    null);
        }
        if (answer.status() >= 500 || answer.status() == 408) {
            return new PlatformUnavailableException(
                    details(
                            Diagnosis.of(
                                    "The token endpoint " + answer.request().template() + " is down or busy",
                                    "Try again later; if it lasts, ask who runs it, which may be others than the platform's operators.")),
                    null);
        }
        return null;
    }

    /** The credential, from when it was asked for; not to be called where there is a {@link #passingRefusal}. */
    Credential credential() {
        if (answer.status() != 200) {
            throw TokenRefusal.of(answer, error(), request, now);
        }
        @Nullable JsonNode body = json;
        if (body == null) {
            throw rejected("The token endpoint's answer is no JSON object");
        }
        @Nullable String token = TokenError.text(body, "access_token");
        if (token == null || token.isEmpty()) {
            throw rejected("The token endpoint's answer has no access_token");
        }
        if (!AccessToken.isToken(token)) {
            throw rejected("The access_token has a character that no header may carry");
        }
        @Nullable Diagnosis unbound = request.client().binding().problem(TokenError.text(body, "token_type"), token);
        if (unbound != null) {
            throw rejected(unbound);
        }
        return Credential.of(Secret.of(token), request.now(), request.now().plus(life(body, token)));
    }

    private Duration life(JsonNode body, String token) {
        JsonNode seconds = body.path("expires_in");
        // Some servers send the number as a string.
        long said = seconds.isNumber() ? seconds.longValue(0) : number(TokenError.text(body, "expires_in"));
        return TokenLife.of(said, token, now);
    }

    private static long number(@Nullable String text) {
        return text != null && text.matches("[0-9]{1,10}") ? Long.parseLong(text) : 0;
    }

    private ResponseRejectedException rejected(String what) {
        return rejected(Diagnosis.of(
                what, "Check that the token endpoint is the right one; else tell the platform's operators."));
    }

    private ResponseRejectedException rejected(Diagnosis why) {
        return new ResponseRejectedException(
                details(why.evidence("content type " + answer.headers().get("Content-Type") + ", "
                        + answer.bytes().length + " bytes")),
                null);
    }

    private ErrorDetails details(Diagnosis diagnosis) {
        TokenError error = error();
        return new ErrorDetails(
                null,
                null,
                answer.status(),
                error.code(),
                error.words(),
                error.requestId(),
                1,
                RetryAfter.of(answer.headers(), now).orElse(null),
                diagnosis);
    }
}
