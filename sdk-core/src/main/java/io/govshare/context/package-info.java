/** Who asks and why: the {@link io.govshare.context.CallContext} that every use of a dataset carries. */
@NullMarked
package io.govshare.context;

import org.jspecify.annotations.NullMarked;
