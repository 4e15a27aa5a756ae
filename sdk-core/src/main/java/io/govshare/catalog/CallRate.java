package io.govshare.catalog;

import io.govshare.error.ConfigurationException;
import java.math.BigDecimal;
import java.time.Duration;

/**
 * How many calls are registered for a dataset, and in which time: {@code 1000次/小时} is 1,000 calls in an hour. Immutable.
 *
 * @param calls how many; finite and above zero. Directories that count by the second have fractions
 * @param period in which time; longer than zero, 366 days at most
 */
public record CallRate(double calls, Duration period) {

    private static final Duration LONGEST = Duration.ofDays(366);

    /** @throws ConfigurationException if either is out of range */
    public CallRate {
        if (!(calls > 0) || Double.isInfinite(calls)) {
            throw new ConfigurationException(
                    "CallRate: " + calls + " are no calls", "Give a number above zero, or no rate at all.");
        }
        if (period.isZero() || period.isNegative() || period.compareTo(LONGEST) > 0) {
            throw new ConfigurationException(
                    "CallRate: " + period + " is no time in which calls are counted",
                    "Give a time longer than zero, of 366 days at most.");
        }
    }

    /** So many calls in each second. @throws ConfigurationException if it is not finite and above zero */
    public static CallRate perSecond(double calls) {
        return new CallRate(calls, Duration.ofSeconds(1));
    }

    /** Calls a second, on average over the period. */
    public double perSecond() {
        return calls / (period.toNanos() / 1e9);
    }

    /** As a person reads it, such as {@code 1000 calls in 1 h}. */
    @Override
    public String toString() {
        return BigDecimal.valueOf(calls).stripTrailingZeros().toPlainString() + " calls in " + spoken(period);
    }

    private static String spoken(Duration time) {
        long seconds = time.toSeconds();
        if (!time.equals(Duration.ofSeconds(seconds))) {
            return time.toString();
        }
        if (seconds % 60 != 0) {
            return seconds + " s";
        }
        return seconds % 3600 != 0 ? seconds / 60 + " min" : seconds / 3600 + " h";
    }
}
