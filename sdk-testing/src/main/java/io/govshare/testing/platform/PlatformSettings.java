package io.govshare.testing.platform;

import io.govshare.error.Internal;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * What a platform is made of.
 *
 * @param clients by id
 * @param datasets by id
 * @param described entries of the catalogue whose data nobody can read
 * @param pageSize records on a page when the client has no wish, 1 to 1,000
 * @param signing whether answers are signed
 * @param answerSecret what they are signed with; null for a key of the platform
 * @param dpopNonces how long a nonce for proofs of DPoP is handed out; null when they need none
 * @param oldDigests whether {@code Digest} (RFC 3230) is taken in place of {@code Content-Digest}
 * @param tls makes its sockets; null for plain HTTP
 */
@Internal
public record PlatformSettings(
        Map<String, Client> clients,
        Map<String, Published> datasets,
        List<CatalogueEntry> described,
        List<GrantEntry> grants,
        Clock clock,
        Duration tokenLifetime,
        int pageSize,
        boolean signing,
        @Nullable AnswerSecret answerSecret,
        @Nullable Duration dpopNonces,
        boolean oldDigests,
        int port,
        @Nullable SSLSocketFactory tls) {

    public PlatformSettings {
        clients = Map.copyOf(clients);
        datasets = Map.copyOf(datasets);
        described = List.copyOf(described);
        grants = List.copyOf(grants);
    }
}
