package io.govshare;

import io.govshare.context.CallContext;
import io.govshare.dataset.CallOptions;
import io.govshare.http.Answer;
import io.govshare.http.Body;
import io.govshare.http.Call;
import io.govshare.http.Headers;
import io.govshare.http.Request;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import okhttp3.Dispatcher;
import okhttp3.EventListener;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Runs the calls of an {@link OkHttpClient}, and so of Retrofit and generated clients, through the same stages as typed
 * ones: one interceptor that never proceeds to OkHttp's own network, since the transport at the end of the pipeline sends.
 */
final class RawCalls implements AutoCloseable {

    private static final int CONCURRENT = 64;
    private static final int DRAIN_SECONDS = 1;
    private static final int IDLE_SECONDS = 10;

    private final RealGovShare govshare;
    private final OkHttpClient base;

    RawCalls(RealGovShare govshare) {
        this.govshare = govshare;
        // As many threads as calls are let through; the others wait in the dispatcher.
        Dispatcher dispatcher = new Dispatcher(new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, "govshare-raw");
                    thread.setDaemon(true);
                    return thread;
                }));
        dispatcher.setMaxRequests(CONCURRENT);
        dispatcher.setMaxRequestsPerHost(CONCURRENT);
        base = new OkHttpClient.Builder()
                .dispatcher(dispatcher)
                .eventListener(new EventListener() {
                    @Override
                    public void callStart(okhttp3.Call raw) {
                        started(raw);
                    }

                    @Override
                    public void canceled(okhttp3.Call raw) {
                        started(raw).cancel();
                    }
                })
                .build();
    }

    /**
     * What is known of a raw call since it was executed or enqueued: its context, taken on the thread of the caller, and its
     * use once that has begun. Safe for concurrent use.
     */
    private static final class Started {

        private final @Nullable CallContext context;
        private final @Nullable RuntimeException failure;
        private volatile @Nullable Call call;
        private volatile boolean cancelled;

        Started(RealGovShare govshare) {
            CallContext captured = null;
            RuntimeException failed = null;
            try {
                captured = govshare.capture(CallContext.none());
            } catch (RuntimeException e) {
                failed = e;
            }
            context = captured;
            failure = failed;
        }

        CallContext context() {
            if (context == null) {
                throw Objects.requireNonNull(failure);
            }
            return context;
        }

        void begun(Call use) {
            call = use;
            if (cancelled) {
                use.cancel();
            }
        }

        void cancel() {
            cancelled = true;
            Call use = call;
            if (use != null) {
                use.cancel();
            }
        }
    }

    private Started started(okhttp3.Call raw) {
        return raw.tag(Started.class, () -> new Started(govshare));
    }

    OkHttpClient client(String dataset) {
        return base.newBuilder()
                .addInterceptor(chain -> intercept(dataset, chain))
                .build();
    }

    private Response intercept(String dataset, Interceptor.Chain chain) throws IOException {
        Started started = started(chain.call());
        try {
            Use use =
                    govshare.begin(dataset, "raw", started::context, CallOptions.defaults(), UnaryOperator.identity());
            started.begun(use.call());
            return use.run(current -> {
                current.describe();
                return response(chain.request(), current.sendRaw(request(chain.request())));
            });
        } catch (RuntimeException refused) {
            // OkHttp takes nothing but IOException to a callback; the reason stays as the cause.
            throw new IOException(refused.getMessage(), refused);
        }
    }

    private Request request(okhttp3.Request raw) throws IOException {
        RequestBody content = raw.body();
        Body body = null;
        if (content != null) {
            Buffer bytes = new Buffer();
            content.writeTo(bytes);
            MediaType type = content.contentType();
            body = Body.bytes(type == null ? "application/octet-stream" : type.toString(), bytes.readByteArray());
        }
        Headers headers = Headers.none();
        for (int i = 0; i < raw.headers().size(); i++) {
            headers = headers.and(raw.headers().name(i), raw.headers().value(i));
        }
        Request request = Request.of(raw.method(), raw.url().toString(), body).with(headers);
        return govshare.dialect().capabilities().queries().test(request) ? request.asQuery() : request;
    }

    private static Response response(okhttp3.Request raw, Answer answer) {
        okhttp3.Headers.Builder headers = new okhttp3.Headers.Builder();
        answer.headers().forEach(headers::addUnsafeNonAscii);
        String type = answer.headers().get("Content-Type");
        return new Response.Builder()
                .request(raw)
                .protocol(Protocol.HTTP_1_1)
                .code(answer.status())
                .message("")
                .headers(headers.build())
                .body(ResponseBody.create(answer.bytes(), type == null ? null : MediaType.parse(type)))
                .build();
    }

    @Override
    public void close() {
        base.dispatcher().cancelAll();
        base.dispatcher().executorService().shutdown();
        try {
            if (!base.dispatcher().executorService().awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS)) {
                base.dispatcher().executorService().shutdownNow();
            }
        } catch (InterruptedException e) {
            base.dispatcher().executorService().shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
