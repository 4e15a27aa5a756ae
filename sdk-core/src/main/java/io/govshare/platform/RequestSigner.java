package io.govshare.platform;

import io.govshare.http.Request;

/**
 * Decorates one attempt, its body already bytes: places the credential and the signature. Nothing that it makes is sent
 * twice. Safe for concurrent use.
 */
@FunctionalInterface
public interface RequestSigner {

    Request sign(Request request, Attempt attempt);

    /** Sends requests as they are. */
    RequestSigner NONE = (request, attempt) -> request;
}
