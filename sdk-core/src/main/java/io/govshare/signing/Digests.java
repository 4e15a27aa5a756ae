package io.govshare.signing;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;

/** Pooled message digests. Safe for concurrent use. */
final class Digests {

    private static final Pool<MessageDigest> SHA_256 = new Pool<>(() -> MessageDigest.getInstance("SHA-256"));

    private Digests() {}

    static byte[] sha256(byte[] content) {
        try {
            MessageDigest digest = SHA_256.take();
            byte[] made = digest.digest(content);
            SHA_256.giveBack(digest);
            return made;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    /** A digest for a content that comes in parts. @throws IllegalStateException if the JDK lacks the algorithm */
    static MessageDigest begin(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has " + algorithm, e);
        }
    }
}
