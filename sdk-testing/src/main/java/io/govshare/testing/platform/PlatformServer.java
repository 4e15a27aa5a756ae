package io.govshare.testing.platform;

import io.govshare.error.Internal;
import io.govshare.testing.fault.Fault;
import io.govshare.testing.fault.Faults;
import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Protocol;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The platform on its socket: routes each request, on a thread of its connection. Safe for concurrent use. */
@Internal
public final class PlatformServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PlatformServer.class);
    private static final String CATALOGUE = "/catalogue";
    private static final String KEY_ID = "sandbox-1";
    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final long LARGEST_REQUEST = 64L << 20;

    private final MockWebServer server;
    private final String scheme;
    private final String authority;
    private final PlatformClock clock;
    private final Faults<Fault> faults = new Faults<>(Fault::times);
    private final RequestLog log = new RequestLog();
    private final UsageIntake usage = new UsageIntake();
    private final Map<String, Client> clients;
    private final boolean oldDigests;
    private final DPoPNonces dpopNonces;
    private final DPoPCheck dpop;
    private final IssuedTokens tokens;
    private final TokenEndpoint tokenEndpoint;
    private final SignatureCheck signatures;
    private final Directory directory;
    private final CatalogueSearch search;
    private final Grants grants;
    private final RecordsEndpoint records;
    private final Delivery delivery;
    private final String requestIdPrefix = HexFormat.of().toHexDigits(new SecureRandom().nextInt());
    private final AtomicLong requestCount = new AtomicLong();

    private PlatformServer(PlatformSettings settings, MockWebServer server) {
        this.server = server;
        this.scheme = settings.tls() == null ? "http" : "https";
        this.authority = "127.0.0.1:" + server.getPort();
        String origin = origin();
        this.clock = new PlatformClock(settings.clock());
        AnswerSigner signer = signer(settings.answerSecret());
        this.clients = settings.clients();
        this.oldDigests = settings.oldDigests();
        this.dpopNonces = new DPoPNonces(clock, settings.dpopNonces());
        this.dpop = new DPoPCheck(clock, dpopNonces);
        this.tokens = new IssuedTokens(clock, settings.tokenLifetime(), dpop);
        AssertionCheck assertions = new AssertionCheck(clock, clients, origin);
        this.tokenEndpoint = new TokenEndpoint(new ClientProof(clients, assertions), assertions, dpop, tokens);
        this.signatures = new SignatureCheck(clock);
        this.directory = new Directory(
                origin, settings.datasets(), settings.described(), settings.signing() ? signer.published() : List.of());
        this.search = new CatalogueSearch(
                origin + "/catalogue", directory.entries(settings.described()), settings.pageSize());
        this.grants = new Grants(origin, clock, settings.grants());
        this.records = new RecordsEndpoint(origin, directory, grants, new Limits(clock), settings.pageSize());
        this.delivery = new Delivery(clock, signer, impostor(settings.answerSecret()), settings.signing());
    }

    private static AnswerSigner signer(@Nullable AnswerSecret secret) {
        return secret == null ? AnswerSigner.withNewKey(KEY_ID) : AnswerSigner.withSecret(secret);
    }

    /** Signs under the same name, but with another key or secret. */
    private static AnswerSigner impostor(@Nullable AnswerSecret secret) {
        return signer(secret == null ? null : new AnswerSecret(secret.keyid(), secret.secret() + " of another"));
    }

    /**
     * Starts it on loopback.
     *
     * @throws IOException if the port cannot be had
     */
    public static PlatformServer start(PlatformSettings settings) throws IOException {
        MockWebServer server = new MockWebServer();
        server.setServerSocketFactory(new PromptSockets());
        server.setBodyLimit(LARGEST_REQUEST);
        if (settings.tls() != null) {
            server.setProtocols(List.of(Protocol.HTTP_1_1));
            server.useHttps(settings.tls());
            if (settings.clients().values().stream().anyMatch(client -> client.certificate() != null)) {
                server.requestClientAuth();
            }
        }
        server.start(InetAddress.getByAddress(LOOPBACK), settings.port());
        PlatformServer platform = new PlatformServer(settings, server);
        server.setDispatcher(platform.new Routes());
        return platform;
    }

    /** Scheme, host and port; also the issuer. */
    public String origin() {
        return scheme + "://" + authority;
    }

    public PlatformClock clock() {
        return clock;
    }

    public Faults<Fault> faults() {
        return faults;
    }

    public RequestLog log() {
        return log;
    }

    public UsageIntake usage() {
        return usage;
    }

    public IssuedTokens tokens() {
        return tokens;
    }

    public DPoPNonces dpopNonces() {
        return dpopNonces;
    }

    /** The registered client; null when there is none. */
    public @Nullable Client client(String id) {
        return clients.get(id);
    }

    public Grants grants() {
        return grants;
    }

    /** Closes all connections and waits until their threads are done. */
    @Override
    public void close() {
        server.close();
    }

    /** @throws Refused if the request has another method */
    static void requireMethod(Incoming request, String method) {
        if (!request.method().equals(method)) {
            throw Refused.of(405, "method-not-allowed", "this takes " + method + ", not " + request.method())
                    .header("Allow", method);
        }
    }

    private final class Routes extends Dispatcher {

        @Override
        public MockResponse dispatch(RecordedRequest recorded) throws InterruptedException {
            // The server keeps each request for takeRequest(); nobody takes them, so they would pile up.
            server.takeRequest(0, TimeUnit.NANOSECONDS);
            String requestId = "R-" + requestIdPrefix + "-" + requestCount.incrementAndGet();
            Incoming request = Incoming.of(recorded, scheme, authority, requestId);
            String dataset = RecordsEndpoint.dataset(request.path());
            Fault fault =
                    faults.take(next -> next.concerns(request.path(), dataset)).orElse(null);
            Reply instead = fault == null ? null : FaultReplies.instead(fault, request, clock);
            Reply reply = instead != null ? instead : answer(request, fault);
            boolean answered = fault == null || fault.kind() != Fault.Kind.NO_ANSWER;
            log.add(request, answered ? reply.status() : 0, reply.code());
            return delivery.deliver(request, reply, fault);
        }
    }

    private Reply answer(Incoming request, @Nullable Fault fault) {
        try {
            return route(request, fault);
        } catch (Refused e) {
            return Reply.problem(e, request.requestId());
        } catch (RuntimeException e) {
            LOG.error(
                    "The sandbox failed on {} {}, request id {}",
                    request.method(),
                    request.path(),
                    request.requestId(),
                    e);
            return Reply.problem(
                    Refused.of(500, "internal", "the sandbox failed; its log has request id " + request.requestId()),
                    request.requestId());
        }
    }

    private Reply route(Incoming request, @Nullable Fault fault) {
        String path = request.path();
        switch (path) {
            case "/.well-known/api-catalog" -> {
                requireMethod(request, "GET");
                return directory.apiCatalog();
            }
            case "/.well-known/oauth-authorization-server" -> {
                requireMethod(request, "GET");
                return directory.authorizationServer();
            }
            case "/jwks" -> {
                requireMethod(request, "GET");
                return directory.jwks();
            }
            case "/token" -> {
                requireMethod(request, "POST");
                return tokenEndpoint.answer(request);
            }
            default -> {
                return known(request, fault);
            }
        }
    }

    /** What is answered to known clients only. */
    private Reply known(Incoming request, @Nullable Fault fault) {
        String path = request.path();
        if (!path.equals(CATALOGUE)
                && !path.startsWith(CATALOGUE + "/")
                && !path.startsWith(RecordsEndpoint.ROOT)
                && !path.equals("/grants")
                && !path.equals("/usage")) {
            throw Refused.notFound("not-found", "the platform has no " + path);
        }
        Client client = tokens.check(request);
        if (request.hasContent()) {
            Digests.check(request, oldDigests);
        }
        signatures.check(request, client);
        return dpop.withNewerNonce(permitted(request, client, fault), request);
    }

    private Reply permitted(Incoming request, Client client, @Nullable Fault fault) {
        String path = request.path();
        if (path.startsWith(RecordsEndpoint.ROOT)) {
            return records.answer(request, client, fault);
        }
        if (path.equals("/usage")) {
            requireMethod(request, "POST");
            return usage.answer(request);
        }
        requireMethod(request, "GET");
        if (path.equals(CATALOGUE)) {
            return search.answer(request, fault);
        }
        return path.startsWith(CATALOGUE)
                ? directory.catalogue(Incoming.decoded(path.substring(CATALOGUE.length() + 1), "path"))
                : grants.answer(request, client);
    }
}
