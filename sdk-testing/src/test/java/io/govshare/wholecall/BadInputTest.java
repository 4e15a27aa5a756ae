package io.govshare.wholecall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.GovShare;
import io.govshare.auth.Credentials;
import io.govshare.context.CallContext;
import io.govshare.dataset.Dataset;
import io.govshare.dataset.Query;
import io.govshare.dialect.standard.StandardPlatform;
import io.govshare.error.ConfigurationException;
import io.govshare.error.CredentialException;
import io.govshare.error.GovShareException;
import io.govshare.error.NotFoundException;
import io.govshare.error.PlatformUnavailableException;
import io.govshare.error.ResponseRejectedException;
import io.govshare.signing.SigningKey;
import io.govshare.testing.Divisions;
import io.govshare.testing.Sandbox;
import io.govshare.testing.fault.Fault;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user does wrong, or a platform, each with its own clear exception. */
class BadInputTest {

    record County(String code, String name) {}

    record Misfit(String code, int name) {}

    @TempDir
    Path spool;

    private void assertRefused(Fault fault, Class<? extends GovShareException> as, String... words) {
        try (Sandbox sandbox = TestClient.platform().start();
                GovShare govshare = TestClient.of(sandbox, spool).build()) {
            sandbox.faults().next(fault.onDataset(Divisions.COUNTIES).always());
            Dataset<County> counties = govshare.dataset(Divisions.COUNTIES, County.class);
            assertThatThrownBy(() -> {
                        try (Stream<County> all = counties.stream(Query.all())) {
                            all.forEach(each -> {});
                        }
                    })
                    .isInstanceOf(as)
                    .satisfies(e -> assertThat(e.getMessage()).contains(Divisions.COUNTIES))
                    .satisfies(e -> List.of(words)
                            .forEach(word -> assertThat(e.getMessage()).contains(word)));
        }
    }

    @Test
    void loginPage_isCalledAnHtmlPage() {
        assertRefused(Fault.loginPage(), ResponseRejectedException.class, "HTML");
    }

    @Test
    void pageThatIsNotJson_isRejected() {
        assertRefused(Fault.notJson(), ResponseRejectedException.class, "JSON");
    }

    @Test
    void changedBody_isRejected() {
        assertRefused(Fault.changedBody(), ResponseRejectedException.class, "changed on its way");
    }

    @Test
    void wrongSignature_isRejected() {
        assertRefused(Fault.wrongSignature(), ResponseRejectedException.class, "signature");
    }

    @Test
    void hugeBody_isRejectedNamingTheSetting() {
        assertRefused(Fault.hugeBody(20L << 20), ResponseRejectedException.class, "maxAnswerSize");
    }

    @Test
    void compressionBomb_isRejected() {
        assertRefused(Fault.compressionBomb(200L << 20), ResponseRejectedException.class);
    }

    @Test
    void cutBody_isUnavailableAfterTries() {
        assertRefused(Fault.cutBody(), PlatformUnavailableException.class);
    }

    @Test
    void nextLinkToForeignHost_isNeverFollowed() {
        assertRefused(Fault.foreignNextLink(), ConfigurationException.class, "allowOrigin");
    }

    @Test
    void nextLinksInACircle_areNoticed() {
        assertRefused(Fault.loopedNextLink(), ResponseRejectedException.class);
    }

    @Test
    void samePageBehindNewLinks_isNoticed() {
        try (Sandbox sandbox = TestClient.platform().start();
                GovShare govshare = TestClient.of(sandbox, spool).build()) {
            sandbox.faults()
                    .next(Fault.repeatedPage().onDataset(Divisions.COUNTIES).always());
            assertThatThrownBy(() -> {
                        try (Stream<County> all =
                                govshare.dataset(Divisions.COUNTIES, County.class).stream(Query.all())) {
                            all.forEach(county -> {});
                        }
                    })
                    .isInstanceOf(ResponseRejectedException.class)
                    .hasMessageContaining("Page 2 begins with the same record as page 1");
        }
    }

    @Test
    void unknownDataset_isNotFoundNamingIt() {
        try (Sandbox sandbox = TestClient.platform().start();
                GovShare govshare = TestClient.of(sandbox, spool).build()) {
            assertThatThrownBy(() ->
                            govshare.dataset("cn.stats.nothing", County.class).find("1"))
                    .isInstanceOf(NotFoundException.class)
                    .hasMessageContaining("cn.stats.nothing");
        }
    }

    @Test
    void recordThatDoesNotFit_namesPositionFieldAndTypes() {
        try (Sandbox sandbox = TestClient.platform().start();
                GovShare govshare = TestClient.of(sandbox, spool).build()) {
            assertThatThrownBy(() ->
                            govshare.dataset(Divisions.COUNTIES, Misfit.class).query(Query.all()))
                    .isInstanceOf(ResponseRejectedException.class)
                    .hasMessageContaining(Divisions.COUNTIES)
                    .hasMessageContaining("Record 1 of the page")
                    .hasMessageContaining("name")
                    .hasMessageContaining("int")
                    .hasMessageContaining("string");
        }
    }

    @Test
    void unreachablePlatform_saysSoInBoundedTime() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        try (GovShare govshare = GovShare.builder()
                .application("a", "1")
                .platform(StandardPlatform.at("http://127.0.0.1:" + port))
                .credentials(Credentials.privateKeyJwt("a", TestClient.KEY))
                .context(CallContext.purpose("residence-permit").build())
                .usage(usage -> usage.folder(spool))
                .build()) {
            assertThatThrownBy(() -> govshare.dataset("d", County.class).find("1"))
                    .isInstanceOf(PlatformUnavailableException.class)
                    .hasMessageContaining("127.0.0.1:" + port)
                    .hasMessageContaining("Remedy");
        }
    }

    @Test
    void wrongKey_isACredentialExceptionWithTheServersWords() {
        try (Sandbox sandbox = TestClient.platform().start();
                GovShare govshare = TestClient.of(sandbox, spool)
                        .credentials(Credentials.privateKeyJwt(TestClient.ID, SigningKey.generate()))
                        .build()) {
            assertThatThrownBy(() ->
                            govshare.dataset(Divisions.COUNTIES, County.class).find("350102"))
                    .isInstanceOf(CredentialException.class)
                    .hasMessageContaining("invalid_client");
        }
    }

    @Test
    void missingContext_namesTheWaysToGiveIt() {
        try (Sandbox sandbox = TestClient.platform().start();
                GovShare govshare = TestClient.of(sandbox, spool)
                        .context(CallContext.none())
                        .build()) {
            assertThatThrownBy(() ->
                            govshare.dataset(Divisions.COUNTIES, County.class).find("350102"))
                    .isInstanceOf(GovShareException.class)
                    .hasMessageContaining("CallContext.purpose");
        }
    }

    @Test
    void build_withoutPlatform_namesMethod() {
        assertThatThrownBy(() -> GovShare.builder().application("a", "1").build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("platform(");
    }

    @Test
    void build_withoutApplication_namesMethod() {
        assertThatThrownBy(() -> GovShare.builder().build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("application(");
    }

    @Test
    void build_withPlainHttpToAnotherMachine_namesMethod() {
        assertThatThrownBy(() -> GovShare.builder()
                        .application("a", "1")
                        .platform(StandardPlatform.at("http://share.example.gov"))
                        .usage(usage -> usage.folder(spool))
                        .build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("allowPlainHttp");
    }

    @Test
    void call_afterClose_saysThatItIsClosed() {
        try (Sandbox sandbox = TestClient.platform().start()) {
            GovShare govshare = TestClient.of(sandbox, spool).build();
            govshare.close();
            govshare.close();
            assertThatThrownBy(() ->
                            govshare.dataset(Divisions.COUNTIES, County.class).find("350102"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("closed");
        }
    }
}
