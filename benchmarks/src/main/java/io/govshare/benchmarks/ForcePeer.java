package io.govshare.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/** What one would write first: each event is written and forced to the disk under a lock. */
final class ForcePeer implements AutoCloseable {

    private final ReentrantLock turn = new ReentrantLock();
    private final FileChannel file;

    ForcePeer(Path folder) throws IOException {
        file = FileChannel.open(
                folder.resolve("events.log"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.APPEND);
    }

    Integer append(byte[] json) throws IOException {
        turn.lock();
        try {
            int written = file.write(ByteBuffer.wrap(json));
            file.force(false);
            return written;
        } finally {
            turn.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
