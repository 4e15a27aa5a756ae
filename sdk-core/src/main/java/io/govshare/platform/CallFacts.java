package io.govshare.platform;

import io.govshare.catalog.DatasetDescription;
import io.govshare.context.CallContext;
import org.jspecify.annotations.Nullable;

/**
 * What the parts of a dialect may know of the call they work for.
 *
 * @param dataset the dataset; null for calls of the SDK's own
 * @param context the merged and validated context; none for calls of the SDK's own
 */
public record CallFacts(@Nullable DatasetDescription dataset, CallContext context) {

    /** The facts of the SDK's own calls, such as for the catalogue. */
    public static final CallFacts OWN = new CallFacts(null, CallContext.none());
}
