package io.govshare.auth;

import io.govshare.error.GovShareException;
import io.govshare.http.Answer;
import io.govshare.http.PrerequisiteException;
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
 * resilience; here a request is made anew, never sent again, in three cases and once: over a kept connection that turned out
 * to be closed, with a clock that the refusal has set right, and with the key before one that the server does not know yet.
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
        AuthorizationServer server = locator.locate();
        server.requireMethod(client.authentication());
        TokenAnswer answer = ExchangeRequest.onLiveConnection(() -> ask(server));
        if (isWorthAnother(answer)) {
            answer = ask(server);
        }
        @Nullable GovShareException passing = answer.passingRefusal();
        if (passing != null) {
            throw PrerequisiteException.refused(answer.origin(), passing);
        }
        return answer.credential();
    }

    /** Whether an assertion was refused for a reason that another, made now, does not have. */
    private boolean isWorthAnother(TokenAnswer answer) {
        @Nullable SigningKey key = answer.request().signedWith();
        if (key == null || !answer.isRefusal()) {
            return false;
        }
        if (answer.isOfOldClock()) {
            return true; // The answer itself has set our clock right.
        }
        TokenError error = answer.error();
        if (!error.isOfTheAssertion()) {
            return false;
        }
        return error.isOfTime()
                ? link.correctClock()
                : client.key().filter(keys -> keys.refused(key)).isPresent();
    }

    private TokenAnswer ask(AuthorizationServer server) throws IOException {
        TokenRequest request = new TokenRequest(client, server, link.now());
        client.addTo(request);
        Answer answer = ExchangeRequest.send(link, "Token endpoint", request.toRequest());
        return new TokenAnswer(answer, request, link.now());
    }
}
