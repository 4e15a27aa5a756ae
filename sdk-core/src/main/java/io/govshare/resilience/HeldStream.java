package io.govshare.resilience;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicBoolean;

/** The body of an answer that is still on the wire: keeps its place until it is read to its end or closed. */
final class HeldStream extends FilterInputStream {

    private final Runnable leave;
    private final AtomicBoolean left = new AtomicBoolean();

    HeldStream(InputStream in, Runnable leave) {
        super(in);
        this.leave = leave;
    }

    @Override
    public int read() throws IOException {
        int b = super.read();
        if (b < 0) {
            leaveOnce();
        }
        return b;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int n = super.read(bytes, offset, length);
        if (n < 0) {
            leaveOnce();
        }
        return n;
    }

    @Override
    public void close() throws IOException {
        try {
            super.close();
        } finally {
            leaveOnce();
        }
    }

    private void leaveOnce() {
        if (left.compareAndSet(false, true)) {
            leave.run();
        }
    }
}
