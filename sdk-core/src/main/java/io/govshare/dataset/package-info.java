/**
 * Typed access to shared data: {@link io.govshare.dataset.Dataset} and the {@link io.govshare.dataset.Query} asked of it, the
 * {@link io.govshare.dataset.Page} that comes back, and the reading of records from what a platform answers. Fields are named
 * by method reference or by their name in the records; dialects translate conditions and escape values.
 */
@NullMarked
package io.govshare.dataset;

import org.jspecify.annotations.NullMarked;
