package io.govshare.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.govshare.error.ConfigurationException;
import io.govshare.http.TurnableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class RotatingKeyTest {

    private static final byte[] DATA = {1, 2, 3};

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("io.govshare.signing");
    private final TurnableClock clock = new TurnableClock();
    private final AtomicInteger loads = new AtomicInteger();
    private final String firstPem = pem();
    private final String secondPem = pem();
    private final SigningKey first = SigningKey.ofPem(firstPem);
    private final SigningKey second = SigningKey.ofPem(secondPem);

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void begin() throws IOException {
        file = folder.resolve("key.pem");
        write(firstPem);
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(log);
    }

    private static String pem() {
        try {
            byte[] der = KeyPairGenerator.getInstance("Ed25519")
                    .generateKeyPair()
                    .getPrivate()
                    .getEncoded();
            return "-----BEGIN PRIVATE KEY-----\n" + Base64.getEncoder().encodeToString(der)
                    + "\n-----END PRIVATE KEY-----\n";
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void write(String content) throws IOException {
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    /** As a careful writer does it: beside, then renamed over. */
    private void replace(String content) throws IOException {
        Path beside = folder.resolve("key.new");
        Files.writeString(beside, content);
        Files.setPosixFilePermissions(beside, PosixFilePermissions.fromString("rw-------"));
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private RotatingKey rotating() {
        return new RotatingKey(
                file,
                path -> {
                    loads.incrementAndGet();
                    return SigningKey.load(path);
                },
                clock);
    }

    private void passALook() {
        clock.turn(RotatingKey.LOOK);
    }

    private List<String> warnings() {
        return log.list.stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Test
    void current_afterTheFileWasReplaced_isTheNewKeyAtTheNextLook() throws IOException {
        RotatingKey rotating = rotating();
        replace(secondPem);
        assertThat(rotating.current().keyId()).as("not looked at yet").isEqualTo(first.keyId());

        passALook();

        assertThat(rotating.current().keyId()).isEqualTo(second.keyId());
        assertThat(warnings()).isEmpty();
    }

    @Test
    void current_whileTheFileStands_isReadNoMore() {
        RotatingKey rotating = rotating();
        SigningKey key = rotating.current();
        for (int i = 0; i < 10; i++) {
            passALook();
            assertThat(rotating.current()).isSameAs(key);
        }
        assertThat(loads).as("once at the start, twice to be sure").hasValueLessThanOrEqualTo(3);
    }

    @Test
    void current_whenTheSameKeyIsWrittenAgain_isTheSameObject() throws IOException {
        RotatingKey rotating = rotating();
        SigningKey key = rotating.current();

        replace("# written again\n" + firstPem);
        passALook();

        assertThat(rotating.current()).isSameAs(key);
        assertThat(rotating.refused(key)).as("there is no other").isFalse();
    }

    @Test
    void current_ofAHalfWrittenOrMissingFile_isTheKeyBeforeWithOneWarning() throws IOException {
        RotatingKey rotating = rotating();
        SigningKey key = rotating.current();
        for (String half : List.of("", secondPem.substring(0, 50), "-----BEGIN")) {
            write(half);
            passALook();
            assertThat(rotating.current()).isSameAs(key);
        }
        Files.delete(file);
        passALook();
        assertThat(rotating.current()).isSameAs(key);
        assertThat(warnings()).hasSize(1);
        assertThat(warnings().get(0))
                .contains(file.toString(), "the key before stays in use", "the file is empty")
                .doesNotContain(secondPem.substring(30, 50));

        write(secondPem);
        passALook();
        assertThat(rotating.current().keyId()).isEqualTo(second.keyId());
    }

    @Test
    void current_whenTheFileIsMadeReadableAgainWithoutChange_isReadAgain() throws IOException {
        AtomicBoolean broken = new AtomicBoolean();
        RotatingKey rotating = new RotatingKey(
                file,
                path -> {
                    if (broken.get()) {
                        throw new ConfigurationException("this process may not read the file", "chmod");
                    }
                    return SigningKey.load(path);
                },
                clock);
        broken.set(true);
        replace(secondPem);
        passALook();
        assertThat(rotating.current().keyId()).isEqualTo(first.keyId());

        broken.set(false);
        passALook();
        assertThat(rotating.current().keyId()).isEqualTo(second.keyId());
    }

    @Test
    void current_behindSymbolicLinksAsKubernetesSwapsThem_follows() throws IOException {
        Path one = Files.createDirectory(folder.resolve("..2026_01"));
        Path two = Files.createDirectory(folder.resolve("..2026_02"));
        Files.writeString(one.resolve("mounted.pem"), firstPem);
        Files.writeString(two.resolve("mounted.pem"), secondPem);
        // The same size and time: only which file it is differs.
        Files.setLastModifiedTime(two.resolve("mounted.pem"), Files.getLastModifiedTime(one.resolve("mounted.pem")));
        Path data = Files.createSymbolicLink(folder.resolve("..data"), one.getFileName());
        file = Files.createSymbolicLink(folder.resolve("mounted.pem"), Path.of("..data", "mounted.pem"));
        RotatingKey rotating = rotating();
        for (int i = 0; i < 3; i++) {
            passALook();
            assertThat(rotating.current().keyId()).isEqualTo(first.keyId());
        }

        Path next = Files.createSymbolicLink(folder.resolve("..data_tmp"), two.getFileName());
        Files.move(next, data, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        passALook();

        assertThat(rotating.current().keyId()).isEqualTo(second.keyId());
    }

    @Test
    void refused_newKey_letsTheOneBeforeSignForAMinuteThenTheNewOneAgain() throws IOException {
        RotatingKey rotating = rotating();
        replace(secondPem);
        passALook();
        SigningKey fresh = rotating.current();

        assertThat(rotating.refused(fresh)).isTrue();

        assertThat(rotating.current().keyId()).isEqualTo(first.keyId());
        assertThat(warnings()).hasSize(1);
        assertThat(warnings().get(0)).contains(first.keyId(), second.keyId(), "may not be registered yet");
        clock.turn(RotatingKey.STEP_BACK.minusMillis(1));
        assertThat(rotating.current().keyId()).isEqualTo(first.keyId());
        clock.turn(Duration.ofMillis(1));
        assertThat(rotating.current()).isSameAs(fresh);
        assertThat(rotating.refused(fresh)).as("still unknown").isTrue();
        assertThat(warnings()).as("throttled").hasSize(1);
    }

    @Test
    void refused_bothKeys_endsTheOverlap() throws IOException {
        RotatingKey rotating = rotating();
        replace(secondPem);
        passALook();
        SigningKey fresh = rotating.current();
        rotating.refused(fresh);
        SigningKey before = rotating.current();

        assertThat(rotating.refused(before)).isFalse();

        assertThat(rotating.current()).isSameAs(fresh);
        assertThat(rotating.refused(fresh)).isFalse();
    }

    @Test
    void refused_keyBeforeThatAnAttemptStillHad_isWorthAnAttemptWithTheNewOne() throws IOException {
        RotatingKey rotating = rotating();
        SigningKey before = rotating.current();
        replace(secondPem);
        passALook();
        SigningKey fresh = rotating.current();

        assertThat(rotating.refused(before)).isTrue();
        assertThat(rotating.current()).isSameAs(fresh);
    }

    @Test
    void refused_newKeyLongAfterTheChange_stays() throws IOException {
        RotatingKey rotating = rotating();
        replace(secondPem);
        passALook();
        SigningKey fresh = rotating.current();
        clock.turn(RotatingKey.OVERLAP);

        assertThat(rotating.refused(fresh)).isFalse();
        assertThat(rotating.current()).isSameAs(fresh);
    }

    @Test
    void current_correctedWhileTheKeyBeforeSigns_stepsBackToThatOneAgain() throws IOException {
        RotatingKey rotating = rotating();
        replace(secondPem);
        passALook();
        rotating.refused(rotating.current());
        String thirdPem = pem();
        replace(thirdPem);
        passALook();
        assertThat(rotating.current().keyId()).isEqualTo(first.keyId());
        clock.turn(RotatingKey.STEP_BACK);
        SigningKey third = rotating.current();
        assertThat(third.keyId()).isEqualTo(SigningKey.ofPem(thirdPem).keyId());

        assertThat(rotating.refused(third)).isTrue();
        assertThat(rotating.current().keyId()).isEqualTo(first.keyId());
    }

    @Test
    void file_withoutAKeyAtTheStart_isRefused() throws IOException {
        write("");
        assertThatThrownBy(() -> KeySource.file(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("the file is empty");
    }

    @Test
    void file_withALoader_givesWhatItMakes() {
        KeySource source = KeySource.file(file, path -> SigningKey.load(path).withKeyId("2026"));
        assertThat(source.current().keyId()).isEqualTo("2026");
        assertThat(source.toString()).contains("key.pem", "2026").doesNotContain("BEGIN");
    }

    @Test
    void sign_by8ThreadsWhileTheFileIsReplaced200TimesCutAndRemoved_everySignatureIsByOneOfTheTwo() throws Exception {
        RotatingKey rotating = rotating();
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<Integer>> results = new ArrayList<>();
        try {
            for (int t = 0; t < 8; t++) {
                results.add(threads.submit(() -> {
                    int bad = 0;
                    int seen = 0;
                    while (!done.get()) {
                        SigningKey key = rotating.current();
                        byte[] signature = key.sign(DATA);
                        SigningKey expected = key.keyId().equals(first.keyId()) ? first : second;
                        bad += expected.verificationKey().verify(DATA, signature) ? 0 : 1;
                        seen |= expected == first ? 1 : 2;
                    }
                    return bad == 0 ? seen : -1;
                }));
            }
            for (int i = 0; i < 200; i++) {
                switch (i % 4) {
                    case 0 -> replace(secondPem);
                    case 1 -> write(secondPem.substring(0, i % secondPem.length()));
                    case 2 -> Files.delete(file);
                    default -> replace(firstPem);
                }
                passALook();
                rotating.current();
            }
        } finally {
            done.set(true);
            threads.shutdown();
            assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        }
        for (Future<Integer> result : results) {
            assertThat(result.get())
                    .as("bit 1: by the first, bit 2: by the second")
                    .isPositive();
        }
        passALook();
        assertThat(rotating.current().keyId()).as("what was written last").isEqualTo(first.keyId());
    }
}
