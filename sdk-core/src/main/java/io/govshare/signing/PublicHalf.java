package io.govshare.signing;

import static java.math.BigInteger.ONE;
import static java.math.BigInteger.TWO;
import static java.math.BigInteger.ZERO;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;

/**
 * Computes the public key that belongs to a private one, which a PKCS#8 file often leaves out. Runs once, when a key is
 * loaded; its time does not matter, and neither does what the time tells, since nobody can ask for it again.
 */
final class PublicHalf {

    private static final BigInteger P = ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));
    private static final BigInteger D2 = BigInteger.valueOf(-121665)
            .multiply(BigInteger.valueOf(121666).modInverse(P))
            .multiply(TWO)
            .mod(P);
    private static final BigInteger BASE_X =
            new BigInteger("216936d3cd6e53fec0a4e231fdd6dc5c692cc7609525a7b2c9562d608f25d51a", 16);
    private static final BigInteger BASE_Y =
            new BigInteger("6666666666666666666666666666666666666666666666666666666666666658", 16);

    private PublicHalf() {}

    /** The 32 bytes of the Ed25519 public key of this 32 byte seed (RFC 8032 §5.1.5). */
    static byte[] ed25519(byte[] seed) throws GeneralSecurityException {
        byte[] half =
                java.util.Arrays.copyOf(MessageDigest.getInstance("SHA-512").digest(seed), 32);
        half[0] &= (byte) 0xf8;
        half[31] &= 0x7f;
        half[31] |= 0x40;
        BigInteger scalar = new BigInteger(1, reversed(half));
        BigInteger[] base = {BASE_X, BASE_Y, ONE, BASE_X.multiply(BASE_Y).mod(P)};
        BigInteger[] sum = {ZERO, ONE, ONE, ZERO};
        for (int bit = scalar.bitLength() - 1; bit >= 0; bit--) {
            sum = add(sum, sum);
            sum = scalar.testBit(bit) ? add(sum, base) : sum;
        }
        BigInteger inverse = sum[2].modInverse(P);
        BigInteger y = sum[1].multiply(inverse).mod(P);
        return littleEndian(y, sum[0].multiply(inverse).mod(P).testBit(0));
    }

    /** A point's y with the sign of its x in the highest bit, as 32 bytes, lowest first (RFC 8032 §5.1.2). */
    static byte[] littleEndian(BigInteger y, boolean xOdd) {
        byte[] bytes = reversed(fixed(y, 32));
        bytes[31] |= (byte) (xOdd ? 0x80 : 0);
        return bytes;
    }

    static byte[] reversed(byte[] bytes) {
        byte[] result = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            result[i] = bytes[bytes.length - 1 - i];
        }
        return result;
    }

    /** The number as exactly this many bytes, highest first. */
    static byte[] fixed(BigInteger number, int length) {
        byte[] bytes = number.toByteArray();
        byte[] result = new byte[length];
        int kept = Math.min(bytes.length, length);
        System.arraycopy(bytes, bytes.length - kept, result, length - kept, kept);
        return result;
    }

    /** Sum of two points in extended coordinates (RFC 8032 §5.1.4); complete, so it doubles as well. */
    private static BigInteger[] add(BigInteger[] p, BigInteger[] q) {
        BigInteger a = p[1].subtract(p[0]).multiply(q[1].subtract(q[0])).mod(P);
        BigInteger b = p[1].add(p[0]).multiply(q[1].add(q[0])).mod(P);
        BigInteger c = p[3].multiply(D2).mod(P).multiply(q[3]).mod(P);
        BigInteger d = p[2].shiftLeft(1).multiply(q[2]).mod(P);
        BigInteger e = b.subtract(a);
        BigInteger f = d.subtract(c);
        BigInteger g = d.add(c);
        BigInteger h = b.add(a);
        return new BigInteger[] {
            e.multiply(f).mod(P),
            g.multiply(h).mod(P),
            f.multiply(g).mod(P),
            e.multiply(h).mod(P)
        };
    }

    /** The public point of this private number on a curve over a prime field (SEC 1 §3.2.1). */
    static ECPoint ec(BigInteger secret, ECParameterSpec curve) {
        BigInteger p = ((ECFieldFp) curve.getCurve().getField()).getP();
        BigInteger a = curve.getCurve().getA();
        ECPoint sum = ECPoint.POINT_INFINITY;
        for (int bit = secret.bitLength() - 1; bit >= 0; bit--) {
            sum = add(sum, sum, a, p);
            sum = secret.testBit(bit) ? add(sum, curve.getGenerator(), a, p) : sum;
        }
        return sum;
    }

    private static ECPoint add(ECPoint first, ECPoint second, BigInteger a, BigInteger p) {
        if (first.equals(ECPoint.POINT_INFINITY)) {
            return second;
        }
        if (second.equals(ECPoint.POINT_INFINITY)) {
            return first;
        }
        BigInteger x1 = first.getAffineX();
        BigInteger y1 = first.getAffineY();
        BigInteger x2 = second.getAffineX();
        BigInteger y2 = second.getAffineY();
        if (x1.equals(x2) && y1.add(y2).mod(p).signum() == 0) {
            return ECPoint.POINT_INFINITY;
        }
        BigInteger slope = x1.equals(x2)
                ? x1.multiply(x1)
                        .multiply(BigInteger.valueOf(3))
                        .add(a)
                        .multiply(y1.shiftLeft(1).modInverse(p))
                : y2.subtract(y1).multiply(x2.subtract(x1).mod(p).modInverse(p));
        BigInteger x = slope.multiply(slope).subtract(x1).subtract(x2).mod(p);
        return new ECPoint(x, slope.multiply(x1.subtract(x)).subtract(y1).mod(p));
    }

    /** Whether the point lies on the curve, so that arithmetic with it means something (SEC 1 §3.2.2.1). */
    static boolean isOn(ECPoint point, ECParameterSpec curve) {
        BigInteger p = ((ECFieldFp) curve.getCurve().getField()).getP();
        BigInteger x = point.getAffineX();
        BigInteger y = point.getAffineY();
        BigInteger right = x.multiply(x)
                .multiply(x)
                .add(curve.getCurve().getA().multiply(x))
                .add(curve.getCurve().getB())
                .mod(p);
        return x.compareTo(p) < 0 && y.compareTo(p) < 0 && y.multiply(y).mod(p).equals(right);
    }
}
