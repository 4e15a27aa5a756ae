package io.govshare;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.catalog.DatasetDescription;
import io.govshare.context.CallContext;
import io.govshare.dataset.Dataset;
import io.govshare.dataset.Query;
import io.govshare.dialect.standard.StandardPlatform;
import io.govshare.signing.ContentDigest;
import io.govshare.usage.UsageOptions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Request;
import okhttp3.Response;
import okio.Buffer;
import okio.GzipSink;
import okio.Okio;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A kept answer that the platform confirms, through the whole client. */
class RevalidationTest {

    record Numbered(int number) {}

    private static final String ID = "numbers";
    private static final byte[] BODY = "{\"value\":[{\"number\":7}]}".getBytes(StandardCharsets.UTF_8);

    private final MockWebServer server = new MockWebServer();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private GovShare govshare;

    @BeforeEach
    void open() throws Exception {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                if (!request.getUrl().encodedPath().equals("/" + ID)) {
                    return new MockResponse.Builder().code(404).build();
                }
                String known = request.getHeaders().get("If-None-Match");
                asked.add(String.valueOf(known));
                return known == null ? whole() : unchanged();
            }
        });
        server.start();
        govshare = GovShare.builder()
                .application("revalidation", "1")
                .platform(StandardPlatform.at(server.url("/").uri()))
                .context(CallContext.purpose("residence-permit").build())
                .bind(DatasetDescription.at(ID, server.url("/" + ID).uri()))
                .usage(UsageOptions.notRecorded())
                .build();
    }

    @AfterEach
    void close() {
        govshare.close();
        server.close();
    }

    private static MockResponse whole() {
        Buffer compressed = new Buffer();
        try (var gzip = Okio.buffer(new GzipSink(compressed))) {
            gzip.write(BODY);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return new MockResponse.Builder()
                .setHeader("Content-Type", "application/json")
                .setHeader("Content-Encoding", "gzip")
                .setHeader(
                        "Content-Digest", ContentDigest.of(compressed.snapshot().toByteArray()))
                .setHeader("Cache-Control", "private, no-cache")
                .setHeader("Vary", "Accept-Encoding, Prefer, GovShare-Context")
                .setHeader("ETag", "\"v1\"")
                .setHeader("X-Version", "first")
                .body(compressed)
                .build();
    }

    /** A 304 as careless servers send it: with the fields of an answer that is not there. */
    private static MockResponse unchanged() {
        return new MockResponse.Builder()
                .code(304)
                .setHeader("Content-Type", "text/html")
                .setHeader("Content-Encoding", "gzip")
                .setHeader("Content-Digest", ContentDigest.of("something else".getBytes(StandardCharsets.UTF_8)))
                .setHeader("Content-Length", "9999")
                .setHeader("Cache-Control", "private, no-cache")
                .setHeader("ETag", "\"v1\"")
                .setHeader("X-Version", "second")
                .build();
    }

    @Test
    void typedQuery_confirmed_isReadFromWhatIsKept() {
        Dataset<Numbered> numbers = govshare.dataset(ID, Numbered.class);

        assertThat(numbers.query(Query.all()).items()).containsExactly(new Numbered(7));
        assertThat(numbers.query(Query.all()).items()).containsExactly(new Numbered(7));

        assertThat(asked).containsExactly("null", "\"v1\"");
    }

    @Test
    void rawCall_confirmed_keepsTheFieldsOfItsContent_andTakesTheOthersFromThe304() throws Exception {
        Request request = new Request.Builder().url(server.url("/" + ID)).build();
        String digest;
        try (Response first = govshare.okHttp(ID).newCall(request).execute()) {
            digest = first.header("Content-Digest");
        }

        try (Response second = govshare.okHttp(ID).newCall(request).execute()) {
            assertThat(second.code()).isEqualTo(200);
            assertThat(second.body().bytes()).isEqualTo(BODY);
            assertThat(second.header("Content-Type")).isEqualTo("application/json");
            assertThat(second.header("Content-Encoding")).isNull();
            assertThat(second.header("Content-Length")).isNull();
            assertThat(second.header("Content-Digest")).isEqualTo(digest);
            assertThat(second.header("X-Version")).isEqualTo("second");
        }
        assertThat(asked).hasSize(2);
    }

    @Test
    void otherContext_isNeverGivenTheAnswer() {
        Dataset<Numbered> numbers = govshare.dataset(ID, Numbered.class);
        numbers.query(Query.all());

        numbers.with(CallContext.builder().operator("li.wei").build()).query(Query.all());
        numbers.with(CallContext.purpose("school-enrolment").build()).query(Query.all());

        assertThat(asked).as("not even to be confirmed").containsExactly("null", "null", "null");
    }
}
