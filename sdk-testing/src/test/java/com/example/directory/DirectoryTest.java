package com.example.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.GovShare;
import io.govshare.auth.Credentials;
import io.govshare.catalog.DatasetDescription;
import io.govshare.catalog.Dcat;
import io.govshare.catalog.UpdateFrequency;
import io.govshare.dialect.standard.StandardPlatform;
import io.govshare.guides.Guide;
import io.govshare.leaks.SharedResources;
import io.govshare.signing.SigningKey;
import io.govshare.testing.Divisions;
import io.govshare.testing.Province;
import io.govshare.testing.Sandbox;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds docs/catalogue.md to code that compiles and runs. */
@SharedResources
class DirectoryTest {

    private static final SigningKey KEY = SigningKey.generate();
    private static final Province PROVINCE = Province.of(35);

    @TempDir
    static Path spool;

    private static Sandbox sandbox;
    private static GovShare govshare;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final Directory directory = new Directory(govshare, new PrintStream(said, true, StandardCharsets.UTF_8));

    @BeforeAll
    static void start() {
        sandbox = Sandbox.builder()
                .client("residence-permits", KEY.publicJwk())
                .datasets(Divisions.all())
                .catalogue(PROVINCE)
                .start();
        govshare = GovShare.builder()
                .application("residence-permits", "1.4.0")
                .platform(StandardPlatform.at(sandbox.url()))
                .credentials(Credentials.privateKeyJwt("residence-permits", KEY))
                .usage(usage -> usage.folder(spool))
                .build();
    }

    @AfterAll
    static void stop() {
        govshare.close();
        sandbox.close();
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    @Test
    void examples_areTheCodeThatIsTested() {
        String tested = Guide.sources(Path.of("src/test/java/com/example/directory"));
        assertThat(Guide.of("catalogue.md").blocks("java"))
                .hasSizeGreaterThanOrEqualTo(6)
                .allSatisfy(example -> assertThat(tested).contains(Guide.plain(example)));
    }

    @Test
    void search_findsByAllThatIsSaid() {
        directory.search();

        assertThat(said()).containsPattern("[1-9]\\d* datasets").contains("福州市婚姻登记信息");
    }

    @Test
    void unclean_countsWhatIsDirty() {
        assertThat(directory.unclean()).isEqualTo(PROVINCE.dirtyDatasets());
        assertThat(said()).contains("dct:publisher is missing");
    }

    @Test
    void describe_saysWhatTheCatalogueSays() {
        directory.describe();

        assertThat(said())
                .contains("National Bureau of Statistics, CONDITIONAL, version 2023-06-30")
                .contains("code Edm.String");
    }

    @Test
    void interfaces_areThoseOfTheRegion() {
        assertThat(directory.interfaces())
                .isNotEmpty()
                .allSatisfy(service -> assertThat(service.regions()).allMatch(region -> region.startsWith("3501")));
    }

    @Test
    void exchange_losesNothing() {
        DatasetDescription marriages = directory.importEntry();

        assertThat(directory.exchange(marriages)).isEqualTo(marriages);
        assertThat(marriages.updateFrequency()).contains(UpdateFrequency.EVERY_TEN_DAYS);
        assertThat(said()).contains("MONTHLY_3").contains("\"更新周期\":\"每旬\"");
        assertThat(Dcat.write(directory.describeYourOwn())).contains("福州市民政局");
    }
}
