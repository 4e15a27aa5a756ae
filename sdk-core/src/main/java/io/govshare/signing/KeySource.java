package io.govshare.signing;

import io.govshare.error.ConfigurationException;
import io.govshare.http.TimeSource;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * Gives the key to sign with, anew for each attempt, so that keys change without a restart. A {@link SigningKey} is a source
 * of itself, for ever. An attempt under way keeps the key that it began with. Safe for concurrent use.
 */
@FunctionalInterface
public interface KeySource {

    /** The key to sign with now; asked for on the way of every call, so it comes without delay. */
    SigningKey current();

    /**
     * Hears that the platform refused what was signed with this key, such as a new one that it does not know yet.
     *
     * @return whether {@link #current} now gives another, worth one more attempt; no, unless overridden
     */
    default boolean refused(SigningKey key) {
        return false;
    }

    /**
     * The key in this file, as {@link SigningKey#load(Path)} reads it, and read again when the file has changed.
     *
     * @throws ConfigurationException if the file holds no usable key now
     */
    static KeySource file(Path file) {
        return file(file, SigningKey::load);
    }

    /**
     * The key in this file, and read again when the file has changed, for which it is looked at every 5 seconds at most, by a
     * call that needs the key; that one call waits while a changed file is read, with a passphrase for as long as its key takes to derive. When it holds no usable key, since it is just being written or gone, the key before stays in
     * use, with a warning. When the platform refuses the new key, the one before it signs for another minute, for up to 24
     * hours; so the platform may learn the new one before or after the file does.
     *
     * <pre>{@code
     * KeySource.file(path, file -> SigningKey.load(file, passphrase).withKeyId("2026"))
     * }</pre>
     *
     * @param loader reads the key
     * @throws ConfigurationException if the file holds no usable key now
     */
    static KeySource file(Path file, Function<Path, SigningKey> loader) {
        return new RotatingKey(file, loader, TimeSource.SYSTEM);
    }
}
