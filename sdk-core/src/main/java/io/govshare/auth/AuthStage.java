package io.govshare.auth;

import io.govshare.error.Diagnosis;
import io.govshare.error.Internal;
import io.govshare.http.Answer;
import io.govshare.http.Call;
import io.govshare.http.Exchange;
import io.govshare.http.Outcome;
import io.govshare.http.Request;
import io.govshare.http.Stage;
import io.govshare.http.TimeSource;
import io.govshare.platform.CallFacts;
import io.govshare.platform.Credential;
import io.govshare.platform.CredentialExchange;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Notes the credential for each attempt, for the signer to place. One that the platform refused, or the time that came with it,
 * is thrown away and exchanged anew, once for each request of a call, and seldom where new ones are refused as well. Safe for
 * concurrent use.
 */
@Internal
public final class AuthStage implements Stage {

    private static final Diagnosis NO_OTHER = Diagnosis.of(
            "The platform refuses the token, and the one that credentials(…) gave in its place is the same",
            "Give a token that the platform takes: one of Credentials.token(…) is never renewed, and a TokenSource must not"
                    + " give again what was refused. If an authorization server does so, tell the platform's operators.");

    private static final Diagnosis EACH = Diagnosis.of(
            "The platform refuses each credential that it is shown, however new",
            "Check the client in credentials(…): it may be suspended, or what it is given be meant for another platform or"
                    + " service.");

    private final @Nullable CredentialCache credentials;
    private final boolean signatureKey;
    private final boolean bearer;

    private AuthStage(@Nullable CredentialCache credentials, boolean signatureKey, boolean bearer) {
        this.credentials = credentials;
        this.signatureKey = signatureKey;
        this.bearer = bearer;
    }

    /** The stage for this exchange; without one it lets every call pass as it is. */
    public static AuthStage of(Optional<CredentialExchange> exchange, TimeSource time, Executor io) {
        return new AuthStage(
                exchange.map(some -> new CredentialCache(some, time, io)).orElse(null),
                exchange.map(CredentialExchange::isSignatureKey).orElse(false),
                exchange.map(CredentialExchange::isBearer).orElse(false));
    }

    /** Marks the request, by identity, for which this call has exchanged anew. */
    private record Renewed(Request request) {}

    @Override
    public Answer handle(Exchange exchange, Next next) throws IOException {
        if (credentials == null) {
            return next.proceed(exchange);
        }
        Call call = exchange.call();
        CallFacts facts = call.find(CallFacts.class).orElse(CallFacts.OWN);
        Credential credential = credentials.get(facts, call);
        Answer answer = next.proceed(exchange.note(Credential.class, credential));
        if (!isRejected(answer.outcome().kind(), credential) || hasRenewed(call, exchange.request())) {
            return answer;
        }
        Duration kept = credentials.invalidate(facts, credential);
        if (!kept.isZero()) {
            return answer.with(keeping(answer.outcome(), kept));
        }
        call.put(Renewed.class, new Renewed(exchange.request()));
        boolean given = false;
        try {
            Credential other = credentials.get(facts, call);
            if (bearer && isSame(credential, other)) {
                given = true;
                return answer.with(noOther(answer.outcome()));
            }
            credential = other;
        } finally {
            if (!given) {
                answer.close();
            }
        }
        Answer second = next.proceed(exchange.note(Credential.class, credential));
        switch (second.outcome().kind()) {
            case OK, EMPTY, NOT_FOUND -> credentials.helped(facts, credential);
            default -> {}
        }
        return second;
    }

    /** What the dialect knows of the cause is said first; that no other credential was tried is seen from the evidence. */
    private static Outcome keeping(Outcome refusal, Duration kept) {
        Diagnosis why = refusal.diagnosis() == null ? EACH : refusal.diagnosis();
        return refusal.because(why.alsoSeen("new ones were refused as well, and another is exchanged in "
                + kept.plusMillis(999).toSeconds() + " s at the earliest"));
    }

    private static Outcome noOther(Outcome refusal) {
        @Nullable Diagnosis known = refusal.diagnosis();
        return refusal.because(known == null ? NO_OTHER : NO_OTHER.evidence(known.evidence()));
    }

    private static boolean isSame(Credential refused, Credential other) {
        return other.value().equals(refused.value()) && other.companions().equals(refused.companions());
    }

    private boolean isRejected(Outcome.Kind kind, Credential credential) {
        return switch (kind) {
            case CREDENTIAL_REJECTED -> true;
            case SIGNATURE_REJECTED -> signatureKey;
            case CLOCK -> credential.isTimed();
            default -> false;
        };
    }

    private static boolean hasRenewed(Call call, Request request) {
        return call.find(Renewed.class)
                .filter(last -> last.request() == request)
                .isPresent();
    }
}
