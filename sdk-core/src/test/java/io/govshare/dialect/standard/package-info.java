/** Tests of the standard platform's parts. */
@NullMarked
package io.govshare.dialect.standard;

import org.jspecify.annotations.NullMarked;
