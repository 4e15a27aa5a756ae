package io.govshare.dialect.rotation;

import io.govshare.dialect.gateway.GatewayConnection;
import io.govshare.dialect.gateway.SecretExchange;
import io.govshare.dialect.gateway.SecretExchange.Reply;
import io.govshare.dialect.gateway.SignatureLayout;
import io.govshare.dialect.gateway.SignatureLayout.Rule;
import io.govshare.error.CredentialException;
import io.govshare.http.Request;
import io.govshare.platform.CallFacts;
import io.govshare.platform.Credential;
import io.govshare.platform.CredentialExchange;
import io.govshare.signing.Secret;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Renews the secret of calls by the refresh secret while that lives, and by the {@code appSecret} when there is none or the
 * gateway no longer takes it. Safe for concurrent use.
 */
final class RotationExchange implements CredentialExchange {

    /** What a request secret lives when the reply does not say. */
    private static final Duration USUAL_LIFE = Duration.ofMinutes(15);

    private record Renewal(Secret secret, @Nullable Instant end) {}

    private final GatewayConnection connection;
    private final Rule rule;
    private final SecretExchange byKey;
    private final SecretExchange bySecret;
    private final ConcurrentMap<String, Renewal> renewals = new ConcurrentHashMap<>();

    RotationExchange(GatewayConnection connection, SignatureLayout layout, Rule rule, String keyUrl, String secretUrl) {
        this.connection = connection;
        this.rule = rule;
        byKey = SecretExchange.shared(
                connection,
                (facts, now) -> signed(layout, keyUrl, facts, connection.secret(facts), now),
                this::credential);
        bySecret = SecretExchange.shared(
                connection,
                (facts, now) -> {
                    @Nullable Renewal renewal = renewals.get(connection.id(facts));
                    Secret secret = renewal == null ? connection.secret(facts) : renewal.secret();
                    return signed(layout, renewal == null ? keyUrl : secretUrl, facts, secret, now);
                },
                this::credential);
    }

    private Request signed(SignatureLayout layout, String url, CallFacts facts, Secret secret, Instant now) {
        return layout.sign(Request.of("POST", url, null), connection.id(facts), secret, now, rule);
    }

    @Override
    public Object inputs(CallFacts facts) {
        return byKey.inputs(facts);
    }

    @Override
    public boolean isSignatureKey() {
        return true;
    }

    @Override
    public Credential exchange(CallFacts facts) throws IOException {
        String id = connection.id(facts);
        @Nullable Renewal renewal = renewals.get(id);
        if (renewal != null && lives(renewal)) {
            try {
                return bySecret.exchange(facts);
            } catch (CredentialException noLongerTaken) {
                renewals.remove(id, renewal);
            }
        }
        return byKey.exchange(facts);
    }

    private boolean lives(Renewal renewal) {
        return renewal.end() == null || connection.link().now().isBefore(renewal.end());
    }

    private Credential credential(CallFacts facts, Reply reply, Instant asked) {
        Secret secret = Secret.of(reply.text("/datas/requestSecret"));
        reply.find("/datas/refreshSecret")
                .ifPresent(refresh -> renewals.put(
                        connection.id(facts),
                        new Renewal(
                                Secret.of(refresh),
                                reply.time("/datas/refreshSecretEndTime").orElse(null))));
        return Credential.of(secret, asked, reply.end("/datas/requestSecretEndTime", asked, USUAL_LIFE));
    }
}
