package io.govshare.wholecall;

import static io.govshare.dataset.Query.where;
import static io.govshare.wholecall.GrantedPlatform.ID;
import static io.govshare.wholecall.GrantedPlatform.grant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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
import io.govshare.error.Diagnosis;
import io.govshare.error.SharingDeniedException;
import io.govshare.testing.Sandbox;
import io.govshare.testing.SandboxDataset;
import io.govshare.testing.SandboxGrant;
import io.govshare.testing.Sharing;
import io.govshare.testing.UsageEvent;
import io.govshare.testing.fault.Fault;
import io.govshare.wholecall.GrantedPlatform.Numbered;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What grants permit and refuse, while they come, change, end and cannot be read, against the platform that gives them. */
@Timeout(30)
class GrantsTest {

    private final GrantedPlatform world = new GrantedPlatform();

    @TempDir
    Path spool;

    private static SharingDeniedException refused(ThrowingCallable call) {
        SharingDeniedException refusal = catchThrowableOfType(SharingDeniedException.class, call);
        assertThat(refusal).as("refusal").isNotNull();
        return refusal;
    }

    /** The refusal of a call that never reaches the records, and is on record. */
    private Diagnosis refusedHere(@Nullable SandboxGrant grant, Query<Object> query) {
        Diagnosis why;
        SandboxGrant[] grants = grant == null ? new SandboxGrant[0] : new SandboxGrant[] {grant};
        try (Sandbox sandbox = world.platform(grants).start()) {
            try (GovShare govshare = world.client(sandbox, spool).build()) {
                SharingDeniedException refusal =
                        refused(() -> govshare.dataset(ID, Numbered.class).query(query));
                assertThat(refusal.attempts()).isZero();
                assertThat(sandbox.requestCount("/odata/")).isZero();
                why = refusal.diagnosis();
            }
            assertThat(sandbox.usageEvents()).extracting(UsageEvent::outcome).containsExactly("refused");
        }
        return why;
    }

    @Test
    void purposeOutsideTheGrant_isRefusedHere() {
        Diagnosis why = refusedHere(
                SandboxGrant.of(TestClient.ID, ID, "housing")
                        .applicationNumber("SQ-2026-001234")
                        .rows("numbers of Fuzhou"),
                Query.all());

        assertThat(why.cause()).isEqualTo("The purpose 'residence-permit' is not granted; granted: housing");
        assertThat(why.evidence()).contains("(application SQ-2026-001234)", "for housing", "rows: numbers of Fuzhou");
        assertThat(why.remedy())
                .isEqualTo(
                        "Call with CallContext.purpose(…) of a granted purpose if that is what the data is used for, or"
                                + " apply to the publisher (Bureau of Numbers) for a grant for 'residence-permit'.");
    }

    @Test
    void noGrant_isRefusedHere() {
        Diagnosis why = refusedHere(null, Query.all());

        assertThat(why.cause()).isEqualTo("This application holds no grant for the dataset");
        assertThat(why.remedy())
                .isEqualTo(
                        "Apply to the publisher (Bureau of Numbers) for a grant for the purpose 'residence-permit', and"
                                + " wait until it is approved.");
    }

    @Test
    void datasetThatIsNotShared_isRefusedHere_untilTheCatalogueSaysOtherwise() {
        try (Sandbox sandbox = world.platform()
                        .dataset(SandboxDataset.ofRecords("closed", List.of(new Numbered("1", "one", "Fuzhou")), "code")
                                .publisher("Bureau of Secrets")
                                .sharing(Sharing.NOT_SHARED))
                        .start();
                GovShare govshare = world.client(sandbox, spool).build()) {
            SharingDeniedException refusal =
                    refused(() -> govshare.dataset("closed", Numbered.class).find("1"));

            assertThat(refusal.diagnosis().cause()).isEqualTo("The dataset is not shared");
            assertThat(refusal.diagnosis().remedy())
                    .isEqualTo(
                            "Ask the publisher (Bureau of Secrets) whether it can be shared; until then there is no grant"
                                    + " for it.");
            long readings = sandbox.requestCount("/catalogue/");
            refused(() -> govshare.dataset("closed", Numbered.class).find("1"));
            assertThat(sandbox.requestCount("/catalogue/")).isEqualTo(readings);
            world.time.turn(Duration.ofMinutes(1));
            refused(() -> govshare.dataset("closed", Numbered.class).find("1"));
            assertThat(sandbox.requestCount("/catalogue/")).as("confirmed").isEqualTo(readings + 1);
            assertThat(sandbox.requestCount("/odata/")).isZero();
        }
    }

    @Test
    void expiredGrant_isRefusedHere() {
        Diagnosis why = refusedHere(
                grant().valid(null, world.in(Duration.ofDays(-1))).applicationNumber("SQ-2026-001234"), Query.all());

        assertThat(why.cause())
                .isEqualTo("The grant for the purpose 'residence-permit' expired at " + world.in(Duration.ofDays(-1)));
        assertThat(why.remedy())
                .isEqualTo("Ask the publisher (Bureau of Numbers) to renew the grant, quoting application"
                        + " SQ-2026-001234; check this machine's clock.");
    }

    @Test
    void selectedFieldOutsideTheGrant_isRefusedHereWithTheCodeThatNarrowsTheQuery() {
        SandboxGrant narrow = grant().onlyFields("code", "name");
        Query<Object> wide = Query.all().select("name", "city");

        Diagnosis why = refusedHere(narrow, wide);

        assertThat(why.cause()).isEqualTo("Outside the scope of the grant: city");
        assertThat(why.remedy()).startsWith("Narrow the query to the grant by .select(\"name\"), or apply to");
        assertThat(refusedHere(narrow, Query.all()).remedy())
                .startsWith("Narrow the query to the grant by .select(\"code\", \"name\"), or apply to");
        try (Sandbox sandbox = world.platform(narrow).start();
                GovShare govshare = world.client(sandbox, spool).build()) {
            Dataset<Numbered> numbers = govshare.dataset(ID, Numbered.class);
            assertThat(numbers.query(Query.all().select("code", "name")).items())
                    .contains(new Numbered("7", "number 7", null));
        }
    }

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
