package io.govshare.signing;

/**
 * Signs with a key that never comes here, such as one of a key management service: {@link SigningKey#of(String,
 * SignatureAlgorithm, Signer)}. It may take the network; it runs on the thread of the call, once for each attempt and each
 * token. Must be safe for concurrent use.
 */
@FunctionalInterface
public interface Signer {

    /**
     * The signature of these bytes, which are not hashed yet. ECDSA signatures may be r followed by s or DER.
     *
     * @throws Exception if there is none; the call then ends with a {@link io.govshare.error.CredentialException}
     */
    byte[] sign(byte[] data) throws Exception;
}
