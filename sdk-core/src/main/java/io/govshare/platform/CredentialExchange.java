package io.govshare.platform;

import java.io.IOException;

/**
 * Obtains what a platform wants to see on each call in exchange for our credentials. The SDK keeps the result, renews it
 * ahead of its end, and asks once for many concurrent callers. Safe for concurrent use.
 */
public interface CredentialExchange {

    /**
     * The inputs that the credential depends on, such as client, audience or service id: calls with equal inputs share one
     * credential. Never made from what an exchange generates. A value with {@code equals}; its {@code toString} is shown in
     * logs.
     */
    Object inputs(CallFacts facts);

    /**
     * Whether the credential is the key of the signatures, so that a refused signature refuses it as well: it is thrown away
     * and exchanged once, as one that has expired. Not so by default.
     */
    default boolean isSignatureKey() {
        return false;
    }

    /**
     * Whether the credential is shown as it is, as a token: one that was refused is then refused again, however often the
     * exchange gives the same. Not so by default, since a gateway may know a session secret again once it is exchanged.
     */
    default boolean isBearer() {
        return false;
    }

    /**
     * Makes one exchange.
     *
     * @throws IOException if the network failed
     * @throws io.govshare.error.CredentialException if the platform refused
     */
    Credential exchange(CallFacts facts) throws IOException;
}
