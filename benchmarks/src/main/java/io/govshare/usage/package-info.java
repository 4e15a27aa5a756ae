/** Opens the spool to the benchmark that measures it beside its peers. */
@NullMarked
package io.govshare.usage;

import org.jspecify.annotations.NullMarked;
