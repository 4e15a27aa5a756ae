package io.govshare.http;

import java.io.IOException;
import java.util.Set;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/** Our request as OkHttp sends it, and OkHttp's header fields as ours: nothing added, nothing interpreted. */
final class WireRequest {

    /** Methods that OkHttp does not send without a body. */
    private static final Set<String> NEED_BODY = Set.of("POST", "PUT", "PATCH");

    private static final byte[] NOTHING = new byte[0];

    private WireRequest() {}

    static okhttp3.Request of(Request request, WireAttempt attempt) {
        okhttp3.Headers.Builder fields = new okhttp3.Headers.Builder();
        request.headers().forEach(fields::addUnsafeNonAscii);
        Body body = request.body();
        if (body != null && fields.get("Content-Type") == null) {
            fields.addUnsafeNonAscii("Content-Type", body.contentType());
        }
        if (fields.get("Accept-Encoding") == null) {
            // Without this field OkHttp asks for gzip and decompresses: a digest would no longer fit.
            fields.add("Accept-Encoding", "identity");
        }
        if (fields.get("User-Agent") == null) {
            fields.add("User-Agent", "govshare-java");
        }
        return new okhttp3.Request.Builder()
                .url(request.target())
                .headers(fields.build())
                .method(request.method(), body(request.method(), body))
                .tag(WireAttempt.class, attempt)
                .build();
    }

    private static @Nullable RequestBody body(String method, @Nullable Body body) {
        if (body == null) {
            return NEED_BODY.contains(method) ? new Bytes(NOTHING) : null;
        }
        return new Bytes(body.toBytes());
    }

    static Headers headers(Response response) {
        okhttp3.Headers fields = response.headers();
        String[] pairs = new String[fields.size() * 2];
        for (int i = 0; i < pairs.length; i += 2) {
            pairs[i] = fields.name(i / 2);
            pairs[i + 1] = fields.value(i / 2);
        }
        return Headers.received(pairs);
    }

    /** Bytes without a type of their own: OkHttp would spell it its own way over the field that is signed. */
    private static final class Bytes extends RequestBody {

        private final byte[] bytes;

        Bytes(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public @Nullable MediaType contentType() {
            return null;
        }

        @Override
        public long contentLength() {
            return bytes.length;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            sink.write(bytes);
        }
    }
}
