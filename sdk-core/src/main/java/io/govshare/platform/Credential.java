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

    private Credential(Secret value, Instant issued, @Nullable Instant expiry, Headers companions) {
        this.value = value;
        this.issued = issued;
        this.expiry = expiry;
        this.companions = companions;
    }

    /** A credential that lives from {@code issued} until {@code expiry}; null when it does not expire. */
    public static Credential of(Secret value, Instant issued, @Nullable Instant expiry) {
        return new Credential(value, issued, expiry, Headers.none());
    }

    /** This credential with header fields that are sent unchanged while it lives. */
    public Credential companions(Headers headers) {
        return new Credential(value, issued, expiry, headers);
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

    @Override
    public String toString() {
        return "Credential[***, expires " + expiry + "]";
    }
}
