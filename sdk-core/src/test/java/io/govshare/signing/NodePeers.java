package io.govshare.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The implementations of others that run in Node: npm {@code http-message-signatures} and {@code jose}. They are installed for
 * the run, by {@code npm install --prefix target/node}, and never committed; without Node or npm the test is skipped.
 */
final class NodePeers {

    private static final Path FOLDER = Path.of(System.getProperty("govshare.node", "target/node"));
    private static final List<String> MODULES = List.of("http-message-signatures@1.0.6", "jose@6.2.18");
    private static final String SCRIPT = "peers.mjs";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private NodePeers() {}

    /** Installs the modules unless they are there; skips the test, and says why, where that cannot be. */
    static void assumeInstalled() {
        if (!Files.isDirectory(FOLDER.resolve("node_modules/http-message-signatures"))
                || !Files.isDirectory(FOLDER.resolve("node_modules/jose"))) {
            run("node", "--version");
            run(
                    "npm",
                    "install",
                    "--prefix",
                    FOLDER.toString(),
                    "--no-audit",
                    "--no-fund",
                    "--ignore-scripts",
                    MODULES.get(0),
                    MODULES.get(1));
        }
        try (InputStream script = NodePeers.class.getResourceAsStream("/node/" + SCRIPT)) {
            assertThat(script).as("/node/" + SCRIPT).isNotNull();
            Files.copy(script, FOLDER.resolve(SCRIPT), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(String... command) {
        String shown = String.join(" ", command);
        try {
            Files.createDirectories(FOLDER);
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(FOLDER.resolve("install.log").toFile())
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                abort("Interoperation with Node is not tested: '" + shown + "' takes more than 60 s");
            } else if (process.exitValue() != 0) {
                abort("Interoperation with Node is not tested: '" + shown + "' failed; see "
                        + FOLDER.resolve("install.log"));
            }
        } catch (IOException e) {
            abort("Interoperation with Node is not tested: '" + shown + "' cannot be run: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for " + command[0], e);
        }
    }

    /** Has Node do these tasks; a result has the member {@code result} or {@code error}. */
    static List<JsonNode> answers(List<Map<String, Object>> tasks) throws IOException, InterruptedException {
        Path out = FOLDER.resolve("out-" + ProcessHandle.current().pid() + ".json");
        Path in = FOLDER.resolve("in-" + ProcessHandle.current().pid() + ".json");
        Files.writeString(in, JSON.writeValueAsString(tasks));
        Process process = new ProcessBuilder("node", SCRIPT)
                .directory(FOLDER.toFile())
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(FOLDER.resolve("errors.log").toFile())
                .start();
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly();
        }
        assertThat(ended && process.exitValue() == 0)
                .as("node " + SCRIPT + ", see " + FOLDER.resolve("errors.log"))
                .isTrue();
        List<JsonNode> results =
                JSON.readTree(Files.readString(out)).valueStream().toList();
        assertThat(results).hasSameSizeAs(tasks);
        return results;
    }
}
