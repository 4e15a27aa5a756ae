/** Typed access: datasets, queries, pages, and the reading of records. */
@NullMarked
package io.govshare.dataset;

import org.jspecify.annotations.NullMarked;
