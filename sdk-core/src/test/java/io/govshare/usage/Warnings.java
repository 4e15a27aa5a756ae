package io.govshare.usage;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Catches what the usage room warns of, and keeps it off the console of the tests. */
final class Warnings implements AutoCloseable {

    private final Logger logger = (Logger) LoggerFactory.getLogger("io.govshare.usage");
    private final ListAppender<ILoggingEvent> caught = new ListAppender<>();

    private Warnings() {}

    static Warnings caught() {
        Warnings warnings = new Warnings();
        warnings.caught.start();
        warnings.logger.addAppender(warnings.caught);
        warnings.logger.setAdditive(false);
        return warnings;
    }

    List<String> messages() {
        return List.copyOf(caught.list).stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    void clear() {
        caught.list.clear();
    }

    @Override
    public void close() {
        logger.detachAppender(caught);
        logger.setAdditive(true);
    }
}
