package io.govshare.http;

import io.govshare.error.Internal;
import java.io.IOException;

/**
 * One step of the way of a call. A stage may change the exchange on its way down, answer it itself, send it down more than
 * once, or look at the answer on its way back. Stages are shared by all calls and safe for concurrent use.
 */
@Internal
@FunctionalInterface
public interface Stage {

    /**
     * Handles the exchange and returns its answer; who receives the answer closes it.
     *
     * @throws IOException if the network failed; resilience is the stage that turns it into an exception of ours
     */
    Answer handle(Exchange exchange, Next next) throws IOException;

    /** The rest of the way. */
    @FunctionalInterface
    interface Next {
        Answer proceed(Exchange exchange) throws IOException;

        /** The way that leads through this stage and then on. */
        default Next after(Stage stage) {
            return exchange -> stage.handle(exchange, this);
        }
    }
}
