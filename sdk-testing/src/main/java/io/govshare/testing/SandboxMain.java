package io.govshare.testing;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CountDownLatch;

/**
 * Runs a sandbox with the division data until it is stopped, for trying the SDK, or any other client, by hand. Prints where it
 * listens and how its sample client is registered, and writes that client's private key to a file.
 */
public final class SandboxMain {

    private SandboxMain() {}

    /**
     * Runs it.
     *
     * @param args the port (0 for a free one, the default), and the file to write the private key to ({@code sandbox-key.pem})
     * @throws IllegalArgumentException if the port is none
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        int port = args.length > 0 ? port(args[0]) : 0;
        Path keyFile = Path.of(args.length > 1 ? args[1] : "sandbox-key.pem");
        try (Sandbox sandbox = Sandbox.builder()
                .datasets(Divisions.all())
                .sampleClient("residence-permits", "residence-permit")
                .port(port)
                .start()) {
            writeKey(keyFile, sandbox.sampleClient());
            describe(sandbox, keyFile, new PrintStream(System.out, true, StandardCharsets.UTF_8));
            CountDownLatch stopped = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(stopped::countDown, "sandbox-stop"));
            stopped.await();
        }
    }

    private static int port(String text) {
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65_535) {
            throw new IllegalArgumentException("The port is a number from 0 to 65535, not '" + text + "'");
        }
        return Integer.parseInt(text);
    }

    private static void writeKey(Path file, SampleClient client) throws IOException {
        Files.deleteIfExists(file);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(file, client.privateKeyPem());
    }

    private static void describe(Sandbox sandbox, Path keyFile, PrintStream out) {
        SampleClient client = sandbox.sampleClient();
        out.println("platform  " + sandbox.url());
        out.println("client    " + client.id() + " (private_key_jwt, Ed25519, key id " + client.keyId() + ")");
        out.println("key       " + keyFile.toAbsolutePath());
        out.println("purpose   " + client.purpose());
        Divisions.all()
                .forEach(dataset -> out.println("dataset   " + dataset.id() + ", " + dataset.size() + " records, "
                        + dataset.sharing().name().toLowerCase(java.util.Locale.ROOT)));
        out.println("Stop it with Ctrl-C.");
    }
}
