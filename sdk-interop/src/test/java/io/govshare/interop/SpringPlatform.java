package io.govshare.interop;

import java.net.URI;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

/**
 * Spring Authorization Server and, beside it, a resource server of Spring Security, over HTTPS on loopback: a platform that
 * nobody of this project wrote. One for all tests of the run.
 */
final class SpringPlatform implements AutoCloseable {

    /** What signed the certificates of server and clients. */
    static final HeldCertificate AUTHORITY =
            certificate("interop authority").certificateAuthority(0).build();

    /** A certificate that no authority signed, and that the TLS of the server lets through. */
    static final HeldCertificate SELF_SIGNED = certificate("self-signed").build();

    private final MockWebServer clientKeys = new MockWebServer();
    private final ConcurrentMap<String, String> jwks = new ConcurrentHashMap<>();
    private final ConfigurableApplicationContext context;

    private SpringPlatform() {
        try {
            clientKeys.setDispatcher(new Dispatcher() {
                @Override
                public MockResponse dispatch(RecordedRequest request) {
                    return new MockResponse.Builder()
                            .addHeader("Content-Type", "application/json")
                            .body(jwks.getOrDefault(request.getTarget(), "{\"keys\":[]}"))
                            .build();
                }
            });
            clientKeys.start();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        HeldCertificate server = certificate("interop")
                .addSubjectAlternativeName("127.0.0.1")
                .signedBy(AUTHORITY)
                .build();
        SpringApplication application = new SpringApplication(SpringServers.class);
        application.setDefaultProperties(Map.of(
                "server.port", "0",
                "server.address", "127.0.0.1",
                "server.ssl.bundle", "interop",
                "server.ssl.client-auth", "want",
                "spring.ssl.bundle.pem.interop.keystore.certificate", server.certificatePem(),
                "spring.ssl.bundle.pem.interop.keystore.private-key", server.privateKeyPkcs8Pem(),
                "spring.ssl.bundle.pem.interop.truststore.certificate",
                        AUTHORITY.certificatePem() + SELF_SIGNED.certificatePem(),
                "spring.main.banner-mode", "off",
                "logging.level.root", "error",
                // The clients of these tests keep no record of uses, and each would say so.
                "logging.level.io.govshare.usage.UsageRoom", "error"));
        context = application.run();
    }

    /** Begins a certificate; it is good for so long that the client does not warn of its end. */
    static HeldCertificate.Builder certificate(String name) {
        return new HeldCertificate.Builder().commonName(name).duration(90, TimeUnit.DAYS);
    }

    /** Address and issuer. */
    URI url() {
        int port = ((ServletWebServerApplicationContext) context).getWebServer().getPort();
        return URI.create("https://127.0.0.1:" + port);
    }

    /** Begins a client with the client credentials grant; nothing else is settled. */
    static RegisteredClient.Builder client(String id) {
        return RegisteredClient.withId(UUID.randomUUID().toString())
                .clientId(id)
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .scope("records");
    }

    void register(RegisteredClient client) {
        ((org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository)
                        context.getBean(RegisteredClientRepository.class))
                .save(client);
    }

    /** Publishes the public keys of a client and tells where. */
    String publish(String client, String... publicJwks) {
        jwks.put("/" + client, "{\"keys\":[" + String.join(",", publicJwks) + "]}");
        return clientKeys.url("/" + client).toString();
    }

    @Override
    public void close() {
        context.close();
        clientKeys.close();
    }

    /** Gives the one platform to the tests that ask for it. */
    static final class Provider implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
            return parameter.getParameter().getType() == SpringPlatform.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
            return test.getRoot()
                    .getStore(ExtensionContext.Namespace.create(SpringPlatform.class))
                    .computeIfAbsent(SpringPlatform.class, key -> new SpringPlatform(), SpringPlatform.class);
        }
    }
}
