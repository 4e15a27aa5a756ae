package io.govshare.leaks;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Listens to OkHttp, which warns when it finds a connection whose call was garbage collected before its response body
 * was closed.
 */
final class AbandonedConnections extends Handler {

    /** Held on to: a logger that nobody refers to loses its level and its handlers. */
    private static final Logger LOGGER = Logger.getLogger("okhttp3.OkHttpClient");

    private final List<String> messages = new CopyOnWriteArrayList<>();

    private AbandonedConnections() {}

    static AbandonedConnections listen() {
        // With FINE, OkHttp remembers where each call was made and says so in its warning.
        LOGGER.setLevel(Level.FINE);
        // These warnings go into the failure of the test; on the console they would be a page each.
        LOGGER.setUseParentHandlers(false);
        AbandonedConnections listener = new AbandonedConnections();
        LOGGER.addHandler(listener);
        return listener;
    }

    List<String> messages() {
        return List.copyOf(messages);
    }

    @Override
    public void publish(LogRecord entry) {
        if (!innermost()) {
            return;
        }
        if (entry.getMessage() != null && entry.getMessage().contains(" was leaked")) {
            messages.add("response body: " + entry.getMessage() + origin(entry.getThrown()));
        } else {
            LOGGER.getParent().log(entry);
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        LOGGER.removeHandler(this);
    }

    /** Whether this is the newest listener: a test is told of its connections, not also its class. */
    private boolean innermost() {
        Handler last = this;
        for (Handler handler : LOGGER.getHandlers()) {
            if (handler instanceof AbandonedConnections) {
                last = handler;
            }
        }
        return last.equals(this);
    }

    /** The first line of the call's origin that is neither OkHttp's nor the JDK's. */
    private static String origin(Throwable made) {
        if (made == null) {
            return "";
        }
        for (StackTraceElement frame : made.getStackTrace()) {
            if (!frame.getClassName().matches("(okhttp3|okio|kotlin|java|jdk)\\..*")) {
                return " The call was made at " + frame;
            }
        }
        return "";
    }
}
