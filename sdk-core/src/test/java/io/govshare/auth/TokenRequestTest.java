package io.govshare.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.SignedJWT;
import io.govshare.error.ConfigurationException;
import io.govshare.http.Request;
import io.govshare.platform.CallFacts;
import io.govshare.signing.Secret;
import io.govshare.signing.SigningKey;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is sent to the token endpoint. */
class TokenRequestTest {

    private static final String ISSUER = "https://id.example.gov";
    private static final SigningKey KEY = SigningKey.generate().withKeyId("key-1");

    private final FakeLink link = new FakeLink();

    private Request sent(Credentials credentials) throws IOException {
        return sent(credentials, new AuthorizationServer(ISSUER, ISSUER + "/token"));
    }

    private Request sent(Credentials credentials, AuthorizationServer server) throws IOException {
        link.answers = request -> FakeLink.json(request, "{\"access_token\":\"canary-abc\",\"expires_in\":600}");
        credentials.exchange(link, () -> server).orElseThrow().exchange(CallFacts.OWN);
        return link.sent.get(link.sent.size() - 1).request();
    }

    private static Credentials bySecret() {
        return Credentials.clientSecretBasic("residence-permits", Secret.of("canary-s3cret"));
    }

    private static Map<String, Object> claims(String assertion) throws ParseException {
        return SignedJWT.parse(assertion).getPayload().toJSONObject();
    }

    @Test
    void clientSecretPost_sendsBothInTheFormAndNoAuthorization() throws IOException {
        Request request = sent(Credentials.clientSecretPost("residence permits", Secret.of("canary-p:ß%&+ s3cret")));

        assertThat(request.headers().get("Authorization")).isNull();
        assertThat(SentForm.of(request))
                .isEqualTo(Map.of(
                        "grant_type", "client_credentials",
                        "client_id", "residence permits",
                        "client_secret", "canary-p:ß%&+ s3cret"));
    }

    @Test
    void target_isSentAsItIsGiven() throws IOException {
        Request request = sent(bySecret()
                .scope("districts:read", "towns:read")
                .audience("share", "other")
                .resource(URI.create("https://share.example.gov/odata?v=1"), URI.create("urn:share:files")));

        assertThat(SentForm.of(request))
                .containsEntry("scope", "districts:read towns:read")
                .containsEntry("audience", "share other")
                .containsEntry("resource", "https://share.example.gov/odata?v=1 urn:share:files");
    }

    @Test
    void target_givenTwice_isTheLastOne() throws IOException {
        Request request = sent(bySecret().scope("a b").scope("c"));

        assertThat(SentForm.of(request)).containsEntry("scope", "c");
    }

    @Test
    void assertion_isForTheIssuerForAMinute_unlessSaidOtherwise() throws Exception {
        Credentials usual = Credentials.privateKeyJwt("residence-permits", KEY);
        Credentials other = usual.assertionAudience(ISSUER + "/token").assertionLifetime(Duration.ofSeconds(30));

        SignedJWT one = SignedJWT.parse(SentForm.of(sent(usual)).get("client_assertion"));
        SignedJWT two = SignedJWT.parse(SentForm.of(sent(other)).get("client_assertion"));

        assertThat(one.getPayload().toJSONObject()).containsEntry("aud", ISSUER);
        assertThat(one.getJWTClaimsSet().getExpirationTime()).isEqualTo(Date.from(link.now.plusSeconds(60)));
        assertThat(two.getPayload().toJSONObject()).containsEntry("aud", ISSUER + "/token");
        assertThat(two.getJWTClaimsSet().getExpirationTime()).isEqualTo(Date.from(link.now.plusSeconds(30)));
    }

    @Test
    void assertion_issueTime_isThatOfThePlatformsClock() throws Exception {
        link.now = link.now.plusSeconds(3_600);

        SignedJWT assertion = SignedJWT.parse(SentForm.of(sent(Credentials.privateKeyJwt("residence-permits", KEY)))
                .get("client_assertion"));

        assertThat(assertion.getJWTClaimsSet().getIssueTime()).isEqualTo(Date.from(link.now));
    }

    @Test
    void jwtBearer_assertionIsTheGrantAndSaysWhatTheTokenIsFor() throws Exception {
        Request request = sent(Credentials.jwtBearer("residence-permits", KEY)
                .scope("skatt:read")
                .resource(URI.create("https://api.example.gov"))
                .claim("consumer_org", "0192:910753614")
                .claim("authorization_details", List.of(Map.of("type", "systemuser"))));

        assertThat(request.headers().get("Authorization")).isNull();
        Map<String, String> form = SentForm.of(request);
        assertThat(form)
                .containsOnlyKeys("grant_type", "assertion", "scope", "resource")
                .containsEntry("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer")
                .containsEntry("scope", "skatt:read");
        assertThat(claims(form.get("assertion")))
                .containsOnlyKeys(
                        "iss",
                        "sub",
                        "aud",
                        "iat",
                        "exp",
                        "jti",
                        "scope",
                        "resource",
                        "consumer_org",
                        "authorization_details")
                .containsEntry("iss", "residence-permits")
                .containsEntry("sub", "residence-permits")
                .containsEntry("aud", ISSUER)
                .containsEntry("scope", "skatt:read")
                .containsEntry("resource", "https://api.example.gov")
                .containsEntry("consumer_org", "0192:910753614")
                .containsEntry("authorization_details", List.of(Map.of("type", "systemuser")));
    }

    @Test
    void jwtBearer_forSomebodyElse_namesWhom() throws Exception {
        Request request = sent(Credentials.jwtBearer("residence-permits", KEY).subject("office-7"));

        assertThat(claims(SentForm.of(request).get("assertion")))
                .containsEntry("iss", "residence-permits")
                .containsEntry("sub", "office-7");
    }

    @Test
    void exchange_methodThatTheServerDoesNotPublish_isRefusedBeforeAnythingIsSent() {
        AuthorizationServer server = new AuthorizationServer(
                ISSUER,
                ISSUER + "/token",
                Set.of("private_key_jwt", "client_secret_post"),
                Set.of(),
                AuthorizationServer.Bindings.UNSAID);

        assertThatThrownBy(() -> sent(bySecret(), server))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("takes no client_secret_basic")
                .hasMessageContaining("[client_secret_post, private_key_jwt]")
                .hasMessageContaining("Use Credentials.clientSecretPost or Credentials.privateKeyJwt");
        assertThat(link.sent).isEmpty();
    }

    @Test
    void exchange_methodThatTheServerPublishes_isUsed() throws IOException {
        AuthorizationServer server = new AuthorizationServer(
                ISSUER,
                ISSUER + "/token",
                Set.of("client_secret_basic"),
                Set.of("RS256"),
                AuthorizationServer.Bindings.UNSAID);

        assertThat(sent(bySecret(), server).headers().get("Authorization")).startsWith("Basic ");
    }

    @Test
    void exchange_methodsPublished_sayNothingOfTheJwtBearerGrant() throws IOException {
        AuthorizationServer server = new AuthorizationServer(
                ISSUER,
                ISSUER + "/token",
                Set.of("client_secret_basic"),
                Set.of("RS256"),
                AuthorizationServer.Bindings.UNSAID);

        assertThat(SentForm.of(sent(Credentials.jwtBearer("residence-permits", KEY), server)))
                .containsKey("assertion");
    }
}
