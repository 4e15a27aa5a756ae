package io.govshare.auth;

import io.govshare.platform.CallFacts;
import io.govshare.platform.Credential;
import io.govshare.platform.CredentialExchange;
import io.govshare.platform.PlatformLink;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A token that the application has, or has a source for. */
record SourcedToken(String clientId, String method, TokenSource source) implements Means {

    private record Inputs(String client, String method) {
        @Override
        public String toString() {
            return client + " (" + method + ")";
        }
    }

    @Override
    public Optional<CredentialExchange> exchange(PlatformLink link, AuthorizationServer.Locator locator) {
        Inputs inputs = new Inputs(clientId, method);
        return Optional.of(new CredentialExchange() {
            @Override
            public Object inputs(CallFacts facts) {
                return inputs;
            }

            @Override
            public Credential exchange(CallFacts facts) throws IOException {
                Instant asked = link.now();
                AccessToken token = source.token();
                @Nullable Instant end = token.end(asked).orElse(null);
                return Credential.of(token.value(), asked, end).companions(token.companions());
            }
        });
    }
}
