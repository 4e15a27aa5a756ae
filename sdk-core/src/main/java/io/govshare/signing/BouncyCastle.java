package io.govshare.signing;

import java.security.Provider;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jspecify.annotations.Nullable;

/**
 * The Bouncy Castle provider, if the application has it on its class path. It is used as an object and never registered,
 * so that it changes nothing for the rest of the JVM.
 */
final class BouncyCastle {

    private static final @Nullable Provider FOUND = find();

    private BouncyCastle() {}

    /** The provider, or null when Bouncy Castle is absent. */
    static @Nullable Provider provider() {
        return FOUND;
    }

    private static @Nullable Provider find() {
        try {
            return Present.make();
        } catch (NoClassDefFoundError absent) {
            return null;
        }
    }

    /** The only class that links to Bouncy Castle; loaded by the call of its method, which fails when there is none. */
    private static final class Present {

        private Present() {}

        static Provider make() {
            return new BouncyCastleProvider();
        }
    }
}
