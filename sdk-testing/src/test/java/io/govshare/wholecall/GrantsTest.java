package io.govshare.wholecall;

import static io.govshare.dataset.Query.where;
import static io.govshare.wholecall.GrantedPlatform.ID;
import static io.govshare.wholecall.GrantedPlatform.grant;
import static io.govshare.wholecall.GrantedPlatform.refused;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.govshare.GovShare;
import io.govshare.catalog.GrantPolicy;
import io.govshare.context.CallContext;
import io.govshare.dataset.CallOptions;
import io.govshare.dataset.Dataset;
import io.govshare.dataset.Query;
import io.govshare.error.SharingDeniedException;
import io.govshare.testing.Sandbox;
import io.govshare.testing.fault.Fault;
import io.govshare.wholecall.GrantedPlatform.Numbered;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What becomes of calls while grants come, change, end and cannot be read, against the platform that gives them. */
@Timeout(30)
class GrantsTest {

    private final GrantedPlatform world = new GrantedPlatform();

    @TempDir
    Path spool;

    @Test
    void grantThatBeginsLater_isRefusedUntilThen_andNeedsNoOtherReading() {
        try (Sandbox sandbox = world.platform(
                                grant().valid(world.in(Duration.ofMinutes(5)), world.in(Duration.ofDays(90))))
                        .start();
                GovShare govshare = world.client(sandbox, spool).build()) {
            Dataset<Numbered> numbers = govshare.dataset(ID, Numbered.class);
            assertThat(refused(() -> numbers.find("7")).getMessage())
                    .contains("is not yet valid; it begins at " + world.in(Duration.ofMinutes(5)));

            world.time.turn(Duration.ofMinutes(5));

            assertThat(numbers.find("7")).isPresent();
            assertThat(sandbox.requestCount("/grants")).isEqualTo(1);
        }
    }

    @Test
    void grantGivenAfterARefusal_isFoundByTheNextConfirmation() {
        try (Sandbox sandbox = world.platform().start();
                GovShare govshare = world.client(sandbox, spool).build()) {
            Dataset<Numbered> numbers = govshare.dataset(ID, Numbered.class);
            refused(() -> numbers.find("7"));
            sandbox.grant(grant());
            for (int second = 0; second < 59; second += 10) {
                refused(() -> numbers.find("7"));
                world.time.turn(Duration.ofSeconds(10));
            }
            assertThat(sandbox.requestCount("/grants"))
                    .as("not for each refusal")
                    .isEqualTo(1);

            assertThat(numbers.find("7")).isPresent();
            assertThat(sandbox.requestCount("/grants")).isEqualTo(2);
        }
    }

    @Test
    void staleGrants_areReadAnewInTheBackground_andHoldUpNoCall() {
        try (Sandbox sandbox = world.platform(grant()).start();
                GovShare govshare = world.client(sandbox, spool).build()) {
            Dataset<Numbered> numbers = govshare.dataset(ID, Numbered.class);
            numbers.find("1");
            world.time.turn(Duration.ofMinutes(9));
            numbers.find("2");
            assertThat(sandbox.requestCount("/grants")).as("still fresh").isEqualTo(1);

            sandbox.faults().next(Fault.delay(Duration.ofSeconds(20)).onPath("/grants"));
            world.time.turn(Duration.ofMinutes(1));
            Caller<Boolean> caller = Caller.of(() -> numbers.find("3").isPresent());

            assertThat(resultOf(caller)).as("long before the grants come").isTrue();
            Caller.await(() -> sandbox.faults().remaining() == 0);
        }
    }

    private static Boolean resultOf(Caller<Boolean> caller) {
        try {
            return caller.result();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void revokedGrant_isNoticedByTheRefresh_andItsKeptAnswersAreGivenNoMore() {
        try (Sandbox sandbox = world.platform(grant()).start();
                GovShare govshare = world.client(sandbox, spool).build()) {
            Dataset<Numbered> numbers = govshare.dataset(ID, Numbered.class);
            numbers.find("7");
            sandbox.revokeGrants(TestClient.ID, ID);
            assertThat(numbers.find("7"))
                    .as("kept, by a grant read a moment ago")
                    .isPresent();
            assertThat(sandbox.requestCount("/odata/")).isEqualTo(1);

            world.time.turn(Duration.ofMinutes(10));
            numbers.find("7");
            Caller.await(() -> sandbox.requestCount("/grants") == 2);
            Caller.await(() -> govshare.catalogue().grants(ID).orElseThrow().isEmpty());

            assertThat(refused(() -> numbers.find("7")).diagnosis().cause())
                    .isEqualTo("This application holds no grant for the dataset");
            sandbox.grant(grant());
            world.time.turn(Duration.ofMinutes(1));
            assertThat(numbers.find("7")).isPresent();
            assertThat(sandbox.requestCount("/odata/"))
                    .as("the answer of before is gone, though the grant is back")
                    .isEqualTo(2);
        }
    }

    @Test
    void narrowedGrant_takesTheAnswersOfTheWiderOneWithIt() {
        try (Sandbox sandbox = world.platform(grant().rows("all of them")).start();
                GovShare govshare = world.client(sandbox, spool).build()) {
            Dataset<Numbered> numbers = govshare.dataset(ID, Numbered.class);
            numbers.find("7");
            sandbox.revokeGrants(TestClient.ID, ID);
            sandbox.grant(grant().rows("numbers of Fuzhou"));

            world.time.turn(Duration.ofMinutes(20));
            numbers.find("7");

            assertThat(sandbox.requestCount("/odata/")).isEqualTo(2);
        }
    }

    @Test
    void revokedGrant_isNoticedByAnyRefusalOfThePlatform_whoseReasonIsKept() {
        try (Sandbox sandbox = world.platform(
                                grant().applicationNumber("SQ-2026-001234").rows("numbers of Fuzhou"))
                        .start();
                GovShare govshare = world.client(sandbox, spool).build()) {
            Dataset<Numbered> numbers = govshare.dataset(ID, Numbered.class);
            numbers.find("7");
            sandbox.revokeGrants(TestClient.ID, ID);

            SharingDeniedException denied = refused(() -> {
                try (Stream<Numbered> all = numbers.stream(Query.all())) {
                    all.forEach(each -> {});
                }
            });

            String reason = "client residence-permits has no grant for gov.numbers";
            assertThat(denied.platformMessage()).as("verbatim").hasValue(reason);
            assertThat(denied.diagnosis().evidence())
                    .contains(
                            "(application SQ-2026-001234)", "rows: numbers of Fuzhou", "the platform says: " + reason);
            assertThat(denied.getMessage()).containsOnlyOnce(reason);
            refused(() -> numbers.find("7"));
            assertThat(sandbox.requestCount("/odata/"))
                    .as("the kept answer is gone at once, and the platform asked")
                    .isEqualTo(3);

            world.time.turn(Duration.ofMinutes(1));
            refused(() -> numbers.with(CallOptions.defaults().fresh()).find("7"));
            Caller.await(() -> govshare.catalogue().grants(ID).orElseThrow().isEmpty());
            long asked = sandbox.requestCount("/odata/");
            assertThat(refused(() -> numbers.find("7")).attempts()).isZero();
            assertThat(sandbox.requestCount("/odata/")).isEqualTo(asked);
        }
    }

    @Test
    void grantsThatCannotBeRead_lenientLetsThePlatformDecide_withOneWarning() {
        Logger logger = (Logger) LoggerFactory.getLogger("io.govshare");
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        logger.addAppender(logged);
        try (Sandbox sandbox = world.platform(grant()).start();
                GovShare govshare = world.client(sandbox, spool).build()) {
            sandbox.faults().next(Fault.status(503).onPath("/grants").always());
            Dataset<Numbered> numbers = govshare.dataset(ID, Numbered.class);

            assertThat(numbers.find("7")).isPresent();
            assertThat(numbers.find("8")).isPresent();
            assertThat(refused(() -> numbers.with(
                                            CallContext.purpose("marketing").build())
                                    .find("7"))
                            .code())
                    .hasValue("purpose-not-granted");
        } finally {
            logger.detachAppender(logged);
        }
        assertThat(logged.list)
                .filteredOn(event -> event.getLevel() == Level.WARN)
                .extracting(ILoggingEvent::getFormattedMessage)
                .singleElement()
                .asString()
                .contains("The grants for " + ID + " cannot be read; calls go out, and the platform alone decides");
    }

    @Test
    void grantsThatCannotBeRead_strictRefuses() {
        try (Sandbox sandbox = world.platform(grant()).start();
                GovShare govshare =
                        world.client(sandbox, spool).grants(GrantPolicy.STRICT).build()) {
            sandbox.faults().next(Fault.status(503).onPath("/grants").always());

            SharingDeniedException refusal =
                    refused(() -> govshare.dataset(ID, Numbered.class).find("7"));

            assertThat(refusal.diagnosis().cause())
                    .isEqualTo("The grants cannot be read, and grants(STRICT) permits no call without");
            assertThat(sandbox.requestCount("/odata/")).isZero();
        }
    }

    @Test
    void grantsReadOnce_areUsedOn_whileTheyCannotBeReadAgain() {
        try (Sandbox sandbox = world.platform(grant()).start();
                GovShare govshare =
                        world.client(sandbox, spool).grants(GrantPolicy.STRICT).build()) {
            Dataset<Numbered> numbers = govshare.dataset(ID, Numbered.class);
            numbers.find("7");
            sandbox.faults().next(Fault.status(503).onPath("/grants").always());
            world.time.turn(Duration.ofHours(5));

            assertThat(numbers.find("8")).isPresent();
        }
    }

    @Test
    void hundredCallers_shareOneReading_atTheStartAndAfterALongPause() throws InterruptedException {
        try (Sandbox sandbox = world.platform(grant()).start();
                GovShare govshare = world.client(sandbox, spool).build()) {
            Dataset<Numbered> numbers = govshare.dataset(ID, Numbered.class);
            for (int reading = 1; reading <= 3; reading++) {
                sandbox.faults().next(Fault.delay(Duration.ofMillis(200)).onPath("/grants"));
                List<Caller<Boolean>> callers = new ArrayList<>();
                for (int i = 0; i < 100; i++) {
                    String code = Integer.toString(i % 20);
                    callers.add(Caller.of(() -> numbers.find(code).isPresent()));
                }
                for (Caller<Boolean> caller : callers) {
                    assertThat(caller.result()).isTrue();
                }
                assertThat(sandbox.requestCount("/grants")).isEqualTo(reading);
                world.time.turn(Duration.ofMinutes(30));
            }
        }
    }

    @Test
    void catalogue_showsTheGrantsWithApplicationAndRows() {
        try (Sandbox sandbox = world.platform(grant().onlyFields("code", "name")
                                .applicationNumber("SQ-2026-001234")
                                .rows("numbers of Fuzhou"))
                        .start();
                GovShare govshare = world.client(sandbox, spool).build()) {
            assertThat(govshare.catalogue().grants(ID).orElseThrow())
                    .singleElement()
                    .asString()
                    .startsWith("grant " + sandbox.url() + "/grants/G-")
                    .endsWith("(application SQ-2026-001234) valid … to … for residence-permit, fields code, name, rows:"
                            + " numbers of Fuzhou");
            assertThat(govshare.dataset(ID, Numbered.class)
                            .count(where(Numbered::name).is("number 7")))
                    .isEqualTo(1);
        }
    }

    @Test
    void grantThatExpiresSoon_isAnnouncedOnceWithItsApplication() {
        Logger logger = (Logger) LoggerFactory.getLogger("io.govshare");
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        logger.addAppender(logged);
        try (Sandbox sandbox = world.platform(grant().valid(null, world.in(Duration.ofDays(13)))
                                .applicationNumber("SQ-2026-001234"))
                        .start();
                GovShare govshare = world.client(sandbox, spool).build()) {
            Dataset<Numbered> numbers = govshare.dataset(ID, Numbered.class);
            numbers.find("7");
            numbers.find("8");
        } finally {
            logger.detachAppender(logged);
        }
        assertThat(logged.list)
                .filteredOn(event -> event.getLevel() == Level.WARN)
                .extracting(ILoggingEvent::getFormattedMessage)
                .singleElement()
                .asString()
                .contains("expires in 13 days", "Bureau of Numbers", "quoting application SQ-2026-001234");
    }
}
