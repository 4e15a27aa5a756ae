package io.govshare.catalog;

import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link CatalogueSource} read of a search.
 *
 * @param items the entries on this page
 * @param total how many match in all, if the platform said so
 * @param next what the source needs to read the page after this one, such as its URL; null when this is the last
 * @param <T> what is searched for
 */
public record CataloguePage<T>(
        List<T> items, OptionalLong total, @Nullable String next) {

    public CataloguePage {
        items = List.copyOf(items);
    }
}
