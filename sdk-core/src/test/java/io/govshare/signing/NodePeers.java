package io.govshare.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The implementations of others that run in Node: npm {@code http-message-signatures} and {@code jose}. They are installed
 * once, into {@code target/node} or the folder of the system property {@code govshare.node}, and never committed. Without
 * Node, npm or its registry the tests are skipped and say why; {@code -Dgovshare.node.command=none} does so on purpose.
 */
public final class NodePeers {

    private static final List<String> MODULES = List.of("http-message-signatures@1.0.6", "jose@6.2.18");
    private static final String SCRIPT = "peers.mjs";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** The first with WebCrypto, on which jose 6 builds. */
    private static final int OLDEST_NODE = 20;

    private static final NodePeers DEFAULT = new NodePeers(
            Path.of(System.getProperty("govshare.node", "target/node")),
            System.getProperty("govshare.node.command", "node"),
            "npm",
            Duration.ofSeconds(60));

    private final Path folder;
    private final String node;
    private final String npm;
    private final Duration patience;
    private boolean asked;
    private @Nullable String absence;

    /** @param patience with npm, which waits long for a registry that does not answer */
    NodePeers(Path folder, String node, String npm, Duration patience) {
        this.folder = folder;
        this.node = node;
        this.npm = npm;
        this.patience = patience;
    }

    /** Installs the modules unless they are there; skips the test, and says why, where that cannot be. */
    public static void assumeInstalled() {
        DEFAULT.absence().ifPresent(reason -> abort("Interoperation with Node is not tested: " + reason));
    }

    /** Why the modules are not there; found out once, so that a registry that does not answer delays a run once. */
    synchronized Optional<String> absence() {
        if (!asked) {
            absence = install().orElse(null);
            asked = true;
        }
        return Optional.ofNullable(absence);
    }

    private Optional<String> install() {
        try {
            Files.createDirectories(folder);
            return oldNode().or(this::missingModules).or(() -> {
                copyScript();
                return Optional.empty();
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<String> oldNode() {
        Path version = folder.resolve("version.log");
        return failure(version, node, "--version").or(() -> {
            String said = read(version);
            String major = said.replaceFirst("^v(\\d+)\\..*", "$1");
            return major.matches("\\d{1,4}") && Integer.parseInt(major) >= OLDEST_NODE
                    ? Optional.empty()
                    : Optional.of("Node is " + said + ", and jose needs " + OLDEST_NODE + " or newer");
        });
    }

    /** A folder that npm did not finish, or with other versions, is not taken for installed. */
    private Optional<String> missingModules() {
        Path installed = folder.resolve("installed.txt");
        String wanted = String.join(" ", MODULES);
        if (Files.exists(installed) && read(installed).equals(wanted)) {
            return Optional.empty();
        }
        List<String> command = new ArrayList<>(List.of(npm, "install", "--prefix", folder.toString()));
        command.addAll(List.of("--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline", "--fetch-retries=0"));
        command.addAll(MODULES);
        Optional<String> failure = failure(folder.resolve("install.log"), command.toArray(String[]::new));
        if (failure.isEmpty()) {
            try {
                Files.writeString(installed, wanted);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return failure;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void copyScript() {
        try (InputStream script = NodePeers.class.getResourceAsStream("/node/" + SCRIPT)) {
            assertThat(script).as("/node/" + SCRIPT).isNotNull();
            Files.copy(script, folder.resolve(SCRIPT), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs the command, its output into the file; why it failed, if it did. */
    private Optional<String> failure(Path output, String... command) {
        String shown = "'" + String.join(" ", command) + "'";
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                return Optional.of(shown + " takes more than " + patience.toSeconds() + " s");
            }
            return process.exitValue() == 0 ? Optional.empty() : Optional.of(shown + " failed; see " + output);
        } catch (IOException e) {
            return Optional.of(shown + " cannot be run: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for " + command[0], e);
        }
    }

    /** Has Node do these tasks; a result has the member {@code result} or {@code error}. */
    public static List<JsonNode> answers(List<Map<String, Object>> tasks) throws IOException, InterruptedException {
        return DEFAULT.done(tasks);
    }

    private List<JsonNode> done(List<Map<String, Object>> tasks) throws IOException, InterruptedException {
        Path out = folder.resolve("out-" + ProcessHandle.current().pid() + ".json");
        Path in = folder.resolve("in-" + ProcessHandle.current().pid() + ".json");
        Path errors = folder.resolve("errors.log");
        Files.writeString(in, JSON.writeValueAsString(tasks));
        try {
            Process process = new ProcessBuilder(node, SCRIPT)
                    .directory(folder.toFile())
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(errors.toFile())
                    .start();
            boolean ended = process.waitFor(60, TimeUnit.SECONDS);
            if (!ended) {
                process.destroyForcibly();
            }
            assertThat(ended && process.exitValue() == 0)
                    .as("node " + SCRIPT + ", see " + errors)
                    .isTrue();
            List<JsonNode> results =
                    JSON.readTree(Files.readString(out)).valueStream().toList();
            assertThat(results).hasSameSizeAs(tasks);
            return results;
        } finally {
            // The tasks have private keys in them.
            Files.deleteIfExists(in);
            Files.deleteIfExists(out);
        }
    }
}
