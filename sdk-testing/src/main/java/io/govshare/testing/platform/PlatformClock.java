package io.govshare.testing.platform;

import io.govshare.error.Internal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The platform's clock, which can be set wrong. Safe for concurrent use. */
@Internal
public final class PlatformClock extends Clock {

    private final Clock right;
    private volatile Duration skew = Duration.ZERO;

    public PlatformClock(Clock right) {
        this.right = right;
    }

    /** Sets it ahead by so much, or behind if negative. */
    public void skew(Duration ahead) {
        skew = ahead;
    }

    @Override
    public Instant instant() {
        return right.instant().plus(skew);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
