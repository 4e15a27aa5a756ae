package io.govshare.http;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.Protocol;
import org.jspecify.annotations.Nullable;

/** What becomes of one attempt on the wire, as OkHttp and our interceptors tell. Safe for concurrent use. */
final class WireAttempt extends EventListener {

    private final AtomicBoolean sent = new AtomicBoolean();
    private volatile boolean connected;
    private volatile boolean acquired;
    private volatile boolean answering;
    private volatile int status;
    private volatile @Nullable Instant sentAt;
    private volatile @Nullable Instant receivedAt;

    /** Lets the first request of the attempt onto the wire, and no other. */
    boolean mayBeSent() {
        return sent.compareAndSet(false, true);
    }

    void sentAt(Instant when) {
        sentAt = when;
    }

    void answered(int newStatus, Instant when) {
        status = newStatus;
        receivedAt = when;
    }

    /** The status that came over the wire; 0 when none came. */
    int status() {
        return status;
    }

    /** Tells the clock what was measured, if anything was. */
    void observe(SkewClock clock, Headers headers) {
        Instant from = sentAt;
        Instant until = receivedAt;
        if (from != null && until != null) {
            clock.observe(headers, from, until);
        }
    }

    /** Whether it went over a connection that was used before and not one byte of an answer came. */
    boolean isUnansweredOnReusedConnection() {
        return acquired && !connected && !answering;
    }

    @Override
    public void connectEnd(Call call, InetSocketAddress address, Proxy proxy, @Nullable Protocol protocol) {
        connected = true;
    }

    @Override
    public void connectionAcquired(Call call, Connection connection) {
        acquired = true;
    }

    @Override
    public void responseHeadersStart(Call call) {
        answering = true;
    }
}
