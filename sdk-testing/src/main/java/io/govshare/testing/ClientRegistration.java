package io.govshare.testing;

import io.govshare.testing.platform.Client;
import io.govshare.testing.platform.ClientCertificate;
import io.govshare.testing.platform.ClientKeys;
import io.govshare.testing.platform.ClientTerms;
import io.govshare.testing.platform.VerificationKey;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects what a client of the sandbox is registered with. Not safe for concurrent use. */
final class ClientRegistration {

    final List<VerificationKey> signingKeys = new ArrayList<>();
    final Set<String> scopes = new LinkedHashSet<>();
    final Set<String> targets = new LinkedHashSet<>();
    private final List<VerificationKey> assertionKeys = new ArrayList<>();

    @Nullable
    String secret;

    @Nullable
    ClientCertificate certificate;

    @Nullable
    Map<String, Object> grantClaims;

    boolean dpop;
    boolean bearerOnly;

    /** For assertions as well as request signatures. */
    void key(String publicJwk) {
        VerificationKey key = VerificationKey.ofJwk(null, publicJwk);
        assertionKeys.add(key);
        signingKeys.add(key);
    }

    Client made(String id) {
        return new Client(
                id,
                ClientKeys.of(assertionKeys),
                secret,
                certificate,
                ClientKeys.of(signingKeys),
                !signingKeys.isEmpty() && !bearerOnly,
                new ClientTerms(scopes, targets, grantClaims, dpop));
    }
}
