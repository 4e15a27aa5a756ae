package io.govshare.usage;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import tools.jackson.databind.JsonNode;

/**
 * Usage events as lines of CSV (RFC 4180) that may be opened in a spreadsheet: one column for each member an event may have,
 * empty where it has none. A value that a spreadsheet would take for a formula has an apostrophe before it.
 */
final class UsageCsv {

    /** What an event has beside its data (CloudEvents 1.0). */
    private static final List<String> ATTRIBUTES = List.of("id", "time", "type");

    /** What a use has, then what the event has that says how many uses are not on record. */
    private static final List<String> DATA = List.of(
            "application",
            "applicationVersion",
            "platform",
            "dataset",
            "datasetVersion",
            "grant",
            "purpose",
            "matter",
            "operator",
            "case",
            "operation",
            "outcome",
            "received",
            "delivered",
            "bytes",
            "cache",
            "attempts",
            "durationMs",
            "traceId",
            "query",
            "failure",
            "code",
            "shed",
            "since",
            "reason");

    /** Full-width forms too: spreadsheets take them for the plain ones. */
    private static final String FORMULA = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    private static final String END = "\r\n";

    private UsageCsv() {}

    /** Names of the columns. */
    static List<String> columns() {
        List<String> columns = new ArrayList<>(ATTRIBUTES);
        columns.addAll(DATA);
        return List.copyOf(columns);
    }

    /** The line with the names of the columns, with its end. */
    static String header() {
        return String.join(",", columns()) + END;
    }

    /**
     * One event as a line, with its end.
     *
     * @param event the event as one CloudEvents JSON object
     */
    static String line(JsonNode event) {
        JsonNode data = event.path("data");
        StringJoiner line = new StringJoiner(",", "", END);
        ATTRIBUTES.forEach(name -> line.add(cell(event.path(name))));
        DATA.forEach(name -> line.add(cell(data.path(name))));
        return line.toString();
    }

    private static String cell(JsonNode value) {
        if (value.isString()) {
            return cell(value.stringValue());
        }
        return value.isValueNode() && !value.isNull() && !value.isMissingNode() ? value.asString() : "";
    }

    /** This text as one value. */
    static String cell(String text) {
        return quoted(harmless(text));
    }

    /** Signs and blanks before a formula do not keep spreadsheets from seeing it. */
    private static String harmless(String text) {
        String shown = text.stripLeading();
        boolean formula = !text.isEmpty()
                && (FORMULA.indexOf(text.charAt(0)) >= 0
                        || (!shown.isEmpty() && FORMULA.indexOf(shown.charAt(0)) >= 0));
        return formula ? "'" + text : text;
    }

    private static String quoted(String text) {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
