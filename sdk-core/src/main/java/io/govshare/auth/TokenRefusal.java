package io.govshare.auth;

import io.govshare.error.ConfigurationException;
import io.govshare.error.CredentialException;
import io.govshare.error.Diagnosis;
import io.govshare.error.ErrorDetails;
import io.govshare.error.GovShareException;
import io.govshare.http.Answer;
import io.govshare.http.RetryAfter;
import io.govshare.platform.Challenge;
import io.govshare.signing.SigningKey;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Why a token endpoint refused (RFC 6749 §5.2, RFC 8707 §2), in its words, with what to do about it. */
final class TokenRefusal {

    private final Answer answer;
    private final TokenError error;
    private final TokenRequest request;
    private final OAuthClient client;

    private TokenRefusal(Answer answer, TokenError error, TokenRequest request) {
        this.answer = answer;
        this.error = error;
        this.request = request;
        this.client = request.client();
    }

    /** The exception for an answer that is neither a token nor a passing failure. */
    static GovShareException of(Answer answer, TokenError error, TokenRequest request, Instant now) {
        return new TokenRefusal(answer, error, request).exception(now);
    }

    private GovShareException exception(Instant now) {
        @Nullable Duration apart = ServerClock.apart(answer, now);
        ErrorDetails details = new ErrorDetails(
                null,
                null,
                answer.status(),
                error.code(),
                error.words(),
                error.requestId(),
                1,
                RetryAfter.of(answer.headers(), now).orElse(null),
                diagnosis(apart).evidence(evidence(apart)).alsoSeen(Challenge.seen(answer, request.secrets())));
        return isConfiguration() ? new ConfigurationException(details, null) : new CredentialException(details, null);
    }

    private boolean isConfiguration() {
        return switch (error.name()) {
            case "invalid_scope", "invalid_target", "unsupported_grant_type" -> true;
            case "" -> answer.status() != 400 && answer.status() != 401 && answer.status() != 403;
            default -> false;
        };
    }

    private Diagnosis diagnosis(@Nullable Duration apart) {
        if (client.key().isPresent() && error.isOfTheAssertion()) {
            if (error.isOfLifetime()) {
                return Diagnosis.of(
                        "The platform refuses how long the assertion of the client is good: "
                                + client.assertion().lifetime().toSeconds() + " s",
                        "Give credentials(…) another time: Credentials.assertionLifetime(…), as the platform's description"
                                + " allows.");
            }
            if (error.isOfTime() || apart != null) {
                return Diagnosis.of(
                        "The platform refuses the times in the assertion of the client: its clock and this machine's differ",
                        "Synchronise this machine's clock (NTP).");
            }
        }
        return usual();
    }

    private Diagnosis usual() {
        String id = client.id();
        return switch (error.name()) {
            case "invalid_client" ->
                Diagnosis.of(
                        "The platform does not accept the client " + id + " with its "
                                + client.authentication().proof(),
                        client.authentication().remedy());
            case "invalid_grant" ->
                Diagnosis.of(
                        "The platform does not accept the " + client.grant().name() + " of the client " + id,
                        client.grant().remedy());
            case "unauthorized_client" ->
                Diagnosis.of(
                        "The client " + id + " may not use the "
                                + client.grant().name(),
                        "Have the platform's operators allow the grant "
                                + client.grant().type() + " for this client.");
            case "invalid_scope" -> scope();
            case "invalid_target" -> target();
            case "unsupported_grant_type" ->
                Diagnosis.of(
                        "The token endpoint does not know the " + client.grant().name(),
                        "Check the token endpoint: tokenEndpoint(…), or the metadata of the authorization server.");
            case TokenError.BAD_PROOF ->
                client.dpop().isEmpty()
                        ? unbound()
                        : Diagnosis.of(
                                "The token endpoint does not accept the proof of the key that tokens are to be bound to (DPoP)",
                                "Check this machine's clock (NTP), and that no proxy on the way changes the address of requests or"
                                        + " repeats them.");
            case DpopKey.USE_NONCE ->
                Diagnosis.of(
                        "The token endpoint asks for a nonce in the proof of the key (DPoP), and asked again when it had the one"
                                + " that it gave",
                        "Tell the platform's operators: its servers behind one address seem not to share their nonces.");
            case "" -> unsaid();
            default ->
                Diagnosis.of(
                        "The platform gives no token to the client " + id,
                        "Follow the platform's own words; if they do not help, quote them to its operators.");
        };
    }

    private Diagnosis unbound() {
        return Diagnosis.of(
                "The platform binds the tokens of the client " + client.id() + " to a key (DPoP)",
                "Add dpop() to credentials(…).");
    }

    private Diagnosis scope() {
        TokenTarget target = client.target();
        return target.scopes().isEmpty()
                ? Diagnosis.of(
                        "The platform does not give the client " + client.id() + " a token of its usual scope",
                        "Name the scope in credentials(…): Credentials.scope(…); or have the platform's operators register a"
                                + " default scope for this client.")
                : Diagnosis.of(
                        "The platform does not give the client " + client.id() + " a token of the scope '"
                                + target.scope() + "'",
                        "Correct Credentials.scope(…), or have the platform's operators register this scope for the client.");
    }

    private Diagnosis target() {
        TokenTarget target = client.target();
        return target.resources().isEmpty() && target.audiences().isEmpty()
                ? Diagnosis.of(
                        "The platform wants to be told what the token shall be for",
                        "Name the service in credentials(…): Credentials.resource(…) or audience(…).")
                : Diagnosis.of(
                        "The platform gives the client " + client.id() + " no token for the service that is asked for: "
                                + target.services(),
                        "Correct Credentials.resource(…) or audience(…), letter for letter as the platform names its services.");
    }

    private Diagnosis unsaid() {
        if (answer.status() >= 300 && answer.status() < 400) {
            return Diagnosis.of(
                    "The token endpoint sends the request elsewhere, which is not followed with credentials",
                    "Give the address that the server really serves: tokenEndpoint(…), or the metadata of the authorization"
                            + " server.");
        }
        return answer.status() == 404 || answer.status() == 405
                ? Diagnosis.of(
                        "There is no token endpoint at this address",
                        "Check tokenEndpoint(…), or the metadata of the authorization server.")
                : Diagnosis.of(
                        "The token endpoint refused without an OAuth 2.0 error",
                        "Check that the address is the token endpoint and that no proxy answers in its place.");
    }

    private String evidence(@Nullable Duration apart) {
        @Nullable SigningKey key = request.signedWith();
        return "token endpoint " + answer.request().template()
                + ", method " + client.method()
                + (key == null ? "" : ", key id " + key.keyId())
                + (apart == null ? "" : ", platform's clock " + apart.toSeconds() + " s from ours");
    }
}
