package io.govshare.resilience;

import java.time.Duration;

/** Numbers as people read them in messages. */
final class Words {

    private Words() {}

    /** Seconds with one decimal, never negative. */
    static String seconds(Duration time) {
        long tenths = time.isNegative() ? 0 : time.toMillis() / 100;
        return tenths / 10 + "." + tenths % 10 + " s";
    }
}
