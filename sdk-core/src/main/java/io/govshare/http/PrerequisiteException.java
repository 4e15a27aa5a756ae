package io.govshare.http;

import io.govshare.error.GovShareException;
import io.govshare.error.Internal;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a call needs before it can be sent, such as a token, was not to be had for a reason that may pass. It has an origin
 * of its own, which is what failed and what must be left alone, whatever the call itself is for.
 */
@Internal
public final class PrerequisiteException extends IOException {

    private static final long serialVersionUID = 1L;

    private final transient Origin origin;

    private PrerequisiteException(@Nullable String message, Origin origin, Throwable cause) {
        super(message, cause);
        this.origin = origin;
    }

    /** The network failed on the way to this origin. */
    public static PrerequisiteException unreachable(String message, Origin origin, IOException cause) {
        return new PrerequisiteException(message, origin, cause);
    }

    /** This origin answered that it cannot now; the cause says so to whoever asked, if all tries end like this. */
    public static PrerequisiteException refused(Origin origin, GovShareException cause) {
        return new PrerequisiteException(cause.getMessage(), origin, cause);
    }

    /** The same failure for another thread that waited for the same thing. */
    PrerequisiteException again() {
        return new PrerequisiteException(getMessage(), origin, Objects.requireNonNull(getCause()));
    }

    /** What failed. */
    public Origin origin() {
        return origin;
    }

    /** What it answered; empty when the network failed, which is then the cause. */
    public Optional<GovShareException> refusal() {
        return getCause() instanceof GovShareException refusal ? Optional.of(refusal) : Optional.empty();
    }

    /** The failure of the network, if it was one. */
    public Optional<IOException> failure() {
        return getCause() instanceof IOException failure ? Optional.of(failure) : Optional.empty();
    }

    /** How long it asked to be left alone. */
    public Optional<Duration> retryAfter() {
        return refusal().flatMap(GovShareException::retryAfter);
    }
}
