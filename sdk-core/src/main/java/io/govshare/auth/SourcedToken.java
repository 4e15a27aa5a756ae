package io.govshare.auth;

import io.govshare.error.CredentialException;
import io.govshare.error.Diagnosis;
import io.govshare.error.ErrorDetails;
import io.govshare.error.GovShareException;
import io.govshare.error.PlatformUnavailableException;
import io.govshare.http.CallCancelledException;
import io.govshare.http.Origin;
import io.govshare.http.PrerequisiteException;
import io.govshare.platform.CallFacts;
import io.govshare.platform.Credential;
import io.govshare.platform.CredentialExchange;
import io.govshare.platform.PlatformLink;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A token that the application has, or has a source for.
 *
 * @param fixed whether it is always the same one, whatever it says of its end
 * @param boundTo the key that the token is bound to; null if it is not
 */
record SourcedToken(
        String clientId,
        boolean fixed,
        TokenSource source,
        @Nullable DpopKey boundTo) implements Means {

    private static final String REMEDY = "Correct the TokenSource given to Credentials.tokenSource(…).";

    /** In the place of a host, since a source has none: what fails is not the platform. */
    private static final Origin ORIGIN = new Origin("https", "token-source.invalid", 443);

    private record Inputs(String client, String method) {
        @Override
        public String toString() {
            return client + " (" + method + ")";
        }
    }

    SourcedToken with(DpopKey key) {
        return new SourcedToken(clientId, fixed, source, key);
    }

    @Override
    public Optional<DpopKey> dpop() {
        return Optional.ofNullable(boundTo);
    }

    @Override
    public String method() {
        return fixed ? "static_token" : "token_source";
    }

    @Override
    public Optional<CredentialExchange> exchange(PlatformLink link, AuthorizationServer.Locator locator) {
        Inputs inputs = new Inputs(clientId, method());
        return Optional.of(new CredentialExchange() {
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
                return credential(link.now());
            }
        });
    }

    private Credential credential(Instant asked) throws IOException {
        AccessToken token = token();
        @Nullable Instant end = fixed ? null : end(token, asked);
        if (end != null && !end.isAfter(asked)) {
            throw new CredentialException(
                    ErrorDetails.of(new Diagnosis(
                            "The token source gave a token that has ended already", "end " + end, REMEDY)),
                    null);
        }
        return Credential.of(token.value(), asked, end).companions(token.companions());
    }

    private static @Nullable Instant end(AccessToken token, Instant asked) {
        return token.end(asked)
                .or(() -> TokenLife.claimedEnd(token.value().revealText()))
                .orElse(null);
    }

    private AccessToken token() throws IOException {
        @Nullable AccessToken token;
        try {
            token = source.token();
        } catch (GovShareException | CallCancelledException known) {
            throw known;
        } catch (IOException failed) {
            if (failed instanceof InterruptedIOException && !(failed instanceof SocketTimeoutException)) {
                throw failed;
            }
            throw PrerequisiteException.refused(ORIGIN, unavailable(failed));
        } catch (RuntimeException broken) {
            throw new CredentialException(
                    ErrorDetails.of(new Diagnosis(
                            "The token source failed", broken.getClass().getName(), REMEDY)),
                    broken);
        }
        if (token == null) {
            throw new CredentialException("The token source gave no token, but null", REMEDY);
        }
        return token;
    }

    /** Without the words of the failure, which may hold what only the source may know. */
    private static PlatformUnavailableException unavailable(IOException failed) {
        Diagnosis why = new Diagnosis(
                "The token source has no token at present",
                failed.getClass().getName(),
                "Look at what the TokenSource of Credentials.tokenSource(…) asks; the cause below says more.");
        return new PlatformUnavailableException(ErrorDetails.of(why), failed);
    }

    @Override
    public String toString() {
        return "SourcedToken[" + method() + " of " + clientId + "]";
    }
}
