package io.govshare.testing.gateway;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** How a service is asked for its rows page by page. Immutable. */
public final class GatewayPaging {

    private static final int LARGEST_PAGE = 100;

    private final String position;
    private final @Nullable String size;
    private final boolean countsRows;
    private final int first;
    private final int atMost;

    private GatewayPaging(String position, @Nullable String size, boolean countsRows, int first, int atMost) {
        this.position = Objects.requireNonNull(position, "position");
        this.size = size;
        this.countsRows = countsRows;
        this.first = first;
        this.atMost = atMost;
    }

    /** Number of the page and rows on it, such as {@code PAGE} and {@code PAGENUM}; the first page is 1. */
    public static GatewayPaging pageNumber(String number, String size) {
        return new GatewayPaging(number, Objects.requireNonNull(size, "size"), false, 1, LARGEST_PAGE);
    }

    /** Number of the page alone, such as {@code pageNo}; each has as many rows as {@link #atMost}. The first page is 1. */
    public static GatewayPaging pageNumber(String number) {
        return new GatewayPaging(number, null, false, 1, LARGEST_PAGE);
    }

    /** Number of the first row and how many, such as {@code STARTNUM} and {@code PAGENUM}; the first row is 0. */
    public static GatewayPaging startNumber(String start, String size) {
        return new GatewayPaging(start, Objects.requireNonNull(size, "size"), true, 0, LARGEST_PAGE);
    }

    /** The number of the first page or row, 0 or 1. */
    public GatewayPaging countedFrom(int newFirst) {
        if (newFirst != 0 && newFirst != 1) {
            throw new IllegalArgumentException("GatewayPaging.countedFrom takes 0 or 1, not " + newFirst);
        }
        return new GatewayPaging(position, size, countsRows, newFirst, atMost);
    }

    /** Rows on a page at most; 100 by default. */
    public GatewayPaging atMost(int rows) {
        if (rows < 1) {
            throw new IllegalArgumentException("GatewayPaging.atMost takes 1 or more, not " + rows);
        }
        return new GatewayPaging(position, size, countsRows, first, rows);
    }

    Set<String> parameters() {
        Set<String> names = new LinkedHashSet<>();
        names.add(position);
        if (size != null) {
            names.add(size);
        }
        return names;
    }

    /**
     * The rows of the page that is asked for.
     *
     * @param lastAgain whether what lies behind the end is the last page once more
     * @throws Refusal if the page is not named, or larger than allowed
     */
    List<ObjectNode> page(List<ObjectNode> rows, Map<String, String> parameters, boolean lastAgain) {
        int count = size == null ? atMost : number(size, parameters, 1);
        if (count > atMost) {
            throw Refusal.parameter(size + " is " + count + "; a page has at most " + atMost + " rows");
        }
        long number = (long) number(position, parameters, first) - first;
        long start = countsRows ? number : number * count;
        if (lastAgain && start >= rows.size()) {
            start = rows.isEmpty() ? 0 : (rows.size() - 1) / count * (long) count;
        }
        int from = (int) Math.min(start, rows.size());
        return new ArrayList<>(rows.subList(from, Math.min(from + count, rows.size())));
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
