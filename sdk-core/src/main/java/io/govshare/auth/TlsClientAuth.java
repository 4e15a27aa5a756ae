package io.govshare.auth;

/**
 * The client certificate of the TLS connection (RFC 8705 §2); the request only says whose it is.
 *
 * @param selfSigned whether the server knows the certificate itself (§2.2), and not its subject and who issued it (§2.1)
 */
record TlsClientAuth(boolean selfSigned) implements ClientAuthentication {

    @Override
    public String method() {
        return selfSigned ? "self_signed_tls_client_auth" : "tls_client_auth";
    }

    /** The method of {@link Credentials} that makes it. */
    String factory() {
        return selfSigned ? "selfSignedTlsClientAuth" : "tlsClientAuth";
    }

    @Override
    public String proof() {
        return "certificate";
    }

    @Override
    public String remedy() {
        return "Check the client id in credentials(…) and that the certificate of .http(h -> h.clientCertificate(…)) is the one"
                + " that is registered for it, with the method " + method()
                + ", and that no proxy on the way to the token endpoint ends TLS.";
    }

    @Override
    public void addTo(TokenRequest request) {
        request.form("client_id", request.client().id());
    }
}
