package io.govshare.usage;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;

/** What a spool asks of the disk and may be refused. */
interface Disk {

    /** The disk as it is. */
    Disk REAL = new Disk() {
        private static final byte[] ZEROS = new byte[256 * 1024];

        @Override
        public void take(RandomAccessFile file, int from, int bytes) throws IOException {
            file.seek(from);
            for (int left = bytes; left > 0; left -= ZEROS.length) {
                file.write(ZEROS, 0, Math.min(left, ZEROS.length));
            }
        }

        @Override
        public void force(MappedByteBuffer memory, int from, int bytes) throws IOException {
            try {
                memory.force(from, bytes);
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
    };

    /**
     * Takes space for these bytes of the file. Real zeros rather than a longer file: writing into a hole of a full disk would
     * be a fault that ends the process.
     */
    void take(RandomAccessFile file, int from, int bytes) throws IOException;

    /** Has these bytes of the memory on the disk when it returns. */
    void force(MappedByteBuffer memory, int from, int bytes) throws IOException;
}
