package io.govshare;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.govshare.auth.Credentials;
import io.govshare.context.CallContext;
import io.govshare.dialect.standard.StandardPlatform;
import io.govshare.signing.SigningKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A server that closes a kept connection instead of answering, and counts what reached it: what is good for one request is
 * made anew, and nothing is sent twice.
 */
class StaleConnectionTest {

    record Item(String code) {}

    @TempDir
    Path spool;

    private final Map<String, List<String>> arrived = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;
    private volatile String broken = "";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        answer("/.well-known/api-catalog", """
                {"linkset": [{"https://govshare.io/rel/issuer": [{"href": "%1$s"}],
                              "https://govshare.io/rel/catalogue": [{"href": "%1$s/catalogue"}],
                              "https://govshare.io/rel/usage": [{"href": "%1$s/usage"}]}]}""".formatted(url()));
        answer("/.well-known/oauth-authorization-server", """
                {"issuer": "%1$s", "token_endpoint": "%1$s/token"}""".formatted(url()));
        answer("/token", """
                {"access_token": "abc", "token_type": "Bearer", "expires_in": 600}""");
        answer("/catalogue/items", """
                {"govshare:sharing": "UNCONDITIONAL", "govshare:key": ["code"],
                 "dcat:distribution": {"dcat:accessService": {"dcat:endpointURL": "%s/odata/items"}}}""".formatted(url()));
        answer("/odata/items", """
                {"code": "1"}""");
        answer("/usage", """
                {"accepted": 1, "duplicates": 0, "rejected": []}""");
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(String path, String json) {
        server.createContext(path, exchange -> {
            List<String> sofar = arrived.computeIfAbsent(path, first -> new CopyOnWriteArrayList<>());
            sofar.add(usableOnce(exchange));
            if (path.equals(broken) && sofar.size() == 1) {
                exchange.close();
                return;
            }
            byte[] body = json.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    /** The signature with its nonce, or the assertion with its jti. */
    private static String usableOnce(HttpExchange exchange) throws IOException {
        String content = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String input = exchange.getRequestHeaders().getFirst("Signature-Input");
        return input == null ? content : input;
    }

    private GovShare.Builder client() {
        return GovShare.builder()
                .application("residence-permits", "1")
                .platform(StandardPlatform.at(url()))
                .credentials(Credentials.privateKeyJwt("residence-permits", SigningKey.generate()))
                .context(CallContext.purpose("residence-permit").build())
                .resilience(resilience -> resilience.attempts(1))
                .usage(usage -> usage.folder(spool));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/token", "/catalogue/items", "/odata/items", "/usage"})
    void keptConnectionClosed_requestIsMadeAnewOnce(String path) {
        broken = path;
        try (GovShare govshare = client().build()) {
            assertThat(govshare.dataset("items", Item.class).find("1")).hasValue(new Item("1"));
        }

        assertThat(arrived.get(path)).hasSize(2).doesNotHaveDuplicates();
        arrived.forEach((other, requests) -> {
            if (!other.equals(path)) {
                assertThat(requests).as(other).hasSize(1);
            }
        });
    }
}
