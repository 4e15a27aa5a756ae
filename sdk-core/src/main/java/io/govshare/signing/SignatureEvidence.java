package io.govshare.signing;

import io.govshare.error.Internal;

/**
 * What was verified, with which key: all that it takes to verify the signature again without the message. Immutable as long
 * as nobody writes to its arrays, which are handed out as they are.
 */
@Internal
public final class SignatureEvidence {

    private final byte[] base;
    private final byte[] signature;
    private final Components covered;
    private final VerificationKey key;

    SignatureEvidence(byte[] base, byte[] signature, Components covered, VerificationKey key) {
        this.base = base;
        this.signature = signature;
        this.covered = covered;
        this.key = key;
    }

    /** The signature base (RFC 9421 §2.5), ASCII, exactly as it was signed; not to be changed. It holds the target URI. */
    public byte[] base() {
        return base;
    }

    /** The signature; not to be changed. */
    public byte[] signature() {
        return signature;
    }

    /** What the signature covers, in its order. */
    public Components covered() {
        return covered;
    }

    /** The key that verified it. */
    public VerificationKey key() {
        return key;
    }

    @Override
    public String toString() {
        return "SignatureEvidence[" + key + ", " + covered + "]";
    }
}
