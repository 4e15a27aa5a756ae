package io.govshare;

import io.govshare.error.Diagnosis;
import io.govshare.error.ErrorDetails;
import io.govshare.error.ResponseRejectedException;
import io.govshare.http.Answer;
import io.govshare.http.Bodies;
import io.govshare.http.Call;
import io.govshare.http.CallLog;
import io.govshare.http.Exchange;
import io.govshare.http.Outcome;
import io.govshare.http.Reading;
import io.govshare.http.Request;
import io.govshare.http.Stage;
import io.govshare.http.TimeSource;
import io.govshare.platform.CallFacts;
import io.govshare.platform.Dialect;
import io.govshare.platform.Verification;
import io.govshare.signing.ContentDigest;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what came back, in the order that trust needs: reads the wire bytes whole within bounds, checks digest and
 * signature on them, only then decompresses, lets the dialect say what the answer means, and
 * writes the line of the attempt in the {@link CallLog}.
 */
final class AnswerStage implements Stage {

    private final Dialect dialect;
    private final TimeSource time;
    private final long maxAnswerSize;

    AnswerStage(Dialect dialect, TimeSource time, long maxAnswerSize) {
        this.dialect = dialect;
        this.time = time;
        this.maxAnswerSize = maxAnswerSize;
    }

    @Override
    public Answer handle(Exchange exchange, Next next) throws IOException {
        Request request = exchange.request();
        if (request.headers().get("Accept-Encoding") == null) {
            request = request.with(request.headers().and("Accept-Encoding", "gzip"));
        }
        return CallLog.isOn() ? logged(exchange.with(request), next) : answer(exchange.with(request), next);
    }

    private Answer logged(Exchange exchange, Next next) throws IOException {
        Call call = exchange.call();
        int before = call.attempts();
        long begun = time.nanoTime();
        try {
            Answer answer = answer(exchange, next);
            CallLog.attempt(call, answer, Duration.ofNanos(time.nanoTime() - begun));
            return answer;
        } catch (IOException | RuntimeException e) {
            if (call.attempts() > before) {
                CallLog.attempt(call, exchange.request(), e, Duration.ofNanos(time.nanoTime() - begun));
            }
            throw e;
        }
    }

    private Answer answer(Exchange exchange, Next next) throws IOException {
        Answer received = next.proceed(exchange);
        boolean streamed = exchange.note(Reading.class).orElse(Reading.WHOLE) == Reading.STREAMED;
        return streamed && VerifiedStream.isRecords(received)
                ? streamed(exchange, received)
                : whole(exchange, received);
    }

    /** Records that are used as they come: the signature is verified now, the digest that it covers at the end. */
    private Answer streamed(Exchange exchange, Answer wire) throws IOException {
        boolean handedOn = false;
        try {
            ContentDigest.Running digest = ContentDigest.begin(wire, dialect.usesOlderDigest());
            Verification verification = dialect.verifier()
                    .verify(wire.note(ContentDigest.Check.class, digest.ofRightContent()), facts(exchange));
            if (verification.result() == Verification.Result.REJECTED) {
                throw rejected(exchange, wire, verification.reason(), what(wire));
            }
            Answer plain = VerifiedStream.of(
                    wire, digest, why -> rejected(exchange, wire, why, "The answer was changed on its way"));
            handedOn = true;
            return plain.note(Verification.class, verification);
        } finally {
            if (!handedOn) {
                wire.close();
            }
        }
    }

    private Answer whole(Exchange exchange, Answer received) throws IOException {
        Answer wire = Bodies.readWhole(received, maxAnswerSize);
        ContentDigest.Check digest = ContentDigest.verify(wire, dialect.usesOlderDigest());
        if (digest.result() == ContentDigest.Check.Result.REJECTED) {
            throw rejected(exchange, wire, digest.reason(), "The answer was changed on its way");
        }
        CallFacts facts = facts(exchange);
        Verification verification = dialect.verifier().verify(wire.note(ContentDigest.Check.class, digest), facts);
        if (verification.result() == Verification.Result.REJECTED) {
            throw rejected(exchange, wire, verification.reason(), what(wire));
        }
        Answer plain = Bodies.decompress(wire, maxAnswerSize);
        Outcome outcome = dialect.classifier().classify(plain, facts);
        return plain.with(outcome).note(Verification.class, verification);
    }

    private static CallFacts facts(Exchange exchange) {
        return exchange.call().find(CallFacts.class).orElse(CallFacts.OWN);
    }

    /** A login page or a proxy's page bears no signature either; then that is what the developer must hear. */
    private static String what(Answer wire) {
        String type = wire.headers().get("Content-Type");
        return type != null && type.regionMatches(true, 0, "text/html", 0, 9)
                ? "An HTML page (a login page, or a proxy's) came where data was expected, and it is not signed"
                : "The signature of the answer does not hold";
    }

    private static ResponseRejectedException rejected(
            Exchange exchange, Answer wire, @Nullable String reason, String what) {
        Diagnosis diagnosis = new Diagnosis(
                what + ": " + reason,
                "",
                "Do not use the data. If it lasts, tell the platform's operators; a proxy that rewrites content also causes it.");
        ErrorDetails details = new ErrorDetails(
                null,
                exchange.call().subject(),
                wire.status(),
                null,
                null,
                wire.headers().get("X-Request-Id"),
                exchange.call().attempts(),
                null,
                diagnosis);
        return new ResponseRejectedException(details, null);
    }
}
