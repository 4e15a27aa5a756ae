package io.govshare.http;

import io.govshare.error.ConfigurationException;
import io.govshare.error.ErrorDetails;
import io.govshare.error.Internal;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import okhttp3.Authenticator;
import okhttp3.ConnectionPool;
import okhttp3.CookieJar;
import okhttp3.Dispatcher;
import okhttp3.Dns;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The last stage: sends one request per attempt to a trusted origin and hands its answer on as it comes over the wire. It
 * neither repeats, redirects, authenticates, decompresses nor caches; the stages above do, knowing what may be sent twice.
 * Safe for concurrent use; makes no thread of its own.
 */
@Internal
public final class Transport implements Stage, AutoCloseable {

    private static final int IDLE_CONNECTIONS = 64;

    /** Shorter than servers usually keep an idle connection (60 s, 75 s), so that ours is seldom the stale end. */
    private static final Duration IDLE_TIME = Duration.ofSeconds(50);

    private static final Duration NO_DEADLINE = Duration.ofDays(1);

    private final OkHttpClient client;
    private final @Nullable ConnectionPool ownPool;
    private final @Nullable Dispatcher ownDispatcher;
    private final Duration attemptTimeout;
    private final TrustedOrigins origins;
    private final SkewClock clock;
    private final TimeSource time;
    /** Weak, so that OkHttp still finds and warns of an answer that was dropped without being closed. */
    private final Set<okhttp3.Call> running =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    private volatile boolean closed;

    /**
     * Sets the client up; makes no connection.
     *
     * @param customize changes OkHttp's own settings; may not change those that keep one request per attempt
     * @throws ConfigurationException if the client certificate has expired or is not valid yet
     */
    public Transport(
            HttpOptions options,
            TrustedOrigins origins,
            SkewClock clock,
            TimeSource time,
            Consumer<OkHttpClient.Builder> customize) {
        this.attemptTimeout = options.attemptTimeout();
        this.origins = origins;
        this.clock = clock;
        this.time = time;
        ConnectionPool pool = new ConnectionPool(IDLE_CONNECTIONS, IDLE_TIME.toMillis(), TimeUnit.MILLISECONDS);
        Dispatcher dispatcher = new Dispatcher();
        OkHttpClient.Builder builder = new OkHttpClient.Builder()
                .connectionPool(pool)
                .dispatcher(dispatcher)
                .connectTimeout(options.connectTimeout())
                .readTimeout(options.attemptTimeout())
                .writeTimeout(options.attemptTimeout());
        if (options.dns() != null) {
            builder.dns(dns(options.dns()));
        }
        if (options.clientCertificate() != null) {
            options.clientCertificate().requireValid(time.now());
        }
        Tls.configure(builder, options.trust(), options.clientCertificate());
        customize.accept(builder);
        this.client = fix(builder, options.proxy());
        // What customize(…) brought along belongs to the application and is not closed with us.
        this.ownPool = client.connectionPool() == pool ? pool : null;
        this.ownDispatcher = client.dispatcher() == dispatcher ? dispatcher : null;
        DuplicateOkHttp.warnOnce();
    }

    private OkHttpClient fix(OkHttpClient.Builder builder, @Nullable ProxyServer proxy) {
        builder.retryOnConnectionFailure(false)
                .followRedirects(false)
                .followSslRedirects(false)
                .authenticator(Authenticator.NONE)
                .cookieJar(CookieJar.NO_COOKIES)
                .cache(null)
                .callTimeout(Duration.ZERO);
        if (proxy != null) {
            proxy.configure(builder);
        }
        new OneRequest(origins, time).guard(builder);
        return builder.build();
    }

    private static Dns dns(Function<String, List<InetAddress>> resolver) {
        return host -> {
            List<InetAddress> addresses = resolver.apply(host);
            if (addresses == null || addresses.isEmpty()) {
                throw new UnknownHostException(host);
            }
            return addresses;
        };
    }

    /** Sends one attempt; the last stage, so {@code next} is not asked. */
    @Override
    public Answer handle(Exchange exchange, Next next) throws IOException {
        return send(exchange);
    }

    /**
     * Sends one attempt.
     *
     * @return the answer with its body still on the wire, as the server coded it
     * @throws io.govshare.error.ConfigurationException if the target is not a trusted origin
     * @throws StaleConnectionException if a pooled connection was closed before the first byte of an answer
     * @throws SocketTimeoutException if the attempt took too long
     * @throws InterruptedIOException if the thread is interrupted, its interrupt flag set
     * @throws CallCancelledException if the call was cancelled or this transport closed
     * @throws IOException if the network failed otherwise
     */
    public Answer send(Exchange exchange) throws IOException {
        Call call = exchange.call();
        Request request = exchange.request();
        checkOrigin(exchange);
        if (call.isCancelled() || closed) {
            throw cancelled(null);
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("Interrupted before the request was sent");
        }
        Duration limit = limit(exchange);
        if (limit.isNegative() || limit.isZero()) {
            throw new SocketTimeoutException("The total time of the call was over before this attempt");
        }
        WireAttempt attempt = new WireAttempt();
        okhttp3.Call wire = client.newCall(WireRequest.of(request, attempt));
        wire.addEventListener(attempt);
        if (limit.compareTo(NO_DEADLINE) < 0) {
            wire.timeout().timeout(limit.toNanos(), TimeUnit.NANOSECONDS);
        }
        return execute(exchange, wire, attempt);
    }

    private void checkOrigin(Exchange exchange) {
        try {
            origins.check(exchange.request());
        } catch (ConfigurationException e) {
            ErrorDetails why = e.details();
            Call call = exchange.call();
            throw new ConfigurationException(why.of(why.platform(), call.subject(), call.attempts()), null);
        }
    }

    private Duration limit(Exchange exchange) {
        Duration remaining = exchange.call().remaining();
        boolean streamed = exchange.note(Reading.class).orElse(Reading.WHOLE) == Reading.STREAMED;
        Duration attempt = exchange.request().attemptTimeout().orElse(attemptTimeout);
        return streamed || remaining.compareTo(attempt) < 0 ? remaining : attempt;
    }

    private Answer execute(Exchange exchange, okhttp3.Call wire, WireAttempt attempt) throws IOException {
        Call call = exchange.call();
        Runnable cancel = wire::cancel;
        Runnable release = () -> release(call, wire, cancel);
        running.add(wire);
        call.onCancel(cancel);
        if (closed) {
            wire.cancel();
        }
        call.attempt();
        boolean answered = false;
        try {
            Response response = wire.execute();
            Headers headers = WireRequest.headers(response);
            if (origins.isPlatform(exchange.request().origin())) {
                attempt.observe(clock, headers);
            }
            WireBody body = new WireBody(response, call, e -> translate(e, call, attempt), release);
            answered = true;
            return Answer.streaming(exchange.request(), response.code(), headers, body);
        } catch (IOException e) {
            throw translate(e, call, attempt);
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                // Which OkHttp does not declare, being written in Kotlin, and throws while it waits for a connection.
                Thread.currentThread().interrupt();
                throw translate(
                        withCause(new InterruptedIOException("Interrupted while connecting"), e), call, attempt);
            }
            throw e;
        } finally {
            if (!answered) {
                release.run();
            }
        }
    }

    private void release(Call call, okhttp3.Call wire, Runnable cancel) {
        call.offCancel(cancel);
        running.remove(wire);
        if (closed && ownPool != null) {
            ownPool.evictAll();
        }
    }

    /** What a failure of OkHttp means: it has one type for timeout and interrupt, and none for cancelled. */
    private IOException translate(IOException failure, Call call, WireAttempt attempt) {
        if (call.isCancelled() || closed) {
            return cancelled(failure);
        }
        if (failure instanceof SocketTimeoutException) {
            return failure;
        }
        if (Thread.currentThread().isInterrupted()) {
            return failure instanceof InterruptedIOException
                    ? failure
                    : withCause(new InterruptedIOException("Interrupted while waiting for the answer"), failure);
        }
        if (failure instanceof InterruptedIOException) {
            return withCause(new SocketTimeoutException("The answer was not complete in time"), failure);
        }
        return attempt.isUnansweredOnReusedConnection() ? new StaleConnectionException(failure) : failure;
    }

    private IOException cancelled(@Nullable IOException cause) {
        return new CallCancelledException(closed ? "The client was closed" : "The call was cancelled", cause);
    }

    private static IOException withCause(IOException failure, Exception cause) {
        failure.initCause(cause);
        return failure;
    }

    /** Ends what is under way and closes the idle connections; what {@code customize} brought along is left alone. */
    @Override
    public void close() {
        closed = true;
        List<okhttp3.Call> left;
        synchronized (running) {
            left = List.copyOf(running);
        }
        left.forEach(okhttp3.Call::cancel);
        if (ownPool != null) {
            ownPool.evictAll();
        }
        if (ownDispatcher != null) {
            ownDispatcher.executorService().shutdown();
        }
    }
}
