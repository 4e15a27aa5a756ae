package io.govshare.platform;

import io.govshare.http.Headers;
import io.govshare.signing.Secret;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the platform gave in exchange for our credentials: a token or a session secret. Two credentials are the same only if
 * they are the same object, so that a late refusal of an old one does not throw away its successor. Immutable.
 */
public final class Credential {

    private final Secret value;
    private final Instant issued;
    private final @Nullable Instant expiry;
    private final Headers companions;
    private final boolean timed;

    private Credential(Secret value, Instant issued, @Nullable Instant expiry, Headers companions, boolean timed) {
        this.value = value;
        this.issued = issued;
        this.expiry = expiry;
        this.companions = companions;
        this.timed = timed;
    }

    /** A credential that lives from {@code issued} until {@code expiry}; null when it does not expire. */
    public static Credential of(Secret value, Instant issued, @Nullable Instant expiry) {
        return new Credential(value, issued, expiry, Headers.none(), false);
    }

    /** This credential with header fields that are sent unchanged while it lives. */
    public Credential companions(Headers headers) {
        return new Credential(value, issued, expiry, headers, timed);
    }

    /**
     * This credential as one whose time is sent with each call, such as that of its exchange: a call that is refused for the
     * time refuses the credential then, since the same time would be sent again.
     */
    public Credential timed() {
        return new Credential(value, issued, expiry, companions, true);
    }

    /** The token or session secret itself. */
    public Secret value() {
        return value;
    }

    /** When it was asked for, by the platform's clock. */
    public Instant issued() {
        return issued;
    }

    /** When it ends, by the platform's clock; null when it does not. */
    public @Nullable Instant expiry() {
        return expiry;
    }

    /** Header fields that are sent unchanged while the credential lives. */
    public Headers companions() {
        return companions;
    }

    /** Whether its time is sent with each call. */
    public boolean isTimed() {
        return timed;
    }

    @Override
    public String toString() {
        return "Credential[***, expires " + expiry + "]";
    }
}
