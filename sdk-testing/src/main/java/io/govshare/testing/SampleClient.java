package io.govshare.testing;

/**
 * A client that the sandbox registered and knows the private key of, so that a program can be tried without any preparation.
 *
 * @param id id of the client
 * @param keyId id of its Ed25519 key: its thumbprint (RFC 7638)
 * @param privateKeyPem the private key, PKCS#8 in PEM; worth nothing outside its sandbox
 * @param purpose the purpose of its grants for all conditional datasets
 */
public record SampleClient(String id, String keyId, String privateKeyPem, String purpose) {

    /** Everything but the private key. */
    @Override
    public String toString() {
        return "SampleClient[" + id + ", key " + keyId + ", purpose " + purpose + "]";
    }
}
