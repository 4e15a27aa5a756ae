package io.govshare.guides;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A page of {@code docs}, for tests that hold its examples to code that compiles and runs. */
public final class Guide {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| *`(.*)\\|$");

    private final String text;

    private Guide(String text) {
        this.text = text;
    }

    /** The page of this name, for a test that runs in the folder of its module. */
    public static Guide of(String name) {
        return new Guide(read(Path.of("..", "docs", name)));
    }

    /** The part of the page under this heading of the second level. */
    public Guide section(String heading) {
        int begin = text.indexOf("\n## " + heading + "\n");
        if (begin < 0) {
            throw new IllegalArgumentException("There is no heading " + heading);
        }
        int end = text.indexOf("\n## ", begin + 1);
        return new Guide(text.substring(begin, end < 0 ? text.length() : end));
    }

    /** All of it. */
    public String text() {
        return text;
    }

    /** Its fenced blocks in this language, as they are. */
    public List<String> blocks(String language) {
        return Pattern.compile("(?ms)^```" + language + "\\n(.*?)^```$")
                .matcher(text)
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    /** The cells of the table rows whose first cell begins with code, without the marks of the code. */
    public List<List<String>> rows() {
        return ROW.matcher(text)
                .results()
                .map(row -> Stream.of(("`" + row.group(1)).split("\\|"))
                        .map(cell -> cell.strip().replace("`", ""))
                        .toList())
                .toList();
    }

    /** The cells of the rows of the tables whose first column is named like this. */
    public List<List<String>> table(String firstColumn) {
        return Pattern.compile("(?m)^\\| " + firstColumn + " \\|.*\\n\\|[-|]+\\n((?:\\|.*\\n?)*)")
                .matcher(text)
                .results()
                .flatMap(table -> table.group(1).lines())
                .map(row -> Stream.of(row.substring(1).split("\\|"))
                        .map(String::strip)
                        .toList())
                .toList();
    }

    /** The Java sources in this folder, {@link #plain}. */
    public static String sources(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Guide::read).map(Guide::plain).collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The code without white space, which is layout. */
    public static String plain(String code) {
        return code.replaceAll("\\s+", "");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
