package io.govshare.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.govshare.context.CallContext;
import io.govshare.context.CallContext.Member;
import io.govshare.error.ConfigurationException;
import io.govshare.error.InvalidRequestException;
import io.govshare.error.PlatformUnavailableException;
import io.govshare.error.SharingDeniedException;
import io.govshare.http.Answer;
import io.govshare.http.Call;
import io.govshare.http.Exchange;
import io.govshare.http.Headers;
import io.govshare.http.Outcome;
import io.govshare.http.Request;
import io.govshare.http.TurnableClock;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class AdmitStageTest {

    private static final String ID = "cn.stats.counties";
    private static final Instant NOW = TurnableClock.START;
    private static final CallContext PERMIT =
            CallContext.purpose("residence-permit").build();

    private final TurnableClock time = new TurnableClock();
    private final FakeCatalogue source = new FakeCatalogue();
    private final CatalogueCache catalogue = new CatalogueCache(source, time, Runnable::run, dataset -> {});
    private final AtomicInteger sent = new AtomicInteger();
    private final AdmitStage stage = stage(GrantPolicy.LENIENT, Set.of());

    private AdmitStage stage(GrantPolicy policy, Set<Member> required) {
        return new AdmitStage("share.example.gov", catalogue, required, policy, time::now, time);
    }

    private static DatasetDescription dataset(SharingAttribute sharing) {
        return DatasetDescription.builder(ID)
                .title("Counties")
                .publisher("National Bureau of Statistics")
                .sharing(sharing)
                .build();
    }

    private Call call(SharingAttribute sharing, CallContext context) {
        return new Call(ID, "query", time, null)
                .put(DatasetDescription.class, dataset(sharing))
                .put(CallContext.class, context);
    }

    private Call conditional(String... fields) {
        return call(SharingAttribute.CONDITIONAL, PERMIT)
                .put(RequestedFields.class, new RequestedFields(List.of(fields), List.of(fields)));
    }

    private Answer send(AdmitStage through, Call call) throws IOException {
        Request request = Request.get("https://share.example.gov/odata/" + ID);
        return through.handle(Exchange.of(call, request), exchange -> {
            sent.incrementAndGet();
            return Answer.whole(exchange.request(), 200, Headers.none(), new byte[0]);
        });
    }

    private SharingDeniedException refused(Call call) {
        SharingDeniedException refusal = catchThrowableOfType(SharingDeniedException.class, () -> send(stage, call));
        assertThat(refusal).as("refusal").isNotNull();
        assertThat(sent).as("requests that reached the network").hasValue(0);
        assertThat(refusal.attempts()).isZero();
        assertThat(refusal.dataset()).contains(ID);
        assertThat(refusal.platform()).contains("share.example.gov");
        return refusal;
    }

    private static Grant grant(String id, Set<String> purposes, Set<String> fields, Instant from, Instant until) {
        return new Grant(id, ID, purposes, fields, from, until);
    }

    private static Grant forPurposes(String id, String... purposes) {
        return grant(id, Set.of(purposes), Set.of(), NOW.minus(Duration.ofDays(30)), NOW.plus(Duration.ofDays(30)));
    }

    private static Grant forFields(String id, String... fields) {
        return grant(id, Set.of("residence-permit"), Set.of(fields), null, null);
    }

    @Test
    void handle_grantFits_putsItOnTheCall() throws IOException {
        source.holds(ID, forPurposes("G-1", "school-enrolment"), forPurposes("G-2", "residence-permit"));
        Call call = conditional("code");

        send(stage, call);

        assertThat(call.find(Grant.class)).map(Grant::id).contains("G-2");
        assertThat(sent).hasValue(1);
    }

    @Test
    void handle_severalGrantsFit_choosesTheOneThatLastsLongest() throws IOException {
        source.holds(
                ID,
                grant("G-1", Set.of(), Set.of(), null, NOW.plusSeconds(60)),
                grant("G-2", Set.of(), Set.of(), null, NOW.plusSeconds(90)),
                grant("G-3", Set.of(), Set.of(), null, NOW.plusSeconds(30)));
        Call call = conditional("code");

        send(stage, call);

        assertThat(call.find(Grant.class)).map(Grant::id).contains("G-2");
    }

    @Test
    void handle_laterExchangesOfTheCall_areNotCheckedAgain() throws IOException {
        source.holds(ID, forPurposes("G-1", "residence-permit"));
        Call call = conditional("code");
        send(stage, call);
        time.turn(Duration.ofDays(60));

        send(stage, call);

        assertThat(sent).hasValue(2);
        assertThat(source.readings).hasValue(1);
    }

    @Test
    void handle_unconditionalDataset_needsNeitherPurposeNorGrant() throws IOException {
        send(stage, call(SharingAttribute.UNCONDITIONAL, CallContext.none()));

        assertThat(sent).hasValue(1);
        assertThat(source.readings).hasValue(0);
    }

    @Test
    void handle_callOfTheSdkItself_passes() throws IOException {
        send(stage(GrantPolicy.STRICT, Set.of(Member.OPERATOR)), new Call("usage", "usage", time, null));

        assertThat(sent).hasValue(1);
    }

    @Test
    void handle_notShared_isRefused() {
        SharingDeniedException refusal = refused(call(SharingAttribute.NOT_SHARED, PERMIT));

        assertThat(refusal.diagnosis().cause()).isEqualTo("The dataset is not shared");
        assertThat(refusal.diagnosis().evidence()).contains("NOT_SHARED");
        assertThat(refusal.diagnosis().remedy()).contains("National Bureau of Statistics");
    }

    @Test
    void handle_conditionalWithoutPurpose_namesAllWaysToSetIt() {
        CallContext context = CallContext.builder().operator("li.wei").build();

        assertThatThrownBy(() -> send(stage, call(SharingAttribute.CONDITIONAL, context)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContainingAll(
                        ID,
                        "purpose(code)",
                        "shared conditionally",
                        ".context(CallContext.purpose(…)",
                        "dataset.with(context)",
                        "GovShare.inContext")
                .hasMessageNotContaining("li.wei");
        assertThat(sent).hasValue(0);
    }

    @Test
    void handle_memberThatThePlatformDemandsIsMissing_namesItsMethod() {
        AdmitStage demanding = stage(GrantPolicy.LENIENT, Set.of(Member.OPERATOR, Member.PURPOSE, Member.CASE));

        assertThatThrownBy(() -> send(demanding, call(SharingAttribute.UNCONDITIONAL, PERMIT)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContainingAll("caseNumber(number), operator(id)", "the platform refuses calls without")
                .hasMessageNotContaining("purpose(code)");
        assertThat(sent).hasValue(0);
    }

    @Test
    void handle_noGrant_isRefused() {
        source.holds(ID);

        SharingDeniedException refusal = refused(conditional("code"));

        assertThat(refusal.diagnosis().cause()).contains("no grant");
        assertThat(refusal.diagnosis().remedy()).contains("Apply", "'residence-permit'");
    }

    @Test
    void handle_grantOfAnotherDataset_isNoGrant() {
        source.holds(ID, new Grant("G-9", "cn.stats.towns", Set.of(), Set.of(), null, null));

        assertThat(refused(conditional("code")).diagnosis().cause()).contains("no grant");
    }

    @Test
    void handle_wrongPurpose_listsThoseGranted() {
        source.holds(ID, forPurposes("G-1", "school-enrolment"), forPurposes("G-2", "social-aid", "housing"));

        SharingDeniedException refusal = refused(conditional("code"));

        assertThat(refusal.diagnosis().cause())
                .isEqualTo(
                        "The purpose 'residence-permit' is not granted; granted: housing, school-enrolment, social-aid");
        assertThat(refusal.diagnosis().evidence())
                .contains(
                        "grant G-1 valid 2026-08-02T08:00:00Z to 2026-10-01T08:00:00Z for school-enrolment",
                        "grant G-2");
        assertThat(refusal.diagnosis().remedy()).contains("CallContext.purpose(…)", "apply to the publisher");
    }

    @Test
    void handle_expired_saysSinceWhen() {
        source.holds(
                ID,
                grant("G-1", Set.of("residence-permit"), Set.of(), null, NOW.minus(Duration.ofDays(9))),
                grant("G-2", Set.of("residence-permit"), Set.of(), null, NOW),
                forPurposes("G-3", "housing"));

        SharingDeniedException refusal = refused(conditional("code"));

        assertThat(refusal.diagnosis().cause())
                .isEqualTo("The grant for the purpose 'residence-permit' expired at 2026-09-01T08:00:00Z");
        assertThat(refusal.diagnosis().evidence())
                .contains("G-2", "now 2026-09-01T08:00:00Z")
                .doesNotContain("G-3");
        assertThat(refusal.diagnosis().remedy()).contains("renew", "clock");
    }

    @Test
    void handle_notYetValid_saysFromWhen() {
        source.holds(
                ID,
                grant("G-1", Set.of("residence-permit"), Set.of(), NOW.plusSeconds(3600), null),
                grant("G-2", Set.of("residence-permit"), Set.of(), NOW.plusSeconds(60), null));

        SharingDeniedException refusal = refused(conditional("code"));

        assertThat(refusal.diagnosis().cause()).contains("not yet valid", "2026-09-01T08:01:00Z");
        assertThat(refusal.diagnosis().evidence()).contains("G-2");
    }

    @Test
    void handle_grantBeginsNow_isValid() throws IOException {
        source.holds(ID, grant("G-1", Set.of(), Set.of(), NOW, NOW.plusNanos(1)));

        send(stage, conditional("code"));

        assertThat(sent).hasValue(1);
    }

    @Test
    void handle_fieldsOutsideTheScope_areNamed() {
        source.holds(ID, forFields("G-1", "code"), forFields("G-2", "code", "name"));

        SharingDeniedException refusal = refused(conditional("code", "name", "population", "area"));

        assertThat(refusal.diagnosis().cause()).isEqualTo("Outside the scope of the grant: area, population");
        assertThat(refusal.diagnosis().evidence()).contains("G-2", "fields code, name");
        assertThat(refusal.diagnosis().remedy())
                .isEqualTo(
                        "Narrow the query to the grant by .select(\"code\", \"name\"), or apply to the publisher (National"
                                + " Bureau of Statistics) for these fields.");
    }

    @Test
    void handle_allFieldsOfALimitedGrant_saysWhichToSelect() {
        source.holds(ID, forFields("G-1", "name", "code"));

        SharingDeniedException refusal = refused(conditional());

        assertThat(refusal.diagnosis().remedy()).contains(".select(\"code\", \"name\"), or apply");
    }

    @Test
    void handle_comparedFieldOutsideTheScope_isToBeLeftOutOfTheConditions() {
        source.holds(ID, forFields("G-1", "code", "name"));
        Call call = call(SharingAttribute.CONDITIONAL, PERMIT)
                .put(RequestedFields.class, new RequestedFields(List.of("code", "area"), List.of("code")));

        assertThat(refused(call).diagnosis().remedy())
                .startsWith("Leave area out of the query's conditions and order, or apply")
                .endsWith("for this field.");
    }

    @Test
    void handle_noSelectedFieldIsGranted_offersThoseOfTheGrant() {
        source.holds(ID, forFields("G-1", "code", "name"));
        Call call = call(SharingAttribute.CONDITIONAL, PERMIT)
                .put(RequestedFields.class, new RequestedFields(List.of("area", "mayor"), List.of("area")));

        assertThat(refused(call).diagnosis().remedy())
                .startsWith("Narrow the query to the grant by .select(\"code\", \"name\") and leave mayor out of its"
                        + " conditions and order, or apply");
    }

    @Test
    void handle_refused_showsApplicationNumberAndRows() {
        Grant grant =
                forFields("G-1", "code").applicationNumber("SQ-2026-001234").rows("counties of Fujian");
        source.holds(ID, grant);

        SharingDeniedException refusal = refused(conditional("name"));

        assertThat(refusal.diagnosis().evidence()).contains("(application SQ-2026-001234)", "rows: counties of Fujian");
        assertThat(refusal.getMessage()).contains("quoting application SQ-2026-001234", "rows: counties of Fujian");
    }

    @Test
    void handle_refusedByThePlatform_readsTheGrantsAnewAtMostOncePerMinute() throws IOException {
        source.holds(ID, forPurposes("G-1", "residence-permit"));
        denied(conditional("code"));
        assertThat(source.readings).as("they were read a moment ago").hasValue(1);

        time.turn(CatalogueCache.CONFIRMATIONS_APART);
        source.holds(ID);
        denied(conditional("code"));
        assertThat(source.readings).hasValue(2);

        sent.set(0);
        assertThat(refused(conditional("code")).diagnosis().cause()).contains("holds no grant");
    }

    private void denied(Call call) throws IOException {
        Request request = Request.get("https://share.example.gov/odata/" + ID);
        stage.handle(
                Exchange.of(call, request),
                exchange -> Answer.whole(exchange.request(), 403, Headers.none(), new byte[0])
                        .with(Outcome.of(Outcome.Kind.DENIED)));
    }

    @Test
    void handle_grantExpiresSoon_isAnnouncedOnceADay() throws IOException {
        Logger logger = (Logger) LoggerFactory.getLogger(ExpiryNotice.class);
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        logger.addAppender(logged);
        source.holds(
                ID,
                Grant.of("G-1", ID, "residence-permit")
                        .valid(null, NOW.plus(Duration.ofDays(15)))
                        .applicationNumber("SQ-2026-001234"));
        try {
            send(stage, conditional("code"));
            assertThat(logged.list).as("15 days ahead").isEmpty();
            for (int hour = 0; hour < 36; hour++) {
                time.turn(Duration.ofHours(1));
                send(stage, conditional("code"));
            }
        } finally {
            logger.detachAppender(logged);
        }

        assertThat(logged.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("The grant G-1 for " + ID
                        + " expires in 14 days, at 2026-09-16T08:00:00Z; calls are refused from"
                        + " then on. Ask the publisher (National Bureau of Statistics) to renew it, quoting application"
                        + " SQ-2026-001234.");
    }

    @Test
    void handle_fieldsUnknownAsInARawCall_leavesThemToThePlatform() throws IOException {
        source.holds(ID, forFields("G-1", "code"));

        send(stage, call(SharingAttribute.CONDITIONAL, PERMIT));

        assertThat(sent).hasValue(1);
    }

    @Test
    void handle_refusedByGrantsKept_isConfirmedByAFreshReading() throws IOException {
        source.holds(ID, forPurposes("G-1", "housing"));
        catalogue.grants(ID);
        source.holds(ID, forPurposes("G-1", "housing"), forPurposes("G-2", "residence-permit"));
        time.turn(CatalogueCache.CONFIRMATIONS_APART);

        send(stage, conditional("code"));

        assertThat(sent).hasValue(1);
        assertThat(source.readings).hasValue(2);
    }

    @Test
    void handle_refusedOften_readsAtMostOncePerMinute() throws IOException {
        source.holds(ID, forPurposes("G-1", "housing"));
        catalogue.grants(ID);
        for (int i = 0; i < 180; i++) {
            time.turn(Duration.ofSeconds(1));
            refused(conditional("code"));
        }

        assertThat(source.readings)
                .as("the first and one in each of three minutes")
                .hasValue(4);
    }

    @Test
    void handle_refusedWhileAnotherCallConfirms_readsNoSecondTime() throws IOException {
        source.holds(ID, forPurposes("G-1", "housing"));
        catalogue.grants(ID);
        time.turn(CatalogueCache.CONFIRMATIONS_APART);
        Call one = conditional("code");
        Call other = conditional("code");
        // The first look finds the grants kept; at the second the other call overtakes this one before it reads anew.
        time.onNextLook(() -> time.onNextLook(() -> refused(other)));
        refused(one);

        assertThat(source.readings).as("the first and one on behalf of both").hasValue(2);
    }

    @Test
    void handle_refusalCannotBeConfirmed_lenientLetsThePlatformDecide() throws IOException {
        source.holds(ID, forPurposes("G-1", "housing"));
        catalogue.grants(ID);
        source.fails(new ConnectException("connection refused"));
        time.turn(CatalogueCache.CONFIRMATIONS_APART);

        send(stage, conditional("code"));
        assertThat(sent).hasValue(1);

        assertThatThrownBy(() -> send(stage(GrantPolicy.STRICT, Set.of()), conditional("code")))
                .isInstanceOf(SharingDeniedException.class)
                .hasMessageContaining("housing");
    }

    @Test
    void handle_platformWithoutGrants_passes() throws IOException {
        Call call = conditional("code");

        send(stage(GrantPolicy.STRICT, Set.of()), call);

        assertThat(sent).hasValue(1);
        assertThat(call.find(Grant.class)).isEmpty();
    }

    @Test
    void handle_grantsUnreachable_lenientWarnsOnceAndPasses() throws IOException {
        Logger logger = (Logger) LoggerFactory.getLogger(AdmitStage.class);
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        logger.addAppender(logged);
        source.fails(new PlatformUnavailableException("The platform cannot be reached", ""));
        try {
            send(stage, conditional("code"));
            send(stage, conditional("code"));
        } finally {
            logger.detachAppender(logged);
        }

        assertThat(sent).hasValue(2);
        assertThat(logged.list)
                .singleElement()
                .extracting(ILoggingEvent::getFormattedMessage)
                .asString()
                .contains(ID, "cannot be reached", "the platform alone decides");
    }

    @Test
    void handle_grantsUnreachable_strictRefuses() {
        ConnectException reason = new ConnectException("connection refused");
        source.fails(reason);

        assertThatThrownBy(() -> send(stage(GrantPolicy.STRICT, Set.of()), conditional("code")))
                .isInstanceOf(SharingDeniedException.class)
                .hasMessageContainingAll("grants cannot be read", "ConnectException", "grants(LENIENT)")
                .hasCause(reason);
        assertThat(sent).hasValue(0);
    }

    @Test
    void handle_grantsAtAForeignOrigin_isAMistakeAndNoOutage() {
        source.fails(new ConfigurationException("Not a trusted origin", "allowOrigin(…)"));

        assertThatThrownBy(() -> send(stage, conditional("code"))).isInstanceOf(ConfigurationException.class);
        assertThat(sent).hasValue(0);
    }

    @Test
    void handle_interruptedWhileReadingGrants_doesNotGoOut() {
        source.whileReading(() -> Thread.currentThread().interrupt()).fails(new InterruptedIOException("interrupted"));

        assertThatThrownBy(() -> send(stage, conditional("code"))).isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(sent).hasValue(0);
    }
}
