package io.govshare.benchmarks;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.conscrypt.Conscrypt;
import org.jspecify.annotations.Nullable;

/**
 * The bare operations of each algorithm as each provider on the class path has them, on objects that are initialised once and
 * serve one thread.
 */
final class Providers {

    static final String JDK = "JDK";
    static final String BOUNCY_CASTLE = "Bouncy Castle";

    /** Bits of the RSA keys. */
    private static final int RSA = 2048;

    /** An algorithm by its names in HTTP signatures and in java.security, with the kind and size of its keys. */
    private record Algorithm(String name, String jcaName, String keys, int bits) {}

    private static final List<Algorithm> ALGORITHMS = List.of(
            new Algorithm("ed25519", "Ed25519", "Ed25519", 255),
            new Algorithm("ecdsa-p256-sha256", "SHA256withECDSAinP1363Format", "EC", 256),
            new Algorithm("ecdsa-p384-sha384", "SHA384withECDSAinP1363Format", "EC", 384),
            new Algorithm("rsa-pss-sha512", "RSASSA-PSS", "RSA", RSA),
            new Algorithm("rsa-v1_5-sha256", "SHA256withRSA", "RSA", RSA));

    private static final String HMAC = "hmac-sha256";

    private record Named(String name, @Nullable Provider provider) {}

    private final byte[] data;
    private final SecretKey secret;
    private final Rounds rounds = new Rounds(1, Long.getLong("tableSlotMillis", 60));
    private final List<Named> providers = new ArrayList<>();

    /** @param data what is signed, as long as it is in a call */
    Providers(byte[] data, SecretKey secret) {
        this.data = data;
        this.secret = secret;
        providers.add(new Named(JDK, null));
        find(BOUNCY_CASTLE, BouncyCastleProvider::new);
        find("Conscrypt", Conscrypt::newProvider);
        find("Corretto", () -> {
            AmazonCorrettoCryptoProvider.INSTANCE.assertHealthy();
            return AmazonCorrettoCryptoProvider.INSTANCE;
        });
    }

    private void find(String name, Supplier<Provider> provider) {
        try {
            providers.add(new Named(name, provider.get()));
        } catch (RuntimeException | LinkageError absent) {
            System.out.println(name + " does not run on this machine: " + absent);
        }
    }

    /** Measures all of them, and prints microseconds of CPU for each operation. */
    void measure(int warmUp, int times) throws Exception {
        for (Algorithm algorithm : ALGORITHMS) {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm.keys());
            if (!algorithm.keys().equals(algorithm.jcaName())) {
                generator.initialize(algorithm.bits());
            }
            KeyPair keys = generator.generateKeyPair();
            for (Named provider : providers) {
                add(algorithm, provider, keys);
            }
        }
        for (Named provider : providers) {
            addHmac(provider);
        }
        rounds.warmUp(warmUp);
        rounds.measure(times);
        System.out.printf(
                Locale.ROOT,
                "algorithms and providers, bare: µs of CPU to sign and to verify %d bytes (medians of %d rounds; RSA of %d bits)%n",
                data.length,
                times,
                RSA);
        StringBuilder head = new StringBuilder(String.format(Locale.ROOT, "  %-18s", ""));
        providers.forEach(provider -> head.append(String.format(Locale.ROOT, " %21s", provider.name())));
        System.out.println(head);
        ALGORITHMS.forEach(algorithm -> row(algorithm.name()));
        row(HMAC);
    }

    private void row(String algorithm) {
        StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "  %-18s", algorithm));
        for (Named provider : providers) {
            String sign = contender(algorithm, "sign", provider.name());
            row.append(
                    rounds.names().contains(sign)
                            ? String.format(
                                    Locale.ROOT,
                                    " %10.2f %10.2f",
                                    rounds.micros(sign),
                                    rounds.micros(contender(algorithm, "verify", provider.name())))
                            : String.format(Locale.ROOT, " %10s %10s", "-", "-"));
        }
        System.out.println(row);
    }

    /** Median of one provider's CPU for an operation ({@code sign} or {@code verify}) against that of another. */
    double ratio(String algorithm, String operation, String provider, String against) {
        return rounds.cpu(contender(algorithm, operation, provider), contender(algorithm, operation, against));
    }

    private static String contender(String algorithm, String operation, String provider) {
        return algorithm + " " + operation + " " + provider;
    }

    /** Adds the provider's operations, unless it lacks the algorithm. */
    private void add(Algorithm algorithm, Named provider, KeyPair keys) {
        try {
            Signature signing = signature(algorithm, provider);
            Signature verifying = signature(algorithm, provider);
            signing.initSign(privateKey(algorithm, provider, keys));
            verifying.initVerify(publicKey(algorithm, provider, keys));
            byte[] made = signed(signing);
            if (!isGood(verifying, made)) {
                throw new GeneralSecurityException("It does not take what it makes");
            }
            rounds.add(contender(algorithm.name(), "sign", provider.name()), () -> signed(signing));
            rounds.add(contender(algorithm.name(), "verify", provider.name()), () -> isGood(verifying, made));
        } catch (GeneralSecurityException | RuntimeException lacking) {
            System.out.println(provider.name() + " has no " + algorithm.name() + ": " + lacking.getMessage());
        }
    }

    private void addHmac(Named provider) throws GeneralSecurityException {
        Mac mac = provider.provider() == null
                ? Mac.getInstance("HmacSHA256")
                : Mac.getInstance("HmacSHA256", provider.provider());
        mac.init(secret);
        byte[] made = mac.doFinal(data);
        rounds.add(contender(HMAC, "sign", provider.name()), () -> mac.doFinal(data));
        rounds.add(
                contender(HMAC, "verify", provider.name()),
                () -> java.security.MessageDigest.isEqual(mac.doFinal(data), made));
    }

    private byte[] signed(Signature signature) throws GeneralSecurityException {
        signature.update(data);
        return signature.sign();
    }

    private boolean isGood(Signature signature, byte[] made) throws GeneralSecurityException {
        signature.update(data);
        return signature.verify(made);
    }

    private static Signature signature(Algorithm algorithm, Named provider) throws GeneralSecurityException {
        Signature signature = provider.provider() == null
                ? Signature.getInstance(algorithm.jcaName())
                : Signature.getInstance(algorithm.jcaName(), provider.provider());
        if (algorithm.jcaName().equals("RSASSA-PSS")) {
            signature.setParameter(new PSSParameterSpec(
                    "SHA-512", "MGF1", MGF1ParameterSpec.SHA512, 64, PSSParameterSpec.TRAILER_FIELD_BC));
        }
        return signature;
    }

    private static KeyFactory keys(Algorithm algorithm, Provider provider) throws GeneralSecurityException {
        return KeyFactory.getInstance(algorithm.keys(), provider);
    }

    /** The key in the provider's own form. */
    private static PrivateKey privateKey(Algorithm algorithm, Named provider, KeyPair keys)
            throws GeneralSecurityException {
        return provider.provider() == null
                ? keys.getPrivate()
                : keys(algorithm, provider.provider())
                        .generatePrivate(
                                new PKCS8EncodedKeySpec(keys.getPrivate().getEncoded()));
    }

    private static PublicKey publicKey(Algorithm algorithm, Named provider, KeyPair keys)
            throws GeneralSecurityException {
        return provider.provider() == null
                ? keys.getPublic()
                : keys(algorithm, provider.provider())
                        .generatePublic(new X509EncodedKeySpec(keys.getPublic().getEncoded()));
    }
}
