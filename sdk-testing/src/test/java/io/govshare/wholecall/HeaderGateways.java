package io.govshare.wholecall;

import static io.govshare.dataset.Query.where;
import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.GovShare;
import io.govshare.auth.Credentials;
import io.govshare.context.CallContext;
import io.govshare.dataset.Dataset;
import io.govshare.dataset.DatePatterns;
import io.govshare.dataset.EmptyAsNull;
import io.govshare.dataset.Query;
import io.govshare.http.TimeSource;
import io.govshare.platform.Platform;
import io.govshare.signing.Secret;
import io.govshare.testing.gateway.GatewayFault;
import io.govshare.testing.gateway.GatewaySandbox;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the tests of the gateways share whose signature stands in header fields: rows, a client, and what both must do together. */
final class HeaderGateways {

    static final String PERSONS = "persons";
    static final String SECRET = "canary-secret-7f3a9c";
    static final String OPERATOR = "canary-operator-31";
    static final String SUBJECT = "canary-subject-440102199003070000";

    static final CallContext CONTEXT = CallContext.purpose("residence-permit")
            .matter("MATTER-0007")
            .caseNumber("canary-case-0008")
            .operator(OPERATOR, "canary-name-zhang")
            .subject(SUBJECT, "111")
            .terminal("10.1.2.3")
            .build();

    /** A row, and how it is read though the gateway spells its values in other ways. */
    record Person(
            String uid,
            String name,
            int level,
            boolean resident,

            @DatePatterns({"yyyy-MM-dd", "yyyyMMdd", "yyyy/MM/dd", "yyyy-MM-dd HH:mm:ss", "yyyy年M月d日"})
            LocalDate born,

            @EmptyAsNull @Nullable String remark) {}

    /** A row of a service with many. */
    record Numbered(int number) {}

    private HeaderGateways() {}

    static List<Numbered> numbered(int howMany) {
        return IntStream.rangeClosed(1, howMany).mapToObj(Numbered::new).toList();
    }

    static Person person(int number) {
        return new Person(
                "u-" + number,
                "人 " + number,
                number % 3,
                number % 2 == 0,
                LocalDate.of(1990, 1, number),
                number % 4 == 0 ? null : "r" + number);
    }

    static List<Person> persons(int howMany) {
        return IntStream.rangeClosed(1, howMany)
                .mapToObj(HeaderGateways::person)
                .toList();
    }

    /** The rows as the department has them. */
    static List<Map<String, Object>> rows(int howMany) {
        return persons(howMany).stream()
                .map(person -> {
                    Map<String, Object> row = new LinkedHashMap<>();
                    row.put("uid", person.uid());
                    row.put("name", person.name());
                    row.put("level", person.level());
                    row.put("resident", person.resident());
                    row.put("born", person.born().toString());
                    row.put("remark", person.remark());
                    return row;
                })
                .toList();
    }

    /** Reads single persons, some and all of {@link #rows}(7); four requests. */
    static void assertFindQueryAndStream(GovShare govshare) {
        Dataset<Person> persons = govshare.dataset(PERSONS, Person.class);
        assertThat(persons.find("u-4")).contains(person(4));
        assertThat(persons.find("u-99")).isEmpty();
        assertThat(persons.query(where(Person::level).is(2)).items()).containsExactly(person(2), person(5));
        try (Stream<Person> all = persons.stream(Query.all())) {
            assertThat(all).containsExactlyElementsOf(persons(7));
        }
    }

    /** Reads {@link #rows}(7), and none, as gateways spell them; four requests. */
    static void assertDirtyRowsAreRead(GatewaySandbox gateway, GovShare govshare) {
        Dataset<Person> persons = govshare.dataset(PERSONS, Person.class);
        gateway.faults()
                .next(GatewayFault.dirtyRows())
                .next(GatewayFault.doubleEncoded())
                .next(GatewayFault.emptyListAsText())
                .next(GatewayFault.noDataSentence());
        assertThat(persons.query(Query.all()).items()).isEqualTo(persons(7));
        assertThat(persons.query(Query.all()).items()).isEqualTo(persons(7));
        assertThat(persons.query(Query.all()).items()).isEmpty();
        assertThat(persons.find("u-1")).isEmpty();
    }

    /** A client that does not really wait; how long it would have is added to the list. */
    static GovShare.Builder client(Platform platform, String id, Path spool, List<Duration> waits) {
        return client(platform, id, SECRET, spool).clock(TimeSource.SYSTEM, (call, wait) -> waits.add(wait));
    }

    static GovShare.Builder client(Platform platform, String id, String secret, Path spool) {
        return GovShare.builder()
                .application("residence-permits", "1.0.0")
                .platform(platform)
                .credentials(Credentials.sharedSecret(id, Secret.of(secret)))
                .context(CONTEXT)
                .usage(usage -> usage.folder(spool));
    }
}
