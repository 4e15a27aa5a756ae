package io.govshare.dialect.gateway;

import io.govshare.error.CredentialException;
import io.govshare.error.Diagnosis;
import io.govshare.error.ErrorDetails;
import io.govshare.error.GovShareException;
import io.govshare.http.Answer;
import io.govshare.http.Outcome;
import io.govshare.http.Outcome.Kind;
import io.govshare.http.PrerequisiteException;
import io.govshare.http.Request;
import io.govshare.http.RetryAfter;
import io.govshare.platform.CallFacts;
import io.govshare.platform.Credential;
import io.govshare.platform.CredentialExchange;
import io.govshare.platform.ExchangeRequest;
import io.govshare.platform.PlatformLink;
import io.govshare.platform.Refusal;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges the shared secret of an application for a secret of the session, with which calls are signed. What may pass is
 * left to the call's own resilience; a request is made anew once over a connection that turned out to be closed, and once
 * when the refusal has set a wrong clock right. Safe for concurrent use.
 */
public final class SecretExchange implements CredentialExchange {

    private static final Duration CORRECTED = Duration.ofSeconds(2);
    private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");
    private static final DateTimeFormatter LOCAL =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
    private static final DateTimeFormatter COMPACT =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
    private static final int SECONDS_DIGITS = 10;

    /** What is sent. */
    @FunctionalInterface
    public interface Ask {
        /** The request at this time, by the gateway's clock. */
        Request request(CallFacts facts, Instant now);
    }

    /** What came back. */
    @FunctionalInterface
    public interface Read {
        /**
         * The credential in a reply of success.
         *
         * @param asked when it was asked for, by the gateway's clock
         * @throws CredentialException if the secret cannot be read
         */
        Credential credential(CallFacts facts, Reply reply, Instant asked);
    }

    /** The JSON of a reply; JSON inside strings is opened. */
    public static final class Reply {

        private final byte[] json;
        private final Request request;

        private Reply(byte[] json, Request request) {
            this.json = json;
            this.request = request;
        }

        /** The request that it answers. */
        public Request request() {
            return request;
        }

        /** The text or number at this JSON Pointer. @throws CredentialException if there is none */
        public String text(String pointer) {
            return find(pointer)
                    .orElseThrow(() -> new CredentialException(
                            "The gateway's reply to the exchange has nothing at " + pointer,
                            "Compare the reply with the gateway's description; the pointer can be changed."));
        }

        /** The text or number at this JSON Pointer, if there is one that is not blank. */
        public Optional<String> find(String pointer) {
            @Nullable JsonLook look = JsonLook.at(JsonLook.Places.of(Set.of(pointer)), json);
            return Optional.ofNullable(look == null ? null : look.get(pointer))
                    .filter(text -> !text.isBlank() && !text.equals(JsonLook.NOTHING));
        }

        /**
         * The end at this JSON Pointer, or after the usual life where the reply names none, or one that is past already: a
         * secret that has just been given lives, and one that seems not to would be exchanged for each call.
         *
         * @param asked when it was asked for, by the gateway's clock
         * @throws CredentialException if what is there is no time
         */
        public Instant end(String pointer, Instant asked, Duration usualLife) {
            return time(pointer).filter(asked::isBefore).orElse(asked.plus(usualLife));
        }

        /**
         * The time at this JSON Pointer, if there is one: milliseconds or, in ten digits, seconds since 1970; or {@code
         * yyyy-MM-dd HH:mm:ss} or {@code yyyyMMddHHmmss} in China, unless an offset is given.
         *
         * @throws CredentialException if it is none of these
         */
        public Optional<Instant> time(String pointer) {
            return find(pointer).map(text -> time(pointer, text.strip()));
        }

        static Instant time(String pointer, String text) {
            try {
                if (text.matches("[0-9]{14}")) {
                    return LocalDateTime.parse(text, COMPACT).atZone(CHINA).toInstant();
                }
                if (text.matches("[0-9]{1,18}")) {
                    long number = Long.parseLong(text);
                    return text.length() <= SECONDS_DIGITS
                            ? Instant.ofEpochSecond(number)
                            : Instant.ofEpochMilli(number);
                }
                if (text.matches(".*(Z|[+-][0-9]{2}:[0-9]{2})")) {
                    return OffsetDateTime.parse(text.replace(' ', 'T')).toInstant();
                }
                String whole = text.replace('T', ' ').replaceFirst("\\.[0-9]{1,9}$", "");
                return LocalDateTime.parse(whole, LOCAL).atZone(CHINA).toInstant();
            } catch (DateTimeException e) {
                throw new CredentialException(
                        "The gateway's reply to the exchange has no time at " + pointer + " that can be read",
                        "Compare the reply with the gateway's description: milliseconds, or yyyy-MM-dd HH:mm:ss.");
            }
        }

        @Override
        public String toString() {
            return "Reply[***]";
        }
    }

    private record Inputs(String gateway, String id, String service) {}

    private record Asked(Instant at, long nanoTime, Answer answer) {}

    private final GatewayConnection connection;
    private final boolean perService;
    private final Ask ask;
    private final Read read;

    private SecretExchange(GatewayConnection connection, boolean perService, Ask ask, Read read) {
        this.connection = connection;
        this.perService = perService;
        this.ask = ask;
        this.read = read;
    }

    /** One secret for all services that share credentials. */
    public static SecretExchange shared(GatewayConnection connection, Ask ask, Read read) {
        return new SecretExchange(connection, false, ask, read);
    }

    /** A secret of its own for each service. */
    public static SecretExchange perService(GatewayConnection connection, Ask ask, Read read) {
        return new SecretExchange(connection, true, ask, read);
    }

    @Override
    public Object inputs(CallFacts facts) {
        String service =
                perService ? connection.service(facts).map(Service::dataset).orElse("") : "";
        return new Inputs(connection.settings().name(), connection.id(facts), service);
    }

    /** Calls are signed with the secret, so that a refused signature refuses it. */
    @Override
    public boolean isSignatureKey() {
        return true;
    }

    @Override
    public Credential exchange(CallFacts facts) throws IOException {
        Asked asked = ask(facts);
        if (!asked.answer().outcome().isSuccess() && isClockSetRight(asked)) {
            asked = ask(facts);
        }
        Answer answer = asked.answer();
        if (!answer.outcome().isSuccess()) {
            throw refused(answer);
        }
        return read.credential(facts, reply(answer), isClockMoved(asked) ? byGatewaysClock(asked) : asked.at());
    }

    /** Whether the refusal, if it may be for the time, has moved our clock, or does so now since it says that it is. */
    private boolean isClockSetRight(Asked asked) {
        Kind kind = asked.answer().outcome().kind();
        if (mayPass(kind)) {
            return false;
        }
        return isClockMoved(asked) || (kind == Kind.CLOCK && connection.link().correctClock());
    }

    private static boolean mayPass(Kind kind) {
        return kind == Kind.BUSY || kind == Kind.UPSTREAM || kind == Kind.QUOTA;
    }

    /** Whether our clock has moved by more than the time that has passed. */
    private boolean isClockMoved(Asked asked) {
        return Duration.between(asked.at(), byGatewaysClock(asked)).abs().compareTo(CORRECTED) > 0;
    }

    /** When it was asked for, by the clock as it is right now: an end that the gateway names is compared with that. */
    private Instant byGatewaysClock(Asked asked) {
        PlatformLink link = connection.link();
        return link.now().minusNanos(link.nanoTime() - asked.nanoTime());
    }

    /**
     * The time of a call that carries one of its own: never that of the exchange, which gateways take for a request that is
     * sent again.
     */
    public static Instant ownTime(Instant now, Credential credential) {
        return now.toEpochMilli() == credential.issued().toEpochMilli() ? now.plusMillis(1) : now;
    }

    private Asked ask(CallFacts facts) throws IOException {
        return ExchangeRequest.onLiveConnection(() -> askOnce(facts));
    }

    private Asked askOnce(CallFacts facts) throws IOException {
        PlatformLink link = connection.link();
        Instant now = link.now();
        long nanoTime = link.nanoTime();
        Request request = connection.marked(ask.request(facts, now));
        return new Asked(now, nanoTime, ExchangeRequest.send(link, "Secret exchange", request));
    }

    private GovShareException refused(Answer answer) throws IOException {
        Outcome outcome = answer.outcome();
        Instant now = connection.link().now();
        @Nullable Duration wait = RetryAfter.of(answer.headers(), now).orElse(null);
        if (mayPass(outcome.kind())) {
            GovShareException usual = Refusal.of(connection.settings().name(), null, 1, answer, now);
            if (outcome.kind() == Kind.QUOTA && wait == null) {
                return usual; // A quota may be for the day, so that asking again at once only makes it worse.
            }
            throw PrerequisiteException.refused(answer.request().origin(), usual);
        }
        boolean nobody = outcome.kind() == Kind.NOT_FOUND;
        Diagnosis diagnosis = new Diagnosis(
                nobody
                        ? "The gateway exchanges no secrets at this address"
                        : "The gateway gives no session secret for these credentials",
                "exchange " + answer.request().template(),
                nobody
                        ? "Check at(…), and the path of the exchange, which can be changed."
                        : "Check id and secret in credentials(…) or Service.credentials(…), and this machine's clock.");
        return new CredentialException(
                new ErrorDetails(
                        connection.settings().name(),
                        null,
                        answer.status(),
                        outcome.code(),
                        outcome.message(),
                        outcome.requestId(),
                        1,
                        wait,
                        diagnosis),
                null);
    }

    private static Reply reply(Answer answer) {
        if (JsonLook.at(JsonLook.Places.of(Set.of()), answer.bytes()) == null) {
            throw new CredentialException(
                    "The gateway's reply to the exchange is no JSON",
                    "Check the address of the exchange, and that no proxy answers in its place.");
        }
        return new Reply(answer.bytes(), answer.request());
    }
}
