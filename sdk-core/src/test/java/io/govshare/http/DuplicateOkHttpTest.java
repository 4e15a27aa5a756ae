package io.govshare.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class DuplicateOkHttpTest {

    @TempDir
    private Path folder;

    @Test
    void warn_twoCopies_namesBothPlaces() throws IOException {
        Path one = copy("one");
        Path two = copy("two");

        assertThat(warnings(one.toUri().toURL(), two.toUri().toURL()))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.getLevel()).isEqualTo(Level.WARN);
                    assertThat(line.getFormattedMessage())
                            .contains("2 times", one.toString(), two.toString(), "govshare-bom");
                });
    }

    @Test
    void warn_oneCopy_isSilent() throws IOException {
        Path one = copy("one");

        assertThat(warnings(one.toUri().toURL(), one.toUri().toURL())).isEmpty();
    }

    private Path copy(String name) throws IOException {
        Path place = Files.createDirectories(folder.resolve(name).resolve("okhttp3"));
        Files.createFile(place.resolve("OkHttpClient.class"));
        return folder.resolve(name);
    }

    private static List<ILoggingEvent> warnings(URL... places) throws IOException {
        Logger logger = (Logger) LoggerFactory.getLogger(DuplicateOkHttp.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        try (URLClassLoader loader = new URLClassLoader(places, null)) {
            DuplicateOkHttp.warn(loader);
        } finally {
            logger.detachAppender(lines);
        }
        return lines.list;
    }
}
