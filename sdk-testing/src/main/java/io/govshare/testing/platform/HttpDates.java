package io.govshare.testing.platform;

import io.govshare.error.Internal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Dates as HTTP writes them (RFC 9110 §5.6.7). */
@Internal
public final class HttpDates {

    private static final DateTimeFormatter IMF_FIXDATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private HttpDates() {}

    /** As {@code Tue, 09 Nov 2021 08:49:20 GMT}. */
    public static String format(Instant instant) {
        return IMF_FIXDATE.format(instant);
    }
}
