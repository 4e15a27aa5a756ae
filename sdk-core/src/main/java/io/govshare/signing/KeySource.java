package io.govshare.signing;

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
}
