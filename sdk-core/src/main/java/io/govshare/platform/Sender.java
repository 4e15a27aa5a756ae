package io.govshare.platform;

import io.govshare.http.Answer;
import io.govshare.http.Request;
import java.io.IOException;

/** Sends a request of the SDK's own, such as for a token or the catalogue. Safe for concurrent use. */
@FunctionalInterface
public interface Sender {

    /**
     * Sends it and reads the answer whole.
     *
     * @param what short name for logs and errors, such as {@code token}, {@code usage}, or the dataset that it is about
     * @return the answer with its outcome, whatever it is
     * @throws IOException if the network failed
     * @throws io.govshare.error.GovShareException if the target is not a trusted origin or the answer must not be used
     */
    Answer send(String what, Request request) throws IOException;
}
