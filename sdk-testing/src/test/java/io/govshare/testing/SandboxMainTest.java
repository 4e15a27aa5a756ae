package io.govshare.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.govshare.GovShare;
import io.govshare.auth.Credentials;
import io.govshare.context.CallContext;
import io.govshare.dialect.standard.StandardPlatform;
import io.govshare.signing.SigningKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxMainTest {

    private static final Pattern PLATFORM = Pattern.compile("(?m)^platform +(http://127\\.0\\.0\\.1:\\d+)$");

    record County(String code, String name) {}

    @TempDir
    Path folder;

    @Test
    void main_untilItIsStopped_isAPlatformForTheKeyItWrote() throws Exception {
        Path key = folder.resolve("key.pem");
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream console = System.out;
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        Thread program = new Thread(() -> run("0", key.toString()));
        try {
            program.start();
            await().until(() -> printed.toString(StandardCharsets.UTF_8).contains("Ctrl-C"));
        } finally {
            System.setOut(console);
        }
        String output = printed.toString(StandardCharsets.UTF_8);
        assertThat(output).contains("cn.stats.counties, 2978 records, conditional", key.toString());
        String url = PLATFORM.matcher(output)
                .results()
                .map(line -> line.group(1))
                .findFirst()
                .orElseThrow();
        try (GovShare govshare = GovShare.builder()
                .application("residence-permits", "1.4.0")
                .platform(StandardPlatform.at(url))
                .credentials(Credentials.privateKeyJwt("residence-permits", SigningKey.load(key)))
                .context(CallContext.purpose("residence-permit").build())
                .usage(usage -> usage.folder(folder.resolve("spool")))
                .build()) {
            assertThat(govshare.dataset(Divisions.COUNTIES, County.class).find("350102"))
                    .hasValue(new County("350102", "鼓楼区"));
        } finally {
            program.interrupt();
            program.join();
        }
    }

    private static void run(String... arguments) {
        try {
            SandboxMain.main(arguments);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
