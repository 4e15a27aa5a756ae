/** Auto-configuration of a {@link io.govshare.GovShare} from {@code govshare.*} properties. */
@NullMarked
package io.govshare.spring.autoconfigure;

import org.jspecify.annotations.NullMarked;
