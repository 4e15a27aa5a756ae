package io.govshare.error;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A call, or the configuration of the SDK, failed. Subclasses differ by what a caller would do differently; all of them
 * are unchecked and carry the platform's own words and a {@link Diagnosis}.
 *
 * <p>{@link #getMessage()} is safe to log: in what the platform says, the values that the call asked for, values in URLs and
 * runs of digits are masked, and it holds no secret. {@link #platformMessage()} is verbatim and may hold personal data that
 * the platform echoed. Immutable.
 */
public abstract class GovShareException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorDetails details;

    @Internal
    protected GovShareException(ErrorDetails details, @Nullable Throwable cause) {
        this(details, Set.of(), cause);
    }

    /** @param personal values that the platform may echo and that the message must not show */
    @Internal
    protected GovShareException(ErrorDetails details, Set<String> personal, @Nullable Throwable cause) {
        super(sentence(details, personal), cause);
        this.details = details;
    }

    /**
     * The same exception with more details, for one caller: several may wait for what failed once.
     *
     * @param personal values that the platform may echo and that the message must not show
     */
    @Internal
    public abstract GovShareException with(ErrorDetails more, Set<String> personal);

    private static String sentence(ErrorDetails details, Set<String> personal) {
        StringBuilder text = new StringBuilder(160);
        @Nullable String dataset = details.dataset();
        if (dataset != null && !details.diagnosis().cause().startsWith(dataset + ": ")) {
            text.append(dataset).append(": ");
        }
        text.append(Masked.text(details.diagnosis().cause()));
        StringBuilder facts = new StringBuilder();
        fact(facts, "status", details.status() == 0 ? null : details.status());
        fact(facts, "code", details.code() == null ? null : Masked.code(details.code()));
        @Nullable String message = details.platformMessage();
        @Nullable String said = message == null ? null : Masked.text(Masked.values(message, personal));
        // Evidence that holds it comes below.
        fact(facts, "message", said == null || details.diagnosis().evidence().contains(said) ? null : said);
        fact(facts, "request id", details.requestId() == null ? null : Masked.id(details.requestId()));
        fact(facts, "attempts", details.attempts() < 2 ? null : details.attempts());
        fact(facts, "retry after", details.retryAfter());
        fact(facts, "platform", details.platform());
        if (!details.diagnosis().evidence().isEmpty()) {
            fact(facts, "seen", Masked.text(Masked.values(details.diagnosis().evidence(), personal)));
        }
        if (facts.length() > 0) {
            text.append(" [").append(facts).append(']');
        }
        if (!details.diagnosis().remedy().isEmpty()) {
            char last = text.charAt(text.length() - 1);
            text.append(last == '.' || last == '!' || last == '?' ? " Remedy: " : ". Remedy: ")
                    .append(details.diagnosis().remedy());
        }
        return text.toString();
    }

    private static void fact(StringBuilder facts, String name, @Nullable Object value) {
        if (value != null) {
            facts.append(facts.length() == 0 ? "" : ", ")
                    .append(name)
                    .append(' ')
                    .append(value);
        }
    }

    /** Name of the platform, if the failure belongs to one. */
    public Optional<String> platform() {
        return Optional.ofNullable(details.platform());
    }

    /** Id of the dataset, if the failure belongs to one. */
    public Optional<String> dataset() {
        return Optional.ofNullable(details.dataset());
    }

    /** HTTP status of the last answer, or 0 when there was none. */
    public int status() {
        return details.status();
    }

    /** The platform's own error code, verbatim. */
    public Optional<String> code() {
        return Optional.ofNullable(details.code());
    }

    /** The platform's own message, verbatim. It may hold personal data: do not log it. */
    public Optional<String> platformMessage() {
        return Optional.ofNullable(details.platformMessage());
    }

    /** The platform's id of the request, to quote when asking its operators. */
    public Optional<String> requestId() {
        return Optional.ofNullable(details.requestId());
    }

    /** How many attempts reached the network; 0 when the call was refused before it. */
    public int attempts() {
        return details.attempts();
    }

    /** How long the platform asked to wait before the next call. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(details.retryAfter());
    }

    /** Why, and what to do about it. */
    public Diagnosis diagnosis() {
        return details.diagnosis();
    }

    @Internal
    public ErrorDetails details() {
        return details;
    }
}
