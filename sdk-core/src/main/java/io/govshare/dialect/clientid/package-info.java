/**
 * Gateways compatible with the {@code X-Client-Id} style: id, time and nonce signed with HMAC-SHA256. Made from public client
 * code; no official support is claimed.
 */
@NullMarked
package io.govshare.dialect.clientid;

import org.jspecify.annotations.NullMarked;
