package io.govshare.auth;

import io.govshare.http.Answer;
import io.govshare.http.Headers;
import io.govshare.http.Request;
import io.govshare.platform.ClientCredentials;
import io.govshare.platform.PlatformLink;
import io.govshare.platform.Sender;
import io.govshare.signing.KeySource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A link whose platform is a function from request to answer, and which remembers what was sent by which sender. */
public final class FakeLink implements PlatformLink {

    /** What was sent. */
    public record Sent(String sender, String what, Request request) {}

    /** The platform. */
    @FunctionalInterface
    public interface Answers {
        Answer answer(Request request) throws IOException;
    }

    public final List<Sent> sent = new CopyOnWriteArrayList<>();
    public volatile Instant now = Instant.parse("2026-11-23T08:00:00Z");
    public volatile Answers answers = request -> answer(request, 404, "text/plain", "");
    public volatile @Nullable ClientCredentials credentials;
    public volatile @Nullable KeySource key;
    public volatile boolean correctable;
    public final AtomicInteger corrections = new AtomicInteger();

    public static Answer answer(Request request, int status, String type, String body, String... headers) {
        Headers fields = Headers.of(headers).with("Content-Type", type);
        return Answer.whole(request, status, fields, body.getBytes(StandardCharsets.UTF_8));
    }

    public static Answer json(Request request, String body) {
        return answer(request, 200, "application/json", body);
    }

    private Sender sender(String name) {
        return (what, request) -> {
            sent.add(new Sent(name, what, request));
            return answers.answer(request);
        };
    }

    @Override
    public String application() {
        return "residence-permits";
    }

    @Override
    public Optional<ClientCredentials> credentials() {
        return Optional.ofNullable(credentials);
    }

    @Override
    public Optional<KeySource> signingKey() {
        return Optional.ofNullable(key);
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public boolean correctClock() {
        corrections.incrementAndGet();
        return correctable;
    }

    @Override
    public long nanoTime() {
        return Duration.between(Instant.EPOCH, now).toNanos();
    }

    @Override
    public Executor background() {
        return Runnable::run;
    }

    @Override
    public Sender sender() {
        return sender("sender");
    }

    @Override
    public Sender singleSender() {
        return sender("single");
    }

    @Override
    public Sender metadataSender() {
        return bareSender();
    }

    @Override
    public Sender bareSender() {
        return sender("bare");
    }
}
