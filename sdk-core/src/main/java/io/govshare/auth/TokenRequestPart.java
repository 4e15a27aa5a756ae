package io.govshare.auth;

/** What one part of the credentials adds to each token request: header fields or form members. Immutable. */
@FunctionalInterface
interface TokenRequestPart {

    /** Adds what belongs to this one request; what must not be sent twice, such as an assertion, is made here. */
    void addTo(TokenRequest request);
}
