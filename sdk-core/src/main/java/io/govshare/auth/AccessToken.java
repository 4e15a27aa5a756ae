package io.govshare.auth;

import io.govshare.error.ConfigurationException;
import io.govshare.http.Headers;
import io.govshare.signing.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A token as a {@link TokenSource} gives it: its value, its end if it is known, and header fields that are sent with it
 * unchanged while it lives. {@code toString} shows none of them. Immutable: each method returns a changed copy.
 */
public final class AccessToken {

    private final Secret value;
    private final @Nullable Instant end;
    private final @Nullable Duration life;
    private final Headers companions;

    private AccessToken(Secret value, @Nullable Instant end, @Nullable Duration life, Headers companions) {
        this.value = value;
        this.end = end;
        this.life = life;
        this.companions = companions;
    }

    /**
     * A token whose end is not said: that of its own {@code exp} if it is a JWT, else it is kept until the platform refuses it.
     *
     * @throws ConfigurationException if it is empty or has a character that no header may carry
     */
    public static AccessToken of(Secret value) {
        if (!isToken(value.revealText())) {
            throw new ConfigurationException(
                    "AccessToken.of: the token is empty or has a character that no header may carry",
                    "Give the token alone, without the word Bearer, quotes or line breaks in it.");
        }
        return new AccessToken(value, null, null, Headers.none());
    }

    /** Whether a header can carry it after its scheme: visible ASCII only. */
    static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    /** This token as one that ends at this time, by this machine's clock. */
    public AccessToken expiringAt(Instant time) {
        return new AccessToken(value, time, null, companions);
    }

    /** This token as one that lives so long from when it was asked for, as {@code expires_in} says it. */
    public AccessToken expiringIn(Duration time) {
        return new AccessToken(value, null, time, companions);
    }

    /**
     * This token with a header field that is sent with it, in the place of one of the same name.
     *
     * @throws IllegalArgumentException if the name is no token or the value holds a control character
     */
    public AccessToken companion(String name, String content) {
        return new AccessToken(value, end, life, companions.with(name, content));
    }

    Secret value() {
        return value;
    }

    Headers companions() {
        return companions;
    }

    /** When it ends, if it was said. */
    Optional<Instant> end(Instant asked) {
        return Optional.ofNullable(life == null ? end : asked.plus(life));
    }

    @Override
    public String toString() {
        return "AccessToken[***]";
    }
}
