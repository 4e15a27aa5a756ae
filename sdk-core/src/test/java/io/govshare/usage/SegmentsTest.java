package io.govshare.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentsTest {

    private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path folder;

    @Test
    void expire_oldestFileCannotBeDeleted_leavesNoHoleBehindIt() throws IOException {
        Segments.Known known = new Segments.Known(200, LONG_AGO, 0);
        Path stuck = Files.createDirectory(Segment.path(folder, 1));
        Path inside = Files.createFile(stuck.resolve("held by a virus scanner"));
        for (long number = 2; number <= 4; number++) {
            Files.createFile(Segment.path(folder, number));
        }
        SpoolLimits limits = new SpoolLimits(1L << 30, 0, Duration.ofDays(1), Duration.ofDays(1));
        Segments segments = new Segments(folder, limits, Map.of(1L, known, 2L, known, 3L, known, 4L, known));
        segments.neededFrom(4);

        segments.expire(LONG_AGO.plus(Duration.ofDays(9)));
        assertThat(Segment.numbers(folder)).containsExactly(1L, 2L, 3L, 4L);
        assertThat(segments.unwanted()).isEqualTo(3);

        Files.delete(inside);
        segments.expire(LONG_AGO.plus(Duration.ofDays(9)));
        assertThat(Segment.numbers(folder)).containsExactly(4L);
        assertThat(segments.unwanted()).isZero();
    }
}
