package io.govshare.signing;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Makes digests of one algorithm, from a pool. Only algorithms that prove something are here. Safe for concurrent use. */
final class Digests {

    static final Digests SHA_256 = new Digests("SHA-256");
    static final Digests SHA_512 = new Digests("SHA-512");

    private final String algorithm;
    private final String name;
    private final Pool<MessageDigest> pool;

    private Digests(String algorithm) {
        this.algorithm = algorithm;
        this.name = algorithm.toLowerCase(Locale.ROOT);
        this.pool = new Pool<>(() -> MessageDigest.getInstance(algorithm));
    }

    /** Those of the algorithm that digest fields call so (RFC 9530 §5); null for one that is weak or that we do not know. */
    static @Nullable Digests named(String key) {
        return switch (key) {
            case "sha-256" -> SHA_256;
            case "sha-512" -> SHA_512;
            default -> null;
        };
    }

    static byte[] sha256(byte[] content) {
        return SHA_256.of(content);
    }

    byte[] of(byte[] content) {
        try {
            MessageDigest digest = pool.take();
            byte[] made = digest.digest(content);
            pool.giveBack(digest);
            return made;
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    /** A digest for a content that comes in parts. */
    MessageDigest begin() {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    private IllegalStateException missing(GeneralSecurityException e) {
        return new IllegalStateException("Every JDK has " + algorithm, e);
    }

    /** The name of the algorithm as the older Digest field has it (RFC 5843 §2.1). */
    String olderName() {
        return algorithm;
    }

    /** The name of the algorithm as digest fields have it (RFC 9530 §5). */
    @Override
    public String toString() {
        return name;
    }
}
