package io.govshare.signing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.govshare.http.TimeSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Base64;

/** A key file whose key is looked at by a clock of the test, for whole clients that rotate keys. */
public final class TurnedKeyFile {

    /** After which a change is seen. */
    public static final Duration LOOK = RotatingKey.LOOK;

    /** For which the key before signs when the platform refuses the new one. */
    public static final Duration STEP_BACK = RotatingKey.STEP_BACK;

    private final Path file;

    /** Writes a first key. */
    public TurnedKeyFile(Path file) {
        this.file = file;
        replace();
    }

    /** What {@link KeySource#file(Path)} is, by another clock. */
    public KeySource source(TimeSource time) {
        return new RotatingKey(file, SigningKey::load, time);
    }

    /** Puts a new Ed25519 key there, as a careful operator does: beside, then renamed over. */
    public SigningKey replace() {
        try {
            byte[] der = KeyPairGenerator.getInstance("Ed25519")
                    .generateKeyPair()
                    .getPrivate()
                    .getEncoded();
            String pem = "-----BEGIN PRIVATE KEY-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                    + "\n-----END PRIVATE KEY-----\n";
            Path beside = file.resolveSibling(file.getFileName() + ".new");
            Files.deleteIfExists(beside);
            Files.createFile(
                    beside, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(beside, pem.getBytes(US_ASCII));
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return SigningKey.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Leaves the file as a writer does that is only half done. */
    public void cut() {
        try {
            Files.writeString(file, Files.readString(file).substring(0, 50));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
