/**
 * Gateways compatible with the {@code gateway_appid}, {@code gateway_rtime}, {@code gateway_sig} style: a session secret, sealed
 * with AES, signs each call. Made from public client code; no official support is claimed.
 */
@NullMarked
package io.govshare.dialect.rtime;

import org.jspecify.annotations.NullMarked;
