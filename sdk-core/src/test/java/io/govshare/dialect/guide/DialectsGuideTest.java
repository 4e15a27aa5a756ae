package io.govshare.dialect.guide;

import static io.govshare.dataset.Query.where;
import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.GovShare;
import io.govshare.auth.Credentials;
import io.govshare.catalog.SharingAttribute;
import io.govshare.context.CallContext;
import io.govshare.dialect.SmallServer;
import io.govshare.dialect.gateway.Hashes;
import io.govshare.dialect.gateway.Paging;
import io.govshare.dialect.gateway.Parameter.ValueType;
import io.govshare.dialect.gateway.Service;
import io.govshare.dialect.paasid.PaasIdGateway;
import io.govshare.guides.Guide;
import io.govshare.platform.Platform;
import io.govshare.signing.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds the examples of the page on dialects to code that compiles, and runs the gateway that it shows. */
class DialectsGuideTest {

    private static final Guide GUIDE = Guide.of("dialects.md");

    record Ship(String name, int tons) {}

    @TempDir
    Path folder;

    @Test
    void examples_areCodeThatIsCompiled() {
        String sources = Guide.sources(Path.of("src/test/java/io/govshare/dialect/guide"));

        assertThat(GUIDE.blocks("java"))
                .hasSize(3)
                .allSatisfy(block -> assertThat(sources).contains(Guide.plain(block)));
    }

    @Test
    void seventhGateway_isShort() throws Exception {
        assertThat(Files.readAllLines(Path.of("src/test/java/io/govshare/dialect/guide/HarbourGateway.java")))
                .filteredOn(line -> !line.isBlank())
                .hasSizeLessThan(60);
    }

    @Test
    void gatewayInOneLine_isAPlatform() throws Exception {
        Path path = folder.resolve("token");
        Files.writeString(path, "canary-paas-token-0001\n");
        GovShare.Builder builder = GovShare.builder().application("residence-permits", "1.4.0");

        builder.platform(PaasIdGateway.at("https://gw.example.gov")
                        .prefix("x-tif")
                        .serviceId("ZWFW-0001")
                        .system("SYS-0001", "91440000000000000X", "11440000000000000X")
                        .service(marriages()))
                .credentials(Credentials.sharedSecret("paas-id", Secret.ofFile(path)));

        try (GovShare govshare = builder.usage(usage -> usage.folder(folder)).build()) {
            assertThat(govshare.toString()).contains("gw.example.gov");
        }
    }

    private static Service marriages() {
        return Service.at("cn.mca.marriages", "/ebus/marriages")
                .required("UID", ValueType.TEXT)
                .optional("YEAR", ValueType.INTEGER)
                .personal("UID")
                .key("UID")
                .paging(Paging.pages("pageNo", "pageSize", 1, 100))
                .rate(1_000, Duration.ofHours(1))
                .attemptTimeout(Duration.ofSeconds(60));
    }

    private GovShare client(Platform platform) {
        return GovShare.builder()
                .application("harbour-test", "1")
                .platform(platform)
                .credentials(Credentials.sharedSecret("app-7", Secret.of("harbour-secret-7")))
                .context(CallContext.purpose("pilotage").operator("op-77").build())
                .usage(usage -> usage.folder(folder))
                .build();
    }

    @Test
    void seventhGateway_readsFromAServerThatChecksItsSignature() throws Exception {
        try (SmallServer server = SmallServer.saying(DialectsGuideTest::harbour);
                GovShare govshare = client(HarbourGateway.at(server.url())
                        .service(Service.at("harbour.ships", "/ships")
                                .sharing(SharingAttribute.UNCONDITIONAL)
                                .required("flag", ValueType.TEXT)))) {
            List<Ship> ships = govshare.dataset("harbour.ships", Ship.class)
                    .query(where("flag").is("CN"))
                    .items();

            assertThat(ships).containsExactly(new Ship("Yunnan", 900));
            assertThat(govshare.dataset("harbour.ships", Ship.class)
                            .query(where("flag").is("XX"))
                            .items())
                    .isEmpty();
        }
    }

    private static String harbour(SmallServer.Asked asked) {
        String expected = Hashes.sha256Hex(
                        "app-7" + asked.parameter("time") + asked.parameter("once") + "harbour-secret-7")
                .toUpperCase(Locale.ROOT);
        if (!expected.equals(asked.parameter("sign"))
                || !asked.parameter("once").matches("[0-9A-F]{12}")
                || !asked.parameter("reason").equals("{\"why\":\"pilotage\",\"who\":\"op-77\"}")) {
            return "{\"result\":{\"code\":\"E-SIGN\",\"text\":\"sign\"}}";
        }
        return asked.parameter("flag").equals("CN")
                ? "{\"result\":{\"code\":\"OK\",\"rows\":[{\"name\":\"Yunnan\",\"tons\":\"900\"}]}}"
                : "{\"result\":{\"code\":\"E-NONE\",\"text\":\"nothing found\"}}";
    }
}
