package io.govshare.http;

import io.govshare.error.ConfigurationException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.nio.charset.StandardCharsets;
import okhttp3.Authenticator;
import okhttp3.Credentials;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** The proxy that all requests go through, and who we are to it; the credential is shown to the proxy alone. */
final class ProxyServer {

    /** No proxy at all. */
    static final ProxyServer NONE = new ProxyServer(Proxy.NO_PROXY, null);

    private static final String FIELD = "Proxy-Authorization";

    private final Proxy proxy;
    private final @Nullable String authorization;

    private ProxyServer(Proxy proxy, @Nullable String authorization) {
        this.proxy = proxy;
        this.authorization = authorization;
    }

    static ProxyServer at(String host, int port) {
        if (host.isBlank() || host.contains("/") || port < 1 || port > 65535) {
            throw new ConfigurationException(
                    "proxy(\"" + host + "\", " + port + ") is no host name and port",
                    "Give .http(h -> h.proxy(host, port)) a bare host name and a port within 1 to 65535.");
        }
        return new ProxyServer(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(host, port)), null);
    }

    ProxyServer as(String user, char[] password) {
        if (user.isBlank() || user.contains(":")) {
            throw new ConfigurationException(
                    "proxy(…, user, password): the user is blank or has a colon",
                    "Give .http(h -> h.proxy(host, port, user, password)) the user that the proxy knows (RFC 7617 §2).");
        }
        return new ProxyServer(proxy, Credentials.basic(user, String.valueOf(password), StandardCharsets.UTF_8));
    }

    void configure(OkHttpClient.Builder client) {
        client.proxy(proxy);
        if (authorization != null) {
            client.proxyAuthenticator(tunnels(authorization));
            client.addNetworkInterceptor(plainRequests(authorization));
        }
    }

    /** Opens tunnels: OkHttp asks before the first CONNECT, and again when the proxy has refused. */
    private static Authenticator tunnels(String authorization) {
        return (route, response) -> response.request().header(FIELD) != null
                ? null
                : response.request().newBuilder().header(FIELD, authorization).build();
    }

    /** Requests over plain http are seen by the proxy, which therefore needs the credential in each. */
    private static Interceptor plainRequests(String authorization) {
        return chain -> {
            okhttp3.Request request = chain.request();
            return chain.proceed(
                    request.isHttps()
                            ? request
                            : request.newBuilder().header(FIELD, authorization).build());
        };
    }

    @Override
    public String toString() {
        return proxy.type() == Proxy.Type.DIRECT
                ? "none"
                : proxy.address() + (authorization == null ? "" : " with credential");
    }
}
