package io.govshare.http;

import io.govshare.error.ConfigurationException;
import java.io.IOException;
import java.util.Set;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Holds OkHttp to one request per attempt, since a nonce or signature must not be sent twice.
 *
 * <p>OkHttp answers some statuses itself, by sending the request again or elsewhere (408, 421, 503 with {@code Retry-After:
 * 0}, redirects, challenges), partly without a switch. So these statuses are hidden from that part of it, which lies between
 * application and network interceptors, by one interceptor of each kind. Whatever tries to send a second time nevertheless,
 * such as an interceptor of the application, is refused.
 */
final class OneRequest {

    /** The statuses on which OkHttp acts. */
    private static final Set<Integer> ACTED_ON = Set.of(300, 301, 302, 303, 307, 308, 401, 407, 408, 421, 503);

    /** A status on which OkHttp does not act. */
    private static final int STAND_IN = 500;

    private final TrustedOrigins origins;
    private final TimeSource time;

    OneRequest(TrustedOrigins origins, TimeSource time) {
        this.origins = origins;
        this.time = time;
    }

    /** Puts itself around the part of OkHttp that sends again, and inside all interceptors of the application. */
    void guard(OkHttpClient.Builder client) {
        client.addInterceptor(this::restore);
        client.networkInterceptors().add(0, this::hide);
    }

    private Response restore(Interceptor.Chain chain) throws IOException {
        Request request = chain.request();
        if (!request.url().equals(chain.call().request().url())) {
            origins.check(Origin.of(request.url()));
        }
        Response response = chain.proceed(request);
        int status = attempt(chain).status();
        return status == response.code()
                ? response
                : response.newBuilder().code(status).build();
    }

    private Response hide(Interceptor.Chain chain) throws IOException {
        WireAttempt attempt = attempt(chain);
        if (!attempt.mayBeSent()) {
            throw new ConfigurationException(
                    "Something tried to send the request of an attempt a second time; a signature is never sent twice",
                    "Remove the interceptor that repeats requests from customize(…): the SDK does the retries.");
        }
        attempt.sentAt(time.now());
        Response response = chain.proceed(chain.request());
        attempt.answered(response.code(), time.now());
        return ACTED_ON.contains(response.code())
                ? response.newBuilder().code(STAND_IN).build()
                : response;
    }

    /** From the call, not from the request: an interceptor of the application may have made that anew. */
    private static WireAttempt attempt(Interceptor.Chain chain) {
        WireAttempt attempt = chain.call().request().tag(WireAttempt.class);
        if (attempt == null) {
            throw new IllegalStateException("A call of somebody else came to the client of the transport");
        }
        return attempt;
    }
}
