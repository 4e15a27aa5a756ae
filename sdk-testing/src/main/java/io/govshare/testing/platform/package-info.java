/**
 * The strict platform behind the sandbox: every endpoint of docs/protocol.md, written from the standards alone. It shares no
 * code with the SDK's client side, so that a mistake there cannot hide here.
 */
@NullMarked
package io.govshare.testing.platform;

import org.jspecify.annotations.NullMarked;
