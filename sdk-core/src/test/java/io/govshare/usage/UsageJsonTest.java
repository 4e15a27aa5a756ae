package io.govshare.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class UsageJsonTest {

    private static final UUID ID = UUID.fromString("0195500d-6c00-7000-8abc-000000000001");

    @Test
    void encode_everyMember_isTheCloudEventOfTheProtocol() {
        UsageEvent event = new UsageEvent(
                ID,
                Instant.parse("2026-03-01T08:05:09.007Z"),
                "residence-permits",
                "1.4.0",
                "share.example.gov",
                "cn.stats.counties",
                "2023-06-30",
                "G-0001",
                "residence-permit",
                "residence",
                "b3BlcmF0b3I",
                "Y2FzZQ",
                "query",
                UseOutcome.MATCHED,
                50,
                49,
                4211,
                "miss",
                1,
                12,
                "4bf92f3577b34da6a3ce929d0e0e4736",
                "provinceCode is ?",
                "sharing-denied",
                "not-granted");

        JsonNode json = JsonMapper.shared().readTree(UsageJson.encode(event));

        assertThat(json).isEqualTo(JsonMapper.shared().readTree("""
                {"specversion": "1.0", "id": "0195500d-6c00-7000-8abc-000000000001",
                 "source": "urn:govshare:application:residence-permits", "type": "io.govshare.usage.v1",
                 "time": "2026-03-01T08:05:09.007Z", "subject": "cn.stats.counties",
                 "datacontenttype": "application/json",
                 "data": {"application": "residence-permits", "applicationVersion": "1.4.0",
                          "platform": "share.example.gov", "dataset": "cn.stats.counties",
                          "datasetVersion": "2023-06-30", "grant": "G-0001", "purpose": "residence-permit",
                          "matter": "residence", "operator": "b3BlcmF0b3I", "case": "Y2FzZQ", "operation": "query", "outcome": "matched", "received": 50,
                          "delivered": 49, "bytes": 4211, "cache": "miss", "attempts": 1, "durationMs": 12,
                          "traceId": "4bf92f3577b34da6a3ce929d0e0e4736", "query": "provinceCode is ?", "failure": "sharing-denied", "code": "not-granted"}}
                """));
    }

    @Test
    void encode_unknownMembers_areAbsent() {
        JsonNode data =
                JsonMapper.shared().readTree(UsageJson.encode(bare("a"))).get("data");

        assertThat(data.propertyNames()).containsExactly("application", "platform", "dataset", "operation", "outcome");
    }

    @Test
    void encode_anyText_isReadBackAsItWas() {
        String awkward = "居住证 \"a\\b\"\n\t\u0000\u001f\u007f 😀/\u2028";

        UsageEvent back = DecodedEvent.of(UsageJson.encode(bare(awkward)));

        assertThat(back).isEqualTo(bare(awkward));
    }

    @Test
    void encode_applicationNameBeyondAscii_givesAValidUri() {
        JsonNode json = JsonMapper.shared().readTree(UsageJson.encode(bare("居 住")));

        assertThat(json.get("source").stringValue()).isEqualTo("urn:govshare:application:%E5%B1%85%20%E4%BD%8F");
    }

    @Test
    void encode_endlessText_isCut() {
        UsageEvent back = DecodedEvent.of(UsageJson.encode(bare("x".repeat(5_000))));

        assertThat(back.application()).isEqualTo("x".repeat(1_000) + "…");
    }

    @Test
    void decode_whatWasEncoded_isEqual() {
        UsageEvent event = Events.of(ID);

        assertThat(DecodedEvent.of(UsageJson.encode(event))).isEqualTo(event);
    }

    private static UsageEvent bare(String application) {
        return new UsageEvent(
                ID,
                Instant.parse("2026-03-01T08:05:09Z"),
                application,
                null,
                "p",
                "d",
                null,
                null,
                null,
                null,
                null,
                null,
                "stream",
                UseOutcome.INTERRUPTED,
                UsageEvent.UNKNOWN,
                UsageEvent.UNKNOWN,
                UsageEvent.UNKNOWN,
                null,
                UsageEvent.UNKNOWN,
                UsageEvent.UNKNOWN,
                null,
                null,
                null,
                null);
    }
}
