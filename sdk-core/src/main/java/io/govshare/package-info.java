/**
 * The front door: {@link io.govshare.GovShare}, its builder, and the wiring. The order in which a call passes the stages
 * stands in {@code Pipeline}; this is the only package that knows every room.
 */
@NullMarked
package io.govshare;

import org.jspecify.annotations.NullMarked;
