package io.govshare.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.error.ConfigurationException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.OkHttpClient;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TransportTest {

    private final MockWebServer server = new MockWebServer();
    private final SkewClock clock = new SkewClock(TimeSource.SYSTEM);

    @BeforeEach
    void start() throws IOException {
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    static Transport transport(String base, HttpOptions options, Consumer<OkHttpClient.Builder> customize) {
        return new Transport(
                options, OneRequestTest.only(base), new SkewClock(TimeSource.SYSTEM), TimeSource.SYSTEM, customize);
    }

    private Transport transport(HttpOptions options) {
        return new Transport(options, OneRequestTest.only(url("/")), clock, TimeSource.SYSTEM, client -> {});
    }

    private String url(String path) {
        return server.url(path).toString();
    }

    private static Call call(Duration total) {
        return new Call("cn.stats.counties", "query", TimeSource.SYSTEM, total);
    }

    private static Exchange exchange(Request request) {
        return Exchange.of(call(null), request);
    }

    @Test
    void send_request_goesOutAsItIs() throws Exception {
        server.enqueue(new MockResponse.Builder().build());
        try (Transport transport = transport(HttpOptions.defaults())) {
            Request request = Request.post(
                            url("/set/$query?$filter=a%20eq%20'b'"), Body.text("text/plain;odata=x", "a"))
                    .with("GovShare-Context", "purpose=\"x\"")
                    .with("X-Name", "汉字");
            transport.send(exchange(request)).close();
        }
        RecordedRequest sent = server.takeRequest();

        assertThat(sent.getTarget()).isEqualTo("/set/$query?$filter=a%20eq%20%27b%27");
        assertThat(sent.getHeaders().get("GovShare-Context")).isEqualTo("purpose=\"x\"");
        assertThat(sent.getHeaders().get("X-Name")).isEqualTo("汉字");
        assertThat(sent.getHeaders().get("Content-Type")).isEqualTo("text/plain;odata=x");
        assertThat(sent.getHeaders().get("Accept-Encoding")).isEqualTo("identity");
        assertThat(sent.getHeaders().get("User-Agent")).isEqualTo("govshare-java");
        assertThat(sent.getBody().utf8()).isEqualTo("a");
    }

    @Test
    void send_answer_keepsTheBytesAndFieldsOfTheWire() throws IOException {
        byte[] zipped = gzip("{\"value\":[]}");
        server.enqueue(new MockResponse.Builder()
                .addHeader("Content-Encoding", "gzip")
                .addHeader("X-Twice", "a")
                .addHeader("X-Twice", "b")
                .body(new Buffer().write(zipped))
                .build());
        try (Transport transport = transport(HttpOptions.defaults())) {
            Call call = call(null);
            Request request = Request.get(url("/")).with("Accept-Encoding", "gzip");
            Answer answer = Bodies.readWhole(transport.send(Exchange.of(call, request)), 1000);

            assertThat(answer.bytes()).isEqualTo(zipped);
            assertThat(answer.headers().get("Content-Encoding")).isEqualTo("gzip");
            assertThat(answer.headers().all("x-twice")).containsExactly("a", "b");
            assertThat(answer.request()).isSameAs(request);
            assertThat(call.bytes()).isEqualTo(zipped.length);
            assertThat(call.attempts()).isEqualTo(1);
        }
    }

    @Test
    void send_postWithoutBody_sendsEmptyContent() throws Exception {
        server.enqueue(new MockResponse.Builder().build());
        try (Transport transport = transport(HttpOptions.defaults())) {
            transport.send(exchange(Request.of("POST", url("/"), null))).close();
        }

        assertThat(server.takeRequest().getHeaders().get("Content-Length")).isEqualTo("0");
    }

    @Test
    void send_controlCharacterInAnswer_becomesSpace() throws IOException {
        server.enqueue(new MockResponse.Builder()
                .addHeaderLenient("X-Evil", "a\u0001b")
                .addHeaderLenient("X Bad Name", "x")
                .build());
        try (Transport transport = transport(HttpOptions.defaults());
                Answer answer = transport.send(exchange(Request.get(url("/"))))) {
            assertThat(answer.headers().get("X-Evil")).isEqualTo("a b");
            assertThat(answer.headers().get("X Bad Name")).isNull();
        }
    }

    @Test
    void send_foreignOrigin_isRefusedBeforeAnAttempt() {
        try (Transport transport = transport(HttpOptions.defaults())) {
            Call call = call(null);

            assertThatThrownBy(() -> transport.send(Exchange.of(call, Request.get("http://localhost:1/next"))))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("http://localhost:1 is not a trusted origin")
                    .hasMessageContaining("allowOrigin(");
            assertThat(call.attempts()).isZero();
        }
    }

    @Test
    void send_noAnswerInTime_isTimeoutAndNoInterrupt() {
        server.enqueue(
                new MockResponse.Builder().headersDelay(10, TimeUnit.SECONDS).build());
        try (Transport transport = transport(HttpOptions.defaults().attemptTimeout(Duration.ofMillis(80)))) {
            assertThatThrownBy(() -> transport.send(exchange(Request.get(url("/")))))
                    .isInstanceOf(SocketTimeoutException.class);
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
    }

    @Test
    void send_totalIsShorterThanAttempt_totalEndsIt() {
        server.enqueue(
                new MockResponse.Builder().headersDelay(10, TimeUnit.SECONDS).build());
        try (Transport transport = transport(HttpOptions.defaults())) {
            Call call = call(Duration.ofMillis(80));

            assertThatThrownBy(() -> transport.send(Exchange.of(call, Request.get(url("/")))))
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void send_totalIsOver_noRequest() {
        try (Transport transport = transport(HttpOptions.defaults())) {
            Call call = call(Duration.ZERO);

            assertThatThrownBy(() -> transport.send(Exchange.of(call, Request.get(url("/")))))
                    .isInstanceOf(SocketTimeoutException.class);
            assertThat(call.attempts()).isZero();
            assertThat(server.getRequestCount()).isZero();
        }
    }

    @Test
    void read_wholeBodyTrickles_endsAtTheAttemptTimeout() throws IOException {
        server.enqueue(new MockResponse.Builder()
                .body("x".repeat(1000))
                .throttleBody(1, 20, TimeUnit.MILLISECONDS)
                .build());
        try (Transport transport = transport(HttpOptions.defaults().attemptTimeout(Duration.ofMillis(150)))) {
            Answer answer = transport.send(exchange(Request.get(url("/"))));

            assertThatThrownBy(() -> Bodies.readWhole(answer, 10_000)).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void read_streamTrickles_livesLongerThanTheAttemptTimeout() throws IOException {
        server.enqueue(new MockResponse.Builder()
                .body("x".repeat(40))
                .throttleBody(1, 20, TimeUnit.MILLISECONDS)
                .build());
        try (Transport transport = transport(HttpOptions.defaults().attemptTimeout(Duration.ofMillis(400)))) {
            Answer answer = transport.send(exchange(Request.get(url("/"))).note(Reading.class, Reading.STREAMED));

            assertThat(Bodies.readWhole(answer, 10_000).bytes()).hasSize(40);
        }
    }

    @Test
    void read_streamStalls_endsAtTheAttemptTimeout() throws IOException {
        server.enqueue(new MockResponse.Builder()
                .body("x".repeat(20))
                .onResponseBody(SocketEffect.Stall.INSTANCE)
                .build());
        try (Transport transport = transport(HttpOptions.defaults().attemptTimeout(Duration.ofMillis(100)))) {
            Answer answer = transport.send(exchange(Request.get(url("/"))).note(Reading.class, Reading.STREAMED));

            assertThatThrownBy(() -> Bodies.readWhole(answer, 10_000)).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void send_twiceInARow_usesOneConnection() throws Exception {
        for (int i = 0; i < 2; i++) {
            server.enqueue(new MockResponse.Builder().body("x").build());
        }
        try (Transport transport = transport(HttpOptions.defaults())) {
            Bodies.readWhole(transport.send(exchange(Request.get(url("/")))), 10);
            Bodies.readWhole(transport.send(exchange(Request.get(url("/")))), 10);
        }

        assertThat(server.takeRequest().getConnectionIndex())
                .isEqualTo(server.takeRequest().getConnectionIndex());
    }

    @Test
    void send_platformsDate_setsTheClock() throws IOException {
        server.enqueue(new MockResponse.Builder()
                .addHeader("Date", "Thu, 01 Jan 2026 00:00:00 GMT")
                .build());
        TurnableClock local = new TurnableClock();
        SkewClock skew = new SkewClock(local);
        local.turn(Duration.between(local.now(), java.time.Instant.parse("2025-12-31T23:50:00Z")));
        try (Transport transport =
                new Transport(HttpOptions.defaults(), OneRequestTest.only(url("/")), skew, local, client -> {})) {
            transport.send(exchange(Request.get(url("/")))).close();
        }

        assertThat(skew.offset()).isBetween(Duration.ofSeconds(600), Duration.ofSeconds(601));
    }

    static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return out.toByteArray();
    }
}
