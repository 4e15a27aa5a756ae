package io.govshare.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bouncy Castle is optional: the same classes, loaded where it is missing. */
class WithoutBouncyCastleTest {

    private static final byte[] DATA = {1, 2, 3};

    @Test
    void provider_whenPresent_isUsedWithoutBeingRegistered() {
        assertThat(Primitive.fastest(Scheme.EDDSA)).isNotNull();
        assertThat(Primitive.fastest(Scheme.HS256)).isNull();
        assertThat(java.security.Security.getProvider("BC")).isNull();
    }

    @Test
    void sign_whenAbsent_usesTheJdk() throws Exception {
        List<URL> rest = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (!new File(entry).getName().startsWith("bcprov")) {
                rest.add(new File(entry).toURI().toURL());
            }
        }
        try (URLClassLoader loader =
                new URLClassLoader(rest.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Class<?> type = loader.loadClass(SigningKey.class.getName());
            Object key = type.getMethod("ofJwk", String.class).invoke(null, Rfc9421Keys.ECC_P256_JWK);
            byte[] signature = (byte[]) type.getMethod("sign", byte[].class).invoke(key, (Object) DATA);

            assertThat(type).isNotSameAs(SigningKey.class);
            assertThat(loader.getResource("org/bouncycastle/jce/provider/BouncyCastleProvider.class"))
                    .isNull();
            assertThat(Rfc9421Keys.eccP256().verificationKey().verify(DATA, signature))
                    .isTrue();
        }
    }
}
