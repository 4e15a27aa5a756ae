package io.govshare.leaks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.Callback;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** Runs small test classes that leak, or do not, under the extension as it is registered for every test. */
class LeakExtensionTest {

    private static final Duration BRIEF = Duration.ofMillis(50);
    private static final Duration PATIENT = Duration.ofSeconds(10);

    /** What the samples left behind, closed in reverse order, for this test is under the extension as well. */
    private static final Deque<Closeable> LEFT_BEHIND = new ArrayDeque<>();

    @AfterEach
    void closeWhatTheSamplesLeft() throws IOException {
        while (!LEFT_BEHIND.isEmpty()) {
            LEFT_BEHIND.pop().close();
        }
    }

    @Test
    void test_thatClosesEverything_passes() {
        execute(Tidy.class, PATIENT)
                .testEvents()
                .assertStatistics(stats -> stats.succeeded(1).failed(0));
    }

    @Test
    void thread_leftBehind_failsTheTest() {
        assertLeak(run(LeavesThread.class), "thread govshare-sample");
    }

    @Test
    void dispatcher_leftBehind_failsTheTest() {
        assertLeak(run(LeavesDispatcher.class), "thread OkHttp Dispatcher");
    }

    @Test
    void mockServer_leftBehind_failsTheTest() {
        assertLeak(run(LeavesMockServer.class), "thread MockWebServer");
    }

    @Test
    void fileHandle_leftBehind_failsTheTest() {
        assertLeak(run(LeavesFile.class), "file handle", "left-open.txt");
    }

    @Test
    void folderStream_leftBehind_failsTheTest() {
        assertLeak(run(LeavesFolder.class), "file handle", "left-open-folder");
    }

    @Test
    void responseBody_leftOpen_failsTheTest() {
        assertLeak(run(LeavesBody.class), "socket ESTABLISHED");
    }

    @Test
    void connectionInPool_leftOpen_failsTheTest() {
        assertLeak(run(LeavesPooledConnection.class), "socket ESTABLISHED");
    }

    @Test
    void listeningSocket_leftOpen_failsTheTest() {
        assertLeak(run(LeavesServerSocket.class), "socket LISTEN");
    }

    @Test
    void responseBody_garbageCollectedUnclosed_failsTheTest() {
        assertLeak(run(AbandonsBody.class), "response body: A connection to", "The call was made at io.govshare.leaks");
    }

    @Test
    void failure_ofTheTestItself_isKept() {
        execute(FailsAndLeaks.class, BRIEF)
                .testEvents()
                .assertThatEvents()
                .haveExactly(1, event(finishedWithFailure(message("the test's own failure"))));
    }

    @Test
    void resource_thatEndsWithinTheGracePeriod_isNoLeak() {
        execute(EndsALittleLater.class, PATIENT)
                .testEvents()
                .assertStatistics(stats -> stats.succeeded(1).failed(0));
    }

    @Test
    void sharedResource_closedAfterTheClass_isNoLeak() {
        EngineExecutionResults results = execute(SharesAndCloses.class, PATIENT);

        results.testEvents().assertStatistics(stats -> stats.succeeded(2).failed(0));
        results.containerEvents().assertStatistics(stats -> stats.failed(0));
    }

    @Test
    void sharedResource_notClosedAfterTheClass_failsTheClass() {
        EngineExecutionResults results = execute(SharesAndLeaves.class, BRIEF);

        results.testEvents().assertStatistics(stats -> stats.succeeded(1).failed(0));
        assertLeak(results.containerEvents(), "thread MockWebServer");
    }

    private static Events run(Class<?> sample) {
        return execute(sample, BRIEF).testEvents();
    }

    private static EngineExecutionResults execute(Class<?> sample, Duration grace) {
        // With the implicit parameters the extension comes from this module's own registration.
        return EngineTestKit.engine("junit-jupiter")
                .enableImplicitConfigurationParameters(true)
                .configurationParameter(LeakExtension.GRACE, grace.toString())
                .selectors(selectClass(sample))
                .execute();
    }

    private static void assertLeak(Events events, String... parts) {
        Predicate<String> names = text -> {
            for (String part : parts) {
                if (!text.contains(part)) {
                    return false;
                }
            }
            return text.contains("left behind");
        };
        events.assertThatEvents().haveExactly(1, event(finishedWithFailure(message(names))));
    }

    private static <T extends Closeable> T leave(T resource) {
        LEFT_BEHIND.push(resource);
        return resource;
    }

    private static MockWebServer startedServer() throws IOException {
        MockWebServer server = new MockWebServer();
        server.start();
        return server;
    }

    private static Request requestTo(MockWebServer server) {
        return new Request.Builder().url(server.url("/")).build();
    }

    private static void close(OkHttpClient client) {
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }

    static class Tidy {
        @Test
        void uses(@TempDir Path folder) throws IOException {
            try (MockWebServer server = startedServer();
                    InputStream file = Files.newInputStream(Files.createFile(folder.resolve("closed.txt")))) {
                server.enqueue(new MockResponse.Builder().body("body").build());
                OkHttpClient client = new OkHttpClient();
                try (Response response = client.newCall(requestTo(server)).execute()) {
                    assertThat(response.body().string()).isEqualTo("body");
                }
                assertThat(file.read()).isEqualTo(-1);
                close(client);
            }
        }
    }

    static class LeavesThread {
        @Test
        void leaves() {
            CountDownLatch end = new CountDownLatch(1);
            leave(end::countDown);
            Thread thread = new Thread(() -> await().forever().until(() -> end.getCount() == 0), "govshare-sample");
            thread.setDaemon(true);
            thread.start();
        }
    }

    static class LeavesDispatcher {
        @Test
        void leaves() throws Exception {
            OkHttpClient client = new OkHttpClient();
            leave(() -> close(client));
            CountDownLatch answered = new CountDownLatch(1);
            try (MockWebServer server = startedServer()) {
                server.enqueue(new MockResponse.Builder().build());
                client.newCall(requestTo(server)).enqueue(new Callback() {
                    @Override
                    public void onResponse(okhttp3.Call call, Response response) {
                        response.close();
                        answered.countDown();
                    }

                    @Override
                    public void onFailure(okhttp3.Call call, IOException e) {
                        answered.countDown();
                    }
                });
                answered.await();
            }
        }
    }

    static class LeavesMockServer {
        @Test
        void leaves() throws IOException {
            leave(startedServer());
        }
    }

    static class LeavesFile {
        @Test
        void leaves() throws IOException {
            Path file = Files.createTempFile("", "left-open.txt");
            leave(Files.newInputStream(file));
            Files.delete(file);
        }
    }

    static class LeavesFolder {
        @Test
        @SuppressWarnings("StreamResourceLeak") // It is what the sample is for.
        void leaves() throws IOException {
            Path folder = Files.createTempDirectory("left-open-folder");
            leave(Files.newDirectoryStream(folder));
            Files.delete(folder);
        }
    }

    static class LeavesBody {
        @Test
        void leaves() throws IOException {
            MockWebServer server = leave(startedServer());
            server.enqueue(new MockResponse.Builder().body("not read").build());
            OkHttpClient client = new OkHttpClient();
            leave(() -> close(client));
            leave(client.newCall(requestTo(server)).execute());
            // All but the connection that the body holds is closed.
            close(client);
        }
    }

    static class LeavesPooledConnection {
        @Test
        void leaves() throws IOException {
            MockWebServer server = leave(startedServer());
            server.enqueue(new MockResponse.Builder().build());
            OkHttpClient client = new OkHttpClient();
            leave(() -> close(client));
            client.newCall(requestTo(server)).execute().close();
        }
    }

    static class LeavesServerSocket {
        @Test
        void leaves() throws IOException {
            leave(new ServerSocket(0));
        }
    }

    static class AbandonsBody {
        @Test
        void abandons() throws IOException {
            OkHttpClient client = new OkHttpClient();
            try (MockWebServer server = startedServer();
                    MockWebServer other = startedServer()) {
                server.enqueue(new MockResponse.Builder().body("not read").build());
                WeakReference<Response> abandoned = abandon(client, requestTo(server));
                await().until(() -> {
                    System.gc();
                    return abandoned.get() == null;
                });
                // A pool looks for abandoned connections when it gets a new one.
                other.enqueue(new MockResponse.Builder().build());
                client.newCall(requestTo(other)).execute().close();
                await().until(() -> client.connectionPool().connectionCount() == 1);
            }
            close(client);
        }

        private static WeakReference<Response> abandon(OkHttpClient client, Request request) throws IOException {
            return new WeakReference<>(client.newCall(request).execute());
        }
    }

    static class FailsAndLeaks {
        @Test
        void fails() throws IOException {
            leave(startedServer());
            throw new IllegalStateException("the test's own failure");
        }
    }

    static class EndsALittleLater {
        @Test
        void leaves() {
            Thread thread = new Thread(
                    () -> await().pollInterval(Duration.ofMillis(1))
                            .during(Duration.ofMillis(50))
                            .until(() -> true),
                    "govshare-sample");
            thread.start();
        }
    }

    @SharedResources
    static class SharesAndCloses {
        private static final MockWebServer SERVER = new MockWebServer();

        @BeforeAll
        static void start() throws IOException {
            SERVER.start();
        }

        @AfterAll
        static void stop() {
            SERVER.close();
        }

        @Test
        void first() {
            assertThat(SERVER.getPort()).isPositive();
        }

        @Test
        void second() {
            assertThat(SERVER.getPort()).isPositive();
        }
    }

    static class SharesAndLeaves {
        @BeforeAll
        static void start() throws IOException {
            leave(startedServer());
        }

        @Test
        void passes() {
            assertThat(LEFT_BEHIND).isNotEmpty();
        }
    }
}
