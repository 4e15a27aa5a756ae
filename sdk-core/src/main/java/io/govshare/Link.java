package io.govshare;

import io.govshare.http.Answer;
import io.govshare.http.Call;
import io.govshare.http.Exchange;
import io.govshare.http.HttpOptions;
import io.govshare.http.SkewClock;
import io.govshare.http.TimeSource;
import io.govshare.platform.ClientCredentials;
import io.govshare.platform.PlatformLink;
import io.govshare.platform.Sender;
import io.govshare.signing.KeySource;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What the dialect's parts reach the pipeline by. They are made before the pipeline, which is why it comes later. What is
 * sent on a thread that works for a call shares the call's time and its end.
 */
final class Link implements PlatformLink, AutoCloseable {

    private final String application;
    private final @Nullable ClientCredentials credentials;
    private final @Nullable KeySource signingKey;
    private final HttpOptions http;
    private final SkewClock clock;
    private final TimeSource time;
    private final Duration total;
    private final Executor background;
    private final Set<Call> underWay = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Pipeline pipeline;
    private volatile boolean closed;

    Link(GovShare.Builder settings, SkewClock clock, Executor background) {
        this.application = Objects.requireNonNull(settings.application);
        this.credentials = settings.credentials;
        this.signingKey = settings.signingKey;
        this.http = settings.http;
        this.clock = clock;
        this.time = settings.time;
        this.total = settings.resilience.totalTimeout();
        this.background = background;
    }

    void through(Pipeline newPipeline) {
        pipeline = newPipeline;
    }

    @Override
    public String application() {
        return application;
    }

    @Override
    public Optional<ClientCredentials> credentials() {
        return Optional.ofNullable(credentials);
    }

    @Override
    public Optional<KeySource> signingKey() {
        return Optional.ofNullable(signingKey);
    }

    @Override
    public Optional<X509Certificate> clientCertificate() {
        return http.onlyCertificate();
    }

    @Override
    public Instant now() {
        return clock.now();
    }

    @Override
    public boolean correctClock() {
        return clock.applyNow();
    }

    @Override
    public long nanoTime() {
        return time.nanoTime();
    }

    @Override
    public Executor background() {
        return background;
    }

    @Override
    public Sender sender() {
        return (what, request) -> send(what, call -> pipeline().own(Exchange.of(call, request.asQuery())));
    }

    @Override
    public Sender singleSender() {
        return (what, request) -> send(what, call -> pipeline().single(Exchange.of(call, request.asQuery())));
    }

    @Override
    public Sender metadataSender() {
        return (what, request) -> send(what, call -> pipeline().metadata(Exchange.of(call, request.asQuery())));
    }

    @Override
    public Sender bareSender() {
        return (what, request) -> send(what, call -> pipeline().bare(Exchange.of(call, request.asQuery())));
    }

    private Pipeline pipeline() {
        Pipeline current = pipeline;
        if (current == null) {
            throw new IllegalStateException(
                    "Platform.connect(link) makes no network call; send when the part is asked to");
        }
        return current;
    }

    private interface Way {
        Answer go(Call call) throws IOException;
    }

    private Answer send(String what, Way way) throws IOException {
        Optional<Call> served = Call.served();
        Duration left = served.map(Call::remaining).orElse(total);
        Call call = Call.own(what, time, left.compareTo(total) < 0 ? left : total);
        Runnable cancel = call::cancel;
        underWay.add(call);
        served.ifPresent(whole -> whole.onCancel(cancel));
        if (closed) {
            call.cancel();
        }
        try (call) {
            return way.go(call);
        } finally {
            served.ifPresent(whole -> whole.offCancel(cancel));
            underWay.remove(call);
        }
    }

    /** Ends what is being sent; what is sent from now on ends at once. */
    @Override
    public void close() {
        closed = true;
        underWay.forEach(Call::cancel);
    }
}
