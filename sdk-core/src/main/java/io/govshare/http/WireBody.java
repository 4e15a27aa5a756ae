package io.govshare.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.Response;

/** The body of an answer as it comes over the wire, counted; gives the connection back at its end or when it is closed. */
final class WireBody extends InputStream {

    /** Says what a failure of OkHttp means. */
    @FunctionalInterface
    interface Failures {
        IOException translate(IOException failure);
    }

    private final Response response;
    private final InputStream in;
    private final Call call;
    private final Failures failures;
    private final Runnable release;
    private final AtomicBoolean released = new AtomicBoolean();

    WireBody(Response response, Call call, Failures failures, Runnable release) {
        this.response = response;
        this.in = response.body().byteStream();
        this.call = call;
        this.failures = failures;
        this.release = release;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int n;
        try {
            n = in.read(bytes, offset, length);
        } catch (IOException e) {
            throw failures.translate(e);
        }
        if (n > 0) {
            call.countBytes(n);
        } else if (n < 0) {
            close();
        }
        return n;
    }

    @Override
    public int available() throws IOException {
        return released.get() ? 0 : in.available();
    }

    @Override
    public void close() {
        if (released.compareAndSet(false, true)) {
            response.close();
            release.run();
        }
    }
}
