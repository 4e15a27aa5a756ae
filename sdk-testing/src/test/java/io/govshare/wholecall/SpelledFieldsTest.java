package io.govshare.wholecall;

import static io.govshare.dataset.Query.where;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.GovShare;
import io.govshare.dataset.Dataset;
import io.govshare.dataset.DatePatterns;
import io.govshare.dataset.NumberAsText;
import io.govshare.dataset.Query;
import io.govshare.dataset.YesNo;
import io.govshare.error.InvalidRequestException;
import io.govshare.testing.Sandbox;
import io.govshare.testing.SandboxDataset;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fields whose data are spelled as an annotation says are found by what they stand for. */
class SpelledFieldsTest {

    record Person(
            String id,
            @DatePatterns({"yyyyMMdd", "yyyy年M月d日"}) LocalDate born,

            @DatePatterns(value = "yyyy-MM-dd HH:mm:ss", zone = "Asia/Shanghai")
            Instant registered,

            @YesNo boolean rural,
            @NumberAsText BigDecimal income) {}

    private static final String ID = "cn.police.persons";

    @TempDir
    Path spool;

    private static Map<String, Object> person(String id, String born, String registered, String rural, String income) {
        return Map.of("id", id, "born", born, "registered", registered, "rural", rural, "income", income);
    }

    @Test
    void values_findTheRecordsInWhichTheyAreReadSo() {
        try (Sandbox sandbox = TestClient.platform()
                        .dataset(SandboxDataset.ofRecords(
                                ID,
                                List.of(
                                        person("1", "19990307", "2022-12-31 23:59:59", "Y", "1,000.00"),
                                        person("2", "1999年3月7日", "2023-01-01 08:00:00", "no", "1000.00"),
                                        person("3", "20010101", "2023-06-30 10:15:30", "是", "7")),
                                "id"))
                        .grant(TestClient.ID, ID, TestClient.PURPOSE)
                        .start();
                GovShare govshare = TestClient.of(sandbox, spool).build()) {
            Dataset<Person> persons = govshare.dataset(ID, Person.class);
            LocalDate day = LocalDate.of(1999, 3, 7);

            assertFinds(persons, where(Person::born).is(day), "1", "2");
            assertFinds(persons, where(Person::born).isNot(day), "3");
            assertFinds(persons, where("born").is("19990307"), "1");
            assertFinds(persons, where(Person::rural).is(true), "1", "3");
            assertFinds(persons, where(Person::rural).is(false), "2");
            assertFinds(persons, where(Person::income).is(new BigDecimal("1000.00")), "1", "2");
            Query<Person> since = where(Person::registered).atLeast(Instant.parse("2023-01-01T00:00:00Z"));
            assertFinds(persons, since, "2", "3");
            assertThatThrownBy(() -> persons.query(where(Person::born).atLeast(day)))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining(ID)
                    .hasMessageContaining("Field 'born' cannot be compared by '>='");
        }
    }

    private static void assertFinds(Dataset<Person> persons, Query<? super Person> query, String... ids) {
        assertThat(persons.query(query).items()).extracting(Person::id).containsExactlyInAnyOrder(ids);
        assertThat(persons.count(query)).isEqualTo(ids.length);
        try (Stream<Person> stream = persons.stream(query)) {
            assertThat(stream.map(Person::id)).containsExactlyInAnyOrder(ids);
        }
    }
}
