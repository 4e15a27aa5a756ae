/**
 * The seam between the SDK and the many ways in which platforms are spoken to. A {@link io.govshare.platform.Platform} is
 * one deployment; its {@link io.govshare.platform.Dialect} is composed of small parts, each replaceable.
 */
@NullMarked
package io.govshare.platform;

import org.jspecify.annotations.NullMarked;
