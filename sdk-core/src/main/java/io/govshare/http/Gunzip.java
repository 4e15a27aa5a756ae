package io.govshare.http;

import io.govshare.error.Diagnosis;
import io.govshare.error.ErrorDetails;
import io.govshare.error.ResponseRejectedException;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** Decompresses gzip (RFC 1952) as it is read and refuses what expands too far. An empty body stays empty. */
final class Gunzip extends InputStream {

    private static final int BUFFER = 8 * 1024;

    private final Wire wire;
    private final Request request;
    private @Nullable InputStream content;
    private long out;
    private boolean empty;

    Gunzip(InputStream wire, Request request) {
        this.wire = new Wire(wire);
        this.request = request;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        try {
            InputStream in = open();
            int n = in == null ? -1 : in.read(bytes, offset, length);
            if (n > 0) {
                out += n;
                checkExpansion();
            }
            return n;
        } catch (ZipException e) {
            throw unreadable("is no valid gzip: " + e.getMessage(), e);
        } catch (EOFException e) {
            if (!wire.ended) {
                throw e;
            }
            throw unreadable("ends in the middle of its gzip", e);
        }
    }

    private @Nullable InputStream open() throws IOException {
        if (content == null && !empty) {
            try {
                content = new GZIPInputStream(wire, BUFFER);
            } catch (EOFException e) {
                if (!wire.ended || wire.count > 0) {
                    throw e;
                }
                empty = true;
            }
        }
        return content;
    }

    private void checkExpansion() {
        if (out > Bodies.EXPANSION_FREE && out / Bodies.LONGEST_EXPANSION > wire.count) {
            throw new ResponseRejectedException(
                    String.format(
                            Locale.ROOT,
                            "The answer to %s expands over %d:1 (%,d bytes on the wire are %,d and more), as no records do",
                            request,
                            Bodies.LONGEST_EXPANSION,
                            wire.count,
                            out),
                    "Tell the platform's operators; if the data is right, have it sent without gzip.");
        }
    }

    private ResponseRejectedException unreadable(String how, IOException cause) {
        Diagnosis diagnosis = Diagnosis.of(
                "The answer to " + request + " " + how, "Try again; if it lasts, tell the platform's operators.");
        return new ResponseRejectedException(ErrorDetails.of(diagnosis), cause);
    }

    @Override
    public void close() throws IOException {
        try (wire) {
            if (content != null) {
                content.close();
            }
        }
    }

    /** The compressed bytes, counted. */
    private static final class Wire extends FilterInputStream {

        private long count;
        private boolean ended;

        Wire(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            add(b < 0 ? -1 : 1);
            return b;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int n = super.read(bytes, offset, length);
            add(n);
            return n;
        }

        /**
         * GZIPInputStream looks for a further member (RFC 1952 §2.2) only where something is available, and what has not come
         * yet is not.
         */
        @Override
        public int available() throws IOException {
            return ended ? 0 : Math.max(1, super.available());
        }

        private void add(int n) {
            if (n < 0) {
                ended = true;
            } else {
                count += n;
            }
        }
    }
}
