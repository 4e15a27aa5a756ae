/**
 * The parts from which gateways are composed: services and their parameters, paging, codes in answers, the context on the
 * wire, and signatures over identifier, time and nonce. A {@link io.govshare.dialect.gateway.Gateway} puts them together.
 */
@NullMarked
package io.govshare.dialect.gateway;

import org.jspecify.annotations.NullMarked;
