package io.govshare.testing.gateway;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** How a service is asked for its rows page by page. Immutable. */
public final class GatewayPaging {

    private static final int LARGEST_PAGE = 100;

    private enum Style {
        PAGES,
        ROWS,
        CURSOR
    }

    /** What a position is spelled like that is handed out as text. */
    private static final String TEXT = "c-";

    /**
     * The rows of one page, and what stands beside them in the envelope.
     *
     * @param beside members of the envelope by name
     */
    record Page(List<ObjectNode> rows, Map<String, JsonNode> beside) {}

    private final Style style;
    private final String position;
    private final @Nullable String size;
    private final int first;
    private final int atMost;
    private final @Nullable String next;
    private final boolean text;
    private final @Nullable String total;

    private GatewayPaging(
            Style style,
            String position,
            @Nullable String size,
            int first,
            int atMost,
            @Nullable String next,
            boolean text,
            @Nullable String total) {
        this.style = style;
        this.position = Objects.requireNonNull(position, "position");
        this.size = size;
        this.first = first;
        this.atMost = atMost;
        this.next = next;
        this.text = text;
        this.total = total;
    }

    private static GatewayPaging of(Style style, String position, @Nullable String size, int first) {
        return new GatewayPaging(style, position, size, first, LARGEST_PAGE, null, false, null);
    }

    /** Number of the page and rows on it, such as {@code PAGE} and {@code PAGENUM}; the first page is 1. */
    public static GatewayPaging pageNumber(String number, String size) {
        return of(Style.PAGES, number, Objects.requireNonNull(size, "size"), 1);
    }

    /** Number of the page alone, such as {@code pageNo}; each has as many rows as {@link #atMost}. The first page is 1. */
    public static GatewayPaging pageNumber(String number) {
        return of(Style.PAGES, number, null, 1);
    }

    /** Number of the first row and how many, such as {@code STARTNUM} and {@code PAGENUM}; the first row is 0. */
    public static GatewayPaging startNumber(String start, String size) {
        return of(Style.ROWS, start, Objects.requireNonNull(size, "size"), 0);
    }

    /**
     * A cursor, which the first request leaves out and each answer gives for the next: as a number, 0 on the last page.
     *
     * @param parameter its parameter, such as {@code CURSOR}
     * @param size parameter for the rows on a page
     * @param member the member of the envelope that holds the next one, such as {@code nextCursor}
     */
    public static GatewayPaging cursor(String parameter, String size, String member) {
        return new GatewayPaging(
                Style.CURSOR,
                parameter,
                Objects.requireNonNull(size, "size"),
                0,
                LARGEST_PAGE,
                Objects.requireNonNull(member, "member"),
                false,
                null);
    }

    /** Cursors are text, and there is none on the last page. */
    public GatewayPaging asText() {
        return new GatewayPaging(style, position, size, first, atMost, next, true, total);
    }

    /** The member of the envelope, such as {@code total}, that says how many rows match in all; none by default. */
    public GatewayPaging total(String member) {
        return new GatewayPaging(
                style, position, size, first, atMost, next, text, Objects.requireNonNull(member, "member"));
    }

    /** The number of the first page or row, 0 or 1. */
    public GatewayPaging countedFrom(int newFirst) {
        if (newFirst != 0 && newFirst != 1) {
            throw new IllegalArgumentException("GatewayPaging.countedFrom takes 0 or 1, not " + newFirst);
        }
        return new GatewayPaging(style, position, size, newFirst, atMost, next, text, total);
    }

    /** Rows on a page at most; 100 by default. */
    public GatewayPaging atMost(int rows) {
        if (rows < 1) {
            throw new IllegalArgumentException("GatewayPaging.atMost takes 1 or more, not " + rows);
        }
        return new GatewayPaging(style, position, size, first, rows, next, text, total);
    }

    Set<String> parameters() {
        Set<String> names = new LinkedHashSet<>();
        names.add(position);
        if (size != null) {
            names.add(size);
        }
        return names;
    }

    /** Whether requests without this parameter are refused. */
    boolean requires(String parameter) {
        return parameters().contains(parameter) && !(style == Style.CURSOR && parameter.equals(position));
    }

    /**
     * The page that is asked for.
     *
     * @param lastAgain whether what lies behind the end is the last page once more
     * @throws Refusal if the page is not named, or larger than allowed
     */
    Page page(List<ObjectNode> rows, Map<String, String> parameters, boolean lastAgain) {
        int count = size == null ? atMost : number(size, parameters, 1);
        if (count > atMost) {
            throw Refusal.parameter(size + " is " + count + "; a page has at most " + atMost + " rows");
        }
        long start = start(rows.size(), count, parameters);
        if (lastAgain && start >= rows.size()) {
            start = rows.isEmpty() ? 0 : (rows.size() - 1) / count * (long) count;
        }
        int from = (int) Math.min(start, rows.size());
        int to = Math.min(from + count, rows.size());
        Map<String, JsonNode> beside = new LinkedHashMap<>();
        if (next != null && !(text && to == rows.size())) {
            int number = to == rows.size() ? 0 : to;
            beside.put(next, text ? StringNode.valueOf(TEXT + number) : IntNode.valueOf(number));
        }
        if (total != null) {
            beside.put(total, IntNode.valueOf(rows.size()));
        }
        return new Page(new ArrayList<>(rows.subList(from, to)), beside);
    }

    private long start(int rows, int count, Map<String, String> parameters) {
        if (style != Style.CURSOR) {
            long number = (long) number(position, parameters, first) - first;
            return style == Style.ROWS ? number : number * count;
        }
        String given = parameters.get(position);
        if (given == null) {
            return 0;
        }
        String number = text && given.startsWith(TEXT) ? given.substring(TEXT.length()) : given;
        boolean spelled = text == given.startsWith(TEXT) && number.matches("[1-9][0-9]{0,8}");
        if (!spelled || Integer.parseInt(number) >= rows) {
            throw Refusal.parameter(
                    "parameter " + position + " takes a cursor that an answer gave, not '" + given + "'");
        }
        return Integer.parseInt(number);
    }

    private static int number(String name, Map<String, String> parameters, int least) {
        String text = parameters.get(name);
        if (text == null || text.isEmpty()) {
            throw Refusal.parameter("parameter " + name + " is missing: this service is read page by page");
        }
        if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) < least) {
            throw Refusal.parameter("parameter " + name + " takes a number from " + least + ", not '" + text + "'");
        }
        return Integer.parseInt(text);
    }

    @Override
    public String toString() {
        return "GatewayPaging[" + position + (size == null ? "" : ", " + size) + ", at most " + atMost + "]";
    }
}
