package io.govshare.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads records of comma-separated values (RFC 4180): quoted values may hold commas, quotes and line breaks. Not thread-safe. */
final class Csv {

    private final BufferedReader in;
    private long line;

    Csv(BufferedReader in) {
        this.in = in;
    }

    /**
     * The next record; empty at the end.
     *
     * @throws IOException if it cannot be read or a quote is not closed
     */
    Optional<List<String>> next() throws IOException {
        String text = in.readLine();
        line++;
        while (text != null && text.isEmpty()) {
            text = in.readLine();
            line++;
        }
        if (text == null) {
            return Optional.empty();
        }
        List<String> values = new ArrayList<>();
        StringBuilder value = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; ; i++) {
            if (i == text.length()) {
                if (!quoted) {
                    values.add(value.toString());
                    return Optional.of(values);
                }
                text = continued();
                value.append('\n');
                i = -1;
                continue;
            }
            char c = text.charAt(i);
            if (quoted && c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                value.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                values.add(value.toString());
                value.setLength(0);
            } else {
                value.append(c);
            }
        }
    }

    private String continued() throws IOException {
        String text = in.readLine();
        line++;
        if (text == null) {
            throw new IOException("a quoted value is not closed at the end of the file, line " + line);
        }
        return text;
    }
}
