package io.govshare.usage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.guides.Guide;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds what docs/usage-reporting.md shows of commands and files to the code. */
class UsageReportingPageTest {

    private static final Guide PAGE = Guide.of("usage-reporting.md");

    private final HandMadeSpool spool = HandMadeSpool.ofNine("residence-permit");

    @TempDir
    Path parent;

    @Test
    void commands_ofThePage_doWhatTheyAreMeantTo() throws IOException {
        String folder = spool.write(parent.resolve("1")).toString();
        Path held = Files.writeString(
                parent.resolve("held"),
                HandMadeSpool.CHAIN + " 9 " + spool.head().link());
        List<String> commands = PAGE.blocks("sh").get(0).lines().toList();

        assertThat(commands).hasSize(4).allSatisfy(command -> {
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            String[] words = command.split(" ", -1);
            List<String> arguments = Stream.of(words)
                    .skip(4)
                    .map(word -> word.equals("/var/lib/app/usage") ? folder : word)
                    .map(word -> word.equals("held.txt") ? held.toString() : word)
                    .map(word ->
                            word.equals("export.csv") ? parent.resolve(word).toString() : word)
                    .toList();
            assertThat(words[3]).isEqualTo(UsageArchive.class.getName());
            assertThat(new ArchiveCommand(
                                    new PrintStream(OutputStream.nullOutputStream()), new PrintStream(err, true, UTF_8))
                            .run(arguments))
                    .as(err.toString(UTF_8))
                    .isZero();
        });
        assertThat(parent.resolve("export.csv")).exists();
    }

    @Test
    void verification_ofThePage_looksLikeThat() throws IOException {
        List<byte[]> frames = spool.parts.get(1).frames;
        frames.set(1, HandMadeSpool.changed(frames.get(1), "residence-permit", "something-else"));

        String text = UsageArchive.at(spool.write(parent.resolve("1"))).verify().text();

        assertThat(shape(text)).isEqualTo(shape(PAGE.blocks("text").get(0)));
    }

    private static List<String> shape(String text) {
        return text.lines()
                .map(line -> line.replaceAll("[0-9a-f]{64}", "<head>")
                        .replaceAll("^/.*", "<folder>")
                        .replaceAll("offset [0-9]+", "offset <n>"))
                .toList();
    }

    @Test
    void columns_ofThePage_areThoseOfTheExport() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new RecordExport(UsageArchive.Format.CSV, out).begin();

        assertThat(PAGE.blocks("csv").get(0).strip())
                .isEqualTo(out.toString(UTF_8).strip());
    }

    @Test
    void members_ofThePage_areThoseOfAnEvent() {
        List<String> shown = PAGE.section("What is recorded").table("member").stream()
                .flatMap(row -> Stream.of(row.get(0).replace("`", "").split(", ", -1)))
                .toList();

        assertThat(shown)
                .containsExactlyInAnyOrderElementsOf(UsageCsv.columns().stream()
                        .filter(name ->
                                !List.of("type", "shed", "since", "reason").contains(name))
                        .toList());
    }
}
