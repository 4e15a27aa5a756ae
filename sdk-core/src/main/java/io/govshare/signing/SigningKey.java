package io.govshare.signing;

/** A private or shared key that signs, with its id and algorithm. Immutable; safe for concurrent use. */
public final class SigningKey {
    private SigningKey() {}
}
