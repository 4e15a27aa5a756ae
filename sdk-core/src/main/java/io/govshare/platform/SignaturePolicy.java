package io.govshare.platform;

/** Whether answers must be signed by the platform. */
public enum SignaturePolicy {
    /** Signatures of answers are not looked at. */
    OFF,
    /**
     * A signature that is there is verified, and a bad one refused. Signatures are required where the keys for them are
     * configured, where the platform says that it has such keys, and as soon as it has once sent a valid one.
     */
    AUTO,
    /** An answer without a valid signature is refused. */
    REQUIRE
}
