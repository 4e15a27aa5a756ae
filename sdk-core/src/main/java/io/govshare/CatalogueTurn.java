package io.govshare;

import io.govshare.catalog.CataloguePage;
import io.govshare.catalog.CatalogueQuery;
import io.govshare.error.ResponseRejectedException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far the reading of a catalogue has come, and which page is next. A circle of pages of any length is found in constant
 * memory: the remembered page moves on at powers of two.
 *
 * @param next what leads to the page; null for the first, and after the last
 * @param pages pages read so far
 * @param given entries given so far
 * @param emptyPages pages without an entry that came in a row
 * @param checkpoint the remembered page; null when there is none yet
 * @param checkpointAt after how many pages another is remembered
 */
record CatalogueTurn(
        @Nullable String next,
        int pages,
        long given,
        int emptyPages,
        @Nullable String checkpoint,
        int checkpointAt) {

    static final CatalogueTurn FIRST = new CatalogueTurn(null, 0, 0, 0, null, 1);

    /** A platform that filters after it pages may send some pages without entries; one that sends so many never ends. */
    private static final int MOST_EMPTY_PAGES = 1_000;

    /** What of these entries is still within the limit. */
    <T> List<T> within(List<T> items, CatalogueQuery query) {
        return items.size() > left(query) ? items.subList(0, (int) left(query)) : items;
    }

    private long left(CatalogueQuery query) {
        return query.limit().isPresent() ? query.limit().getAsInt() - given : Long.MAX_VALUE;
    }

    /**
     * The turn after this page was read.
     *
     * @throws ResponseRejectedException if reading on would never end
     */
    CatalogueTurn after(CataloguePage<?> page, CatalogueQuery query) {
        int here = pages + 1;
        int empty = page.items().isEmpty() ? emptyPages + 1 : 0;
        @Nullable String following = page.items().size() >= left(query) ? null : page.next();
        if (following != null && (following.equals(next) || following.equals(checkpoint))) {
            throw new ResponseRejectedException(
                    "The links from page to page of the catalogue run in a circle after page " + here,
                    "Tell the operators of the catalogue: its paging is wrong.");
        }
        if (following != null && empty == MOST_EMPTY_PAGES) {
            throw new ResponseRejectedException(
                    MOST_EMPTY_PAGES
                            + " pages of the catalogue without an entry came in a row, each with a link to another",
                    "Tell the operators of the catalogue: its paging does not end.");
        }
        boolean remember = here >= checkpointAt;
        return new CatalogueTurn(
                following,
                here,
                given + page.items().size(),
                empty,
                remember ? following : checkpoint,
                remember ? here * 2 : checkpointAt);
    }
}
