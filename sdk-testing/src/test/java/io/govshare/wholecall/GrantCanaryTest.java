package io.govshare.wholecall;

import static io.govshare.dataset.Query.where;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import io.govshare.GovShare;
import io.govshare.context.CallContext;
import io.govshare.dataset.Dataset;
import io.govshare.dataset.Key;
import io.govshare.dataset.KeyField;
import io.govshare.dataset.Query;
import io.govshare.dataset.Sensitive;
import io.govshare.error.GovShareException;
import io.govshare.testing.Sandbox;
import io.govshare.testing.SandboxDataset;
import io.govshare.testing.SandboxGrant;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Asks for people by canaries while grants permit, refuse and end, and looks for the canaries in every log line, exception,
 * usage event and file of the spool, and in what a program prints of the records.
 */
class GrantCanaryTest {

    private static final String ID = "gov.persons";
    private static final String NUMBER = "canary110101199003071234";
    private static final String NAME = "金丝雀";
    private static final String OPERATOR = "canary.operator";
    private static final String SUBJECT = "canary-subject";
    private static final List<String> CANARIES = List.of(
            "canary",
            "110101199003071234",
            NAME,
            "%E9%87%91",
            new String(NAME.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));

    record Person(@KeyField Sensitive<String> idNumber, Sensitive<String> name, String district) {}

    @TempDir
    Path spool;

    private final GrantedPlatform world = new GrantedPlatform();
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Logger ours = (Logger) LoggerFactory.getLogger("io.govshare");
    private final List<String> shown = new ArrayList<>();

    @BeforeEach
    void listen() {
        logged.start();
        root.addAppender(logged);
        ours.setLevel(Level.TRACE);
    }

    @AfterEach
    void stopListening() {
        root.detachAppender(logged);
        ours.setLevel(null);
    }

    private void fails(ThrowingCallable call) {
        Throwable thrown = catchThrowable(call);
        assertThat(thrown).isInstanceOf(GovShareException.class);
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            shown.add(each.toString());
            if (each instanceof GovShareException failure) {
                shown.add(failure.diagnosis() + " " + failure.details());
            }
        }
    }

    private void asks(Dataset<Person> persons, boolean permitted) {
        List<ThrowingCallable> calls = List.of(
                () -> shown.add(persons.find(Sensitive.of(NUMBER)).orElseThrow().toString()),
                () -> shown.add(persons.find(Key.of(NUMBER)).toString()),
                () -> shown.add(persons.query(where(Person::idNumber).is(Sensitive.of(NUMBER)))
                        .items()
                        .toString()),
                () -> shown.add("" + persons.count(where("name").startsWith(NAME))),
                () -> {
                    try (Stream<Person> all = persons.stream(where(Person::name).in(Sensitive.of(NAME)))) {
                        all.forEach(person -> shown.add(String.format("%s", person)));
                    }
                });
        for (ThrowingCallable call : calls) {
            if (permitted) {
                assertThat(catchThrowable(call)).isNull();
            } else {
                fails(call);
            }
        }
    }

    @Test
    void canaries_areShownNowhere_whateverGrantsSay() throws IOException {
        try (Sandbox sandbox = world.platform()
                .dataset(SandboxDataset.ofRecords(
                        ID, List.of(Map.of("idNumber", NUMBER, "name", NAME, "district", "350102")), "idNumber"))
                .start()) {
            try (GovShare govshare = world.client(sandbox, spool)
                    .context(CallContext.purpose(TestClient.PURPOSE)
                            .operator(OPERATOR)
                            .subject(SUBJECT, "111", NAME)
                            .build())
                    .build()) {
                Dataset<Person> persons = govshare.dataset(ID, Person.class);
                asks(persons, false);

                sandbox.grant(SandboxGrant.of(TestClient.ID, ID, TestClient.PURPOSE)
                        .valid(null, world.in(Duration.ofDays(3))));
                world.time.turn(Duration.ofMinutes(1));
                asks(persons, true);
                assertThat(persons.find(Sensitive.of(NUMBER)).orElseThrow().idNumber())
                        .isEqualTo(Sensitive.of(NUMBER));

                asks(persons.with(CallContext.purpose("marketing").build()), false);
                fails(() -> persons.query(Query.<Person>all().select("district", "unknown")));

                sandbox.revokeGrants(TestClient.ID, ID);
                fails(() -> {
                    try (Stream<Person> all = persons.stream(where(Person::name).is(Sensitive.of(NAME)))) {
                        all.forEach(person -> shown.add(person.toString()));
                    }
                });
                asks(persons, false);
                world.time.turn(Duration.ofDays(4));
                asks(persons, false);
                shown.add(govshare.usage().status().toString());
                shown.add(govshare.catalogue().grants(ID).toString());
            }
            sandbox.usageEvents().forEach(event -> shown.add(event.toString()));
            assertThat(sandbox.usageCount()).isGreaterThan(20);
        }
        try (Stream<Path> files = Files.walk(spool)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                shown.add(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        logged.list.forEach(event -> shown.add(event.getFormattedMessage()
                + (event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy()))));

        assertThat(logged.list).hasSizeGreaterThan(20);
        assertThat(shown)
                .anyMatch(text -> text.contains("Person[idNumber=***, name=***, district=350102]"))
                .anyMatch(text -> text.contains("expires in 2 days"))
                .allSatisfy(text -> assertThat(text).doesNotContain(CANARIES.toArray(String[]::new)));
    }
}
