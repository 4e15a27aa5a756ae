package io.govshare.benchmarks;

import io.govshare.http.Answer;
import io.govshare.http.Headers;
import io.govshare.http.Request;
import io.govshare.platform.ClientCredentials;
import io.govshare.platform.PlatformLink;
import io.govshare.platform.Sender;
import io.govshare.signing.KeySource;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * What a dialect is connected with to look at its parts alone: nothing is sent; a request for a token is answered at once with one
 * that lives for an hour.
 */
final class Unconnected implements PlatformLink {

    private static final byte[] TOKEN =
            "{\"access_token\":\"benchmark-token-0123456789abcdef\",\"token_type\":\"Bearer\",\"expires_in\":3600}"
                    .getBytes(StandardCharsets.US_ASCII);

    private final Optional<ClientCredentials> credentials;
    private final Optional<KeySource> key;

    Unconnected(Optional<ClientCredentials> credentials, Optional<KeySource> key) {
        this.credentials = credentials;
        this.key = key;
    }

    @Override
    public String application() {
        return "benchmark";
    }

    @Override
    public Optional<ClientCredentials> credentials() {
        return credentials;
    }

    @Override
    public Optional<KeySource> signingKey() {
        return key;
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public boolean correctClock() {
        return false;
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Executor background() {
        return Runnable::run;
    }

    @Override
    public Sender sender() {
        return Unconnected::refuse;
    }

    @Override
    public Sender singleSender() {
        return Unconnected::refuse;
    }

    @Override
    public Sender metadataSender() {
        return Unconnected::refuse;
    }

    @Override
    public Sender bareSender() {
        return (what, request) -> what.equals("token")
                ? Answer.whole(request, 200, Headers.of("Content-Type", "application/json"), TOKEN)
                : refuse(what, request);
    }

    private static Answer refuse(String what, Request request) {
        throw new IllegalStateException("Nothing is sent in this benchmark, yet something asks for " + what);
    }
}
