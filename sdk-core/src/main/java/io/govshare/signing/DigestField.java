package io.govshare.signing;

import java.util.Base64;

/**
 * A header field that gives the digest of what a message carries: which one, and by which algorithm. SHA-256 unless {@link
 * #sha512()} says otherwise. Immutable.
 */
public final class DigestField {

    /** {@code Content-Digest} (RFC 9530 §2): of the bytes of this very message. */
    public static final DigestField CONTENT_DIGEST = new DigestField("Content-Digest", Digests.SHA_256);

    /** {@code Repr-Digest} (RFC 9530 §3): of the whole representation, content coding included, also where a part is sent. */
    public static final DigestField REPR_DIGEST = new DigestField("Repr-Digest", Digests.SHA_256);

    /** {@code Digest} (RFC 3230), which came before these and means what {@code Repr-Digest} means. */
    public static final DigestField DIGEST = new DigestField("Digest", Digests.SHA_256);

    private final String name;
    private final Digests digests;

    private DigestField(String name, Digests digests) {
        this.name = name;
        this.digests = digests;
    }

    /** This field with a digest by SHA-512. */
    public DigestField sha512() {
        return new DigestField(name, Digests.SHA_512);
    }

    /** The name of the header field. */
    public String name() {
        return name;
    }

    /** Whether this is {@link #DIGEST}, by whatever algorithm. */
    public boolean isOlder() {
        return name.equals(DIGEST.name);
    }

    /** The value of the field for this content, which is the whole representation. */
    public String value(byte[] content) {
        String encoded = Base64.getEncoder().encodeToString(digests.of(content));
        return isOlder() ? digests.olderName() + "=" + encoded : digests + "=:" + encoded + ":";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DigestField that && name.equals(that.name) && digests.equals(that.digests);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + digests.hashCode();
    }

    @Override
    public String toString() {
        return name + " by " + digests;
    }
}
