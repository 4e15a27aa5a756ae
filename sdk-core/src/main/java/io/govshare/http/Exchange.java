package io.govshare.http;

import io.govshare.error.Internal;
import java.util.Optional;

/**
 * What travels down the pipeline: a request, the call that it belongs to, and what the stages above noted for those below.
 * Immutable; a stage that changes something hands on a new exchange.
 */
@Internal
public final class Exchange {

    private final Call call;
    private final Request request;
    private final Notes notes;

    private Exchange(Call call, Request request, Notes notes) {
        this.call = call;
        this.request = request;
        this.notes = notes;
    }

    /** A request on behalf of a call. */
    public static Exchange of(Call call, Request request) {
        return new Exchange(call, request, Notes.NONE);
    }

    /** The use that this exchange is part of; the same for all its pages and attempts. */
    public Call call() {
        return call;
    }

    /** The request as it stands at this stage. */
    public Request request() {
        return request;
    }

    /** The same with another request. */
    public Exchange with(Request newRequest) {
        return new Exchange(call, newRequest, notes);
    }

    /** The same with a note of this type for the stages below, such as the credential of this attempt. */
    public <N> Exchange note(Class<N> type, N note) {
        return new Exchange(call, request, notes.and(type, note));
    }

    /** The note of this type, if a stage above left one. */
    public <N> Optional<N> note(Class<N> type) {
        return notes.get(type);
    }

    @Override
    public String toString() {
        return request.toString();
    }
}
