/**
 * Gateways compatible with the national exchange platform's {@code gjgxjhpt_*} style: a key and a secret for each service, one
 * address for all. Made from public client code; no official support is claimed.
 */
@NullMarked
package io.govshare.dialect.gjgxjhpt;

import org.jspecify.annotations.NullMarked;
