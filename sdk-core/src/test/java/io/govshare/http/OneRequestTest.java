package io.govshare.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.error.ConfigurationException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One request per attempt reaches the wire, whatever the server answers: counted at a socket. */
class OneRequestTest {

    private static final String EMPTY = "Content-Length: 0\r\n\r\n";

    @ParameterizedTest
    @CsvSource({
        "503, 'Retry-After: 0'",
        "503, 'Retry-After: 1'",
        "408, 'X: y'",
        "408, 'Retry-After: 0'",
        "421, 'X: y'",
        "401, 'WWW-Authenticate: Basic realm=\"x\"'",
        "407, 'Proxy-Authenticate: Basic realm=\"x\"'",
        "300, 'Location: /elsewhere'",
        "301, 'Location: /elsewhere'",
        "302, 'Location: /elsewhere'",
        "303, 'Location: /elsewhere'",
        "307, 'Location: /elsewhere'",
        "308, 'Location: /elsewhere'",
        "500, 'Retry-After: 0'"
    })
    void send_statusThatOkHttpActsOn_oneRequestAndTheAnswerAsItIs(int status, String field) throws IOException {
        try (RawServer server = new RawServer(n -> "HTTP/1.1 " + status + " Whatever\r\n" + field + "\r\n" + EMPTY);
                Transport transport = transport(server, HttpOptions.defaults());
                Answer answer = send(transport, Request.get(server.url("/records")))) {

            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.headers().get(field.substring(0, field.indexOf(':'))))
                    .isEqualTo(field.substring(field.indexOf(':') + 2));
            assertThat(server.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"503, 'Retry-After: 0'", "408, 'X: y'", "307, 'Location: /elsewhere'"})
    void send_postAnsweredWithStatusThatOkHttpActsOn_oneRequest(int status, String field) throws IOException {
        try (RawServer server = new RawServer(n -> "HTTP/1.1 " + status + " Whatever\r\n" + field + "\r\n" + EMPTY);
                Transport transport = transport(server, HttpOptions.defaults());
                Answer answer = send(transport, Request.post(server.url("/usage"), Body.text("text/plain", "x")))) {

            assertThat(answer.status()).isEqualTo(status);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void send_connectionResetOnFirstUse_oneRequestAndIoException() throws IOException {
        try (RawServer server = new RawServer(n -> null);
                Transport transport = transport(server, HttpOptions.defaults())) {

            assertThatThrownBy(() -> send(transport, Request.get(server.url("/records"))))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(StaleConnectionException.class);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void send_reusedConnectionResetBeforeAnswer_oneRequestAndStale() throws IOException {
        try (RawServer server = new RawServer(n -> n == 1 ? "HTTP/1.1 200 OK\r\n" + EMPTY : null);
                Transport transport = transport(server, HttpOptions.defaults())) {
            Bodies.readWhole(send(transport, Request.get(server.url("/records"))), 10);

            assertThatThrownBy(() -> send(transport, Request.get(server.url("/records"))))
                    .isInstanceOf(StaleConnectionException.class);
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    void send_reusedConnectionBreaksWithinAnswer_notStale() throws IOException {
        try (RawServer server = new RawServer(n -> n == 1
                        ? "HTTP/1.1 200 OK\r\n" + EMPTY
                        : "HTTP/1.1 200 OK\r\nContent-Length: 100\r\nConnection: close\r\n\r\nhalf");
                Transport transport = transport(server, HttpOptions.defaults())) {
            Bodies.readWhole(send(transport, Request.get(server.url("/records"))), 10);
            Answer second = send(transport, Request.get(server.url("/records")));

            assertThatThrownBy(() -> Bodies.readWhole(second, 1000))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(StaleConnectionException.class);
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    void send_interceptorOfTheApplicationRepeats_secondIsRefusedAndNamesCustomize() throws IOException {
        try (RawServer server = new RawServer(n -> "HTTP/1.1 500 Oops\r\n" + EMPTY);
                Transport transport = TransportTest.transport(
                        server.url("/"),
                        HttpOptions.defaults(),
                        client -> client.addInterceptor(chain -> {
                            chain.proceed(chain.request()).close();
                            return chain.proceed(chain.request());
                        }))) {

            assertThatThrownBy(() -> send(transport, Request.get(server.url("/records"))))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("customize(…)");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void send_settingsThatRepeatWereCustomized_oneRequestAllTheSame() throws IOException {
        try (RawServer server =
                        new RawServer(n -> "HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=\"x\"\r\n" + EMPTY);
                Transport transport = TransportTest.transport(
                        server.url("/"),
                        HttpOptions.defaults(),
                        client -> client.retryOnConnectionFailure(true)
                                .followRedirects(true)
                                .authenticator((route, response) -> response.request()
                                        .newBuilder()
                                        .header("Authorization", "again")
                                        .build()));
                Answer answer = send(transport, Request.get(server.url("/records")))) {

            assertThat(answer.status()).isEqualTo(401);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void send_interceptorsOfTheApplication_seeTheRealStatus() throws IOException {
        int[] seen = new int[2];
        try (RawServer server = new RawServer(n -> "HTTP/1.1 503 Busy\r\nRetry-After: 0\r\n" + EMPTY);
                Transport transport = TransportTest.transport(
                        server.url("/"), HttpOptions.defaults(), client -> watch(client, seen));
                Answer answer = send(transport, Request.get(server.url("/records")))) {

            assertThat(answer.status()).isEqualTo(503);
            assertThat(seen).containsExactly(503, 503);
        }
    }

    private static void watch(OkHttpClient.Builder client, int[] seen) {
        client.addInterceptor(chain -> {
            Response response = chain.proceed(chain.request());
            seen[0] = response.code();
            return response;
        });
        client.addNetworkInterceptor(chain -> {
            Response response = chain.proceed(chain.request());
            seen[1] = response.code();
            return response;
        });
    }

    @Test
    void send_interceptorOfTheApplicationSendsElsewhere_isRefusedBeforeAConnection() throws IOException {
        try (RawServer server = new RawServer(n -> "HTTP/1.1 200 OK\r\n" + EMPTY);
                RawServer other = new RawServer(n -> "HTTP/1.1 200 OK\r\n" + EMPTY);
                Transport transport = TransportTest.transport(
                        server.url("/"),
                        HttpOptions.defaults(),
                        client -> client.addInterceptor(chain -> chain.proceed(
                                chain.request().newBuilder().url(other.url("/")).build())))) {

            assertThatThrownBy(() -> send(transport, Request.get(server.url("/records"))))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("allowOrigin(");
            assertThat(other.requests()).isEmpty();
        }
    }

    @Test
    void send_misdirectedOnCoalescedConnection_oneRequest(@TempDir Path folder) throws Exception {
        HeldCertificate both = new HeldCertificate.Builder()
                .addSubjectAlternativeName("one.example.gov")
                .addSubjectAlternativeName("two.example.gov")
                .build();
        Path pem = Files.writeString(folder.resolve("both.pem"), both.certificatePem());
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (MockWebServer server = new MockWebServer()) {
            server.useHttps(new HandshakeCertificates.Builder()
                    .heldCertificate(both)
                    .build()
                    .sslSocketFactory());
            server.enqueue(new MockResponse.Builder().code(200).build());
            server.enqueue(new MockResponse.Builder().code(421).build());
            server.enqueue(new MockResponse.Builder().code(200).build());
            server.start(loopback, 0);
            Request first = Request.get("https://one.example.gov:" + server.getPort() + "/");
            Request second = Request.get("https://two.example.gov:" + server.getPort() + "/");
            TrustedOrigins origins = new TrustedOrigins(Set.of(first.origin(), second.origin()), Set.of(), false);
            HttpOptions options = HttpOptions.defaults().noProxy().trust(pem).dns(host -> List.of(loopback));
            try (Transport transport = new Transport(
                    options, origins, new SkewClock(TimeSource.SYSTEM), TimeSource.SYSTEM, client -> {})) {
                send(transport, first).close();
                try (Answer answer = send(transport, second)) {
                    assertThat(answer.status()).isEqualTo(421);
                }
            }

            assertThat(server.getRequestCount()).isEqualTo(2);
            assertThat(server.takeRequest().getConnectionIndex())
                    .as("one connection for both hosts")
                    .isEqualTo(server.takeRequest().getConnectionIndex());
        }
    }

    private static Transport transport(RawServer server, HttpOptions options) {
        return TransportTest.transport(server.url("/"), options, client -> {});
    }

    private static Answer send(Transport transport, Request request) throws IOException {
        return transport.send(Exchange.of(new Call("d", "query", TimeSource.SYSTEM, null), request));
    }

    static TrustedOrigins only(String url) {
        return new TrustedOrigins(Set.of(Origin.of(URI.create(url))), Set.of(), false);
    }
}
