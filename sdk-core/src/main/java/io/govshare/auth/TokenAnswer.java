package io.govshare.auth;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.govshare.error.Diagnosis;
import io.govshare.error.ErrorDetails;
import io.govshare.error.GovShareException;
import io.govshare.error.PlatformUnavailableException;
import io.govshare.error.QuotaExceededException;
import io.govshare.error.ResponseRejectedException;
import io.govshare.http.Answer;
import io.govshare.http.RetryAfter;
import io.govshare.platform.Credential;
import io.govshare.signing.Secret;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a token endpoint answered (RFC 6749 §5): the credential, or the exception that says why there is none. */
final class TokenAnswer {

    /** How long a token is trusted that says nothing of its life. */
    static final Duration UNSAID_LIFE = Duration.ofMinutes(5);

    /** No token lives longer to us: it is renewed then at the latest. */
    private static final Duration LONGEST_LIFE = Duration.ofDays(30);

    private static final int LONGEST_ANSWER = 256 * 1024;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Answer answer;
    private final OAuthClient client;
    private final List<String> secrets;
    private final Instant now;
    private final @Nullable JsonNode json;

    /** @param secrets what was sent and must not be repeated, should the server echo it */
    TokenAnswer(Answer answer, OAuthClient client, List<String> secrets, Instant now) {
        this.answer = answer;
        this.client = client;
        this.secrets = secrets;
        this.now = now;
        this.json = parsed(answer.bytes());
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

    /**
     * The credential; not to be asked for where there is a {@link #passingRefusal}.
     *
     * @param issued time at which it was asked for
     */
    Credential credential(Instant issued) {
        if (answer.status() != 200) {
            throw refusal();
        }
        @Nullable JsonNode body = json;
        if (body == null) {
            throw rejected("The token endpoint's answer is no JSON object");
        }
        @Nullable String token = text(body, "access_token");
        if (token == null || token.isEmpty()) {
            throw rejected("The token endpoint's answer has no access_token");
        }
        if (!AccessToken.isToken(token)) {
            throw rejected("The access_token has a character that no header may carry");
        }
        @Nullable String type = text(body, "token_type");
        if (type != null && !type.equalsIgnoreCase("Bearer")) {
            throw rejected("The token is not of token_type Bearer");
        }
        return Credential.of(Secret.of(token), issued, issued.plus(life(body, token)));
    }

    private Duration life(JsonNode body, String token) {
        JsonNode seconds = body.path("expires_in");
        // Some servers send the number as a string.
        long said = seconds.isNumber() ? seconds.longValue(0) : number(text(body, "expires_in"));
        if (said > 0) {
            return said > LONGEST_LIFE.toSeconds() ? LONGEST_LIFE : Duration.ofSeconds(said);
        }
        @Nullable Duration claimed = claimed(token);
        if (claimed == null || claimed.isNegative() || claimed.isZero()) {
            return UNSAID_LIFE;
        }
        return claimed.compareTo(LONGEST_LIFE) > 0 ? LONGEST_LIFE : claimed;
    }

    private static long number(@Nullable String text) {
        return text != null && text.matches("[0-9]{1,10}") ? Long.parseLong(text) : 0;
    }

    /** The life that a token claims if it is a JWT: to be shown to the platform, so its signature is not ours to check. */
    private @Nullable Duration claimed(String token) {
        try {
            JWTClaimsSet claims = SignedJWT.parse(token).getJWTClaimsSet();
            if (claims == null || claims.getExpirationTime() == null) {
                return null;
            }
            Instant from =
                    claims.getIssueTime() == null ? now : claims.getIssueTime().toInstant();
            return Duration.between(from, claims.getExpirationTime().toInstant());
        } catch (ParseException opaque) {
            return null;
        }
    }

    private GovShareException refusal() {
        @Nullable String code = json == null ? null : text(json, "error");
        @Nullable String words = json == null ? null : text(json, "error_description");
        return TokenRefusal.of(answer, code, words == null ? null : withoutSecrets(words), client, now);
    }

    private String withoutSecrets(String words) {
        String shown = words;
        for (String secret : secrets) {
            shown = shown.replace(secret, "***");
        }
        return shown;
    }

    private ResponseRejectedException rejected(String what) {
        return new ResponseRejectedException(
                details(Diagnosis.of(
                                what,
                                "Check that the token endpoint is the right one; else tell the platform's operators.")
                        .evidence("content type " + answer.headers().get("Content-Type") + ", " + answer.bytes().length
                                + " bytes")),
                null);
    }

    private ErrorDetails details(Diagnosis diagnosis) {
        return new ErrorDetails(
                null,
                null,
                answer.status(),
                null,
                null,
                answer.headers().get("X-Request-Id"),
                1,
                RetryAfter.of(answer.headers(), now).orElse(null),
                diagnosis);
    }

    private static @Nullable String text(JsonNode object, String member) {
        JsonNode value = object.path(member);
        return value.isString() ? value.stringValue() : null;
    }
}
