package io.govshare.platform;

import io.govshare.http.Answer;
import io.govshare.http.Request;
import java.util.Optional;

/**
 * Decorates one attempt, its body already bytes: places the credential and the signature. Nothing that it makes is sent
 * twice. Safe for concurrent use.
 */
@FunctionalInterface
public interface RequestSigner {

    /**
     * The request with credential and signature on it, as it goes on the wire.
     *
     * @throws io.govshare.error.CredentialException if it cannot be signed
     */
    Request sign(Request request, Attempt attempt);

    /**
     * Takes from an answer, which is not to be closed, what the next signatures need, such as a nonce of the server.
     *
     * @return the signer by which this very request is to be signed and sent once more, because the answer asks for something
     *     that it also gives; empty, as by default, if that would change nothing
     */
    default Optional<RequestSigner> heard(Answer answer) {
        return Optional.empty();
    }

    /** Sends requests as they are. */
    RequestSigner NONE = (request, attempt) -> request;
}
