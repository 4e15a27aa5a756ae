package io.govshare.auth;

/** The client asks in its own name (RFC 6749 §4.4). */
record ClientCredentialsGrant() implements TokenGrant {

    @Override
    public String type() {
        return "client_credentials";
    }

    @Override
    public String name() {
        return "client credentials grant";
    }

    @Override
    public String remedy() {
        return "Follow the platform's own words; if they do not help, quote them to its operators.";
    }

    @Override
    public Object inputs() {
        return type();
    }

    @Override
    public void addTo(TokenRequest request) {
        request.form("grant_type", type());
        request.client().target().addTo(request);
    }
}
