package io.govshare.dialect.standard;

import io.govshare.http.Call;
import io.govshare.http.Kept;
import io.govshare.http.ThrottledWarning;
import io.govshare.platform.PlatformLink;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The platform's own documents, such as its keys: read on first use and kept. */
final class Documents {

    private static final Logger LOG = LoggerFactory.getLogger("io.govshare.dialect");

    private Documents() {}

    /** @param what what it is, for messages, such as {@code the platform's keys} */
    static <T> Kept<T> kept(String what, Call.Work<T> reader, Function<T, Kept.Ages> ages, PlatformLink link) {
        ThrottledWarning warning = new ThrottledWarning(LOG, link::nanoTime);
        return new Kept<>(
                what,
                reader,
                ages,
                link::nanoTime,
                link.background(),
                why -> warning.warn("Cannot read " + what + " again; what was read before is used on", why));
    }
}
