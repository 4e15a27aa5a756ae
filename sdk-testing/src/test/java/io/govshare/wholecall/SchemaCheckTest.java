package io.govshare.wholecall;

import static io.govshare.dataset.Query.where;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.GovShare;
import io.govshare.catalog.DatasetDescription;
import io.govshare.dataset.Dataset;
import io.govshare.dataset.DatePatterns;
import io.govshare.dataset.NumberAsText;
import io.govshare.dataset.SchemaDrift;
import io.govshare.dataset.YesNo;
import io.govshare.error.ConfigurationException;
import io.govshare.error.InvalidRequestException;
import io.govshare.error.NotFoundException;
import io.govshare.error.PlatformUnavailableException;
import io.govshare.error.SharingDeniedException;
import io.govshare.testing.Divisions;
import io.govshare.testing.Sandbox;
import io.govshare.testing.SandboxDataset;
import io.govshare.testing.SandboxGrant;
import io.govshare.testing.fault.Fault;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The type of records against what the platform publishes and sends. */
class SchemaCheckTest {

    record County(String code, String name, String cityCode, String provinceCode) {}

    record Outdated(int code, String name, String mayor) {}

    @TempDir
    Path spool;

    @Test
    void check_readsTheCatalogueOnly_andIsNoUse() {
        try (Sandbox sandbox = TestClient.platform().start();
                GovShare govshare = TestClient.of(sandbox, spool).build()) {
            govshare.check(Divisions.COUNTIES, County.class).orThrow();
            SchemaDrift drift = govshare.check(Divisions.COUNTIES, Outdated.class);

            assertThat(drift.of(SchemaDrift.Kind.MISSING))
                    .extracting(SchemaDrift.Difference::field)
                    .containsExactly("mayor");
            assertThat(drift.of(SchemaDrift.Kind.RETYPED))
                    .extracting(SchemaDrift.Difference::field)
                    .containsExactly("code");
            assertThat(drift.of(SchemaDrift.Kind.NEW))
                    .extracting(SchemaDrift.Difference::field)
                    .containsExactlyInAnyOrder("cityCode", "provinceCode");
            assertThatThrownBy(drift::orThrow)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("Outdated does not fit what is published: (1) ");
            assertThat(sandbox.requestCount("/odata/")).isZero();
            assertThat(govshare.usage().flush(Duration.ofSeconds(5))).isTrue();
            assertThat(sandbox.usageEvents()).isEmpty();
        }
    }

    @Test
    void check_thatCannotCompare_saysWhy() {
        try (Sandbox sandbox = TestClient.platform().start();
                GovShare govshare = TestClient.of(sandbox, spool)
                        .bind(DatasetDescription.at("cn.own", URI.create(sandbox.url() + "/odata/cn.own")))
                        .build()) {
            assertThatThrownBy(() -> govshare.check("cn.own", County.class))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("cn.own: No field of the dataset is published");
            assertThatThrownBy(() -> govshare.check("cn.nowhere", County.class)).isInstanceOf(NotFoundException.class);
            assertThatThrownBy(() -> govshare.check(" ", County.class))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("GovShare.check(id, type)");
            sandbox.faults()
                    .next(Fault.status(503)
                            .retryAfter(Duration.ZERO)
                            .onPath("/catalogue/")
                            .times(9));
            assertThatThrownBy(() -> govshare.check(Divisions.COUNTIES, County.class))
                    .isInstanceOf(PlatformUnavailableException.class)
                    .hasMessageContaining(Divisions.COUNTIES);
        }
    }

    record Budget(
            String id,
            @NumberAsText BigDecimal amount,
            @DatePatterns({"yyyyMMdd", "yyyy-MM-dd"}) LocalDate passed,
            @YesNo Boolean open) {}

    @Test
    void dataInTheirOwnSpelling_areRead_andTheCheckAgrees() {
        SandboxDataset budgets = SandboxDataset.ofRecords(
                "cn.budgets",
                List.of(
                        Map.of("id", "1", "amount", "1,234.50", "passed", "20230630", "open", "是"),
                        Map.of("id", "2", "amount", "7", "passed", "2023-07-01", "open", "N"),
                        Map.of("id", "3", "amount", "", "passed", "", "open", "")),
                "id");
        try (Sandbox sandbox = TestClient.platform()
                        .dataset(budgets)
                        .grant(TestClient.ID, "cn.budgets", TestClient.PURPOSE)
                        .start();
                GovShare govshare = TestClient.of(sandbox, spool).build()) {
            Dataset<Budget> read = govshare.dataset("cn.budgets", Budget.class);

            govshare.check("cn.budgets", Budget.class).orThrow();
            assertThat(read.query(where(Budget::id).isNotNull().orderBy(Budget::id))
                            .items())
                    .containsExactly(
                            new Budget("1", new BigDecimal("1234.50"), LocalDate.of(2023, 6, 30), true),
                            new Budget("2", new BigDecimal("7"), LocalDate.of(2023, 7, 1), false),
                            new Budget("3", null, null, null));
            // Published as text, so a number is compared as text.
            assertThat(read.count(where("amount").is(7))).isEqualTo(1);
        }
    }

    record Address(String city, String street) {}

    record Person(String id, Address address, String phone) {}

    @Test
    void grantForAField_coversWhatIsNestedInIt_andNoOther() {
        SandboxDataset persons =
                SandboxDataset.ofRecords("cn.persons", List.of(new Person("1", new Address("福州", "五一路"), "x")), "id");
        try (Sandbox sandbox = TestClient.platform()
                        .dataset(persons)
                        .grant(SandboxGrant.of(TestClient.ID, "cn.persons", TestClient.PURPOSE)
                                .onlyFields("id", "address"))
                        .start();
                GovShare govshare = TestClient.of(sandbox, spool).build()) {
            Dataset<Person> read = govshare.dataset("cn.persons", Person.class);

            assertThat(read.query(where("address/city").is("福州").select("id", "address"))
                            .items())
                    .containsExactly(new Person("1", new Address("福州", "五一路"), null));
            assertThatThrownBy(() -> read.query(where("phone").is("x").select("id", "address")))
                    .isInstanceOf(SharingDeniedException.class);
        }
    }
}
