package io.govshare.dialect.gateway;

import io.govshare.dataset.Query;
import io.govshare.error.ConfigurationException;
import io.govshare.platform.PageState;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a service hands out many records: in numbered pages, from a position on, or along a cursor. Reading ends at the total,
 * where answers name one that is not less than what has come; else at a page that is short, empty, or the same as the one before. Immutable.
 */
public final class Paging {

    private enum Style {
        NONE,
        PAGES,
        OFFSETS,
        CURSOR
    }

    private static final Paging NONE = new Paging(Style.NONE, "", "", 0, 0, null);

    private final Style style;
    private final String where;
    private final String size;
    private final int first;
    private final int most;
    private final @Nullable Position position;

    private Paging(Style style, String where, String size, int first, int most, @Nullable Position position) {
        this.style = style;
        this.where = where;
        this.size = size;
        this.first = first;
        this.most = most;
        this.position = position;
    }

    /** All records in one answer. */
    public static Paging none() {
        return NONE;
    }

    /**
     * Numbered pages.
     *
     * @param page name of the parameter for the number of the page
     * @param size name of the parameter for the number of records on a page; empty if there is none
     * @param first number of the first page, mostly 1 or 0
     * @param most how many records a page holds at most, from 1
     */
    public static Paging pages(String page, String size, int first, int most) {
        return new Paging(Style.PAGES, checked(page), size, first, checked(most), null);
    }

    /**
     * Records from a position on.
     *
     * @param start name of the parameter for the position of the first record
     * @param num name of the parameter for the number of records; empty if there is none
     * @param first position of the very first record, mostly 0 or 1
     * @param most how many records an answer holds at most, from 1
     */
    public static Paging offsets(String start, String num, int first, int most) {
        return new Paging(Style.OFFSETS, checked(start), num, first, checked(most), null);
    }

    /**
     * A cursor, which each answer gives for the next; {@link Service#next} says where it is.
     *
     * @param cursor name of the parameter for the cursor, absent from the first request
     * @param size name of the parameter for the number of records; empty if there is none
     * @param most how many records an answer holds at most, from 1
     */
    public static Paging cursor(String cursor, String size, int most) {
        return new Paging(Style.CURSOR, checked(cursor), size, 0, checked(most), null);
    }

    private static String checked(String name) {
        if (name.isBlank()) {
            throw new ConfigurationException("Paging: the name of a parameter is blank", "Give its name on the wire.");
        }
        return name;
    }

    private static int checked(int most) {
        if (most < 1) {
            throw new ConfigurationException("Paging: pages of " + most + " records", "Give a number from 1.");
        }
        return most;
    }

    /** This paging with its parameters here, and not where the parameters of the service stand. */
    public Paging in(Position newPosition) {
        return new Paging(style, where, size, first, most, newPosition);
    }

    @Nullable
    Position position() {
        return position;
    }

    /** Whether a parameter of this name is the paging's, so that no query gives it. */
    boolean takes(String name) {
        return style != Style.NONE && (name.equals(where) || name.equals(size));
    }

    boolean isNumbered() {
        return style == Style.PAGES || style == Style.OFFSETS;
    }

    /** The parameters of a page; null when that before was the last. */
    @Nullable
    Map<String, Object> parameters(Query<?> query, @Nullable PageState last) {
        int here = query.limit().isPresent()
                ? Math.max(1, Math.min(most, query.limit().getAsInt()))
                : most;
        if (last != null && isEnd(query, last, here)) {
            return null;
        }
        Map<String, Object> parameters = new LinkedHashMap<>();
        if (style == Style.PAGES) {
            parameters.put(where, (long) first + (last == null ? 0 : last.pages()));
        } else if (style == Style.OFFSETS) {
            parameters.put(where, first + (last == null ? 0 : last.records()));
        } else if (style == Style.CURSOR && last != null && last.next() != null) {
            parameters.put(where, last.next());
        }
        if (style != Style.NONE && !size.isEmpty()) {
            parameters.put(size, (long) here);
        }
        return parameters;
    }

    private boolean isEnd(Query<?> query, PageState last, int here) {
        if (style == Style.NONE
                || (query.limit().isPresent() && last.records() >= query.limit().getAsInt())) {
            return true;
        }
        if (style == Style.CURSOR) {
            return last.next() == null;
        }
        if (last.last() == 0) {
            return true;
        }
        @Nullable Long total = last.total();
        if (total == null || total < last.records()) {
            // A total of less than has come says nothing, such as a 0 of a service that does not count.
            return last.last() < here;
        }
        // Where the total is known a short page is none: the service may hold less on a page than it was asked for.
        return total == last.records();
    }

    @Override
    public String toString() {
        return "Paging[" + style + (style == Style.NONE ? "]" : " by " + where + ", at most " + most + "]");
    }
}
