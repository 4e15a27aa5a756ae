/**
 * Who the application is to the platform: {@link io.govshare.auth.Credentials}, the exchange of them for tokens, and the
 * tokens' keeping: renewed ahead of their end, asked for once however many calls wait, thrown away when refused.
 */
@NullMarked
package io.govshare.auth;

import org.jspecify.annotations.NullMarked;
