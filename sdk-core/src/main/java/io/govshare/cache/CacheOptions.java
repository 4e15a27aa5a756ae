package io.govshare.cache;

import io.govshare.error.ConfigurationException;
import java.util.Locale;

/**
 * How much is kept of answers that may be given again, and where. By default {@value #DEFAULT_SIZE} bytes (16 MiB) in the
 * memory of this process. Immutable.
 */
public final class CacheOptions {

    /** Bytes kept when nothing else is said. */
    public static final long DEFAULT_SIZE = 16L << 20;

    /** Fewest bytes that make a cache: one page of records with its header fields. */
    public static final long SMALLEST_SIZE = 64L << 10;

    /** Most bytes that can be kept in memory: 8 GiB. */
    public static final long LARGEST_SIZE = 8L << 30;

    private static final CacheOptions NONE = new CacheOptions(0);
    private static final CacheOptions DEFAULTS = new CacheOptions(DEFAULT_SIZE);

    private final long maxSize;

    private CacheOptions(long maxSize) {
        this.maxSize = maxSize;
    }

    /** Nothing is kept: every call goes to the platform. */
    public static CacheOptions none() {
        return NONE;
    }

    /** {@value #DEFAULT_SIZE} bytes in memory. */
    public static CacheOptions defaults() {
        return DEFAULTS;
    }

    /**
     * A cache in the memory of this process.
     *
     * @param maxSize most bytes kept, answers with their keys and header fields; {@value #SMALLEST_SIZE} to {@value
     *     #LARGEST_SIZE}
     * @throws ConfigurationException if it is outside of this range
     */
    public static CacheOptions inMemory(long maxSize) {
        if (maxSize < SMALLEST_SIZE || maxSize > LARGEST_SIZE) {
            throw new ConfigurationException(
                    // Grouped, since messages mask long runs of digits.
                    String.format(
                            Locale.ROOT,
                            "CacheOptions.inMemory(%,d): the size is in bytes, from %,d to %,d",
                            maxSize,
                            SMALLEST_SIZE,
                            LARGEST_SIZE),
                    "Give the bytes to keep, such as CacheOptions.inMemory(64L << 20) for 64 MiB, or CacheOptions.none() to"
                            + " keep nothing.");
        }
        return new CacheOptions(maxSize);
    }

    /** Most bytes kept; 0 for none. */
    public long maxSize() {
        return maxSize;
    }

    /** Whether nothing is kept. */
    public boolean isNone() {
        return maxSize == 0;
    }

    @Override
    public String toString() {
        return isNone() ? "CacheOptions[none]" : "CacheOptions[" + maxSize + " bytes in memory]";
    }
}
