package io.govshare.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.govshare.context.CallContext;
import io.govshare.error.ConfigurationException;
import io.govshare.http.Answer;
import io.govshare.http.Call;
import io.govshare.http.Exchange;
import io.govshare.http.Headers;
import io.govshare.http.Request;
import io.govshare.http.Sleeper;
import io.govshare.http.TimeSource;
import io.govshare.http.TurnableClock;
import io.govshare.platform.CallFacts;
import io.govshare.platform.UsageSink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class UsageRoomTest {

    private static final Request REQUEST = Request.get("https://share.example.gov/odata/cn.stats.counties");

    @TempDir
    Path base;

    private final FakePlatform platform = new FakePlatform();
    private final Warnings warnings = Warnings.caught();

    @AfterEach
    void letWarningsGo() {
        warnings.close();
    }

    @Test
    void close_eventsWait_areReportedFirst() throws IOException {
        UsageRoom room = open(UsageOptions.in(base), platform);
        use(room, "query").close();
        use(room, "stream").close();

        room.close();
        room.close();

        assertThat(platform.events())
                .extracting(UsageEvent::operation, UsageEvent::outcome)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("query", UseOutcome.EMPTY),
                        org.assertj.core.groups.Tuple.tuple("stream", UseOutcome.EMPTY));
        assertThat(segments()).as("kept for inspection").hasSize(1);
    }

    @Test
    void close_noRetention_leavesNoSegment() throws IOException {
        UsageRoom room = open(UsageOptions.in(base).retention(Duration.ZERO), platform);
        use(room, "query").close();

        room.close();

        assertThat(platform.ids()).hasSize(1);
        assertThat(segments()).isEmpty();
    }

    @Test
    void flush_eventsWait_areReportedAtOnce() throws IOException {
        try (UsageRoom room = open(UsageOptions.in(base), platform)) {
            use(room, "query").close();

            assertThat(room.log().flush(Duration.ofSeconds(10))).isTrue();

            assertThat(platform.ids()).hasSize(1);
            assertThat(room.log().status().pending()).isZero();
            assertThat(room.log().status().delivered()).isEqualTo(1);
        }
    }

    @Test
    void close_platformDown_keepsTheEventsForTheNextProcess() throws IOException {
        for (int i = 0; i < 100; i++) {
            platform.failures.add(new IOException("down"));
        }
        try (UsageRoom room = open(UsageOptions.in(base), platform)) {
            use(room, "query").close();
        }
        FakePlatform later = new FakePlatform();

        open(UsageOptions.in(base), later).close();

        assertThat(later.ids()).hasSize(1);
    }

    @Test
    void status_afterClose_tellsWhatBecameOfTheEvents() throws IOException {
        UsageRoom room = open(UsageOptions.in(base), platform);
        use(room, "query").close();
        assertThat(room.log().flush(Duration.ofSeconds(10))).isTrue();
        for (int i = 0; i < 100; i++) {
            platform.failures.add(new IOException("down"));
        }
        use(room, "find").close();
        room.close();

        assertThat(room.log().status()).satisfies(status -> {
            assertThat(status.delivered()).isEqualTo(1);
            assertThat(status.pending()).isEqualTo(1);
            assertThat(status.oldestPending()).isPresent();
            assertThat(status.lastError())
                    .hasValueSatisfying(error -> assertThat(error).contains("down"));
        });
    }

    @Test
    void open_twoClientsOfOneJvm_shareTheSpoolAndReportThroughWhoIsLeft() throws IOException {
        FakePlatform other = new FakePlatform();
        UsageRoom first = open(UsageOptions.in(base), platform);
        UsageRoom second = open(UsageOptions.in(base), other);
        use(first, "query").close();
        use(second, "find").close();
        assertThat(folder().resolve("2")).doesNotExist();

        first.close();
        use(second, "count").close();
        second.close();

        assertThat(platform.events()).extracting(UsageEvent::operation).containsExactly("query", "find");
        assertThat(other.events()).extracting(UsageEvent::operation).containsExactly("count");
    }

    @Test
    void open_otherPlatformOrApplication_hasItsOwnSpool() throws IOException {
        try (UsageRoom one = open(UsageOptions.in(base), platform);
                UsageRoom other = UsageRoom.open(
                        UsageOptions.in(base),
                        "../other",
                        "",
                        "p",
                        Optional.empty(),
                        TimeSource.SYSTEM,
                        Sleeper.SYSTEM,
                        () -> {})) {
            use(one, "query").close();
            use(other, "query").close();

            assertThat(one.log().status().pending()).isEqualTo(1);
            assertThat(base.resolve("%2E.%2Fother/p/1")).isDirectory();
        }
    }

    @Test
    void open_chore_isDoneByTheMinuteOnTheThreadThatReports() throws IOException {
        TurnableClock clock = new TurnableClock();
        List<String> done = new CopyOnWriteArrayList<>();
        try (UsageRoom room = UsageRoom.open(
                UsageOptions.in(base),
                "residence-permits",
                "1.4.0",
                "share.example.gov",
                Optional.of(platform),
                clock,
                Sleeper.SYSTEM,
                () -> done.add(Thread.currentThread().getName()))) {
            clock.turn(Duration.ofSeconds(61));
            use(room, "query").close(); // wakes the thread, which waits by the real clock
            await().until(() -> !done.isEmpty());
        }
        assertThat(done).containsOnly("govshare-usage");
    }

    @Test
    void open_spooledOnly_keepsEventsAndTellsThatTheyWait() throws IOException {
        try (UsageRoom room = open(UsageOptions.in(base).spooledOnly(), platform)) {
            Call call = use(room, "query");
            call.close();

            assertThat(room.log().flush(Duration.ofSeconds(1))).isFalse();
            assertThat(room.log().status().pending()).isEqualTo(1);
            assertThat(room.log().status().oldestPending()).isPresent();
        }

        assertThat(platform.ids()).isEmpty();
        assertThat(segments()).hasSize(1);
    }

    @Test
    void open_notRecorded_writesNothingAndLetsCallsThrough() throws IOException {
        try (UsageRoom room = open(UsageOptions.notRecorded().folder(base), platform)) {
            use(room, "query").close();

            assertThat(room.log().status().pending()).isZero();
            assertThat(room.log().flush(Duration.ZERO)).isTrue();
        }

        assertThat(base).isEmptyDirectory();
        assertThat(warnings.messages()).singleElement().asString().contains("not on record");
    }

    @Test
    void open_noFolderCanBeMade_namesTheSetting() throws IOException {
        Path file = Files.writeString(base.resolve("file"), "in the way");

        assertThatThrownBy(() -> open(UsageOptions.in(file), platform))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(".usage(")
                .hasMessageContaining("file/residence-permits");
    }

    @Test
    void open_afterAFailure_worksOnceTheFolderIsThere() throws IOException {
        Path file = Files.writeString(base.resolve("file"), "in the way");
        assertThatThrownBy(() -> open(UsageOptions.in(file), platform)).isInstanceOf(ConfigurationException.class);
        Files.delete(file);

        open(UsageOptions.in(file), platform).close();

        assertThat(file).isDirectory();
    }

    @Test
    void open_interruptedThread_opensAndStaysInterrupted() {
        Thread.currentThread().interrupt();
        UsageRoom room = open(UsageOptions.in(base), platform);
        boolean interrupted = Thread.interrupted();
        room.close();

        assertThat(interrupted).isTrue();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void open_posix_closesFoldersAndFilesToOthers() throws IOException {
        platform.failures.add(new IOException("down"));
        try (UsageRoom room = open(UsageOptions.in(base.resolve("home")), platform)) {
            use(room, "query").close();
            room.log().flush(Duration.ofSeconds(10));
        }

        try (Stream<Path> all = Files.walk(base.resolve("home"))) {
            assertThat(all)
                    .hasSizeGreaterThan(4)
                    .allSatisfy(path -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                            .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------"));
        }
    }

    @Test
    void close_useStillOpen_isReportedAsInterruptedOnceAlthoughItEndsLater() throws IOException {
        UsageRoom room = open(UsageOptions.in(base), platform);
        Call call = use(room, "stream");
        room.close();

        call.close();
        open(UsageOptions.in(base), platform).close();

        assertThat(platform.events()).extracting(UsageEvent::outcome).containsExactly(UseOutcome.INTERRUPTED);
    }

    @Test
    void close_callEndsLater_isOnRecordAllTheSame() throws IOException {
        UsageRoom room = open(UsageOptions.in(base), platform);
        Call call = use(room, "query");
        room.close();

        call.close();
        open(UsageOptions.in(base), platform).close();

        assertThat(platform.events()).extracting(UsageEvent::outcome).containsExactly(UseOutcome.EMPTY);
    }

    @Test
    void spool_personalValuesInTheContext_holdsNoneOfThem() throws IOException {
        String personal = "张三350102199001011234";
        CallContext.Builder context = CallContext.purpose("residence-permit");
        for (CallContext.Member member : CallContext.Member.values()) {
            if (member.isPersonal()) {
                context.set(member, personal);
            }
        }
        try (UsageRoom room = open(UsageOptions.in(base).spooledOnly(), platform)) {
            Call call = new Call("cn.stats.counties", "stream", TimeSource.SYSTEM, null);
            call.put(CallFacts.class, new CallFacts(null, context.build()));
            room.stage().handle(Exchange.of(call, REQUEST), exchange -> answer());
            call.close();
        }

        assertThat(segments())
                .singleElement()
                .satisfies(segment -> assertThat(new String(Files.readAllBytes(segment), StandardCharsets.UTF_8))
                        .contains("residence-permit")
                        .doesNotContain("张三", "350102199001011234"));
    }

    @Test
    void open_processBesideIsGone_adoptsItsEvents() throws IOException {
        Path parent = folder();
        SpoolFolder mine = SpoolFolder.claim(parent);
        try (Spool other = Events.spool(parent)) {
            Events.append(other, 3);
        }
        mine.close();

        try (UsageRoom room = open(UsageOptions.in(base), platform)) {
            await().until(() -> platform.ids().size() == 3);
            await().until(() -> room.log().status().pending() == 0);
        }
    }

    private UsageRoom open(UsageOptions options, UsageSink delivery) {
        return UsageRoom.open(
                options,
                "residence-permits",
                "1.4.0",
                "share.example.gov",
                Optional.of(delivery),
                TimeSource.SYSTEM,
                Sleeper.SYSTEM,
                () -> {});
    }

    private Path folder() {
        return base.resolve("residence-permits").resolve("share.example.gov");
    }

    private List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.walk(base)) {
            return files.filter(file -> file.toString().endsWith(".spool")).toList();
        }
    }

    private static Call use(UsageRoom room, String operation) throws IOException {
        Call call = new Call("cn.stats.counties", operation, TimeSource.SYSTEM, null);
        room.stage().handle(Exchange.of(call, REQUEST), exchange -> answer());
        return call;
    }

    private static Answer answer() {
        return Answer.whole(REQUEST, 200, Headers.none(), new byte[0]);
    }
}
