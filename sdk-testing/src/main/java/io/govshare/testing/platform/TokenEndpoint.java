package io.govshare.testing.platform;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The token endpoint: client credentials (RFC 6749 §4.4) and JWT bearer grant (RFC 7523 §2.1). Tokens are bound to the key of
 * a DPoP proof (RFC 9449 §5) or to the client's certificate (RFC 8705 §3). Safe for concurrent use.
 */
final class TokenEndpoint {

    static final String CLIENT_CREDENTIALS = "client_credentials";
    static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    private final ClientProof proof;
    private final AssertionCheck assertions;
    private final DPoPCheck dpop;
    private final IssuedTokens tokens;

    TokenEndpoint(ClientProof proof, AssertionCheck assertions, DPoPCheck dpop, IssuedTokens tokens) {
        this.proof = proof;
        this.assertions = assertions;
        this.dpop = dpop;
        this.tokens = tokens;
    }

    Reply answer(Incoming request) {
        try {
            TokenForm form = TokenForm.of(request);
            Client client = client(request, form);
            String scope = scope(client, form);
            checkTargets(client, form);
            TokenBinding binding = binding(client, request);
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("access_token", tokens.issue(client, binding));
            answer.put("token_type", binding.tokenType());
            answer.put("expires_in", tokens.lifetime().toSeconds());
            if (scope != null) {
                answer.put("scope", scope);
            }
            return dpop.withNewerNonce(
                    Reply.json(200, Reply.JSON, answer).header("Cache-Control", "no-store"), request);
        } catch (TokenRefused e) {
            return e.reply();
        }
    }

    private Client client(Incoming request, TokenForm form) {
        String grantType = form.required("grant_type");
        switch (grantType) {
            case CLIENT_CREDENTIALS -> {
                return proof.check(request, form);
            }
            case JWT_BEARER -> {
                // RFC 7521 §4.1: a client need not prove itself as well, but if it does, it must be the same.
                Client proven = proof.isIn(request, form) ? proof.check(request, form) : null;
                Client grantee = assertions.grantee(form.required("assertion"));
                if (proven != null && !proven.id().equals(grantee.id())) {
                    throw TokenRefused.of(
                            400,
                            "invalid_grant",
                            "the assertion is of " + grantee.id() + ", but the client is " + proven.id());
                }
                return grantee;
            }
            default ->
                throw TokenRefused.of(
                        400,
                        "unsupported_grant_type",
                        "grant_type is " + grantType + " instead of " + CLIENT_CREDENTIALS + " or " + JWT_BEARER);
        }
    }

    private static @Nullable String scope(Client client, TokenForm form) {
        String scope = form.value("scope");
        if (scope == null) {
            return null;
        }
        for (String one : scope.split(" ", -1)) {
            if (!client.terms().scopes().contains(one)) {
                throw TokenRefused.of(
                        400,
                        "invalid_scope",
                        "client " + client.id() + " may not have scope \"" + one + "\"; it has "
                                + client.terms().scopes().stream().sorted().toList());
            }
        }
        return scope;
    }

    private static void checkTargets(Client client, TokenForm form) {
        List<String> targets = new ArrayList<>(form.values("resource"));
        targets.addAll(form.values("audience"));
        for (String target : targets) {
            if (!client.terms().targets().contains(target)) {
                throw TokenRefused.of(
                        400,
                        "invalid_target",
                        "client " + client.id() + " may not have a token for " + target + "; it may for "
                                + client.terms().targets().stream().sorted().toList());
            }
        }
    }

    private TokenBinding binding(Client client, Incoming request) {
        if (!request.headers().values("DPoP").isEmpty()) {
            try {
                return TokenBinding.toKey(dpop.check(request, null));
            } catch (DPoPRefused e) {
                throw e.atTokenEndpoint();
            }
        }
        if (client.terms().dpop()) {
            throw TokenRefused.of(
                    400, "invalid_dpop_proof", "client " + client.id() + " must bind its tokens; no DPoP header came");
        }
        return client.certificate() == null || request.certificate() == null
                ? TokenBinding.NONE
                : TokenBinding.to(request.certificate());
    }
}
