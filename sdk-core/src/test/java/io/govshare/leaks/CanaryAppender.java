package io.govshare.leaks;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Reads every log line of the test run and keeps, masked, those that have a {@linkplain Canaries canary} in their text or in
 * an exception. It is named in {@code logback-test.xml}, so that it is there whenever logging is set up anew.
 */
public final class CanaryAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {

    private static final Queue<String> FOUND = new ConcurrentLinkedQueue<>();

    @Override
    protected void append(ILoggingEvent line) {
        StringBuilder text = new StringBuilder(String.valueOf(line.getFormattedMessage()));
        @Nullable IThrowableProxy thrown = line.getThrowableProxy();
        while (thrown != null) {
            text.append("\n  ").append(thrown.getClassName()).append(": ").append(thrown.getMessage());
            thrown = thrown.getCause();
        }
        String whole = text.toString();
        if (Canaries.areIn(whole)) {
            FOUND.add(line.getLevel() + " " + line.getLoggerName() + " - " + Canaries.masked(whole));
        }
    }

    /** The lines since this was last asked. */
    static List<String> take() {
        List<String> taken = new ArrayList<>();
        for (String line = FOUND.poll(); line != null; line = FOUND.poll()) {
            taken.add("log line " + line);
        }
        return taken;
    }
}
