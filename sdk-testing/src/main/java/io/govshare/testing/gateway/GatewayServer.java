package io.govshare.testing.gateway;

import io.govshare.testing.fault.Faults;
import io.govshare.testing.odata.Json;
import io.govshare.testing.platform.HttpDates;
import io.govshare.testing.platform.PlatformClock;
import io.govshare.testing.platform.PromptSockets;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okio.Buffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** A gateway on its socket: what all styles do alike, on a thread of each connection. Safe for concurrent use. */
final class GatewayServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GatewayServer.class);
    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final long LARGEST_REQUEST = 16L << 20;
    private static final String NO_DATA = "没有数据或者时间格式错误";

    private final MockWebServer server;
    private final Dialect dialect;
    private final Services services;
    private final PlatformClock clock;
    private final List<String> requiredHeaders;
    private final boolean statuses;
    private final Duration freshFor;
    private final Map<GatewayProblem, String> codes;
    private final Faults<GatewayFault> faults = new Faults<>(GatewayFault::times);
    private final GatewayLog log;
    private final AtomicLong requestCount = new AtomicLong();

    private GatewayServer(
            MockWebServer server,
            Dialect dialect,
            GatewaySettings settings,
            List<String> requiredHeaders,
            boolean statuses,
            Duration freshFor,
            Map<GatewayProblem, String> otherCodes) {
        this.server = server;
        this.dialect = dialect;
        this.log = new GatewayLog(dialect.signatureHeader());
        this.services = settings.services();
        this.clock = settings.clock();
        this.requiredHeaders = List.copyOf(requiredHeaders);
        this.statuses = statuses;
        this.freshFor = freshFor;
        this.codes = new EnumMap<>(dialect.codes());
        this.codes.putAll(otherCodes);
    }

    /**
     * Starts it on loopback.
     *
     * @throws IOException if the port cannot be had
     */
    static GatewayServer start(
            Dialect dialect,
            GatewaySettings settings,
            List<String> requiredHeaders,
            boolean statuses,
            Duration freshFor,
            Map<GatewayProblem, String> otherCodes,
            int port)
            throws IOException {
        MockWebServer server = new MockWebServer();
        server.setServerSocketFactory(new PromptSockets());
        server.setBodyLimit(LARGEST_REQUEST);
        server.start(InetAddress.getByAddress(LOOPBACK), port);
        GatewayServer gateway =
                new GatewayServer(server, dialect, settings, requiredHeaders, statuses, freshFor, otherCodes);
        server.setDispatcher(gateway.new Routes());
        return gateway;
    }

    String origin() {
        return "http://127.0.0.1:" + server.getPort();
    }

    PlatformClock clock() {
        return clock;
    }

    Faults<GatewayFault> faults() {
        return faults;
    }

    GatewayLog log() {
        return log;
    }

    /** @throws IllegalArgumentException if there is no such service, or the style knows no registration */
    String registration(String id) {
        String path = dialect.registeredPath();
        if (path == null) {
            throw new IllegalArgumentException("registration is known of GatewaySandbox.nationalExchange() only");
        }
        return Registration.of(services.registered(id), origin() + path, codes).toPrettyString();
    }

    void expireSecrets() {
        dialect.expireSecrets();
    }

    /** Closes all connections and waits until their threads are done. */
    @Override
    public void close() {
        server.close();
    }

    private final class Routes extends Dispatcher {

        @Override
        public MockResponse dispatch(RecordedRequest recorded) throws InterruptedException {
            // The server keeps each request for takeRequest(); nobody takes them, so they would pile up.
            server.takeRequest(0, TimeUnit.NANOSECONDS);
            GatewayCall call = GatewayCall.of(recorded, "G-" + requestCount.incrementAndGet());
            String service = serviceOf(call);
            GatewayFault fault =
                    faults.take(next -> next.concerns(call.path(), service)).orElse(null);
            Reply reply = answer(call, fault);
            boolean answered = fault == null || fault.kind() != GatewayFault.Kind.NO_ANSWER;
            log.add(call, answered ? reply.status() : 0, reply.code());
            return deliver(reply, call.requestId(), fault);
        }
    }

    private @Nullable String serviceOf(GatewayCall call) {
        try {
            return services.known(dialect.service(call));
        } catch (Refusal malformed) {
            return null; // said again, and to the client, when the request is verified
        }
    }

    private MockResponse deliver(Reply reply, String requestId, @Nullable GatewayFault fault) {
        MockResponse.Builder response = new MockResponse.Builder()
                .code(reply.status())
                .clearHeaders()
                .setHeader("Date", HttpDates.format(clock.instant()))
                .setHeader("X-Request-Id", requestId)
                .setHeader("Content-Type", reply.type())
                .body(new Buffer().write(reply.bytes()));
        if (!freshFor.isZero() && reply.code() == null) {
            response.setHeader("Cache-Control", "private, max-age=" + freshFor.toSeconds());
        }
        if (fault != null) {
            if (fault.kind() == GatewayFault.Kind.NO_ANSWER) {
                response.onResponseStart(new SocketEffect.CloseSocket());
            }
            if (!fault.delay().isZero()) {
                response.headersDelay(fault.delay().toNanos(), TimeUnit.NANOSECONDS);
            }
        }
        return response.build();
    }

    private Reply answer(GatewayCall call, @Nullable GatewayFault fault) {
        try {
            return route(call, fault);
        } catch (Refusal e) {
            return refused(e, call.requestId());
        } catch (RuntimeException e) {
            LOG.error("The gateway failed on {} {}, request id {}", call.method(), call.path(), call.requestId(), e);
            return refused(
                    new Refusal(
                            GatewayProblem.INTERNAL, "the sandbox failed; its log has request id " + call.requestId()),
                    call.requestId());
        }
    }

    private Reply refused(Refusal refusal, String requestId) {
        GatewayProblem problem = refusal.problem();
        String code = codes.getOrDefault(problem, problem.name());
        int status = dialect.status(problem);
        return Reply.json(
                statuses && status == 200 ? problem.status() : status,
                dialect.refusal(problem, code, refusal.detail(), requestId),
                code);
    }

    private Reply route(GatewayCall call, @Nullable GatewayFault fault) {
        GatewayFault.Kind kind = fault == null ? GatewayFault.Kind.NONE : fault.kind();
        if (fault != null && kind == GatewayFault.Kind.STATUS) {
            String html = "<html><head><title>" + fault.status() + "</title></head><body><center><h1>" + fault.status()
                    + "</h1></center><hr></body></html>\n";
            return new Reply(fault.status(), "text/html", html, "fault");
        }
        if (fault != null && fault.problem() != null) {
            throw new Refusal(fault.problem(), "the sandbox was told to refuse this");
        }
        if (kind == GatewayFault.Kind.EXPIRED_SECRET) {
            dialect.expireSecrets();
        }
        requiredHeaders.forEach(call::requireHeader);
        Optional<JsonNode> exchanged = dialect.exchange(call);
        return exchanged.isPresent() ? Reply.json(200, exchanged.get(), null) : rows(call, kind);
    }

    private Reply rows(GatewayCall call, GatewayFault.Kind kind) {
        Dialect.Asked asked = dialect.verify(call);
        GatewayPaging.Page page = services.open(asked.client(), asked.service(), clock)
                .select(asked.parameters(), kind == GatewayFault.Kind.LAST_PAGE_AGAIN);
        if (kind == GatewayFault.Kind.NO_DATA_SENTENCE) {
            return Reply.sentence(NO_DATA);
        }
        JsonNode rows = Json.MAPPER
                .createArrayNode()
                .addAll(kind == GatewayFault.Kind.DIRTY_ROWS ? DirtyRows.of(page.rows()) : page.rows());
        if (kind == GatewayFault.Kind.EMPTY_AS_TEXT) {
            rows = StringNode.valueOf("[]");
        } else if (kind == GatewayFault.Kind.DOUBLE_ENCODED) {
            rows = StringNode.valueOf(rows.toString());
        }
        JsonNode envelope = dialect.rows(rows, call.requestId());
        if (envelope instanceof ObjectNode members) {
            page.beside().forEach(members::set);
        }
        return Reply.json(200, envelope, null);
    }
}
