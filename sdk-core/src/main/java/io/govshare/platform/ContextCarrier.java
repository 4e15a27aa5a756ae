package io.govshare.platform;

import io.govshare.context.CallContext.Member;
import io.govshare.http.Request;
import java.util.Set;

/** Puts the context where the platform wants it on the wire: headers, parameters or members of a JSON body. */
public interface ContextCarrier {

    /** The members that go on the wire; an answer is never given again to a call that differs in one of them. */
    Set<Member> carried();

    /** The members without which the platform refuses; a call that lacks one fails before the network. */
    default Set<Member> required() {
        return Set.of();
    }

    /** The request with the context on it. */
    Request carry(Request request, Attempt attempt);

    /** Carries nothing. */
    ContextCarrier NONE = new ContextCarrier() {
        @Override
        public Set<Member> carried() {
            return Set.of();
        }

        @Override
        public Request carry(Request request, Attempt attempt) {
            return request;
        }
    };
}
