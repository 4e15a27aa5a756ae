package io.govshare.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveCommandTest {

    private final HandMadeSpool spool = HandMadeSpool.ofNine("residence-permit");
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path parent;

    private String folder() throws IOException {
        return spool.write(parent.resolve("1")).toString();
    }

    private int run(String... arguments) {
        return new ArchiveCommand(new PrintStream(out, true), new PrintStream(err, true)).run(List.of(arguments));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void verify_unbroken_ends0() throws IOException {
        assertThat(run("verify", folder())).isZero();

        assertThat(out()).contains("chain " + HandMadeSpool.CHAIN, "events 1 to 9", "proven up to event 8", "unbroken");
        assertThat(err()).isEmpty();
    }

    @Test
    void verify_broken_ends1AndSaysWhere() throws IOException {
        spool.parts.get(0).frames.remove(1);

        assertThat(run("verify", folder())).isEqualTo(1);

        assertThat(out())
                .contains("BROKEN in 1 place, first in segment 1 at offset " + spool.offset(0, 1)
                        + ", event 2: MISSING, event 2 is missing");
    }

    @Test
    void verify_againstWhatThePlatformHolds_comparesEachLine() throws IOException {
        String lines = spool.anchors.stream()
                .map(anchor -> anchor.chain() + " " + anchor.count() + "\t" + anchor.head())
                .collect(Collectors.joining("\n\n"));
        Path held = Files.writeString(parent.resolve("held"), lines);
        assertThat(run("verify", folder(), "--held", held.toString())).isZero();
        assertThat(out()).contains("places that the platform holds, and that agree: 3");

        String other = lines.replace(spool.anchors.get(1).head(), "ab".repeat(32));
        Files.writeString(held, other);
        assertThat(run("verify", folder(), "--held", held.toString())).isEqualTo(1);
        assertThat(out()).contains("event 5: HELD");
    }

    @Test
    void verify_heldFileOfAnEditorWithAByteOrderMark_isRead() throws IOException {
        Path held = Files.writeString(
                parent.resolve("held"),
                "\uFEFF" + HandMadeSpool.CHAIN + " 9 " + spool.head().link() + "\r\n");

        assertThat(run("verify", folder(), "--held", held.toString())).isZero();
        assertThat(out()).contains("and that agree: 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "chain 9 HEAD", "CHAIN nine HEAD", "CHAIN 9 head", "CHAIN 9 HEAD more"})
    void verify_heldLineThatIsWrong_isNamed(String line) throws IOException {
        String right = HandMadeSpool.CHAIN + " 9 " + spool.head().link();
        String wrong = line.replace("CHAIN", HandMadeSpool.CHAIN.toString())
                .replace("HEAD", spool.head().link());
        Path held = Files.writeString(parent.resolve("held"), right + "\n\n" + wrong);

        assertThat(run("verify", folder(), "--held", held.toString())).isEqualTo(2);
        assertThat(err()).contains("Line 3 of " + held).doesNotContain(wrong);
    }

    @Test
    void verify_heldFileThatIsNoText_orEmpty_isRefused() throws IOException {
        Path held = Files.write(parent.resolve("held"), new byte[] {(byte) 0xC3, 0, (byte) 0xFF});
        assertThat(run("verify", folder(), "--held", held.toString())).isEqualTo(2);
        assertThat(err()).contains("Line 1 of " + held);

        Files.writeString(held, "\n");
        assertThat(run("verify", folder(), "--held", held.toString())).isEqualTo(2);
        assertThat(err()).contains(held + " names no place");
        assertThat(out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"help", "--help", "-h"})
    void help_isNoMistake(String argument) {
        assertThat(run(argument)).isZero();
        assertThat(out()).startsWith("Usage: java -cp");
        assertThat(err()).isEmpty();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void folder_thatOthersMayNotRead_isNoEmptyOne() throws IOException {
        Path folder = Path.of(folder());
        Files.setPosixFilePermissions(folder, Set.of());
        try {
            Assumptions.assumeFalse(Files.isReadable(folder), "the user of this process may read everything");
            assertThat(run("verify", parent.toString())).isEqualTo(2);
            assertThat(err()).contains("No permission to read or write " + folder);
        } finally {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void folder_thatIsAFile_isNamedAsSuch() throws IOException {
        Path file = Files.createFile(parent.resolve("file"));
        assertThat(run("verify", file.toString())).isEqualTo(2);
        assertThat(err()).contains(file + " is no folder");
    }

    @Test
    void export_toTheStandardOutputOrAFile_isTheSame() throws IOException {
        Path file = parent.resolve("export.csv");

        assertThat(run("export", folder(), "--format", "csv")).isZero();
        assertThat(run("export", folder(), "--format", "csv", "--out", file.toString()))
                .isZero();

        assertThat(out()).startsWith("chain,number,link,").isEqualTo(Files.readString(file));
        assertThat(run("export", folder(), "--out", file.toString())).isEqualTo(2);
        assertThat(err()).contains("export.csv exists");
    }

    @Test
    void export_days_includeTheLast() throws IOException {
        assertThat(run("export", folder(), "--from", "2027-01-01")).isZero();
        assertThat(out()).isEmpty();

        assertThat(run("daily", folder())).isZero();
        String day = out().lines().skip(1).findFirst().orElseThrow().substring(0, 10);
        out.reset();
        assertThat(run("export", folder(), "--from", day, "--to", day)).isZero();
        assertThat(out().lines()).hasSize(9);
    }

    @Test
    void daily_isALineForEachSum() throws IOException {
        assertThat(run("daily", folder(), "--zone", "UTC")).isZero();

        assertThat(out().lines().toList())
                .hasSize(2)
                .startsWith("day,dataset,purpose,outcome,uses,received,delivered")
                .last()
                .asString()
                .endsWith(",cn.stats.counties,residence-permit,matched,9,450,450");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "verify",
                "verify \0",
                "shred FOLDER",
                "verify FOLDER --from 2026-01-01",
                "export FOLDER --format",
                "export FOLDER --format xml",
                "export FOLDER --out FOLDER/nowhere/export.csv",
                "export FOLDER --from x",
                "daily FOLDER --zone Mars/Base",
                "daily FOLDER --from 2026-02-01 --to 2026-01-01",
                "daily FOLDER --zone UTC --zone UTC"
            })
    void arguments_wrong_getTheUsageTextAnd2(String line) throws IOException {
        String folder = folder();
        String[] arguments =
                line.isEmpty() ? new String[0] : line.replace("FOLDER", folder).split(" ", -1);

        assertThat(run(arguments)).isEqualTo(2);

        assertThat(err()).contains("Usage: java -cp");
        assertThat(out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"verify", "export", "daily"})
    void folder_withoutARecord_isNeverCalledUnbroken(String command) throws IOException {
        Path empty = Files.createDirectory(parent.resolve("empty"));

        assertThat(run(command, empty.toString())).isEqualTo(2);
        assertThat(run(command, parent.resolve("nowhere").toString())).isEqualTo(2);

        assertThat(err()).contains("no record of uses in " + empty, "nowhere is not there");
        assertThat(out()).isEmpty();
    }

    @Test
    void export_outputThatTakesNoMore_isAFailure() throws IOException {
        PrintStream full = new PrintStream(out) {
            @Override
            public void write(byte[] bytes, int offset, int length) {
                setError();
            }
        };

        assertThat(new ArchiveCommand(full, new PrintStream(err, true)).run(List.of("export", folder())))
                .isEqualTo(2);
        assertThat(err()).contains("does not take more");
    }

    @Test
    void main_inAProcessOfItsOwn_endsWithTheCode() throws Exception {
        spool.parts.get(0).frames.remove(1);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.govshare.usage.UsageArchive",
                        "verify",
                        folder())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(printed).isEqualTo(1);
        assertThat(printed).contains("event 2 is missing");
    }
}
