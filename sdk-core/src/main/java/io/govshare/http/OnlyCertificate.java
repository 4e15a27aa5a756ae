package io.govshare.http;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Shows the one certificate that there is to every server that asks for one, whatever authorities it names: those that take
 * self-signed certificates (RFC 8705 §2.2) name others or none, and one that does not know ours shall say so, rather than
 * find none.
 */
final class OnlyCertificate extends X509ExtendedKeyManager {

    private final X509ExtendedKeyManager store;

    OnlyCertificate(X509ExtendedKeyManager store) {
        this.store = store;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] authorities, @Nullable Socket socket) {
        return store.chooseClientAlias(keyTypes, null, socket);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] authorities, @Nullable SSLEngine engine) {
        return store.chooseEngineClientAlias(keyTypes, null, engine);
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] authorities) {
        return store.getClientAliases(keyType, null);
    }

    @Override
    public @Nullable String chooseServerAlias(
            String keyType, Principal @Nullable [] authorities, @Nullable Socket socket) {
        return null;
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] authorities) {
        return null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return store.getCertificateChain(alias);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return store.getPrivateKey(alias);
    }
}
