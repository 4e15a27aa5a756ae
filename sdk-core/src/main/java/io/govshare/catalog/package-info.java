/** What may be had: descriptions of datasets as the platform's catalogue gives them, and the grants to use them. */
@NullMarked
package io.govshare.catalog;

import org.jspecify.annotations.NullMarked;
