package io.govshare.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.MappedByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupCommitTest {

    @TempDir
    Path folder;

    private final ForgetfulDisk disk = new ForgetfulDisk();
    private final List<Long> givenUp = new ArrayList<>();
    private long mark = 2;
    private Segment segment;
    private GroupCommit commit;

    @BeforeEach
    void open() throws IOException {
        SegmentHeader header = SegmentHeader.of(1, Instant.EPOCH, Chain.Head.beginning(UUID.randomUUID()));
        segment = Segment.create(folder, header, disk);
        commit = new GroupCommit(
                () -> {
                    segment.note(SegmentHeader.Shed.NONE);
                    return new GroupCommit.Unforced(List.of(), segment, null, mark);
                },
                failed -> givenUp.add(failed.mark()));
    }

    @AfterEach
    void close() throws IOException {
        segment.close();
    }

    @Test
    void force_diskFailedForAnotherCaller_failsForAllWhoWaitedForIt() throws IOException {
        disk.failing = true;
        assertThatThrownBy(() -> commit.force(1)).hasMessageContaining("Input/output error");
        disk.failing = false;

        assertThatThrownBy(() -> commit.force(2)).hasMessageContaining("Input/output error");
        assertThat(givenUp).containsExactly(2L);

        mark = 3;
        commit.force(3);
        assertThat(commit.forced()).isEqualTo(3);
        assertThatThrownBy(() -> commit.force(2))
                .as("it was not on the disk, and nobody knows whether it is now")
                .isInstanceOf(IOException.class);
    }

    @Test
    void forceAgain_diskFailedBefore_triesAgain() throws IOException {
        disk.failing = true;
        assertThatThrownBy(() -> commit.forceAgain(2)).isInstanceOf(IOException.class);
        disk.failing = false;

        commit.forceAgain(2);

        assertThat(commit.forced()).isEqualTo(2);
    }

    @Test
    void force_beforeTheFailure_staysForced() throws IOException {
        commit.force(2);
        mark = 5;
        disk.failing = true;
        assertThatThrownBy(() -> commit.force(4)).isInstanceOf(IOException.class);

        assertThatCode(() -> commit.force(2)).doesNotThrowAnyException();
    }

    /** Fails once, and then says that all is well, as systems do. */
    private static final class ForgetfulDisk implements Disk {

        private boolean failing;

        @Override
        public void take(RandomAccessFile file, int from, int bytes) throws IOException {
            REAL.take(file, from, bytes);
        }

        @Override
        public void force(MappedByteBuffer memory, int from, int bytes) throws IOException {
            if (failing) {
                throw new IOException("Input/output error");
            }
        }
    }
}
