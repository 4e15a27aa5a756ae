package io.govshare.signing;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What signs with one key, by each scheme that it is asked for; made when first asked. Safe for concurrent use. */
final class Signers {

    /** Makes what signs by a scheme; a null provider leaves the choice to us. */
    @FunctionalInterface
    interface Maker {
        Primitive.Signer make(Scheme scheme, @Nullable Provider provider) throws GeneralSecurityException;
    }

    private final Maker maker;
    private final @Nullable Provider provider;
    private final Map<Scheme, Primitive.Signer> made = new ConcurrentHashMap<>();

    Signers(Maker maker, @Nullable Provider provider) {
        this.maker = maker;
        this.provider = provider;
    }

    static Signers of(PrivateKey key) {
        return new Signers(
                (scheme, chosen) -> Primitive.signer(scheme, key, chosen == null ? Primitive.fastest(scheme) : chosen),
                null);
    }

    /** Of a key that a device keeps, which only the device's own provider can use. */
    static Signers ofDevice(PrivateKey key) {
        return new Signers((scheme, chosen) -> Primitive.signer(scheme, key, chosen), null);
    }

    static Signers of(Secret secret) {
        return new Signers((scheme, chosen) -> Primitive.hmac(secret.reveal(), chosen), null);
    }

    Signers with(Provider other) {
        return new Signers(maker, other);
    }

    /** @throws GeneralSecurityException if the key or the provider cannot sign so */
    Primitive.Signer by(Scheme scheme) throws GeneralSecurityException {
        Primitive.Signer signer = made.get(scheme);
        if (signer == null) {
            signer = maker.make(scheme, provider);
            Primitive.Signer first = made.putIfAbsent(scheme, signer);
            signer = first == null ? signer : first;
        }
        return signer;
    }

    boolean can(Scheme scheme) {
        try {
            by(scheme);
            return true;
        } catch (GeneralSecurityException unfit) {
            return false;
        }
    }
}
