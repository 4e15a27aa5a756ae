package io.govshare.signing;

import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.SignatureException;

/** A {@link Signer} of the application, its failures and forms made ours. */
final class ForeignSigner implements Primitive.Signer {

    private final SignatureAlgorithm algorithm;
    private final Signer signer;

    private ForeignSigner(SignatureAlgorithm algorithm, Signer signer) {
        this.algorithm = algorithm;
        this.signer = signer;
    }

    /** What signs by this algorithm only. */
    static Signers signers(SignatureAlgorithm algorithm, Signer signer) {
        ForeignSigner ours = new ForeignSigner(algorithm, signer);
        return new Signers(
                (scheme, provider) -> {
                    if (scheme != algorithm.scheme() || provider != null) {
                        throw new NoSuchAlgorithmException("The signer makes " + algorithm.scheme() + " only");
                    }
                    return ours;
                },
                null);
    }

    @Override
    public byte[] sign(byte[] data) throws GeneralSecurityException {
        byte[] made;
        try {
            made = signer.sign(data);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SignatureException("The signer was interrupted", e);
        } catch (Exception e) {
            throw new SignatureException("The signer failed", e);
        }
        if (made == null || made.length == 0) {
            throw new SignatureException("The signer gave no signature");
        }
        Curve curve = Curve.of(algorithm);
        return curve == null || made.length == 2 * curve.length() ? made : rAndS(made, curve.length());
    }

    /** Out of a sequence of two integers (RFC 3279 §2.2.3), whose lengths fit one byte. */
    private static byte[] rAndS(byte[] der, int length) throws SignatureException {
        byte[] both = new byte[2 * length];
        boolean good = der.length > 8 && der[0] == 0x30 && (der[1] & 0xff) == der.length - 2;
        int at = 2;
        for (int half = 1; half <= 2 && good; half++) {
            int digits = at + 2 <= der.length ? der[at + 1] : 0;
            good = digits > 0 && der[at] == 2 && at + 2 + digits <= der.length;
            if (good) {
                int zero = der[at + 2] == 0 ? 1 : 0;
                int kept = digits - zero;
                good = kept <= length;
                if (good) {
                    System.arraycopy(der, at + 2 + zero, both, half * length - kept, kept);
                }
                at += 2 + digits;
            }
        }
        if (!good || at != der.length) {
            throw new SignatureException("The signer gave no ECDSA signature for a curve of " + 8 * length + " bits");
        }
        return both;
    }
}
