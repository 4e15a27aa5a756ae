package io.govshare.wholecall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.GovShare;
import io.govshare.context.CallContext;
import io.govshare.error.SharingDeniedException;
import io.govshare.testing.Divisions;
import io.govshare.testing.Sandbox;
import io.govshare.testing.UsageEvent;
import io.govshare.testing.fault.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import retrofit2.Retrofit;
import retrofit2.http.GET;
import retrofit2.http.Query;

/** Raw calls and a Retrofit interface, through the same stages as typed ones. */
class RawCallsTest {

    interface Counties {
        @GET("odata/" + Divisions.COUNTIES)
        retrofit2.Call<ResponseBody> first(@Query("$top") int top);
    }

    @TempDir
    Path spool;

    @Test
    void retrofit_passesAllStages() throws Exception {
        try (Sandbox sandbox = TestClient.platform().start()) {
            try (GovShare govshare = TestClient.of(sandbox, spool).build()) {
                Counties counties = new Retrofit.Builder()
                        .baseUrl(sandbox.url() + "/")
                        .client(govshare.okHttp(Divisions.COUNTIES))
                        .build()
                        .create(Counties.class);
                sandbox.faults()
                        .next(Fault.status(503).retryAfter(Duration.ZERO).onDataset(Divisions.COUNTIES));
                assertThat(counties.first(1).execute().body().string()).contains("110101");
                assertThat(counties.first(1).execute().body().string()).contains("110101");
                assertThat(sandbox.requestCount("/odata/"))
                        .as("503, its repetition, then the cache")
                        .isEqualTo(2);
            }
            assertThat(sandbox.usageEvents()).extracting(UsageEvent::operation).containsExactly("raw", "raw");
        }
    }

    @Test
    void purposeOutsideGrant_isAnIOExceptionWithTheReasonAsCause() {
        try (Sandbox sandbox = TestClient.platform().start();
                GovShare govshare = TestClient.of(sandbox, spool)
                        .context(CallContext.purpose("marketing").build())
                        .build()) {
            OkHttpClient client = govshare.okHttp(Divisions.COUNTIES);
            Request request = new Request.Builder()
                    .url(sandbox.url() + "/odata/" + Divisions.COUNTIES)
                    .build();
            assertThatThrownBy(() -> client.newCall(request).execute())
                    .isInstanceOf(IOException.class)
                    .hasCauseInstanceOf(SharingDeniedException.class);
            assertThat(sandbox.requestCount("/odata/")).isZero();
        }
    }

    @Test
    void platformsRefusal_isReturnedAsItIs() throws Exception {
        try (Sandbox sandbox = TestClient.platform().start();
                GovShare govshare = TestClient.of(sandbox, spool).build()) {
            Request request = new Request.Builder()
                    .url(sandbox.url() + "/odata/" + Divisions.COUNTIES + "?$filter=nonsense%20is")
                    .build();
            try (Response response =
                    govshare.okHttp(Divisions.COUNTIES).newCall(request).execute()) {
                assertThat(response.code()).isEqualTo(400);
                assertThat(response.body().string()).contains("invalid-query");
            }
        }
    }

    @Test
    void foreignHost_isRefusedBeforeAnythingLeaves() {
        try (Sandbox sandbox = TestClient.platform().start();
                GovShare govshare = TestClient.of(sandbox, spool).build()) {
            Request request =
                    new Request.Builder().url("https://elsewhere.example.org/x").build();
            assertThatThrownBy(() ->
                            govshare.okHttp(Divisions.COUNTIES).newCall(request).execute())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("allowOrigin");
        }
    }

    @Test
    void cancelledCall_endsAtOnce() throws Exception {
        try (Sandbox sandbox = TestClient.platform().start();
                GovShare govshare = TestClient.of(sandbox, spool).build()) {
            sandbox.faults().next(Fault.delay(Duration.ofSeconds(20)).onDataset(Divisions.COUNTIES));
            Request request = new Request.Builder()
                    .url(sandbox.url() + "/odata/" + Divisions.COUNTIES)
                    .build();
            Call call = govshare.okHttp(Divisions.COUNTIES).newCall(request);
            CompletableFuture<IOException> failed = new CompletableFuture<>();
            call.enqueue(new Callback() {
                @Override
                public void onFailure(Call failing, IOException e) {
                    failed.complete(e);
                }

                @Override
                public void onResponse(Call answered, Response response) {
                    response.close();
                    failed.completeExceptionally(new AssertionError("answered"));
                }
            });
            org.awaitility.Awaitility.await().until(() -> sandbox.faults().remaining() == 0);
            call.cancel();
            assertThat(failed.get(5, TimeUnit.SECONDS)).isNotNull();
        }
    }
}
