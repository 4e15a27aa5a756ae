package io.govshare.auth;

import io.govshare.error.ConfigurationException;
import io.govshare.error.GovShareException;
import io.govshare.error.Internal;
import io.govshare.http.Answer;
import io.govshare.http.Body;
import io.govshare.http.PrerequisiteException;
import io.govshare.http.Request;
import io.govshare.platform.CallFacts;
import io.govshare.platform.Credential;
import io.govshare.platform.CredentialExchange;
import io.govshare.platform.ExchangeRequest;
import io.govshare.platform.PlatformLink;
import io.govshare.signing.Secret;
import io.govshare.signing.SigningKey;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The client credentials grant (RFC 6749 §4.4), the client proven by {@link Credentials}. One token serves all datasets.
 * What may pass is left to the call's own resilience; here a request is made anew, never sent again, in two cases and once:
 * over a kept connection that turned out to be closed, and with a clock that the refusal has set right. Safe for concurrent
 * use.
 */
@Internal
public final class OAuthExchange implements CredentialExchange {

    /**
     * Where tokens come from.
     *
     * @param issuer the issuer, which is the audience of assertions (RFC 8414 §2)
     * @param tokenEndpoint URL of the token endpoint
     */
    public record Server(String issuer, String tokenEndpoint) {}

    /** Finds the server when it is needed first, since that may take the network. */
    @FunctionalInterface
    public interface Locator {
        Server locate() throws IOException;
    }

    /** What a token depends on. */
    private record Inputs(String client, String method) {
        @Override
        public String toString() {
            return client + " (" + method + ")";
        }
    }

    private final PlatformLink link;
    private final Credentials credentials;
    private final Locator locator;
    private final Inputs inputs;

    public OAuthExchange(PlatformLink link, Credentials credentials, Locator locator) {
        this.link = link;
        this.credentials = credentials;
        this.locator = locator;
        this.inputs = new Inputs(credentials.clientId(), credentials.method());
    }

    @Override
    public Object inputs(CallFacts facts) {
        return inputs;
    }

    @Override
    public Credential exchange(CallFacts facts) throws IOException {
        Server server = locator.locate();
        Asked asked = ExchangeRequest.onLiveConnection(() -> ask(server));
        if (credentials.key().isPresent() && TokenRefusal.isOfOldClock(asked.answer(), asked.at(), link.now())) {
            // The answer itself has set our clock right.
            asked = ask(server);
        }
        TokenAnswer token = new TokenAnswer(asked.answer(), credentials, asked.secrets(), link.now());
        @Nullable GovShareException passing = token.passingRefusal();
        if (passing != null) {
            throw PrerequisiteException.refused(asked.answer().request().origin(), passing);
        }
        return token.credential(asked.at());
    }

    /** One token request: when, by the platform's clock; what came; what was sent and must not be repeated. */
    private record Asked(Instant at, Answer answer, List<String> secrets) {}

    private Asked ask(Server server) throws IOException {
        Instant now = link.now();
        List<String> secrets = new ArrayList<>();
        Request request = request(server, now, secrets);
        return new Asked(now, ExchangeRequest.send(link, "Token endpoint", request), secrets);
    }

    private Request request(Server server, Instant now, List<String> secrets) {
        StringBuilder form = new StringBuilder("grant_type=client_credentials");
        @Nullable SigningKey key = credentials.key().orElse(null);
        @Nullable String basic = null;
        if (key != null) {
            String assertion = ClientAssertion.of(credentials.clientId(), server.issuer(), key, now);
            secrets.add(assertion);
            form.append("&client_assertion_type=")
                    .append(encoded(ClientAssertion.TYPE))
                    .append("&client_assertion=")
                    .append(encoded(assertion));
        } else {
            basic = basic(credentials.secret().orElseThrow(), secrets);
        }
        Request request;
        try {
            request = Request.post(
                    server.tokenEndpoint(), Body.text("application/x-www-form-urlencoded", form.toString()));
        } catch (RuntimeException noUrl) {
            throw new ConfigurationException(
                    "The token endpoint is no absolute http or https URL",
                    "Correct tokenEndpoint(…), or have the platform correct the metadata of its authorization server.");
        }
        request = request.with("Accept", "application/json");
        return basic == null ? request : request.with("Authorization", basic);
    }

    /** Both parts form-encoded before they are joined (RFC 6749 §2.3.1). */
    private String basic(Secret secret, List<String> secrets) {
        String encodedSecret = encoded(secret.revealText());
        String pair = encoded(credentials.clientId()) + ":" + encodedSecret;
        String value = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        secrets.addAll(List.of(secret.revealText(), encodedSecret, value));
        return "Basic " + value;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
