package io.govshare.catalog;

import org.jspecify.annotations.Nullable;

/**
 * What data comes as.
 *
 * @param category kind of format; null when not given
 * @param type the format itself as the directory spells it, such as {@code xlsx}; empty when not given
 */
public record DataFormat(@Nullable FormatCategory category, String type) {

    /** That nothing is said of the format. */
    static final DataFormat NONE = new DataFormat(null, "");
}
