/**
 * Gateways compatible with the {@code X-BG-HMAC-*} style, which are renamed header fields of an older {@code hmac-auth}. Made
 * from public client code; no official support is claimed.
 */
@NullMarked
package io.govshare.dialect.hmac;

import org.jspecify.annotations.NullMarked;
