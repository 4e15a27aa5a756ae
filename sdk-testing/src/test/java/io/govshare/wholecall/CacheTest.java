package io.govshare.wholecall;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.GovShare;
import io.govshare.context.CallContext;
import io.govshare.dataset.Dataset;
import io.govshare.dataset.Page;
import io.govshare.dataset.Query;
import io.govshare.testing.Sandbox;
import io.govshare.testing.SandboxBuilder;
import io.govshare.testing.SandboxDataset;
import io.govshare.testing.UsageEvent;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is given again and what is asked for again, against the strict platform that signs all of it. */
class CacheTest {

    record Numbered(String code, String name) {}

    private static final String ID = "numbers";

    @TempDir
    Path spool;

    private static SandboxBuilder platform(String cacheControl) {
        List<Numbered> records = IntStream.range(0, 80)
                .mapToObj(i -> new Numbered(Integer.toString(i), "number " + i))
                .toList();
        return Sandbox.builder()
                .client(TestClient.ID, TestClient.KEY.publicJwk())
                .datasets(List.of(SandboxDataset.ofRecords(ID, records, "code").cacheControl(cacheControl)))
                .grant(TestClient.ID, ID, TestClient.PURPOSE)
                .grant(TestClient.ID, ID, "school-enrolment");
    }

    @Test
    void freshAnswer_isGivenAgainToTheSameContext_andToNoOther() {
        try (Sandbox sandbox = platform("private, max-age=60").start();
                GovShare govshare = TestClient.of(sandbox, spool).build()) {
            Dataset<Numbered> numbers = govshare.dataset(ID, Numbered.class);
            CallContext li = CallContext.builder().operator("li.wei").build();
            CallContext wang = CallContext.builder().operator("wang.fang").build();

            numbers.with(li).query(Query.all());
            numbers.with(li).query(Query.all());
            assertThat(sandbox.requestCount("/odata/")).as("the same operator").isEqualTo(1);

            numbers.with(wang).query(Query.all());
            assertThat(sandbox.requestCount("/odata/")).as("another operator").isEqualTo(2);

            numbers.with(CallContext.purpose("school-enrolment")
                            .operator("li.wei")
                            .build())
                    .query(Query.all());
            assertThat(sandbox.requestCount("/odata/")).as("another purpose").isEqualTo(3);
        }
    }

    @Test
    void staleAnswer_confirmedByThePlatform_isReadAgainAndReportedAsRevalidated() {
        try (Sandbox sandbox = platform("private, max-age=0").start()) {
            try (GovShare govshare = TestClient.of(sandbox, spool).build()) {
                Dataset<Numbered> numbers = govshare.dataset(ID, Numbered.class);
                Page<Numbered> first = numbers.query(Query.all());
                Page<Numbered> second = numbers.query(Query.all());

                assertThat(second.items()).isEqualTo(first.items()).hasSize(80);
                assertThat(numbers.find("7")).isEqualTo(numbers.find("7"));
                assertThat(sandbox.requestCount("/odata/")).isEqualTo(4);
            }
            assertThat(sandbox.usageEvents())
                    .extracting(event -> event.data().get("cache"))
                    .containsExactly("miss", "revalidated", "miss", "revalidated");
            UsageEvent confirmed = sandbox.usageEvents().get(1);
            assertThat(confirmed.data())
                    .containsEntry("received", 80)
                    .containsEntry("delivered", 80)
                    .containsEntry("bytes", 0)
                    .containsEntry("attempts", 1);
        }
    }
}
