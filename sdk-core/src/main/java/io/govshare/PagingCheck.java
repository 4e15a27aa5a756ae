package io.govshare;

import io.govshare.catalog.DatasetDescription;
import io.govshare.dataset.Query;
import io.govshare.error.ResponseRejectedException;
import io.govshare.http.Body;
import io.govshare.http.Request;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Notices paging that never ends, in memory that does not grow: links in a circle, the same records behind ever new links,
 * pages without records. A circle of any length is found since what is remembered moves on at powers of two. Used by one
 * thread at a time.
 */
final class PagingCheck {

    /**
     * A platform that filters after it pages may send some pages without records, and records without a key may be the same;
     * one that sends so many never ends.
     */
    private static final int MOST_ALIKE = 1_000;

    /** What two records that read the same say of each other. */
    enum Identity {
        /** They have the key, so they are one record. */
        KEY,
        /** They are probably one record: all fields are there. */
        ALL_FIELDS,
        /** Nothing: fields were selected, and the key is not among them. */
        NONE;

        static Identity of(Query<?> query, DatasetDescription dataset) {
            List<String> select = query.select();
            boolean keyed = !dataset.key().isEmpty() && (select.isEmpty() || select.containsAll(dataset.key()));
            return keyed ? KEY : select.isEmpty() ? ALL_FIELDS : NONE;
        }
    }

    private int pages;
    private int emptyPages;
    private int samePages;
    private @Nullable String lastFirst;
    private @Nullable String rememberedFirst;
    private int rememberedPage;
    private @Nullable Request rememberedLink;
    private int rememberAt = 1;

    PagingCheck() {}

    /** A check that goes on from here by itself, for whoever reads the following page a second time. */
    PagingCheck copy() {
        PagingCheck copy = new PagingCheck();
        copy.pages = pages;
        copy.emptyPages = emptyPages;
        copy.samePages = samePages;
        copy.lastFirst = lastFirst;
        copy.rememberedFirst = rememberedFirst;
        copy.rememberedPage = rememberedPage;
        copy.rememberedLink = rememberedLink;
        copy.rememberAt = rememberAt;
        return copy;
    }

    /**
     * A page has come.
     *
     * @param first its first record as it came; null if there is none or it is not known
     * @throws ResponseRejectedException if it is one that came before
     */
    void page(int records, @Nullable String first, Identity identity) {
        pages++;
        emptyPages = records == 0 ? emptyPages + 1 : 0;
        if (first == null || identity == Identity.NONE) {
            return;
        }
        samePages = first.equals(lastFirst) ? samePages + 1 : 0;
        if (identity == Identity.KEY && samePages > 0) {
            throw repeated(pages - 1);
        }
        if (identity == Identity.KEY && first.equals(rememberedFirst)) {
            throw repeated(rememberedPage);
        }
        lastFirst = first;
        if (pages >= rememberAt) {
            rememberedFirst = first;
            rememberedPage = pages;
        }
    }

    private ResponseRejectedException repeated(int before) {
        return new ResponseRejectedException(
                "Page " + pages + " begins with the same record as page " + before + ", behind another link",
                "Tell the platform's operators: its paging repeats records. If the data is changed in great numbers"
                        + " meanwhile, read it in the order of its key: orderBy(…).");
    }

    /** There is a link to a further page. @throws ResponseRejectedException if following it would never end */
    void following(Request link) {
        if (rememberedLink != null && isSame(rememberedLink, link)) {
            throw endless("The links from page to page run in a circle after page " + pages);
        }
        if (emptyPages == MOST_ALIKE) {
            throw endless(MOST_ALIKE + " pages without a record came in a row, each with a link to a further one");
        }
        if (samePages == MOST_ALIKE) {
            throw endless(MOST_ALIKE + " pages that begin with the same record came in a row, each with a link to a"
                    + " further one");
        }
        if (pages >= rememberAt) {
            rememberedLink = link;
            rememberAt = pages * 2;
        }
    }

    private static ResponseRejectedException endless(String what) {
        return new ResponseRejectedException(what, "Tell the platform's operators: its paging does not end.");
    }

    /** Gateways page by a number in the body as well, with one URL for all pages. */
    private static boolean isSame(Request one, Request other) {
        return one.method().equals(other.method())
                && one.url().equals(other.url())
                && one.headers().equals(other.headers())
                && Arrays.equals(bytes(one.body()), bytes(other.body()));
    }

    private static byte @Nullable [] bytes(@Nullable Body body) {
        return body == null ? null : body.toBytes();
    }
}
