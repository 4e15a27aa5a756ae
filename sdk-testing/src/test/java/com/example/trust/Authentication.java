package com.example.trust;

import io.govshare.GovShare;
import io.govshare.auth.AccessToken;
import io.govshare.auth.Credentials;
import io.govshare.signing.KeySource;
import io.govshare.signing.Secret;
import io.govshare.signing.SigningKey;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The examples of docs/authentication.md, as a reader would type them in. */
public final class Authentication {

    private Authentication() {}

    /** Where the reader's tokens come from. */
    public interface Broker {

        /** The token of now. */
        Secret token();

        /** How long it is good. */
        Duration lifetime();
    }

    /** A key in a file. */
    public static Credentials byKey() {
        SigningKey key = SigningKey.load(Path.of("key.pem"));
        Credentials byKey = Credentials.privateKeyJwt("residence-permits", key);
        return byKey;
    }

    /** A secret in a file. */
    public static Credentials bySecret(Path secretFile) {
        Credentials bySecret = Credentials.clientSecretBasic("residence-permits", Secret.ofFile(secretFile));
        return bySecret;
    }

    /** What the key can be used for: a token for a purpose, a grant, a bound token. */
    public static List<Credentials> ofKey(SigningKey key) {
        Credentials scoped = Credentials.privateKeyJwt("residence-permits", key)
                .scope("records:read", "usage:write")
                .resource(URI.create("https://share.example.gov/odata"));
        Credentials granted = Credentials.jwtBearer("residence-permits", key)
                .scope("records:read")
                .claim("consumer_org", "0192:991825827");
        Credentials bound = Credentials.privateKeyJwt("residence-permits", key).dpop();
        return List.of(scoped, granted, bound);
    }

    /** The certificate of the connection. */
    public static GovShare.Builder byCertificate() {
        GovShare.Builder overTls = GovShare.builder()
                .http(http -> http.clientCertificate(Path.of("client.pem"), Path.of("client-key.pem")))
                .credentials(Credentials.tlsClientAuth("residence-permits"));
        return overTls;
    }

    /** A broker of tokens. */
    public static Credentials ofBroker(Broker broker) {
        Credentials fromBroker = Credentials.tokenSource(
                "residence-permits", () -> AccessToken.of(broker.token()).expiringIn(broker.lifetime()));
        return fromBroker;
    }

    /** A key that changes. */
    public static Credentials rotating() {
        KeySource rotating = KeySource.file(Path.of("/run/secrets/key.pem"));
        Credentials renewed = Credentials.privateKeyJwt("residence-permits", rotating);
        return renewed;
    }
}
