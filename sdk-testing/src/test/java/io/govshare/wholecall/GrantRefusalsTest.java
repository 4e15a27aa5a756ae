package io.govshare.wholecall;

import static io.govshare.wholecall.GrantedPlatform.ID;
import static io.govshare.wholecall.GrantedPlatform.grant;
import static io.govshare.wholecall.GrantedPlatform.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.GovShare;
import io.govshare.dataset.Dataset;
import io.govshare.dataset.Query;
import io.govshare.error.Diagnosis;
import io.govshare.error.SharingDeniedException;
import io.govshare.testing.Sandbox;
import io.govshare.testing.SandboxDataset;
import io.govshare.testing.SandboxGrant;
import io.govshare.testing.Sharing;
import io.govshare.testing.UsageEvent;
import io.govshare.wholecall.GrantedPlatform.Numbered;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is refused before it reaches the network: in which words, with which remedy, and that it is on record. */
@Timeout(30)
class GrantRefusalsTest {

    private final GrantedPlatform world = new GrantedPlatform();

    @TempDir
    Path spool;

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
}
