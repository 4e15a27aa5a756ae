package io.govshare.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Where Node or its modules cannot be had, the tests with it know why they are skipped. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "its commands here are shell scripts")
class NodePeersTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private String command(String name, String... lines) throws IOException {
        Path script = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return script.toString();
    }

    private NodePeers peers(String node, String npm) {
        return new NodePeers(folder.resolve("node"), node, npm, PATIENCE);
    }

    @Test
    void absence_withoutNode_namesTheCommand() {
        assertThat(peers("no-such-node", "npm").absence())
                .hasValueSatisfying(reason -> assertThat(reason).contains("'no-such-node --version' cannot be run"));
    }

    @Test
    void absence_withAnOldNode_namesItsVersion() throws IOException {
        assertThat(peers(command("node18", "echo v18.20.4"), "npm").absence())
                .contains("Node is v18.20.4, and jose needs 20 or newer");
    }

    @Test
    void absence_withoutNpm_namesTheCommand() throws IOException {
        assertThat(peers(command("node22", "echo v22.1.0"), "no-such-npm").absence())
                .hasValueSatisfying(
                        reason -> assertThat(reason).contains("'no-such-npm install", "jose@6", "cannot be run"));
    }

    @Test
    void absence_withoutRegistry_saysWhatFailedAndIsFoundOutOnce() throws IOException {
        Path asked = folder.resolve("asked");
        String npm =
                command("npm", "echo again >> " + asked, "mkdir -p " + folder + "/node/node_modules/jose", "exit 1");
        NodePeers peers = peers(command("node22", "echo v22.1.0"), npm);

        assertThat(peers.absence())
                .hasValueSatisfying(reason -> assertThat(reason).contains("failed; see", "install.log"));
        assertThat(peers.absence()).isPresent();

        assertThat(Files.readAllLines(asked)).hasSize(1);
        assertThat(peers(command("node22", "echo v22.1.0"), npm).absence())
                .as("what was left half done is not taken for installed")
                .isPresent();
    }

    @Test
    void absence_whenNpmHangs_isSaidInTime() throws IOException {
        String npm = command("npm", "exec sleep 60");
        NodePeers peers =
                new NodePeers(folder.resolve("node"), command("node22", "echo v22.1.0"), npm, Duration.ofSeconds(2));

        assertThat(peers.absence())
                .hasValueSatisfying(reason -> assertThat(reason).endsWith("takes more than 2 s"));
    }

    @Test
    void absence_onceInstalled_asksNpmNoMore() throws IOException {
        Path asked = folder.resolve("asked");
        String node = command("node22", "echo v22.1.0");
        String npm = command("npm", "echo again >> " + asked);

        for (int run : List.of(1, 2)) {
            assertThat(peers(node, npm).absence()).as("run " + run).isEmpty();
        }

        assertThat(Files.readAllLines(asked)).hasSize(1);
    }
}
