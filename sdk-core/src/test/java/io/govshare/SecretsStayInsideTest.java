package io.govshare;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.auth.Credentials;
import io.govshare.catalog.DatasetDescription;
import io.govshare.context.CallContext;
import io.govshare.dataset.Dataset;
import io.govshare.dataset.Query;
import io.govshare.dialect.SmallServer;
import io.govshare.dialect.gateway.Service;
import io.govshare.dialect.hmac.HmacGateway;
import io.govshare.dialect.standard.StandardPlatform;
import io.govshare.leaks.Reachable;
import io.govshare.platform.Platform;
import io.govshare.platform.SignaturePolicy;
import io.govshare.signing.Secret;
import io.govshare.signing.SigningKey;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever object of a client in use is printed, by a debugger, a log line or a message, shows no secret and no token. */
class SecretsStayInsideTest {

    private static final String ID = "gov.residents";
    private static final SigningKey KEY = SigningKey.hmac("key-1", Secret.of("canary-signing-secret"));

    @TempDir
    Path spool;

    private GovShare.Builder client(Platform platform, Credentials credentials) {
        return GovShare.builder()
                .application("residents", "1")
                .platform(platform)
                .credentials(credentials)
                .context(CallContext.purpose("residence-permit").build())
                .usage(usage -> usage.folder(spool).pseudonymKey(Secret.of("canary-pseudonym-key-of-the-department")));
    }

    /** Types that must be among what is reached, so that an empty walk is no success. */
    private static void assertNothingShown(List<String> texts, Class<?>... reached) {
        for (Class<?> type : reached) {
            assertThat(texts).anyMatch(text -> text.startsWith(type.getName() + ": "));
        }
        assertThat(texts).allSatisfy(text -> assertThat(text).doesNotContain("canary"));
    }

    @Test
    void objects_ofAClientWithATokenAndKeys_showNone() throws Exception {
        try (SmallServer server = SmallServer.saying(asked -> asked.path().equals("/token")
                        ? "{\"access_token\":\"canary-access-token\",\"token_type\":\"Bearer\",\"expires_in\":3600}"
                        : "{\"value\":[{\"code\":\"1\"}]}");
                GovShare govshare = client(
                                StandardPlatform.at(server.url())
                                        .tokenEndpoint(URI.create(server.url() + "/token"))
                                        .answers(SignaturePolicy.OFF)
                                        .answerSecret("answers", Secret.of("canary-answer-secret")),
                                Credentials.clientSecretBasic("residents", Secret.of("canary-client-secret")))
                        .signing(KEY)
                        .bind(DatasetDescription.at(ID, URI.create(server.url() + "/odata/" + ID)))
                        .build()) {
            Dataset<?> residents = govshare.dataset(ID, Map.class);
            assertThat(residents.query(Query.all()).items()).hasSize(1);
            assertThat(server.requests)
                    .anyMatch(asked -> asked.header("Authorization").equals("Bearer canary-access-token"));

            List<String> texts = Reachable.texts(govshare, residents);

            assertNothingShown(texts, RealGovShare.class, Secret.class, SigningKey.class);
            assertThat(texts).hasSizeGreaterThan(50);
        }
    }

    @Test
    void objects_ofAGatewaysClient_showNoSecret() throws Exception {
        try (SmallServer server = SmallServer.saying(asked -> "{\"data\":[]}");
                GovShare govshare = client(
                                HmacGateway.at(server.url()).service(Service.at(ID, "/api/residents")),
                                Credentials.sharedSecret("id-0001", Secret.of("canary-app-secret")))
                        .build()) {
            assertNothingShown(Reachable.texts(govshare), RealGovShare.class, Secret.class);
        }
    }

    @Test
    void objects_thatWouldShowASecret_areFound() throws Exception {
        record Careless(String token) {}
        record Holder(List<Object> held) {}

        List<String> texts = Reachable.texts(new Holder(List.of(Map.of(1, new Careless("canary-shown")))));

        assertThat(texts).anyMatch(text -> text.contains("Careless[token=canary-shown]"));
    }
}
