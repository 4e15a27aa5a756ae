package io.govshare.wholecall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.counties.CountyReport;
import com.example.counties.Misspelt;
import io.govshare.GovShare;
import io.govshare.context.CallContext;
import io.govshare.dataset.Operator;
import io.govshare.error.ConfigurationException;
import io.govshare.error.InvalidRequestException;
import io.govshare.error.SharingDeniedException;
import io.govshare.guides.Guide;
import io.govshare.service.ByKey;
import io.govshare.service.DataService;
import io.govshare.service.Filter;
import io.govshare.service.FromDataset;
import io.govshare.service.OrderBy;
import io.govshare.testing.Divisions;
import io.govshare.testing.Sandbox;
import io.govshare.testing.UsageEvent;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data service asks the strict platform what its methods declare. */
class DataServiceTest {

    record County(String code, String name, String cityCode, String provinceCode) {}

    record Township(String code, String name) {}

    @DataService
    @FromDataset(Divisions.COUNTIES)
    interface Counties {
        Optional<County> find(@ByKey String code);

        Optional<County> only(String name, String provinceCode);

        @OrderBy(value = "code", descending = true)
        Optional<County> last(String provinceCode);

        Optional<County> named(String name);

        @OrderBy("code")
        List<County> from(
                @Filter(field = "code", operator = Operator.AT_LEAST) String least,
                @Filter(field = "code", operator = Operator.LESS_THAN) String beyond);

        long count(String provinceCode);

        boolean exists(CallContext context, String name);

        @FromDataset(Divisions.TOWNSHIPS)
        List<Township> townships();

        @FromDataset(Divisions.TOWNSHIPS)
        Stream<Township> eachTownship();
    }

    @TempDir
    Path spool;

    @Test
    void methods_askThePlatform_andAreOnRecordAsWhatTheyDo() {
        try (Sandbox sandbox = TestClient.platform().start()) {
            try (GovShare govshare = TestClient.of(sandbox, spool).build()) {
                Counties counties = govshare.service(Counties.class);
                assertThat(sandbox.requests())
                        .as("nothing is asked by making it")
                        .isEmpty();

                assertThat(counties.find("350102")).map(County::name).hasValue("鼓楼区");
                assertThat(counties.only("鼓楼区", "35")).map(County::code).hasValue("350102");
                assertThat(counties.last("35")).map(County::code).hasValue("350982");
                assertThat(counties.from("350102", "350105"))
                        .extracting(County::code)
                        .containsExactly("350102", "350103", "350104");
                assertThat(counties.count("35")).isEqualTo(84);
            }
            assertThat(sandbox.usageEvents())
                    .extracting(UsageEvent::operation)
                    .containsExactly("find", "query", "query", "stream", "count");
        }
    }

    @Test
    void whatDoesNotFit_isSaidOfTheMethod() {
        try (Sandbox sandbox = TestClient.platform().start();
                GovShare govshare = TestClient.of(sandbox, spool).build()) {
            Counties counties = govshare.service(Counties.class);

            assertThatThrownBy(() -> counties.named("鼓楼区"))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("Counties.named(String) returns Optional, but more than one record matches")
                    .hasMessageNotContaining("鼓楼区");
            assertThatThrownBy(counties::townships)
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("Counties.townships() returns a List, but more than 10000 records match");
            try (Stream<Township> all = counties.eachTownship()) {
                assertThat(all.limit(12_000).count()).isEqualTo(12_000);
            }
        }
    }

    @Test
    void refusalOfTheDataset_passesUnchanged() {
        try (Sandbox sandbox = TestClient.platform().start();
                GovShare govshare = TestClient.of(sandbox, spool).build()) {
            CallContext marketing = CallContext.purpose("marketing").build();
            Counties counties = govshare.service(Counties.class);

            assertThatThrownBy(() -> counties.exists(marketing, "鼓楼区"))
                    .isInstanceOf(SharingDeniedException.class)
                    .hasMessageContaining("marketing");
        }
    }

    @Test
    void examplesOfTheGuide_areCodeThatRuns() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (Sandbox sandbox = TestClient.platform()
                        .grant(TestClient.ID, Divisions.PROVINCES, TestClient.PURPOSE)
                        .start();
                GovShare govshare = TestClient.of(sandbox, spool).build()) {
            CountyReport.print(govshare, new PrintStream(printed, true, StandardCharsets.UTF_8));
        }
        Guide guide = Guide.of("services.md");
        String compiled = Guide.sources(Path.of("src/test/java/com/example/counties"));
        assertThat(guide.blocks("java"))
                .hasSize(4)
                .allSatisfy(example -> assertThat(compiled).contains(Guide.plain(example)));
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .isEqualTo(guide.blocks("text").get(0));
    }

    @Test
    void messageOnTheGuide_isWhatIsThrown() {
        try (Sandbox sandbox = TestClient.platform().start();
                GovShare govshare = TestClient.of(sandbox, spool).build()) {
            assertThatThrownBy(() -> govshare.service(Misspelt.class))
                    .isInstanceOf(ConfigurationException.class)
                    .satisfies(e -> assertThat(Guide.plain(e.getMessage()))
                            .isEqualTo(Guide.plain(
                                    Guide.of("services.md").blocks("text").get(1))));
        }
    }
}
