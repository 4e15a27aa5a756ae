/**
 * Gateways compatible with the {@code {prefix}-paasid} style: five header fields, a hash over token and time, the call
 * context as {@code audit_info} in the body. Made from public client code; no official support is claimed.
 */
@NullMarked
package io.govshare.dialect.paasid;

import org.jspecify.annotations.NullMarked;
