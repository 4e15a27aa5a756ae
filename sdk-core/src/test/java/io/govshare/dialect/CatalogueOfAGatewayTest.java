package io.govshare.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.govshare.GovShare;
import io.govshare.auth.Credentials;
import io.govshare.catalog.CallRate;
import io.govshare.catalog.CatalogueQuery;
import io.govshare.catalog.DatasetDescription;
import io.govshare.catalog.FieldDescription;
import io.govshare.catalog.ServiceDescription;
import io.govshare.catalog.SharingAttribute;
import io.govshare.dataset.Page;
import io.govshare.dialect.clientid.ClientIdGateway;
import io.govshare.dialect.gateway.Parameter.ValueType;
import io.govshare.dialect.gateway.Service;
import io.govshare.dialect.gjgxjhpt.ExchangeGateway;
import io.govshare.error.ConfigurationException;
import io.govshare.error.InvalidRequestException;
import io.govshare.platform.Platform;
import io.govshare.signing.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The services of a gateway as its catalogue: nothing is sent for it, and no server is there. */
class CatalogueOfAGatewayTest {

    record Marriage(String certificate) {}

    @TempDir
    Path spool;

    private GovShare client(Platform platform) {
        return GovShare.builder()
                .application("residence-permits", "1.0.0")
                .platform(platform)
                .credentials(Credentials.sharedSecret("client-0001", Secret.of("canary-client-secret-0001")))
                .usage(usage -> usage.folder(spool))
                .build();
    }

    private GovShare client() {
        return client(ClientIdGateway.at("https://gw.example.gov")
                .service(Service.at("cn.mca.marriages", "/ebus/marriages")
                        .title("婚姻登记信息")
                        .required("UID", ValueType.TEXT)
                        .optional("YEAR", ValueType.INTEGER)
                        .optional("SINCE", ValueType.DATE)
                        .personal("UID", "spouse")
                        .key("UID")
                        .rate(1_000, Duration.ofHours(1)))
                .service(Service.at("cn.mca.divorces", "https://other.example.gov/divorces")
                        .title("离婚登记信息"))
                .service(Service.at("cn.stats.Codes", "/codes").id("IC-0001").sharing(SharingAttribute.UNCONDITIONAL)));
    }

    private static List<String> ids(Page<DatasetDescription> page) {
        return page.items().stream().map(DatasetDescription::id).toList();
    }

    @Test
    void find_declaredService_isDescribedWithItsParametersAsFields() {
        try (GovShare govshare = client()) {
            DatasetDescription found =
                    govshare.catalogue().find("cn.mca.marriages").orElseThrow();

            assertThat(found.title()).isEqualTo("婚姻登记信息");
            assertThat(found.sharing()).isEqualTo(SharingAttribute.CONDITIONAL);
            assertThat(found.rate()).isEqualTo(new CallRate(1_000, Duration.ofHours(1)));
            assertThat(found.key()).containsExactly("UID");
            assertThat(found.fields())
                    .extracting(
                            FieldDescription::name,
                            FieldDescription::type,
                            FieldDescription::nullable,
                            FieldDescription::personal,
                            field -> field.extensions().get("govshare:only"))
                    .containsExactly(
                            tuple("UID", "xsd:string", false, true, "required parameter"),
                            tuple("YEAR", "xsd:integer", true, false, "parameter"),
                            tuple("SINCE", "xsd:date", true, false, "parameter"),
                            tuple("spouse", "", true, true, "personal field"));
        }
    }

    @Test
    void find_whatAGatewayDoesNotSay_isAbsent() {
        try (GovShare govshare = client()) {
            DatasetDescription found =
                    govshare.catalogue().find("cn.mca.divorces").orElseThrow();

            assertThat(found.publisher()).isEmpty();
            assertThat(found.themes()).isEmpty();
            assertThat(found.regions()).isEmpty();
            assertThat(found.fields()).isEmpty();
            assertThat(found.rate()).isNull();
            assertThat(found.updateFrequency()).isEmpty();
            assertThat(found.defects()).isEmpty();
            assertThat(govshare.catalogue().find("cn.mca.births")).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"登记信息, 2", "婚姻登记, 1", "登记 离婚, 1", "户籍, 0", "CODES, 1", "ic-0001, 1", "mca, 2"})
    void search_words_areFoundInTitleAndIds(String words, int found) {
        try (GovShare govshare = client()) {
            Page<DatasetDescription> page = govshare.catalogue().search(words);

            assertThat(page.items()).hasSize(found);
            assertThat(page.total()).hasValue(found);
        }
    }

    @Test
    void search_bySharing_givesThoseSharedSo() {
        try (GovShare govshare = client()) {
            assertThat(ids(govshare.catalogue().search(CatalogueQuery.all().sharing(SharingAttribute.UNCONDITIONAL))))
                    .containsExactly("cn.stats.Codes");
        }
    }

    @Test
    void search_pageSize_leadsFromPageToPageInTheOrderOfIds() {
        try (GovShare govshare = client()) {
            Page<DatasetDescription> first =
                    govshare.catalogue().search(CatalogueQuery.all().pageSize(2));
            assertThat(ids(first)).containsExactly("cn.mca.divorces", "cn.mca.marriages");
            assertThat(first.total()).hasValue(3);
            Page<DatasetDescription> second = first.next().orElseThrow();
            assertThat(ids(second)).containsExactly("cn.stats.Codes");
            assertThat(second.next()).isEmpty();

            try (Stream<DatasetDescription> all =
                    govshare.catalogue().stream(CatalogueQuery.all().pageSize(1))) {
                assertThat(all.map(DatasetDescription::id))
                        .containsExactly("cn.mca.divorces", "cn.mca.marriages", "cn.stats.Codes");
            }
            assertThat(ids(govshare.catalogue().search(CatalogueQuery.all().limit(1))))
                    .containsExactly("cn.mca.divorces");
        }
    }

    @ParameterizedTest
    @CsvSource({"publisher", "theme", "region"})
    void search_byWhatServicesDoNotSay_isRefusedAndSaysWhatIsPossible(String member) {
        CatalogueQuery all = CatalogueQuery.text("登记");
        UnaryOperator<CatalogueQuery> asked = switch (member) {
            case "publisher" -> query -> query.publisher("民政部");
            case "theme" -> query -> query.theme("社会保障");
            default -> query -> query.region("350100");
        };
        try (GovShare govshare = client()) {
            assertThatThrownBy(() -> govshare.catalogue().search(asked.apply(all)))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("does not say " + member)
                    .hasMessageContaining("found by text(…) and sharing(…)");
        }
    }

    @Test
    void services_ofAGateway_haveTheirAddresses() {
        try (GovShare govshare = client()) {
            assertThat(govshare.catalogue().services(CatalogueQuery.all()).items())
                    .extracting(ServiceDescription::id, ServiceDescription::endpoint, ServiceDescription::datasets)
                    .containsExactly(
                            tuple(
                                    "cn.mca.divorces",
                                    URI.create("https://other.example.gov/divorces"),
                                    List.of("cn.mca.divorces")),
                            tuple(
                                    "cn.mca.marriages",
                                    URI.create("https://gw.example.gov/ebus/marriages"),
                                    List.of("cn.mca.marriages")),
                            tuple("IC-0001", URI.create("https://gw.example.gov/codes"), List.of("cn.stats.Codes")));
        }
    }

    @Test
    void services_behindOneAddress_areToldApartByTheirIds() {
        try (GovShare govshare = client(ExchangeGateway.at("https://gw.example.gov")
                .service(Service.named("marriages", "s_1"))
                .service(Service.named("births", "s_2")))) {
            assertThat(govshare.catalogue().services(CatalogueQuery.text("s_2")).items())
                    .singleElement()
                    .satisfies(service -> {
                        assertThat(service.id()).isEqualTo("s_2");
                        assertThat(service.endpoint()).isEqualTo(URI.create("https://gw.example.gov/httpproxy"));
                        assertThat(service.datasets()).containsExactly("births");
                    });
        }
    }

    @Test
    void check_parametersAreNotTheSchemaOfTheRecords() {
        try (GovShare govshare = client()) {
            assertThatThrownBy(() -> govshare.check("cn.mca.marriages", Marriage.class))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("cn.mca.marriages");
        }
    }
}
