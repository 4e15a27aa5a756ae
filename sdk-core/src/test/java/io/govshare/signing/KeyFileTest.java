package io.govshare.signing;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class KeyFileTest {

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("io.govshare.signing");

    @TempDir
    private Path folder;

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(log);
    }

    private Path file(String permissions, String content) throws IOException {
        Path file = folder.resolve("file-" + permissions);
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        return file;
    }

    @Test
    void keyReadableByGroup_warnsOnceWithoutItsContent() throws IOException {
        Path file = file("rw-r-----", Rfc9421Keys.ED25519_PEM);

        SigningKey.load(file);
        SigningKey.load(file);

        assertThat(log.list).hasSize(1);
        assertThat(log.list.get(0).getLevel()).isEqualTo(Level.WARN);
        assertThat(log.list.get(0).getFormattedMessage())
                .contains(file.toString(), "chmod 600")
                .doesNotContain("BEGIN");
    }

    @Test
    void secretReadableByOthers_warns() throws IOException {
        assertThat(Secret.ofFile(file("rw----r--", "hush\r\n")).revealText()).isEqualTo("hush");
        assertThat(log.list).hasSize(1);
    }

    @Test
    void privateFile_doesNotWarn() throws IOException {
        SigningKey.load(file("r--------", Rfc9421Keys.ED25519_PEM));
        assertThat(log.list).isEmpty();
    }
}
