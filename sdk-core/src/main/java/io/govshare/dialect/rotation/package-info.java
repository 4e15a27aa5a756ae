/**
 * Gateways compatible with the {@code refreshTokenByKey} style: two secrets that rotate, one for calls and one to renew both.
 * Made from public client code; no official support is claimed.
 */
@NullMarked
package io.govshare.dialect.rotation;

import org.jspecify.annotations.NullMarked;
