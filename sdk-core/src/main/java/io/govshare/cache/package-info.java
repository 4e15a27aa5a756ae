/**
 * Answers that may be given again: a private HTTP cache in memory (RFC 9111) that never gives one use the answer of another
 * identity, dataset, purpose, grant or context.
 */
@NullMarked
package io.govshare.cache;

import org.jspecify.annotations.NullMarked;
