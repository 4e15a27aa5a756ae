/** Signatures over messages, the keys that make and check them, digests of content, and secrets that do not show themselves. */
@NullMarked
package io.govshare.signing;

import org.jspecify.annotations.NullMarked;
