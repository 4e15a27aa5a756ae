package io.govshare.catalog;

import io.govshare.error.Internal;
import java.util.List;

/**
 * The fields that a call is going to read, left on the {@link io.govshare.http.Call} by who knows the query. A call without
 * this fact, such as a raw one, is not checked against the fields of its grant: the platform does that.
 *
 * @param names names of the fields as they are in the records; empty for all
 */
@Internal
public record RequestedFields(List<String> names) {

    public RequestedFields {
        names = List.copyOf(names);
    }
}
