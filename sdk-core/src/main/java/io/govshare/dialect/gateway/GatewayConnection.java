package io.govshare.dialect.gateway;

import io.govshare.auth.Credentials;
import io.govshare.catalog.DatasetDescription;
import io.govshare.error.ConfigurationException;
import io.govshare.http.Request;
import io.govshare.platform.CallFacts;
import io.govshare.platform.ClientCredentials;
import io.govshare.platform.PlatformLink;
import io.govshare.signing.Secret;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the parts of a gateway work with: the client, the settings, and who signs for which service. Safe for concurrent use. */
public final class GatewayConnection {

    private final PlatformLink link;
    private final GatewaySettings settings;
    private final @Nullable Credentials usual;

    GatewayConnection(PlatformLink link, GatewaySettings settings) {
        this.link = link;
        this.settings = settings;
        @Nullable ClientCredentials given = link.credentials().orElse(null);
        boolean everyServiceHasItsOwn = !settings.services().isEmpty()
                && settings.services().values().stream()
                        .allMatch(service -> service.credentials().isPresent());
        if (given == null && everyServiceHasItsOwn) {
            usual = null;
        } else {
            usual = checked(given);
        }
        settings.services().values().forEach(service -> service.credentials().ifPresent(GatewayConnection::checked));
    }

    private static Credentials checked(@Nullable ClientCredentials given) {
        if (given instanceof Credentials known && known.isSharedSecret()) {
            return known;
        }
        throw new ConfigurationException(
                given == null
                        ? "A gateway signs with a shared secret, and no credentials are given"
                        : "A gateway signs with a shared secret, and the credentials given are others",
                "Give credentials(…) a Credentials.sharedSecret(id, Secret.ofFile(path)), or each Service one of its own.");
    }

    /** The client's side of the seam. */
    public PlatformLink link() {
        return link;
    }

    /** The settings of the gateway. */
    public GatewaySettings settings() {
        return settings;
    }

    /** The request with the header fields that all have on this gateway. */
    Request marked(Request request) {
        return settings.headers().size() == 0
                ? request
                : request.with(request.headers().with(settings.headers()));
    }

    /** The service that a call is for; empty for calls of the SDK's own. */
    public Optional<Service> service(CallFacts facts) {
        @Nullable DatasetDescription dataset = facts.dataset();
        return dataset == null
                ? Optional.empty()
                : Optional.ofNullable(settings.services().get(dataset.id()));
    }

    private Credentials identity(CallFacts facts) {
        @Nullable Credentials own = service(facts).flatMap(Service::credentials).orElse(usual);
        if (own == null) {
            throw new ConfigurationException(
                    "No credentials are given for this call",
                    "Give credentials(…) a Credentials.sharedSecret(id, Secret.ofFile(path)).");
        }
        return own;
    }

    /** The identifier that signs for this call: the service's own, or the one given to the builder. */
    public String id(CallFacts facts) {
        return identity(facts).clientId();
    }

    /** The secret that belongs to {@link #id}. */
    public Secret secret(CallFacts facts) {
        return identity(facts).secret().orElseThrow();
    }
}
