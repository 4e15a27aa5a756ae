package io.govshare.signing;

import io.govshare.error.ConfigurationException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** A shared secret that does not show itself: its {@code toString} is masked. Immutable. */
public final class Secret {

    private final byte[] bytes;

    private Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The secret with these characters in UTF-8, trailing line breaks stripped. @throws ConfigurationException if empty */
    public static Secret of(String characters) {
        return of(characters.getBytes(StandardCharsets.UTF_8), "Secret.of");
    }

    /** The secret of these bytes as they are. @throws ConfigurationException if empty */
    public static Secret of(byte[] bytes) {
        if (bytes.length == 0) {
            throw new ConfigurationException(
                    "Secret.of: the secret is empty", "Give the secret that the platform issued.");
        }
        return new Secret(bytes.clone());
    }

    /** The secret in this file, trailing line breaks stripped; warns once when others may read it. @throws ConfigurationException if unreadable or empty */
    public static Secret ofFile(Path file) {
        return of(KeyFile.read(file, "Secret.ofFile"), "Secret.ofFile(" + file + ")");
    }

    private static Secret of(byte[] raw, String where) {
        int end = raw.length;
        while (end > 0 && (raw[end - 1] == '\n' || raw[end - 1] == '\r')) {
            end--;
        }
        if (end == 0) {
            throw new ConfigurationException(
                    where + ": the secret is empty", "Give the secret that the platform issued.");
        }
        return new Secret(java.util.Arrays.copyOf(raw, end));
    }

    /** The bytes of the secret; a copy. Keep it out of messages and logs. */
    public byte[] reveal() {
        return bytes.clone();
    }

    /** The secret as text in UTF-8. Keep it out of messages and logs. */
    public String revealText() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Compares in constant time. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Secret that && MessageDigest.isEqual(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Secret.class.hashCode();
    }

    @Override
    public String toString() {
        return "Secret[***]";
    }
}
