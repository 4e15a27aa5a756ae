package io.govshare.platform;

import org.jspecify.annotations.Nullable;

/**
 * How far the reading of a query has come.
 *
 * @param url the URL of the page read last
 * @param next the link to the next page in it; null when there was none
 * @param pages pages read so far
 * @param records records read so far
 * @param last records on the page read last
 * @param total how many records match in all; null when no page has said so
 */
public record PageState(
        String url,
        @Nullable String next,
        int pages,
        long records,
        int last,
        @Nullable Long total) {}
