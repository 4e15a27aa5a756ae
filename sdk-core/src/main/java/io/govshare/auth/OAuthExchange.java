package io.govshare.auth;

import io.govshare.error.GovShareException;
import io.govshare.http.Answer;
import io.govshare.http.PrerequisiteException;
import io.govshare.http.Request;
import io.govshare.platform.CallFacts;
import io.govshare.platform.Credential;
import io.govshare.platform.CredentialExchange;
import io.govshare.platform.ExchangeRequest;
import io.govshare.platform.PlatformLink;
import io.govshare.signing.SigningKey;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Asks a token endpoint for tokens (RFC 6749 §3.2). One token serves all datasets. What may pass is left to the call's own
 * resilience; here a request is made anew, never sent again, in four cases and once: over a kept connection that turned out
 * to be closed, with a nonce that the server asks for, with a clock that the refusal has set right, and with the key before one that the server does not know yet.
 * Safe for concurrent use.
 */
final class OAuthExchange implements CredentialExchange {

    private final PlatformLink link;
    private final OAuthClient client;
    private final AuthorizationServer.Locator locator;
    private final Object inputs;

    OAuthExchange(PlatformLink link, OAuthClient client, AuthorizationServer.Locator locator) {
        this.link = link;
        this.client = client;
        this.locator = locator;
        this.inputs = client.inputs();
    }

    @Override
    public Object inputs(CallFacts facts) {
        return inputs;
    }

    @Override
    public boolean isBearer() {
        return true;
    }

    @Override
    public Credential exchange(CallFacts facts) throws IOException {
        AuthorizationServer server = client.served(locator.locate());
        server.requireMethod(client.authentication());
        TokenAnswer answer = askAsWanted(server);
        if (isWorthAnother(answer)) {
            answer = askAsWanted(server);
            tellOfRefusal(answer);
        }
        @Nullable GovShareException passing = answer.passingRefusal();
        if (passing != null) {
            throw PrerequisiteException.refused(answer.origin(), passing);
        }
        return answer.credential();
    }

    /** Whether an assertion or proof was refused for a reason that another, made now, does not have. */
    private boolean isWorthAnother(TokenAnswer answer) {
        @Nullable SigningKey key = answer.request().signedWith();
        if ((key == null && client.dpop().isEmpty()) || !answer.isRefusal()) {
            return false;
        }
        if (answer.isOfOldClock()) {
            return true; // The answer itself has set our clock right.
        }
        TokenError error = answer.error();
        if (error.isOfTheProof() && client.dpop().isPresent()) {
            return link.correctClock();
        }
        if (key == null || !error.isOfTheAssertion()) {
            return false;
        }
        return error.isOfTime()
                ? link.correctClock()
                : client.key().filter(keys -> keys.refused(key)).isPresent();
    }

    /** The last word on a key counts for the exchanges to come, though this one asks no more. */
    private void tellOfRefusal(TokenAnswer answer) {
        @Nullable SigningKey key = answer.request().signedWith();
        if (key == null || !answer.isRefusal()) {
            return;
        }
        TokenError error = answer.error();
        if (error.isOfTheAssertion() && !error.isOfTime()) {
            client.key().ifPresent(keys -> keys.refused(key));
        }
    }

    /** Asks, and once more if the server wants a nonce of its own in the proof. */
    private TokenAnswer askAsWanted(AuthorizationServer server) throws IOException {
        TokenAnswer answer = ExchangeRequest.onLiveConnection(() -> ask(server, null));
        @Nullable String nonce = answer.wantedNonce();
        if (nonce == null) {
            return answer;
        }
        TokenAnswer second = ExchangeRequest.onLiveConnection(() -> ask(server, nonce));
        // What it brings counts for the next exchange; it is not asked again for this one.
        second.wantedNonce();
        return second;
    }

    private TokenAnswer ask(AuthorizationServer server, @Nullable String nonce) throws IOException {
        TokenRequest request = new TokenRequest(client, server, link.now());
        client.addTo(request);
        Request proven = client.binding().proven(request.toRequest(), request.now(), nonce);
        proven.headers().first(DpopKey.FIELD).ifPresent(request::secret);
        Answer answer = ExchangeRequest.send(link, "Token endpoint", proven);
        return new TokenAnswer(answer, request, link.now());
    }
}
