package io.govshare.testing;

import io.govshare.testing.fault.Fault;
import io.govshare.testing.fault.Faults;
import io.govshare.testing.platform.Client;
import io.govshare.testing.platform.GrantEntry;
import io.govshare.testing.platform.PlatformServer;
import io.govshare.testing.platform.PlatformSettings;
import io.govshare.testing.platform.VerificationKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A sharing platform on loopback, stricter than real ones: it issues tokens, verifies every signature, enforces grants and
 * limits, serves records and takes usage reports, and each refusal names the exact cause. It fails on demand. Safe for
 * concurrent use; {@link #close()} ends its connections and threads.
 *
 * <pre>{@code
 * try (Sandbox sandbox = Sandbox.builder()
 *         .client("residence-permits", publicJwk)
 *         .dataset(SandboxDataset.ofRecords("cn.stats.counties", counties, "code"))
 *         .grant("residence-permits", "cn.stats.counties", "residence-permit")
 *         .start()) {
 *     URI platform = sandbox.url();
 * }
 * }</pre>
 */
public final class Sandbox implements AutoCloseable {

    private final PlatformServer platform;
    private final @Nullable SampleClient sampleClient;
    private final @Nullable String certificate;

    private Sandbox(PlatformServer platform, @Nullable SampleClient sampleClient, @Nullable String certificate) {
        this.platform = platform;
        this.sampleClient = sampleClient;
        this.certificate = certificate;
    }

    /** A sandbox with the four datasets of {@link Divisions} and a {@link #sampleClient()} that may use them. */
    public static Sandbox start() {
        return builder()
                .datasets(Divisions.all())
                .sampleClient("residence-permits", "residence-permit")
                .start();
    }

    /** Begins a sandbox without clients and datasets. */
    public static SandboxBuilder builder() {
        return new SandboxBuilder();
    }

    static Sandbox start(PlatformSettings settings, @Nullable SampleClient sample, @Nullable String certificate) {
        try {
            return new Sandbox(PlatformServer.start(settings), sample, certificate);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The sandbox cannot listen on 127.0.0.1:" + settings.port() + ": " + e.getMessage(), e);
        }
    }

    /** Its address: the platform's base URL and issuer, such as {@code http://127.0.0.1:49152}. */
    public URI url() {
        return URI.create(platform.origin());
    }

    /**
     * The client that was asked for with {@link SandboxBuilder#sampleClient}.
     *
     * @throws IllegalStateException if it was not
     */
    public SampleClient sampleClient() {
        if (sampleClient == null) {
            throw new IllegalStateException(
                    "This sandbox has no sample client: ask for one with Sandbox.builder().sampleClient(…)");
        }
        return sampleClient;
    }

    /**
     * The certificate, in PEM, that a client must trust.
     *
     * @throws IllegalStateException if the sandbox was not started with {@link SandboxBuilder#https()}
     */
    public String trustedCertificatePem() {
        if (certificate == null) {
            throw new IllegalStateException("This sandbox speaks plain HTTP: start it with Sandbox.builder().https()");
        }
        return certificate;
    }

    /** The faults that are to happen. */
    public Faults<Fault> faults() {
        return platform.faults();
    }

    /** The usage events that it accepted, each id once, in the order in which they came. */
    public List<UsageEvent> usageEvents() {
        return platform.usage().accepted().stream().map(UsageEvent::of).toList();
    }

    /** How many usage events it accepted; cheaper than reading them. */
    public int usageCount() {
        return platform.usage().count();
    }

    /** How far it acknowledged each chain of usage events, in the order in which they began. */
    public List<UsageAnchor> usageAnchors() {
        return platform.usage().anchors().stream()
                .map(anchor -> new UsageAnchor(anchor.chain(), anchor.count(), anchor.head(), anchor.missing()))
                .toList();
    }

    /** From now on rejects each usage event for which this returns a reason. */
    public void rejectUsage(Function<UsageEvent, Optional<String>> objection) {
        Objects.requireNonNull(objection, "objection");
        platform.usage().objection(event -> objection.apply(UsageEvent.of(event)));
    }

    /** The last requests, oldest first; at most 1,000. */
    public List<SandboxRequest> requests() {
        return platform.log().last().stream().map(SandboxRequest::of).toList();
    }

    /** How many requests arrived, by path. */
    public Map<String, Long> requestCounts() {
        return platform.log().counts();
    }

    /** How many requests arrived whose path begins with this. */
    public long requestCount(String pathPrefix) {
        return requestCounts().entrySet().stream()
                .filter(count -> count.getKey().startsWith(pathPrefix))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Forgets the requests so far. */
    public void forgetRequests() {
        platform.log().clear();
    }

    /** All tokens issued so far become unknown. */
    public void revokeTokens() {
        platform.tokens().revokeAll();
    }

    /** All tokens issued so far become expired. */
    public void expireTokens() {
        platform.tokens().expireAll();
    }

    /**
     * Registers one more key of a client from now on, for assertions and request signatures: while keys rotate, both hold.
     *
     * @param publicJwk as {@link SandboxBuilder#client} takes it
     */
    public void registerKey(String client, String publicJwk) {
        VerificationKey key = VerificationKey.ofJwk(null, publicJwk);
        Client registered = client(client);
        registered.assertionKeys().add(key);
        registered.signingKeys().add(key);
    }

    /** Takes a key of a client back: what it signs from now on is refused. */
    public void withdrawKey(String client, String keyId) {
        Client registered = client(client);
        boolean forAssertions = registered.assertionKeys().remove(keyId);
        boolean forSignatures = registered.signingKeys().remove(keyId);
        if (!forAssertions && !forSignatures) {
            throw new IllegalArgumentException("client " + client + " has no key " + keyId + " registered");
        }
    }

    private Client client(String id) {
        Client client = platform.client(id);
        if (client == null) {
            throw new IllegalArgumentException("client " + id + " is not registered");
        }
        return client;
    }

    /** Accepts none of the nonces for proofs of DPoP any more that were handed out so far. */
    public void renewDpopNonce() {
        platform.dpopNonces().renew();
    }

    /** Sets the platform's clock ahead by so much, or behind if negative; {@link Duration#ZERO} sets it right again. */
    public void clockSkew(Duration ahead) {
        platform.clock().skew(ahead);
    }

    /** Gives a grant from now on. */
    public void grant(SandboxGrant grant) {
        platform.grants().add(entry(grant));
    }

    /** Takes back all grants of a client for a dataset. */
    public void revokeGrants(String client, String dataset) {
        platform.grants().revoke(client, dataset);
    }

    static GrantEntry entry(SandboxGrant grant) {
        return new GrantEntry(
                "G-" + Integer.toHexString(grant.hashCode() & 0xfffff),
                grant.client(),
                grant.dataset(),
                grant.purposes(),
                grant.fields(),
                grant.from(),
                grant.until(),
                grant.applicationNumber(),
                grant.rows());
    }

    /** Ends connections and threads; what is in flight is cut off. */
    @Override
    public void close() {
        platform.close();
    }

    @Override
    public String toString() {
        return "Sandbox[" + platform.origin() + "]";
    }
}
