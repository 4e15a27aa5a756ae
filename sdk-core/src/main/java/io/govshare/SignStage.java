package io.govshare;

import io.govshare.http.Answer;
import io.govshare.http.Body;
import io.govshare.http.Exchange;
import io.govshare.http.Outcome;
import io.govshare.http.Request;
import io.govshare.http.SkewClock;
import io.govshare.http.Stage;
import io.govshare.http.StaleConnectionException;
import io.govshare.platform.Attempt;
import io.govshare.platform.CallFacts;
import io.govshare.platform.Credential;
import io.govshare.platform.Dialect;
import io.govshare.platform.RequestSigner;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes the bytes of one attempt: context, content, the credential's companions and the signature, all of them new each
 * time. Three things are put right here at once and once: a clock that the platform says is wrong, a signature that lacks
 * what the platform gives with its refusal or is by a key that it does not know yet, and a kept connection that turned out
 * to be closed.
 */
final class SignStage implements Stage {

    private final Dialect dialect;
    private final SkewClock clock;

    SignStage(Dialect dialect, SkewClock clock) {
        this.dialect = dialect;
        this.clock = clock;
    }

    @Override
    public Answer handle(Exchange exchange, Next next) throws IOException {
        Answer answer = sendAsAsked(exchange, next);
        if (answer.outcome().kind() == Outcome.Kind.CLOCK && clock.applyNow() && !isTimed(exchange)) {
            answer.close();
            return sendAsAsked(exchange, next);
        }
        return answer;
    }

    private Answer sendAsAsked(Exchange exchange, Next next) throws IOException {
        Answer answer = sendOnLiveConnection(exchange, next, dialect.signer());
        Optional<RequestSigner> asked = dialect.signer().heard(answer);
        if (asked.isEmpty() || exchange.call().isCancelled()) {
            return answer;
        }
        answer.close();
        Answer second = sendOnLiveConnection(exchange, next, asked.get());
        // What it brings counts for the calls to come; it is not asked again for this one.
        dialect.signer().heard(second);
        return second;
    }

    /** Whether the time came with the credential, so that the same one would be sent again. */
    private static boolean isTimed(Exchange exchange) {
        return exchange.note(Credential.class).filter(Credential::isTimed).isPresent();
    }

    private Answer sendOnLiveConnection(Exchange exchange, Next next, RequestSigner signer) throws IOException {
        try {
            return next.proceed(exchange.with(signed(exchange, signer)));
        } catch (StaleConnectionException closedByServer) {
            if (!exchange.request().isQuery() || exchange.call().isCancelled()) {
                throw closedByServer;
            }
            return next.proceed(exchange.with(signed(exchange, signer)));
        }
    }

    private Request signed(Exchange exchange, RequestSigner signer) {
        CallFacts facts = exchange.call().find(CallFacts.class).orElse(CallFacts.OWN);
        @Nullable Credential credential = exchange.note(Credential.class).orElse(null);
        Attempt attempt =
                new Attempt(facts, credential, clock.now(), exchange.call().attempts() + 1);
        Request request = exchange.request();
        if (facts.dataset() != null) {
            request = dialect.carrier().carry(request, attempt);
        }
        if (request.body() != null) {
            Body body = request.body().fixed();
            request = request.with(body);
        }
        if (credential != null && credential.companions().size() > 0) {
            request = request.with(request.headers().with(credential.companions()));
        }
        return signer.sign(request, attempt);
    }
}
