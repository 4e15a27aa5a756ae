/**
 * Every use of a dataset on record: an event without content for each use, written to a spool on disk before the call
 * returns and reported to the platform in batches, at least once, whatever crashes in between.
 */
@NullMarked
package io.govshare.usage;

import org.jspecify.annotations.NullMarked;
