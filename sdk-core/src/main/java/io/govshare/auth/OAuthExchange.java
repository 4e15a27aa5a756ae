package io.govshare.auth;

import io.govshare.error.GovShareException;
import io.govshare.http.Answer;
import io.govshare.http.PrerequisiteException;
import io.govshare.platform.CallFacts;
import io.govshare.platform.Credential;
import io.govshare.platform.CredentialExchange;
import io.govshare.platform.ExchangeRequest;
import io.govshare.platform.PlatformLink;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks a token endpoint for tokens (RFC 6749 §3.2). One token serves all datasets.
 * What may pass is left to the call's own resilience; here a request is made anew, never sent again, in two cases and once:
 * over a kept connection that turned out to be closed, and with a clock that the refusal has set right. Safe for concurrent
 * use.
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
    public Credential exchange(CallFacts facts) throws IOException {
        AuthorizationServer server = locator.locate();
        Asked asked = ExchangeRequest.onLiveConnection(() -> ask(server));
        if (client.key().isPresent() && TokenRefusal.isOfOldClock(asked.answer(), asked.at(), link.now())) {
            // The answer itself has set our clock right.
            asked = ask(server);
        }
        TokenAnswer token = new TokenAnswer(asked.answer(), client, asked.secrets(), link.now());
        @Nullable GovShareException passing = token.passingRefusal();
        if (passing != null) {
            throw PrerequisiteException.refused(asked.answer().request().origin(), passing);
        }
        return token.credential(asked.at());
    }

    /** One token request: when, by the platform's clock; what came; what was sent and must not be repeated. */
    private record Asked(Instant at, Answer answer, List<String> secrets) {}

    private Asked ask(AuthorizationServer server) throws IOException {
        Instant now = link.now();
        TokenRequest request = new TokenRequest(client, server, now);
        client.addTo(request);
        return new Asked(now, ExchangeRequest.send(link, "Token endpoint", request.toRequest()), request.secrets());
    }
}
