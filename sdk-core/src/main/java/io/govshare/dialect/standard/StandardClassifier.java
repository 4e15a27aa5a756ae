package io.govshare.dialect.standard;

import io.govshare.error.Diagnosis;
import io.govshare.http.Answer;
import io.govshare.http.Outcome;
import io.govshare.http.Outcome.Kind;
import io.govshare.platform.Classifier;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Meaning by the problem's code, and where that is unknown by the status (RFC 9110 §15). */
final class StandardClassifier implements Classifier {

    private static final Diagnosis ANONYMOUS = Diagnosis.of(
            "The platform asks who the application is, and the request did not say",
            "Give the builder credentials(…), such as Credentials.privateKeyJwt(clientId, SigningKey.load(file)).");

    private final Supplier<Instant> now;

    /** @param now the time as the platform is thought to see it */
    StandardClassifier(Supplier<Instant> now) {
        this.now = now;
    }

    @Override
    public Outcome classify(Answer answer) {
        int status = answer.status();
        if (status == 204) {
            // Nothing there, said without content (OData Protocol §9.1.4).
            return Outcome.of(Kind.EMPTY);
        }
        if ((status >= 200 && status < 300) || status == 304) {
            return Outcome.ok();
        }
        Problem problem = Problem.of(answer);
        @Nullable ProblemCode known = known(status, problem);
        if (known != null) {
            Diagnosis why = known == ProblemCode.INVALID_TOKEN && isAnonymous(answer) ? ANONYMOUS : known.diagnosis();
            @Nullable Diagnosis wish = known == ProblemCode.DIGEST_INVALID ? DigestWish.unmet(answer) : null;
            if (wish != null) {
                return outcome(known.kind(), problem).because(wish);
            }
            return outcome(known.kind(), problem).because(why.evidence(evidence(known, answer)));
        }
        if (status == 404 && isOfTheService(answer) && answer.request().path().endsWith(")")) {
            return outcome(Kind.EMPTY, problem);
        }
        Outcome usual = outcome(usual(status), problem);
        @Nullable Diagnosis diagnosis = diagnosis(status, problem, answer);
        return diagnosis == null ? usual : usual.because(diagnosis);
    }

    /**
     * What the code says. It counts only where the status admits that something is wrong; and that there is nothing, which is
     * an answer and no failure, only under those statuses that must be signed where answers must be.
     */
    private static @Nullable ProblemCode known(int status, Problem problem) {
        @Nullable ProblemCode known = status >= 400 ? ProblemCode.of(problem.code()) : null;
        boolean nothing = known != null && known.kind() == Kind.EMPTY;
        return nothing && status != 404 && status != 410 ? null : known;
    }

    /** Whether an OData service may have said so; text and pages come from what stands in between, or from no service. */
    private static boolean isOfTheService(Answer answer) {
        @Nullable String type = answer.headers().get("Content-Type");
        return answer.bytes().length == 0 || (type != null && type.contains("json"));
    }

    private static Outcome outcome(Kind kind, Problem problem) {
        return Outcome.of(kind, problem.code(), problem.message(), problem.requestId());
    }

    private static Kind usual(int status) {
        return switch (status) {
            case 401 -> Kind.CREDENTIAL_REJECTED;
            case 403 -> Kind.DENIED;
            case 404, 410 -> Kind.NOT_FOUND;
            case 408 -> Kind.UPSTREAM;
            case 425, 503 -> Kind.BUSY;
            case 429 -> Kind.QUOTA;
            default -> status >= 500 ? Kind.UPSTREAM : Kind.INVALID;
        };
    }

    private static @Nullable Diagnosis diagnosis(int status, Problem problem, Answer answer) {
        if (problem.html()) {
            return Diagnosis.of(
                            "An HTML page came in the place of an answer of the platform, perhaps from a proxy or a login",
                            "Check the address in StandardPlatform.at(…) and the proxies on the way.")
                    .evidence("content type " + answer.headers().get("Content-Type"));
        }
        if (status == 407) {
            return Diagnosis.of(
                    "The proxy on the way wants a login",
                    "Give the proxy's user and password in http(h -> h.proxy(…)).");
        }
        if (status >= 300 && status < 400) {
            return Diagnosis.of(
                    "The platform sends the call elsewhere, which is not followed with credentials",
                    "Configure the address that the platform really serves: StandardPlatform.at(…).");
        }
        if (status == 401) {
            return isAnonymous(answer) ? ANONYMOUS : null;
        }
        return usual(status) == Kind.INVALID ? DigestWish.unmet(answer) : null;
    }

    private static boolean isAnonymous(Answer answer) {
        return answer.request().headers().get("Authorization") == null;
    }

    private String evidence(ProblemCode problem, Answer answer) {
        StringBuilder seen = new StringBuilder();
        if (problem.isOfSignature()) {
            @Nullable String input = answer.request().headers().get("Signature-Input");
            seen.append(input == null ? "the request was sent unsigned" : "signed " + input);
        }
        if (problem.kind() == Kind.CLOCK) {
            @Nullable Duration apart = apart(answer.headers().get("Date"));
            seen.append(
                    apart == null
                            ? ""
                            : (seen.isEmpty() ? "" : ", ") + "platform's clock " + apart.toSeconds() + " s from ours");
        }
        return seen.toString();
    }

    private @Nullable Duration apart(@Nullable String date) {
        try {
            return date == null
                    ? null
                    : Duration.between(
                            now.get(),
                            ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant());
        } catch (DateTimeException unreadable) {
            return null;
        }
    }
}
