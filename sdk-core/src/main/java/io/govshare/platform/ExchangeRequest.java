package io.govshare.platform;

import io.govshare.error.Internal;
import io.govshare.http.Answer;
import io.govshare.http.CallCancelledException;
import io.govshare.http.PrerequisiteException;
import io.govshare.http.Request;
import io.govshare.http.StaleConnectionException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;

/** How the request of an exchange is sent: once, over a connection that lives, its failure told from that of the call. */
@Internal
public final class ExchangeRequest {

    private ExchangeRequest() {}

    /** Makes the request, and sends it by {@link #send}. */
    @FunctionalInterface
    public interface Asking<R> {
        R ask() throws IOException;
    }

    /**
     * Asks, and once more with a request made anew if the connection turns out to be closed: a server that had closed it has
     * not seen the first request, nor sees it later.
     */
    public static <R> R onLiveConnection(Asking<R> asking) throws IOException {
        try {
            return asking.ask();
        } catch (PrerequisiteException failed) {
            if (failed.failure()
                    .filter(StaleConnectionException.class::isInstance)
                    .isPresent()) {
                return asking.ask();
            }
            throw failed;
        }
    }

    /**
     * Sends the request, with neither credential nor signature.
     *
     * @param what what it is sent to, as messages say it
     * @throws PrerequisiteException if the network failed; a call that was given up says so itself
     */
    public static Answer send(PlatformLink link, String what, Request request) throws IOException {
        try {
            return link.bareSender().send("token", request);
        } catch (SocketTimeoutException slow) {
            throw unreachable(what, request, slow);
        } catch (CallCancelledException | InterruptedIOException givenUp) {
            throw givenUp;
        } catch (IOException failed) {
            throw unreachable(what, request, failed);
        }
    }

    private static PrerequisiteException unreachable(String what, Request request, IOException failure) {
        return PrerequisiteException.unreachable(
                what + " " + request.template() + ": " + failure.getMessage(), request.origin(), failure);
    }
}
