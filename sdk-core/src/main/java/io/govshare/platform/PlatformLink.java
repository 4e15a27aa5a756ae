package io.govshare.platform;

import io.govshare.signing.KeySource;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;

/** What the SDK offers to the parts of a dialect. Safe for concurrent use. */
public interface PlatformLink {

    /** Name of the application, as given to the builder. */
    String application();

    /** The credentials given to the builder, if any. */
    Optional<ClientCredentials> credentials();

    /** The source of the key given to {@code signing(…)}, if any; to be asked for each attempt. */
    Optional<KeySource> signingKey();

    /** The client certificate that every server is shown that asks for one in the TLS handshake, if there is one and no other. */
    default Optional<X509Certificate> clientCertificate() {
        return Optional.empty();
    }

    /** The time as the platform sees it: this machine's clock, corrected by the measured skew. */
    Instant now();

    /**
     * Corrects the clock by what the last answer showed, whatever its size, because the platform has refused a request for its
     * time; for an exchange, which asks once more then. Calls do so by themselves.
     *
     * @return whether an answer showed anything; without that a second request would be refused as well
     */
    boolean correctClock();

    /** Monotonic time in nanoseconds, for ages; the origin is arbitrary. */
    long nanoTime();

    /**
     * Runs what nobody needs to wait for, such as the reading of what is old but still good, on the SDK's own few threads. When
     * the client is closing it takes nothing more ({@link java.util.concurrent.RejectedExecutionException}).
     */
    Executor background();

    /** Sends the SDK's own requests to the platform with retries, credential and signature: catalogue, grants, keys. */
    Sender sender();

    /** Sends one attempt, with credential and signature: for deliveries that are repeated by their own rules. */
    Sender singleSender();

    /** Sends with retries but neither credential nor signature: for public metadata and keys. */
    Sender metadataSender();

    /** Sends one attempt with neither credential nor signature: for the exchange of credentials. */
    Sender bareSender();
}
