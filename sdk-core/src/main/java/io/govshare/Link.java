package io.govshare;

import io.govshare.http.Answer;
import io.govshare.http.Call;
import io.govshare.http.Exchange;
import io.govshare.http.SkewClock;
import io.govshare.http.TimeSource;
import io.govshare.platform.ClientCredentials;
import io.govshare.platform.PlatformLink;
import io.govshare.platform.Sender;
import io.govshare.signing.SigningKey;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the dialect's parts reach the pipeline by. They are made before the pipeline, which is why it comes later. */
final class Link implements PlatformLink {

    private final String application;
    private final @Nullable ClientCredentials credentials;
    private final @Nullable SigningKey signingKey;
    private final SkewClock clock;
    private final TimeSource time;
    private final Duration total;
    private volatile @Nullable Pipeline pipeline;

    Link(GovShare.Builder settings, SkewClock clock) {
        this.application = Objects.requireNonNull(settings.application);
        this.credentials = settings.credentials;
        this.signingKey = settings.signingKey;
        this.clock = clock;
        this.time = settings.time;
        this.total = settings.resilience.totalTimeout();
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
    public Optional<SigningKey> signingKey() {
        return Optional.ofNullable(signingKey);
    }

    @Override
    public Instant now() {
        return clock.now();
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
        try (Call call = new Call(what, "own", time, total)) {
            return way.go(call);
        }
    }
}
