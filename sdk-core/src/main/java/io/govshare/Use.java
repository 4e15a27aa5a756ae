package io.govshare;

import io.govshare.catalog.DatasetDescription;
import io.govshare.catalog.RequestedFields;
import io.govshare.context.CallContext;
import io.govshare.dataset.CallOptions;
import io.govshare.dataset.Query;
import io.govshare.dataset.RecordReader;
import io.govshare.dataset.Records;
import io.govshare.error.Diagnosis;
import io.govshare.error.ErrorDetails;
import io.govshare.error.GovShareException;
import io.govshare.error.PlatformUnavailableException;
import io.govshare.http.Answer;
import io.govshare.http.Call;
import io.govshare.http.Exchange;
import io.govshare.http.Outcome;
import io.govshare.http.Request;
import io.govshare.platform.CallFacts;
import io.govshare.platform.Refusal;
import io.govshare.usage.QueryShape;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** One use of a dataset under way: its call, what is known of the dataset, and the way through the pipeline. */
final class Use {

    /** What is done in a use. */
    interface Work<R> {
        R with(Use use) throws IOException;
    }

    private final RealGovShare govshare;
    private final Call call;
    private final CallContext context;
    private @Nullable DatasetDescription description;

    /** A use that is on record from here; {@code context} is captured already. */
    Use(RealGovShare govshare, Call call, CallContext context) {
        this.govshare = govshare;
        this.call = call.put(CallContext.class, context).put(CallFacts.class, new CallFacts(null, context));
        this.context = context;
        govshare.open(call);
    }

    Call call() {
        return call;
    }

    /** Runs the whole use and closes its record, whatever happens. */
    <R> R run(Work<R> work) {
        try {
            return step(work);
        } finally {
            call.close();
        }
    }

    /** Runs one step of a use that goes on afterwards; a failure is noted on its record. */
    <R> R step(Work<R> work) {
        try {
            return work.with(this);
        } catch (GovShareException | IllegalStateException e) {
            call.failed(e);
            throw e;
        } catch (IOException e) {
            call.failed(e);
            throw stopped(e);
        } catch (RuntimeException | Error e) {
            call.failed(e);
            throw e;
        }
    }

    private PlatformUnavailableException stopped(IOException e) {
        Diagnosis why = Diagnosis.of(
                call.isCancelled()
                        ? "The call was cancelled or the client closed"
                        : "The call was interrupted or cut off",
                "Nothing to mend if this was intended; else see the cause.");
        return new PlatformUnavailableException(
                ErrorDetails.of(why).of(govshare.platformName(), call.dataset(), call.attempts()), e);
    }

    /** What the catalogue or a binding says of the dataset. */
    DatasetDescription describe() throws IOException {
        DatasetDescription known = description;
        if (known == null) {
            known = govshare.describe(call.dataset());
            description = known;
            call.put(DatasetDescription.class, known).put(CallFacts.class, new CallFacts(known, context));
        }
        return known;
    }

    /** Checks that the dialect can carry the query, and notes its shape and fields for admission and the record. */
    void asks(Query<?> query) {
        call.put(QueryShape.class, new QueryShape(query.shape()));
        call.put(RequestedFields.class, new RequestedFields(query.select()));
        CapabilityCheck.query(call.dataset(), query, govshare.dialect().capabilities());
    }

    /** Notes the shape of a look-up by these fields. */
    void asksFor(List<String> key) {
        call.put(QueryShape.class, QueryShape.ofKey(key));
    }

    /** Sends one request of this use; an answer that is no success becomes its exception. */
    Answer send(Request request) throws IOException {
        Answer answer = sendRaw(request);
        if (!answer.outcome().isSuccess()) {
            answer.close();
            throw Refusal.of(govshare.platformName(), call.dataset(), call.attempts(), answer, govshare.now());
        }
        return answer;
    }

    /** Sends one request of this use and returns its answer, whatever it means. */
    Answer sendRaw(Request request) throws IOException {
        Optional<String> correlation = call.find(CallOptions.class).flatMap(CallOptions::correlationId);
        return govshare.send(Exchange.of(
                call,
                correlation.map(id -> request.with("X-Correlation-Id", id)).orElse(request)));
    }

    /** The records of a page. */
    <T> Records<T> read(Answer answer, RecordReader<T> reader) {
        Records<T> records = isEmpty(answer)
                ? new Records<>(List.of(), null, OptionalLong.empty())
                : reader.page(answer.bytes(), govshare.dialect().envelope());
        call.countReceived(records.count());
        return records;
    }

    static boolean isEmpty(Answer answer) {
        return answer.outcome().kind() == Outcome.Kind.EMPTY;
    }
}
