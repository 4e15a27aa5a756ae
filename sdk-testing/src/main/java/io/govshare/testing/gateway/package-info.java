/**
 * Strict gateways in the test's own JVM, each compatible with one style of gateway that Chinese departments really call: they
 * exchange secrets, verify every signature, and answer in that style's envelopes and codes. See {@link
 * io.govshare.testing.gateway.GatewaySandbox}. They are written from the facts on the wire alone and share no code with the
 * SDK's client side, so that each checks the other. MD5, SHA-1, AES in ECB mode and a fixed initialisation vector occur here
 * only because those gateways use them.
 */
@NullMarked
package io.govshare.testing.gateway;

import org.jspecify.annotations.NullMarked;
