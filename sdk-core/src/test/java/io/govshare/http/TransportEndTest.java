package io.govshare.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.Dns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How attempts end before their answer is complete: cancelled, closed, interrupted. */
class TransportEndTest {

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
    void cancel_whileWaitingForTheAnswer_endsTheAttempt() throws Exception {
        server.enqueue(
                new MockResponse.Builder().headersDelay(10, TimeUnit.SECONDS).build());
        try (Transport transport = transport(HttpOptions.defaults())) {
            Call call = call(null);
            CompletableFuture<Answer> answer = async(transport, call);
            await().until(() -> server.getRequestCount() == 1);
            call.cancel();

            assertThatThrownBy(() -> answer.get(5, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(CallCancelledException.class);
        }
    }

    @Test
    void cancel_beforeTheAttempt_sendsNothing() {
        try (Transport transport = transport(HttpOptions.defaults())) {
            Call call = call(null);
            call.cancel();

            assertThatThrownBy(() -> transport.send(Exchange.of(call, Request.get(url("/")))))
                    .isInstanceOf(CallCancelledException.class);
            assertThat(server.getRequestCount()).isZero();
        }
    }

    @Test
    void close_whileWaitingForTheAnswer_endsTheAttempt() throws Exception {
        server.enqueue(
                new MockResponse.Builder().headersDelay(10, TimeUnit.SECONDS).build());
        Transport transport = transport(HttpOptions.defaults());
        CompletableFuture<Answer> answer = async(transport, call(null));
        await().until(() -> server.getRequestCount() == 1);
        transport.close();

        assertThatThrownBy(() -> answer.get(5, TimeUnit.SECONDS))
                .hasCauseInstanceOf(CallCancelledException.class)
                .hasMessageContaining("client was closed");
    }

    @Test
    void close_withAnAnswerOpen_endsItsReading() throws IOException {
        server.enqueue(new MockResponse.Builder()
                .body("x".repeat(100))
                .onResponseBody(SocketEffect.Stall.INSTANCE)
                .build());
        Transport transport = transport(HttpOptions.defaults());
        Answer answer = transport.send(exchange(Request.get(url("/"))).note(Reading.class, Reading.STREAMED));
        transport.close();

        assertThatThrownBy(() -> Bodies.readWhole(answer, 1000)).isInstanceOf(CallCancelledException.class);
    }

    @Test
    void send_afterClose_sendsNothing() {
        Transport transport = transport(HttpOptions.defaults());
        transport.close();
        transport.close();

        assertThatThrownBy(() -> transport.send(exchange(Request.get(url("/")))))
                .isInstanceOf(CallCancelledException.class);
        assertThat(server.getRequestCount()).isZero();
    }

    @Test
    void close_whatCustomizeBroughtAlong_isLeftOpen() throws IOException {
        server.enqueue(new MockResponse.Builder().body("x").build());
        ConnectionPool pool = new ConnectionPool();
        Dispatcher dispatcher = new Dispatcher();
        Transport transport = TransportTest.transport(
                url("/"),
                HttpOptions.defaults(),
                client -> client.connectionPool(pool).dispatcher(dispatcher));
        Bodies.readWhole(transport.send(exchange(Request.get(url("/")))), 10);
        transport.close();

        assertThat(pool.connectionCount()).isEqualTo(1);
        assertThat(dispatcher.executorService().isShutdown()).isFalse();
        pool.evictAll();
        dispatcher.executorService().shutdown();
    }

    @Test
    void send_interruptedThread_isInterruptedAndKeepsTheFlag() {
        try (Transport transport = transport(HttpOptions.defaults())) {
            Thread.currentThread().interrupt();

            assertThatThrownBy(() -> transport.send(exchange(Request.get(url("/")))))
                    .isInstanceOf(InterruptedIOException.class)
                    .isNotInstanceOf(SocketTimeoutException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void send_interruptedWhileConnecting_isInterruptedAndKeepsTheFlag() {
        Dns interrupting = host -> {
            Thread.currentThread().interrupt();
            return Dns.SYSTEM.lookup(host);
        };
        try (Transport transport =
                TransportTest.transport(url("/"), HttpOptions.defaults(), client -> client.dns(interrupting))) {
            assertThatThrownBy(() -> transport.send(exchange(Request.get(url("/")))))
                    .isInstanceOf(InterruptedIOException.class)
                    .isNotInstanceOf(SocketTimeoutException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void read_interruptedThread_isInterruptedAndKeepsTheFlag() throws IOException {
        server.enqueue(new MockResponse.Builder().body("x".repeat(100_000)).build());
        try (Transport transport = transport(HttpOptions.defaults())) {
            Answer answer = transport.send(exchange(Request.get(url("/"))));
            Thread.currentThread().interrupt();

            assertThatThrownBy(() -> Bodies.readWhole(answer, 1_000_000))
                    .isInstanceOf(InterruptedIOException.class)
                    .isNotInstanceOf(SocketTimeoutException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    private CompletableFuture<Answer> async(Transport transport, Call call) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        new Thread(
                        () -> {
                            try {
                                answer.complete(transport.send(Exchange.of(call, Request.get(url("/")))));
                            } catch (IOException | RuntimeException e) {
                                answer.completeExceptionally(e);
                            }
                        },
                        "caller")
                .start();
        return answer;
    }
}
