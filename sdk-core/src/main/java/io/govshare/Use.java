package io.govshare;

import io.govshare.catalog.DatasetDescription;
import io.govshare.catalog.FieldDescription;
import io.govshare.catalog.Grant;
import io.govshare.catalog.RequestedFields;
import io.govshare.context.CallContext;
import io.govshare.dataset.CallOptions;
import io.govshare.dataset.Envelope;
import io.govshare.dataset.Key;
import io.govshare.dataset.Query;
import io.govshare.dataset.RecordReader;
import io.govshare.dataset.Records;
import io.govshare.error.Diagnosis;
import io.govshare.error.ErrorDetails;
import io.govshare.error.GovShareException;
import io.govshare.error.Masked;
import io.govshare.error.PlatformUnavailableException;
import io.govshare.error.SharingDeniedException;
import io.govshare.http.Answer;
import io.govshare.http.Call;
import io.govshare.http.CallCancelledException;
import io.govshare.http.Exchange;
import io.govshare.http.Outcome;
import io.govshare.http.Reading;
import io.govshare.http.Request;
import io.govshare.platform.CallFacts;
import io.govshare.platform.Refusal;
import io.govshare.platform.Verification;
import io.govshare.signing.Proof;
import io.govshare.usage.QueryShape;
import io.govshare.usage.UseStage;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One use of a dataset under way: its call, what is known of the dataset, and the way through the pipeline. */
final class Use {

    /** What is done in a use. */
    interface Work<R> {
        R with(Use use) throws IOException;
    }

    private static final String PLATFORM_SAYS = "the platform says: ";

    private final RealGovShare govshare;
    private final Call call;
    private final CallContext context;
    private final UnaryOperator<DatasetDescription> marks;
    private final PersonalValues personal;
    private @Nullable DatasetDescription description;
    private int status;
    private @Nullable String requestId;
    private final AtomicInteger working = new AtomicInteger();

    /** Whether what is sent now was not asked for yet; changed by the thread that sends, the only one at a time. */
    private boolean ahead;

    /**
     * A use that is on record once its call is.
     *
     * @param context captured already
     * @param marks adds to a description what the type of the records says of its fields
     */
    Use(RealGovShare govshare, Call call, CallContext context, UnaryOperator<DatasetDescription> marks) {
        this.govshare = govshare;
        this.call = call.put(CallContext.class, context).put(CallFacts.class, new CallFacts(null, context));
        this.context = context;
        this.marks = marks;
        this.personal = PersonalValues.of(context);
    }

    Call call() {
        return call;
    }

    CallContext context() {
        return context;
    }

    /** Whether a thread is at work for it now; there may be two, the consumer of a stream and one that reads ahead. */
    boolean isWorking() {
        return working.get() > 0;
    }

    /** Runs the whole use and closes its record, whatever happens. What is returned is on record as it is. */
    <R> R run(Work<R> work) {
        working.incrementAndGet();
        try {
            R result = noting(work, call::failed);
            if (!call.end()) {
                throw stopped(new CallCancelledException("The record of the use was closed before its end", null));
            }
            return result;
        } finally {
            call.close();
            rest();
        }
    }

    /** Runs one step of a use that goes on afterwards; a failure is noted on its record. */
    <R> R step(Work<R> work) {
        working.incrementAndGet();
        try {
            return noting(work, call::failed);
        } finally {
            rest();
        }
    }

    /** Runs a step before the application asks for it; a failure is noted only when it is thrown in a {@link #step} again. */
    <R> R ahead(Work<R> work) {
        working.incrementAndGet();
        ahead = true;
        try {
            return noting(work, unheard -> {});
        } finally {
            ahead = false;
            rest();
        }
    }

    private void rest() {
        working.decrementAndGet();
        govshare.rested();
    }

    /** Puts it on record; it ends if it may not begin. */
    Use recorded(UseStage stage) {
        return noting(
                use -> {
                    stage.open(call);
                    return use;
                },
                refusal -> {
                    call.failed(refusal);
                    call.close();
                });
    }

    /** Ends it since the client closes, whether or not a thread is at work for it. */
    void giveUp() {
        call.failed(new CallCancelledException("The client was closed", null));
        call.close();
    }

    private <R> R noting(Work<R> work, Consumer<Throwable> note) {
        try {
            return call.serve(() -> work.with(this));
        } catch (GovShareException e) {
            GovShareException complete = completed(e);
            note.accept(complete);
            throw complete;
        } catch (IOException e) {
            note.accept(e);
            throw stopped(e);
        } catch (RuntimeException | Error e) {
            note.accept(e);
            throw e;
        }
    }

    /** The exception with all that is known of the call, and without the values that the platform may have echoed. */
    private GovShareException completed(GovShareException e) {
        ErrorDetails details = e.details().over(known(e.diagnosis()));
        Set<String> values = details.platformMessage() == null ? Set.of() : personal.values();
        if (e instanceof SharingDeniedException) {
            details = details.because(evident(details, values));
        }
        if (details.equals(e.details()) && values.isEmpty()) {
            return e;
        }
        GovShareException complete = e.with(details, values);
        for (Throwable suppressed : e.getSuppressed()) {
            complete.addSuppressed(suppressed);
        }
        return complete;
    }

    /** The diagnosis of a refusal by the platform, with the reason that it gave and the grant that the call rested on. */
    private Diagnosis evident(ErrorDetails details, Set<String> values) {
        Diagnosis why = details.diagnosis();
        if (details.platformMessage() == null || why.evidence().contains(PLATFORM_SAYS)) {
            return why;
        }
        StringJoiner evidence = new StringJoiner("; ");
        if (!why.evidence().isEmpty()) {
            evidence.add(why.evidence());
        }
        call.find(Grant.class).ifPresent(grant -> evidence.add("asked under " + grant));
        evidence.add(PLATFORM_SAYS + Masked.text(Masked.values(details.platformMessage(), values)));
        return why.evidence(evidence.toString());
    }

    private ErrorDetails known(Diagnosis diagnosis) {
        return new ErrorDetails(
                govshare.platformName(),
                call.dataset(),
                status,
                null,
                null,
                requestId,
                call.attempts(),
                null,
                diagnosis);
    }

    /** What the resilience stage did not explain: nobody waits any more, or the time is over before anything was sent. */
    private PlatformUnavailableException stopped(IOException e) {
        Diagnosis why;
        if (govshare.isClosed()) {
            why = Diagnosis.of(
                    "The client was closed while the call was under way",
                    "Nothing to mend if this was intended; else see who calls close().");
        } else if (call.isCancelled()) {
            why = Diagnosis.of(
                    "The call was cancelled, or its stream was closed",
                    "Nothing to mend if this was intended; else see who calls cancel() or close().");
        } else if (Thread.currentThread().isInterrupted()) {
            why = Diagnosis.of(
                    "The thread of the call was interrupted",
                    "Nothing to mend if this was intended; else see who interrupts it.");
        } else {
            why = new Diagnosis(
                    "The call could not be finished",
                    String.valueOf(e.getMessage()),
                    "Try again later; the cause below says more.");
        }
        return new PlatformUnavailableException(known(why), e);
    }

    /** What the catalogue or a binding, and the type of the records, say of the dataset. */
    DatasetDescription describe() throws IOException {
        DatasetDescription known = description;
        if (known == null) {
            known = marks.apply(govshare.describe(call.dataset()));
            description = known;
            call.put(DatasetDescription.class, known).put(CallFacts.class, new CallFacts(known, context));
        }
        return known;
    }

    /** What is known of this use by whoever looks at its answers. */
    CallFacts facts() {
        return call.find(CallFacts.class).orElse(CallFacts.OWN);
    }

    /** Checks that the dialect can carry the query, and notes its shape and fields for admission and the record. */
    void asks(Query<?> query) {
        notes(query);
        call.put(RequestedFields.class, RequestedFields.of(query));
        CapabilityCheck.query(call.dataset(), query, govshare.dialect().capabilities());
    }

    /** The same for a query of which only the number of its records is wanted. */
    void asksHowMany(Query<?> query) {
        notes(query);
        RequestedFields.ofCount(query).ifPresent(fields -> call.put(RequestedFields.class, fields));
        CapabilityCheck.count(call.dataset(), query, govshare.dialect().capabilities());
    }

    /** The query with its values as the data spell them, which must be in the power of the dialect as well. */
    <Q> Query<Q> spelled(Query<Q> query, RecordReader<?> reader) throws IOException {
        DatasetDescription known = describe();
        Query<Q> spelled = reader.spelled(
                query, field -> known.field(field).map(FieldDescription::type).orElse(""));
        if (!spelled.equals(query)) {
            personal.add(spelled);
            CapabilityCheck.condition(
                    call.dataset(), spelled, govshare.dialect().capabilities());
        }
        return spelled;
    }

    private void notes(Query<?> query) {
        call.put(QueryShape.class, new QueryShape(query.shape()));
        personal.add(query);
    }

    /** Notes the shape of a look-up by these fields. */
    void asksFor(Key key, List<String> fields) {
        call.put(QueryShape.class, QueryShape.ofKey(fields));
        personal.add(key);
    }

    /** Sends one request of this use; an answer that is no success becomes its exception. */
    Answer send(Request request) throws IOException {
        return send(request, Reading.WHOLE);
    }

    /** The same for an answer that may be read as it comes; the caller closes it. */
    Answer send(Request request, Reading reading) throws IOException {
        Answer received = sendRaw(request, reading);
        if (!received.outcome().isSuccess()) {
            received.close();
            throw Refusal.of(govshare.platformName(), call.dataset(), call.attempts(), received, govshare.now());
        }
        return received;
    }

    /** Sends one request of this use and returns its answer, whatever it means. */
    Answer sendRaw(Request request) throws IOException {
        return sendRaw(request, Reading.WHOLE);
    }

    private Answer sendRaw(Request request, Reading reading) throws IOException {
        status = 0;
        requestId = null;
        Optional<String> correlation = call.find(CallOptions.class).flatMap(CallOptions::correlationId);
        Exchange exchange = Exchange.of(
                call,
                correlation.map(id -> request.with("X-Correlation-Id", id)).orElse(request));
        Answer received =
                govshare.send(reading == Reading.WHOLE ? exchange : exchange.note(Reading.class, reading), ahead);
        status = received.status();
        requestId = received.headers().get("X-Request-Id");
        personal.sent(received.request().headers());
        return received;
    }

    /** The records of a page. */
    <T> Records<T> read(Answer page, RecordReader<T> reader) throws IOException {
        Records<T> records =
                isEmpty(page) ? new Records<>(List.of(), null, OptionalLong.empty()) : records(page, reader);
        call.countReceived(records.count());
        return records;
    }

    private <T> Records<T> records(Answer page, RecordReader<T> reader) throws IOException {
        return govshare.dialect().addressing().repeatsLastPage(describe())
                ? reader.checksummedPage(page.bytes(), envelope())
                : reader.page(page.bytes(), envelope());
    }

    /** Where records, total and next page are in the answers of this dataset. */
    Envelope envelope() throws IOException {
        return govshare.dialect().addressing().pages(govshare.dialect().envelope(), describe());
    }

    /** When the platform said what is in the answer that has just come: now, less its age (RFC 9111 §5.1). */
    Instant asOf(Answer received) {
        @Nullable String age = received.headers().get("Age");
        boolean known = age != null
                && !age.isEmpty()
                && age.length() < 10
                && age.chars().allMatch(Character::isDigit);
        return known ? govshare.now().minusSeconds(Long.parseLong(age)) : govshare.now();
    }

    /** The evidence that came with the answer, if it was asked for. */
    static @Nullable Proof proof(Answer received) {
        return received.note(Verification.class).map(Verification::proof).orElse(null);
    }

    /** Whether the last answer was given from memory without asking the platform. */
    boolean isFromCache() {
        Call.CacheResult result = call.cache();
        return result == Call.CacheResult.HIT || result == Call.CacheResult.STALE;
    }

    static boolean isEmpty(Answer page) {
        return page.outcome().kind() == Outcome.Kind.EMPTY;
    }
}
