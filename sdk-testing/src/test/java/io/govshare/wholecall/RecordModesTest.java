package io.govshare.wholecall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.GovShare;
import io.govshare.context.CallContext;
import io.govshare.dataset.CallOptions;
import io.govshare.dataset.Dataset;
import io.govshare.error.PlatformUnavailableException;
import io.govshare.signing.Secret;
import io.govshare.testing.Divisions;
import io.govshare.testing.Sandbox;
import io.govshare.usage.UsageOptions;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a call does when its use cannot be put on record, and what the record says of people. */
@Timeout(20)
class RecordModesTest {

    private static final String ODATA = "/odata/";

    record County(String code, String name) {}

    @TempDir
    Path home;

    @TempDir
    Path gone;

    private final Sandbox sandbox = TestClient.platform().start();

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void find_recordRequired_isOnRecordOnce() {
        try (GovShare govshare = client(UsageOptions::required)) {
            assertThat(counties(govshare).find("350102")).isPresent();
        }

        assertThat(sandbox.usageEvents())
                .singleElement()
                .satisfies(event -> assertThat(event.outcome()).isEqualTo("matched"));
    }

    @Test
    void find_recordRequiredAndImpossible_failsBeforeTheNetworkUntilItIsPossible() throws IOException {
        try (GovShare govshare = client(UsageOptions::required)) {
            Dataset<County> counties = counties(govshare);
            assertThat(counties.find("350102")).isPresent();
            Path folder = spoolFolder();
            replaceByAFile(folder);

            assertThatThrownBy(
                            () -> counties.with(CallOptions.defaults().fresh()).find("350103"))
                    .isInstanceOf(PlatformUnavailableException.class)
                    .hasMessageContaining("cannot be put on record")
                    .hasMessageContaining(Divisions.COUNTIES);
            assertThat(sandbox.requestCount(ODATA)).isEqualTo(1);

            Files.delete(folder);
            assertThat(counties.find("350103")).isPresent();
        }

        assertThat(sandbox.usageEvents()).extracting(event -> event.outcome()).contains("matched", "matched");
    }

    @Test
    void find_recordImpossible_isAnsweredAllTheSame() throws IOException {
        try (GovShare govshare = client(options -> options)) {
            Dataset<County> counties = counties(govshare);
            assertThat(counties.find("350102")).isPresent();
            Path folder = spoolFolder();
            replaceByAFile(folder);

            assertThat(counties.find("350103")).isPresent();

            Files.delete(folder);
            assertThat(counties.find("350104")).isPresent();
            assertThat(govshare.usage().flush(Duration.ofSeconds(10))).isTrue();
            assertThat(govshare.usage().status().shed()).isZero();
        }

        assertThat(sandbox.usageEvents()).hasSize(3);
    }

    @Test
    void find_spoolFull_shedsOrFailsAsChosen() {
        long moreThanThereIs = 1L << 40;
        try (GovShare govshare = client(options -> options.freeBytes(moreThanThereIs))) {
            assertThat(counties(govshare).find("350102")).isPresent();
            assertThat(govshare.usage().status().shed()).isEqualTo(1);
        }

        long before = sandbox.requestCount(ODATA);
        try (GovShare govshare =
                client(options -> options.freeBytes(moreThanThereIs).whenFull(UsageOptions.WhenFull.FAIL_CALL))) {
            assertThatThrownBy(() -> counties(govshare).find("350102"))
                    .isInstanceOf(PlatformUnavailableException.class)
                    .hasMessageContaining("usage spool is full");
            assertThat(sandbox.requestCount(ODATA)).isEqualTo(before);
            assertThat(govshare.usage().status().shed()).isZero();
        }
    }

    @Test
    void find_pseudonymKey_putsOperatorAndCaseOnRecordAsPseudonyms() {
        CallContext wang = context("wang.fang", "2026-0007");
        CallContext li = context("li.na", "2026-0007");
        try (GovShare govshare = client(options -> options.pseudonymKey(Secret.of("pepper of the department")))) {
            Dataset<County> counties = counties(govshare);
            counties.with(wang).find("350102");
            counties.with(wang).find("350103");
            counties.with(li).find("350102");
        }

        List<Object> operators = members("operator");
        assertThat(operators).hasSize(3).doesNotContainNull();
        assertThat(operators.get(0)).isEqualTo(operators.get(1)).isNotEqualTo(operators.get(2));
        assertThat(members("case"))
                .hasSize(3)
                .doesNotContainNull()
                .containsOnly(members("case").get(0));
        assertThat(sandbox.usageEvents().toString()).doesNotContain("wang", "li.na", "2026-0007", "pepper");
    }

    @Test
    void find_traceId_isOnRecordAndNothingElseIsTakenForOne() {
        try (GovShare govshare = client(options -> options)) {
            Dataset<County> counties = counties(govshare);
            counties.with(CallOptions.defaults().correlationId("4bf92f3577b34da6a3ce929d0e0e4736"))
                    .find("350102");
            counties.with(CallOptions.defaults().correlationId("350102199001011234"))
                    .find("350103");
        }

        assertThat(sandbox.usageEvents())
                .extracting(event -> event.data().get("traceId"))
                .containsExactlyInAnyOrder("4bf92f3577b34da6a3ce929d0e0e4736", null);
    }

    private List<Object> members(String name) {
        return sandbox.usageEvents().stream()
                .map(event -> event.data().get(name))
                .toList();
    }

    private static CallContext context(String operator, String number) {
        return CallContext.purpose(TestClient.PURPOSE)
                .operator(operator)
                .caseNumber(number)
                .build();
    }

    private GovShare client(java.util.function.UnaryOperator<UsageOptions> options) {
        return TestClient.of(sandbox, home).usage(options::apply).build();
    }

    private static Dataset<County> counties(GovShare govshare) {
        return govshare.dataset(Divisions.COUNTIES, County.class);
    }

    private Path spoolFolder() throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            return files.filter(file -> file.toString().endsWith(".spool"))
                    .findFirst()
                    .orElseThrow()
                    .getParent();
        }
    }

    /** At once, and again if the folder was put back meanwhile. */
    private void replaceByAFile(Path folder) throws IOException {
        while (!Files.isRegularFile(folder)) {
            Files.move(folder, Files.createTempDirectory(gone, "gone").resolve("folder"));
            try {
                Files.writeString(folder, "in the way", StandardOpenOption.CREATE_NEW);
            } catch (FileAlreadyExistsException putBack) {
                assertThat(folder).isDirectory();
            }
        }
    }
}
