package io.govshare.auth;

import io.govshare.error.ConfigurationException;
import io.govshare.error.CredentialException;
import io.govshare.error.Diagnosis;
import io.govshare.error.ErrorDetails;
import io.govshare.error.GovShareException;
import io.govshare.http.Answer;
import io.govshare.http.RetryAfter;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Why a token endpoint refused (RFC 6749 §5.2), in its words, with what to do about it. */
final class TokenRefusal {

    private static final Pattern OF_TIME =
            Pattern.compile("\\b(clock|expired?|exp|iat|nbf|future|not yet|too old|too early|too far|lifetime)\\b");

    /** A difference that the delay of a network cannot explain. */
    private static final Duration SKEW = Duration.ofSeconds(20);

    private TokenRefusal() {}

    /**
     * The exception for an answer that is neither a token nor a passing failure.
     *
     * @param code the server's {@code error}
     * @param words the server's {@code error_description}, free of secrets
     */
    static GovShareException of(
            Answer answer, @Nullable String code, @Nullable String words, OAuthClient client, Instant now) {
        String error = code == null ? "" : code;
        @Nullable Duration skew = skew(answer, now);
        boolean ofTime =
                words != null && OF_TIME.matcher(words.toLowerCase(Locale.ROOT)).find();
        Diagnosis diagnosis;
        if (client.key().isPresent() && (ofTime || skew != null) && isOfTheClient(error)) {
            diagnosis = Diagnosis.of(
                    "The platform refuses the times in the client assertion: its clock and this machine's differ",
                    "Synchronise this machine's clock (NTP).");
        } else {
            diagnosis = usual(error, answer.status(), client);
        }
        ErrorDetails details = new ErrorDetails(
                null,
                null,
                answer.status(),
                code,
                words,
                answer.headers().get("X-Request-Id"),
                1,
                RetryAfter.of(answer.headers(), now).orElse(null),
                diagnosis.evidence(evidence(answer, client, skew)));
        return isConfiguration(error, answer.status())
                ? new ConfigurationException(details, null)
                : new CredentialException(details, null);
    }

    private static boolean isOfTheClient(String error) {
        return error.equals("invalid_client") || error.equals("invalid_grant") || error.equals("invalid_request");
    }

    private static boolean isConfiguration(String error, int status) {
        return switch (error) {
            case "invalid_scope", "unsupported_grant_type" -> true;
            case "" -> status != 400 && status != 401 && status != 403;
            default -> false;
        };
    }

    private static Diagnosis usual(String error, int status, OAuthClient client) {
        return switch (error) {
            case "invalid_client" ->
                Diagnosis.of(
                        "The platform does not accept the client " + client.id() + " with its "
                                + client.authentication().proof(),
                        client.authentication().remedy());
            case "unauthorized_client" ->
                Diagnosis.of(
                        "The client " + client.id() + " may not use the "
                                + client.grant().name(),
                        "Have the platform's operators allow the grant "
                                + client.grant().type() + " for this client.");
            case "invalid_scope" ->
                Diagnosis.of(
                        "The platform does not give the client " + client.id() + " a token of its usual scope",
                        "Have the platform's operators register a default scope for this client.");
            case "unsupported_grant_type" ->
                Diagnosis.of(
                        "The token endpoint does not know the " + client.grant().name(),
                        "Check the token endpoint: tokenEndpoint(…), or the metadata of the authorization server.");
            case "" ->
                status == 404 || status == 405
                        ? Diagnosis.of(
                                "There is no token endpoint at this address",
                                "Check tokenEndpoint(…), or the metadata of the authorization server.")
                        : Diagnosis.of(
                                "The token endpoint refused without an OAuth 2.0 error",
                                "Check that the address is the token endpoint and that no proxy answers in its place.");
            default ->
                Diagnosis.of(
                        "The platform gives no token to the client " + client.id(),
                        "Follow the platform's own words; if they do not help, quote them to its operators.");
        };
    }

    private static String evidence(Answer answer, OAuthClient client, @Nullable Duration skew) {
        return "token endpoint " + answer.request().template()
                + ", method " + client.method()
                + client.key().map(key -> ", key id " + key.keyId()).orElse("")
                + (skew == null ? "" : ", platform's clock " + skew.toSeconds() + " s from ours");
    }

    /** Whether a refusal came for a clock that was wrong when the request was made and is right now. */
    static boolean isOfOldClock(Answer answer, Instant made, Instant now) {
        boolean refused = answer.status() == 400 || answer.status() == 401;
        return refused && skew(answer, made) != null && skew(answer, now) == null;
    }

    /** How far the server's clock is from ours; null when no further than a network explains, or unknown. */
    private static @Nullable Duration skew(Answer answer, Instant now) {
        @Nullable String date = answer.headers().get("Date");
        if (date == null || answer.headers().get("Age") != null) {
            return null;
        }
        try {
            Instant theirs = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration apart = Duration.between(now, theirs);
            return apart.abs().compareTo(SKEW) > 0 ? apart : null;
        } catch (DateTimeException unreadable) {
            return null;
        }
    }
}
