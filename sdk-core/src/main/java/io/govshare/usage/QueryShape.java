package io.govshare.usage;

import io.govshare.error.Internal;
import java.util.List;

/**
 * What was asked, without the values: names of fields and operators, such as {@code provinceCode is ? order by code limit
 * 50}. The root puts it into the call, the usage event shows it.
 *
 * @param text the shape as people read it; empty when everything was asked for
 */
@Internal
public record QueryShape(String text) {

    /** The shape of a look-up of one record by the fields of its key; empty names if they are not known. */
    public static QueryShape ofKey(List<String> fields) {
        return new QueryShape(fields.isEmpty() ? "key is ?" : String.join(" is ? and ", fields) + " is ?");
    }
}
