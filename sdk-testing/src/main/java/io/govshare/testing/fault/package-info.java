/** What the sandbox does wrong on demand: small named faults, queued in the order in which they are to happen. */
@NullMarked
package io.govshare.testing.fault;

import org.jspecify.annotations.NullMarked;
