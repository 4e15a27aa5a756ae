package io.govshare.testing.platform;

import org.jspecify.annotations.Nullable;

/** A proof that is refused (RFC 9449 §4.3), or asked for once more with a nonce (§8, §9). */
final class DPoPRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final String INVALID = "invalid_dpop_proof";

    private final String error;
    private final String description;
    private final @Nullable String nonce;

    private DPoPRefused(String error, String description, @Nullable String nonce) {
        super(error + ": " + description, null, false, false);
        this.error = error;
        this.description = description;
        this.nonce = nonce;
    }

    static DPoPRefused of(String description) {
        return new DPoPRefused(INVALID, description, null);
    }

    static DPoPRefused needsNonce(String description, String nonce) {
        return new DPoPRefused("use_dpop_nonce", description, nonce);
    }

    TokenRefused atTokenEndpoint() {
        TokenRefused refused = TokenRefused.of(400, error, description);
        return nonce == null ? refused : refused.header(DPoPCheck.NONCE, nonce);
    }

    Refused atResource() {
        Refused refused = Refused.of(401, error.equals(INVALID) ? "invalid-dpop-proof" : "use-dpop-nonce", description)
                .header(
                        "WWW-Authenticate",
                        "DPoP realm=\"sandbox\", error=\"" + error + "\", algs=\""
                                + String.join(" ", DPoPCheck.ALGORITHMS) + "\"");
        return nonce == null ? refused : refused.header(DPoPCheck.NONCE, nonce);
    }
}
