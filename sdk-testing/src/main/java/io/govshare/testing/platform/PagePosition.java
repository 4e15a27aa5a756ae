package io.govshare.testing.platform;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a page begins and how long it is; what a {@code $skiptoken} says.
 *
 * @param cursor what names the kept options of a query that came in a body; null when they are in the URL
 */
record PagePosition(@Nullable String cursor, int offset, int size) {

    static final int DEFAULT_SIZE = 100;
    static final int LARGEST_SIZE = 1000;

    private static final Pattern TOKEN = Pattern.compile("(?:([0-9a-f]{32})\\.)?(\\d{1,9})\\.(\\d{1,4})");
    private static final Pattern PREFERENCE = Pattern.compile("(?i)(?:odata\\.)?maxpagesize\\s*=\\s*\"?(\\d{1,9})\"?");

    /**
     * The position that the request asks for.
     *
     * @throws Refused if the token is not one of ours
     */
    static PagePosition of(Incoming request, @Nullable String skipToken, int usualSize) {
        int preferred = preference(request);
        if (skipToken == null) {
            return new PagePosition(null, 0, preferred > 0 ? preferred : usualSize);
        }
        Matcher token = TOKEN.matcher(skipToken);
        if (!token.matches()) {
            throw Refused.query("$skiptoken is not one that this platform gave; follow the next link as it is");
        }
        int size = Integer.parseInt(token.group(3));
        if (size < 1 || size > LARGEST_SIZE) {
            throw Refused.query("$skiptoken is not one that this platform gave; follow the next link as it is");
        }
        return new PagePosition(token.group(1), Integer.parseInt(token.group(2)), preferred > 0 ? preferred : size);
    }

    /** The page size that the request prefers (OData 4.01 Protocol §8.2.8.8), capped; 0 when it has no wish. */
    static int preference(Incoming request) {
        for (String preference : request.field("Prefer").orElse("").split("[,;]", -1)) {
            Matcher matcher = PREFERENCE.matcher(preference.strip());
            if (matcher.matches()) {
                return Math.min(Integer.parseInt(matcher.group(1)), LARGEST_SIZE);
            }
        }
        return 0;
    }

    PagePosition at(int newOffset) {
        return new PagePosition(cursor, newOffset, size);
    }

    PagePosition named(String newCursor) {
        return new PagePosition(newCursor, offset, size);
    }

    String token() {
        return (cursor == null ? "" : cursor + ".") + offset + "." + size;
    }
}
