package io.govshare.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.error.InvalidRequestException;
import io.govshare.http.TurnableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveriesTest {

    private final TurnableClock clock = new TurnableClock();
    private final PickyPlatform platform = new PickyPlatform();
    private final Deliveries deliveries = new Deliveries(UsageOptions.defaults(), clock, () -> false);

    @TempDir
    Path parent;

    private Spool spool;

    @BeforeEach
    void open() throws IOException {
        spool = Events.spool(parent);
    }

    @AfterEach
    void close() throws IOException {
        spool.close();
    }

    private void deliverAll() throws IOException {
        while (spool.pending() > 0) {
            deliveries.next(spool, platform);
        }
    }

    private List<String> aside() throws IOException {
        Path file = spool.path().resolve("rejected.ndjson");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private static List<String> text(List<UUID> ids) {
        return ids.stream().map(UUID::toString).toList();
    }

    @Test
    void next_batchIsTooLarge_isHalvedUntilItPasses() throws IOException {
        List<UUID> ids = Events.append(spool, 500);
        platform.largest = 70;

        assertThat(deliveries.next(spool, platform)).isEqualTo(new Deliveries.Done(62, 0, null));
        assertThat(platform.came).extracting(List::size).containsExactly(500, 250, 125, 62);
        deliverAll();

        assertThat(platform.taken).isEqualTo(text(ids));
        assertThat(aside()).isEmpty();
    }

    @Test
    void next_platformHasALowerLimit_isSeldomAskedForMore() throws IOException {
        Events.append(spool, 20_000);
        platform.largest = 250;

        deliverAll();

        long refused = platform.came.stream().filter(ids -> ids.size() > 250).count();
        assertThat(platform.came).hasSizeLessThan(95);
        assertThat(refused).isBetween(2L, 8L);
    }

    @Test
    void next_anEventIsRefused_isSetAsideOnceAnotherWasTakenAndTheBatchGrowsAgain() throws IOException {
        List<UUID> ids = Events.append(spool, 4_000);
        UUID bad = ids.get(40);
        platform.cannotStand(bad);

        deliverAll();

        assertThat(platform.taken).doesNotContain(bad.toString()).hasSize(3_999).doesNotHaveDuplicates();
        assertThat(platform.came.stream().filter(List.of(bad.toString())::equals))
                .hasSize(2);
        assertThat(aside()).singleElement().asString().contains(bad.toString(), "refused with 422");
        assertThat(deliveries.batchEvents()).isEqualTo(500);
    }

    @Test
    void next_tenEventsInARowAreRefused_areSetAside() throws IOException {
        List<UUID> ids = Events.append(spool, 11);
        ids.subList(0, 10).forEach(platform::cannotStand);

        deliverAll();

        assertThat(platform.taken).containsExactly(ids.get(10).toString());
        assertThat(aside()).hasSize(10);
    }

    @Test
    void next_moreThanTenEventsInARowAreRefused_stayInTheSpool() throws IOException {
        List<UUID> ids = Events.append(spool, 20);
        ids.subList(0, 11).forEach(platform::cannotStand);

        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> deliveries.next(spool, platform))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("none of 10")
                    .hasMessageContaining("stay in the spool");
        }

        assertThat(aside()).isEmpty();
        assertThat(spool.pending()).isEqualTo(20);
    }

    @Test
    void next_everythingIsRefused_takesNoEventOutOfTheSpool() throws IOException {
        List<UUID> ids = Events.append(spool, 1_000);
        for (int status : new int[] {413, 400, 422}) {
            platform.refusingAll = status;
            for (int i = 0; i < 100; i++) {
                assertThatThrownBy(() -> deliveries.next(spool, platform)).isInstanceOf(InvalidRequestException.class);
            }
        }
        assertThat(aside()).isEmpty();
        assertThat(spool.pending()).isEqualTo(1_000);
        assertThat(platform.came).hasSizeLessThanOrEqualTo(9 + 300 * 11);

        platform.refusingAll = 0;
        deliverAll();

        assertThat(platform.taken).isEqualTo(text(ids));
        assertThat(aside()).isEmpty();
    }

    @Test
    void next_refusedForAnotherReasonThanItsContent_isNotSplit() throws IOException {
        Events.append(spool, 100);
        platform.refusingAll = 405;

        assertThatThrownBy(() -> deliveries.next(spool, platform)).isInstanceOf(InvalidRequestException.class);

        assertThat(platform.came).hasSize(1);
        assertThat(deliveries.batchEvents()).isEqualTo(500);
    }

    @Test
    void next_theOnlyEventIsRefused_waitsForAnotherToShowWhatThePlatformTakes() throws IOException {
        UUID bad = Events.append(spool);
        platform.cannotStand(bad);
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> deliveries.next(spool, platform)).isInstanceOf(InvalidRequestException.class);
        }
        assertThat(aside()).isEmpty();

        UUID good = Events.append(spool);
        deliverAll();

        assertThat(platform.taken).containsExactly(good.toString());
        assertThat(aside()).singleElement().asString().contains(bad.toString());
    }

    @Test
    void next_theOnlyEventOfAnOrphanIsRefused_isSetAsideOnceAnotherSpoolWasTaken() throws IOException {
        try (Spool orphan = Events.spool(parent)) {
            UUID bad = Events.append(orphan);
            platform.cannotStand(bad);
            assertThatThrownBy(() -> deliveries.next(orphan, platform)).isInstanceOf(InvalidRequestException.class);
            assertThatThrownBy(() -> deliveries.next(orphan, platform)).isInstanceOf(InvalidRequestException.class);
            Events.append(spool);
            deliverAll();

            assertThat(deliveries.next(orphan, platform).rejected()).isEqualTo(1);

            assertThat(orphan.pending()).isZero();
            assertThat(orphan.path().resolve("rejected.ndjson"))
                    .content()
                    .contains(bad.toString())
                    .hasLineCount(1);
        }
    }

    @Test
    void next_anEventIsRefusedByMistake_isTakenWhenItIsSentAgain() throws IOException {
        List<UUID> ids = Events.append(spool, 2);
        platform.cannotStand(ids.get(0));

        deliveries.next(spool, batch -> {
            try {
                return platform.deliver(batch);
            } finally {
                if (platform.came.size() == 3) {
                    platform.unbearable.clear();
                }
            }
        });

        assertThat(platform.taken)
                .containsExactly(ids.get(1).toString(), ids.get(0).toString());
        assertThat(aside()).isEmpty();
        assertThat(spool.pending()).isZero();
    }

    @Test
    void next_allEventsAreRejectedOneByOne_isBelievedForTenInARowOnly() throws IOException {
        platform.rejectingAll = true;
        Events.append(spool, 10);
        assertThat(deliveries.next(spool, platform).rejected()).isEqualTo(10);
        Events.append(spool, 1_000);

        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(() -> deliveries.next(spool, platform)).hasMessageContaining("no such application");
        }
        assertThat(aside()).hasSize(10);
        assertThat(spool.pending()).isEqualTo(1_000);

        platform.rejectingAll = false;
        deliverAll();
        assertThat(platform.taken).hasSize(1_000);
    }

    @Test
    void next_platformIsTooSlowForTheBatch_getsHalf() throws IOException {
        Events.append(spool, 500);

        assertThatThrownBy(() -> deliveries.next(spool, batch -> {
                    clock.turn(Duration.ofSeconds(30));
                    throw new IOException("timeout");
                }))
                .hasMessage("timeout");
        deliveries.next(spool, platform);

        assertThat(platform.came).extracting(List::size).containsExactly(250);
    }

    @Test
    void next_closedWhileABatchIsSplit_stopsAtOnce() throws IOException {
        Events.append(spool, 500);
        platform.refusingAll = 413;

        assertThatThrownBy(() -> new Deliveries(UsageOptions.defaults(), clock, () -> true).next(spool, platform))
                .isInstanceOf(IOException.class);

        assertThat(platform.came).hasSize(1);
        assertThat(spool.pending()).isEqualTo(500);
    }
}
