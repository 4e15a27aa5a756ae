package io.govshare.platform;

import io.govshare.http.Request;

/**
 * Decorates one attempt, its body already bytes: places the credential and the signature. Nothing that it makes is sent
 * twice. Safe for concurrent use.
 */
@FunctionalInterface
public interface RequestSigner {

    /**
     * The request with credential and signature on it, as it goes on the wire.
     *
     * @throws io.govshare.error.CredentialException if it cannot be signed
     */
    Request sign(Request request, Attempt attempt);

    /**
     * Hears that the platform refused the signature of a request that it has signed.
     *
     * @return whether it would sign by another key now, worth one more attempt; no, unless overridden
     */
    default boolean refused(Request signed) {
        return false;
    }

    /** Sends requests as they are. */
    RequestSigner NONE = (request, attempt) -> request;
}
