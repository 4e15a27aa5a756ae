/**
 * What can go wrong, as exceptions that differ by what a caller would do differently, and the {@link
 * io.govshare.error.Diagnosis} that says why and what to do about it. The lowest room of the house: it knows no other.
 */
@NullMarked
package io.govshare.error;

import org.jspecify.annotations.NullMarked;
