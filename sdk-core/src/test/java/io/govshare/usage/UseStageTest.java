package io.govshare.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.catalog.DatasetDescription;
import io.govshare.catalog.Grant;
import io.govshare.context.CallContext;
import io.govshare.context.CallContext.Member;
import io.govshare.error.ConfigurationException;
import io.govshare.error.Diagnosis;
import io.govshare.error.ErrorDetails;
import io.govshare.error.GovShareException;
import io.govshare.error.InvalidRequestException;
import io.govshare.error.NotFoundException;
import io.govshare.error.PlatformUnavailableException;
import io.govshare.error.SharingDeniedException;
import io.govshare.http.Answer;
import io.govshare.http.Call;
import io.govshare.http.Exchange;
import io.govshare.http.Headers;
import io.govshare.http.Outcome;
import io.govshare.http.Request;
import io.govshare.http.Stage;
import io.govshare.http.TurnableClock;
import io.govshare.platform.CallFacts;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class UseStageTest {

    private static final Request REQUEST = Request.get("https://share.example.gov/odata/cn.stats.counties");
    private static final Stage.Next OK = exchange -> answer(Outcome.ok());

    private final TurnableClock clock = new TurnableClock();
    private final Written written = new Written();
    private final Stage stage =
            new UseStage(new UseRecorder(Events.SOURCE, Optional.empty(), clock, written), call -> {}, false);

    @Test
    void handle_queryThatMatches_recordsAllThatTheCallKnows() throws IOException {
        Call call = call("query");
        call.put(QueryShape.class, new QueryShape("provinceCode is ?"));
        stage.handle(Exchange.of(call, REQUEST), exchange -> {
            describe(call);
            call.attempt();
            call.attempt();
            call.countBytes(4211);
            call.countReceived(50);
            return answer(Outcome.ok());
        });
        call.countDelivered(49);
        call.cache(Call.CacheResult.REVALIDATED);
        clock.turn(Duration.ofMillis(12));
        assertThat(written.frames).isEmpty();

        call.close();

        UsageEvent event = written.event();
        assertThat(event)
                .isEqualTo(new UsageEvent(
                        event.id(),
                        TurnableClock.START,
                        "residence-permits",
                        "1.4.0",
                        "share.example.gov",
                        "cn.stats.counties",
                        "2023-06-30",
                        "G-0001",
                        "residence-permit",
                        "residence",
                        null,
                        null,
                        "query",
                        UseOutcome.MATCHED,
                        50,
                        49,
                        4211,
                        "revalidated",
                        2,
                        12,
                        null,
                        "provinceCode is ?",
                        null,
                        null));
    }

    @Test
    void handle_severalPagesAndCloses_recordsOneUse() throws IOException {
        Call call = call("query");
        for (int page = 0; page < 3; page++) {
            stage.handle(Exchange.of(call, REQUEST), OK);
        }

        call.close();
        call.close();

        assertThat(written.frames).hasSize(1);
    }

    @Test
    void handle_refusedBelow_recordsTheRefusalBeforeTheNetwork() {
        Call call = call("query");
        SharingDeniedException refusal = new SharingDeniedException("Purpose outside the grant", "Apply for it.");

        assertThatThrownBy(() -> stage.handle(Exchange.of(call, REQUEST), exchange -> {
                    throw refusal;
                }))
                .isSameAs(refusal);
        call.close();

        UsageEvent event = written.event();
        assertThat(event.outcome()).isEqualTo(UseOutcome.REFUSED);
        assertThat(event.failure()).isEqualTo("sharing-denied");
        assertThat(event.attempts()).isZero();
        assertThat(event.cache()).isNull();
    }

    @ParameterizedTest
    @MethodSource
    void handle_failure_isRecordedAsItsOutcome(Exception failure, UseOutcome outcome) {
        Call call = call("query");

        assertThatThrownBy(() -> stage.handle(Exchange.of(call, REQUEST), exchange -> {
                    if (failure instanceof IOException io) {
                        throw io;
                    }
                    throw (RuntimeException) failure;
                }))
                .isSameAs(failure);
        call.close();

        assertThat(written.event().outcome()).isEqualTo(outcome);
    }

    static Stream<Arguments> handle_failure_isRecordedAsItsOutcome() {
        return Stream.of(
                Arguments.of(new SharingDeniedException("", ""), UseOutcome.REFUSED),
                Arguments.of(new InvalidRequestException("", ""), UseOutcome.REFUSED),
                Arguments.of(new ConfigurationException("", ""), UseOutcome.REFUSED),
                Arguments.of(new NotFoundException("", ""), UseOutcome.REFUSED),
                Arguments.of(new PlatformUnavailableException("", ""), UseOutcome.FAILED),
                Arguments.of(new IOException("reset"), UseOutcome.FAILED),
                Arguments.of(new SocketTimeoutException("read"), UseOutcome.FAILED),
                Arguments.of(new InterruptedIOException("timeout"), UseOutcome.FAILED),
                Arguments.of(new InterruptedIOException("interrupted"), UseOutcome.INTERRUPTED),
                Arguments.of(
                        new PlatformUnavailableException(
                                ErrorDetails.of(Diagnosis.of("", "")), new InterruptedIOException("interrupted")),
                        UseOutcome.INTERRUPTED),
                Arguments.of(new IllegalStateException("a defect"), UseOutcome.FAILED));
    }

    @ParameterizedTest
    @MethodSource
    void handle_answer_isRecordedAsItsOutcome(String operation, Outcome.Kind kind, int received, UseOutcome outcome)
            throws IOException {
        Call call = call(operation);
        call.countReceived(received);
        stage.handle(Exchange.of(call, REQUEST), exchange -> answer(Outcome.of(kind)));
        call.close();

        assertThat(written.event().outcome()).isEqualTo(outcome);
    }

    static Stream<Arguments> handle_answer_isRecordedAsItsOutcome() {
        return Stream.of(
                Arguments.of("query", Outcome.Kind.OK, 1, UseOutcome.MATCHED),
                Arguments.of("query", Outcome.Kind.OK, 0, UseOutcome.EMPTY),
                Arguments.of("find", Outcome.Kind.EMPTY, 0, UseOutcome.EMPTY),
                Arguments.of("count", Outcome.Kind.OK, 0, UseOutcome.MATCHED),
                Arguments.of("raw", Outcome.Kind.OK, 0, UseOutcome.MATCHED),
                Arguments.of("raw", Outcome.Kind.DENIED, 0, UseOutcome.REFUSED),
                Arguments.of("raw", Outcome.Kind.NOT_FOUND, 0, UseOutcome.REFUSED),
                Arguments.of("raw", Outcome.Kind.UPSTREAM, 0, UseOutcome.FAILED),
                Arguments.of("raw", Outcome.Kind.QUOTA, 0, UseOutcome.FAILED));
    }

    @Test
    void handle_decodingFailsAfterTheAnswer_recordsAFailure() throws IOException {
        Call call = call("query");
        stage.handle(Exchange.of(call, REQUEST), OK);
        call.failed(new IllegalArgumentException("record 3, field code"));
        call.close();

        assertThat(written.event().outcome()).isEqualTo(UseOutcome.FAILED);
        assertThat(written.event().failure()).isEqualTo("illegal-argument");
    }

    @Test
    void handle_callCancelled_isInterrupted() throws IOException {
        Call call = call("query");
        stage.handle(Exchange.of(call, REQUEST), OK);
        call.cancel();
        call.failed(new PlatformUnavailableException("cancelled", ""));
        call.close();

        assertThat(written.event().outcome()).isEqualTo(UseOutcome.INTERRUPTED);
    }

    @Test
    void handle_callCancelledTooLate_isWhatItWas() throws IOException {
        Call call = call("query");
        stage.handle(Exchange.of(call, REQUEST), OK);
        call.countReceived(1);
        call.cancel();
        call.close();

        assertThat(written.event().outcome()).isEqualTo(UseOutcome.MATCHED);
    }

    @Test
    void handle_callAlreadyEnded_recordsItAllTheSame() throws IOException {
        Call call = call("query");
        call.close();
        stage.handle(Exchange.of(call, REQUEST), OK);

        assertThat(written.frames).hasSize(1);
    }

    @Test
    void handle_stream_isOnDiskBeforeItLeavesAndAgainWithItsPurpose() throws IOException {
        Call call = call("stream");
        stage.handle(Exchange.of(call, REQUEST), exchange -> {
            assertThat(written.types()).containsExactly(Frame.OPENED);
            describe(call);
            return answer(Outcome.ok());
        });
        stage.handle(Exchange.of(call, REQUEST), OK);
        assertThat(written.types()).containsExactly(Frame.OPENED, Frame.OPENED);

        call.close();

        assertThat(written.types()).containsExactly(Frame.OPENED, Frame.OPENED, Frame.EVENT);
        assertThat(written.frames)
                .extracting(Written.Entry::id)
                .containsOnly(written.event().id());
        UsageEvent opened = DecodedEvent.of(written.frames.get(1).json());
        assertThat(opened.outcome()).isEqualTo(UseOutcome.INTERRUPTED);
        assertThat(opened.purpose()).isEqualTo("residence-permit");
        assertThat(opened.received()).isEqualTo(UsageEvent.UNKNOWN);
    }

    @Test
    void handle_callEndsBeforeItsAnswer_writesNoBeginningBehindItsEnd() throws IOException {
        Call call = call("stream");
        stage.handle(Exchange.of(call, REQUEST), exchange -> {
            call.close();
            return answer(Outcome.ok());
        });

        assertThat(written.types()).containsExactly(Frame.OPENED, Frame.EVENT);
    }

    @Test
    void handle_requiredUseThatMayNotGoOn_hasAnEndAllTheSame() {
        Stage required =
                new UseStage(new UseRecorder(Events.SOURCE, Optional.empty(), clock, written), before -> {}, true);
        Call call = call("query");
        written.failure = new IOException("Input/output error");

        try (Warnings warnings = Warnings.caught()) {
            assertThatThrownBy(() -> required.handle(Exchange.of(call, REQUEST), OK))
                    .isInstanceOf(PlatformUnavailableException.class);
            written.failure = null;
            call.close();

            assertThat(written.event().outcome()).isEqualTo(UseOutcome.FAILED);
            assertThat(warnings.messages()).isEmpty();
        }
    }

    @Test
    void handle_spoolFails_doesNotTouchTheCallAndCountsTheLoss() throws IOException {
        Call call = call("stream");
        written.failure = new IOException("No space left on device");

        try (Warnings warnings = Warnings.caught()) {
            Answer answer = stage.handle(Exchange.of(call, REQUEST), OK);
            call.close();

            assertThat(answer.outcome().isSuccess()).isTrue();
            assertThat(warnings.messages()).hasSize(1);
        }
    }

    @Test
    void handle_personalValuesEverywhere_recordsNoneOfThem() {
        String personal = "张三-350102199001011234";
        CallContext.Builder context = CallContext.purpose("residence-permit");
        for (Member member : Member.values()) {
            if (member != Member.PURPOSE && member != Member.MATTER) {
                context.set(member, personal);
            }
        }
        Call call = call("stream");
        call.put(CallFacts.class, new CallFacts(null, context.build()));
        GovShareException failure = new SharingDeniedException(
                new ErrorDetails(
                        "share.example.gov",
                        "cn.stats.counties",
                        403,
                        personal,
                        personal + " is not known",
                        personal,
                        1,
                        null,
                        new Diagnosis(personal, personal, personal)),
                new IOException(personal));

        assertThatThrownBy(() -> stage.handle(
                        Exchange.of(call, Request.get("https://share.example.gov/persons/350102199001011234?name=x")),
                        exchange -> {
                            throw failure;
                        }))
                .isSameAs(failure);
        call.close();

        assertThat(written.frames)
                .hasSize(2)
                .allSatisfy(frame -> assertThat(frame.text()).doesNotContain("张三", "350102199001011234", "persons"));
    }

    @Test
    void handle_platformCode_isRecordedWithItsDigitRunsMasked() {
        Call call = call("find");
        ErrorDetails details =
                new ErrorDetails(null, null, 403, "no:350102199001011234", null, null, 1, null, Diagnosis.of("", ""));
        SharingDeniedException failure = new SharingDeniedException(details, null);

        assertThatThrownBy(() -> stage.handle(Exchange.of(call, REQUEST), exchange -> {
                    throw failure;
                }))
                .isSameAs(failure);
        call.close();

        assertThat(written.event().code()).isEqualTo("no:***");
    }

    private Call call(String operation) {
        return new Call("cn.stats.counties", operation, clock, null);
    }

    private static void describe(Call call) {
        DatasetDescription dataset = DatasetDescription.builder("cn.stats.counties")
                .title("Counties")
                .version("2023-06-30")
                .build();
        CallContext context = CallContext.purpose("residence-permit")
                .set(Member.MATTER, "residence")
                .set(Member.OPERATOR, "op-7")
                .build();
        call.put(CallFacts.class, new CallFacts(dataset, context));
        call.put(Grant.class, new Grant("G-0001", "cn.stats.counties", Set.of(), Set.of(), null, null));
    }

    private static Answer answer(Outcome outcome) {
        return Answer.whole(REQUEST, 200, Headers.none(), new byte[0]).with(outcome);
    }

    /** Remembers the frames that were written. */
    private static final class Written implements UseRecorder.Out {

        final List<Entry> frames = new ArrayList<>();
        IOException failure;

        static final class Entry {
            private final byte type;
            private final UUID id;
            private final byte[] json;

            Entry(byte type, UUID id, byte[] json) {
                this.type = type;
                this.id = id;
                this.json = json;
            }

            UUID id() {
                return id;
            }

            byte[] json() {
                return json;
            }

            String text() {
                return new String(json, java.nio.charset.StandardCharsets.UTF_8);
            }
        }

        @Override
        public void append(byte type, UUID id, byte[] json) throws IOException {
            if (failure != null) {
                throw failure;
            }
            frames.add(new Entry(type, id, json));
        }

        List<Byte> types() {
            return frames.stream().map(frame -> frame.type).toList();
        }

        UsageEvent event() {
            List<Entry> events =
                    frames.stream().filter(frame -> frame.type == Frame.EVENT).toList();
            assertThat(events).hasSize(1);
            return DecodedEvent.of(events.get(0).json);
        }
    }
}
