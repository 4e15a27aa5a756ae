package io.govshare.auth;

import java.io.IOException;

/**
 * Where an application gets its tokens from when not from the platform's authorization server: a side-car, a vault, a broker
 * of its own. Given to {@link Credentials#tokenSource}. Must be safe for concurrent use.
 *
 * <p>It is asked off the path of calls: once however many calls wait, ahead of the token's end, and again when the platform
 * refuses a token. What it gives is kept until its end.
 */
@FunctionalInterface
public interface TokenSource {

    /**
     * The token to use from now on.
     *
     * @throws IOException if it cannot be had for a reason that may pass; queries are tried again then
     */
    AccessToken token() throws IOException;
}
