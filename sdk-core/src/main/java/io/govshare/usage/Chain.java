package io.govshare.usage;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;

/**
 * The hash chain over the events of one spool: the link of an event is the SHA-256 (FIPS 180-4) of the link before it and of
 * the SHA-256 of its JSON; the first one follows the SHA-256 of the chain's id. Whoever changes, drops or adds an event
 * changes all links after it, and so the one that the platform holds. Not safe for concurrent use, but for its static
 * methods.
 */
final class Chain {

    /** Bytes of a link. */
    static final int LINK = 32;

    private final MessageDigest sha256 = sha256();
    private final UUID id;
    private final byte[] both = new byte[2 * LINK];
    private long count;

    /**
     * A place in a chain.
     *
     * @param chain id of the chain
     * @param count how many events it has up to here
     * @param link the link of the last of them, in hexadecimal digits
     */
    record Head(UUID chain, long count, String link) {

        static Head of(UUID chain, long count, byte[] link) {
            return new Head(chain, count, HexFormat.of().formatHex(link));
        }

        /** The beginning of a chain, before its first event. */
        static Head beginning(UUID chain) {
            byte[] id = ByteBuffer.allocate(16)
                    .putLong(chain.getMostSignificantBits())
                    .putLong(chain.getLeastSignificantBits())
                    .array();
            return of(chain, 0, digest(id));
        }

        byte[] bytes() {
            return HexFormat.of().parseHex(link);
        }
    }

    /** A chain that goes on from here. */
    Chain(Head head) {
        id = head.chain();
        goOnFrom(head);
    }

    /** Goes on from another place of this chain. */
    void goOnFrom(Head head) {
        count = head.count();
        System.arraycopy(head.bytes(), 0, both, 0, LINK);
    }

    /** The digest of an event's JSON. */
    static byte[] digest(byte[] json) {
        return sha256().digest(json);
    }

    /** The link that an event with JSON of this digest would have if it came next. */
    byte[] next(byte[] digest) {
        System.arraycopy(digest, 0, both, LINK, LINK);
        return sha256.digest(both);
    }

    /** The event of this link has come. */
    void advance(byte[] link) {
        count++;
        System.arraycopy(link, 0, both, 0, LINK);
    }

    long count() {
        return count;
    }

    Head head() {
        return Head.of(id, count, Arrays.copyOf(both, LINK));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
