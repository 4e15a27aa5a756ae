package io.govshare.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class UsageCsvTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    private static JsonNode event(String purpose) {
        return JSON.readTree(
                "{\"specversion\":\"1.0\",\"id\":\"0190b6a0-0000-7000-8000-000000000001\",\"source\":\"urn:x\","
                        + "\"type\":\"io.govshare.usage.v1\",\"time\":\"2026-11-23T08:00:00Z\",\"subject\":\"d\",\"data\":{"
                        + "\"application\":\"a\",\"platform\":\"p\",\"dataset\":\"d\",\"purpose\":\"" + purpose
                        + "\",\"operation\":\"find\",\"outcome\":\"matched\",\"received\":1}}");
    }

    @Test
    void line_anEvent_hasACellForEachColumn() {
        assertThat(UsageCsv.line(event("residence")))
                .isEqualTo("0190b6a0-0000-7000-8000-000000000001,2026-11-23T08:00:00Z,io.govshare.usage.v1,"
                        + "a,,p,d,,,residence,,,,find,matched,1,,,,,,,,,,,,\r\n");
        assertThat(UsageCsv.line(event("residence"))
                        .chars()
                        .filter(c -> c == ',')
                        .count())
                .isEqualTo(UsageCsv.columns().size() - 1);
    }

    @Test
    void line_anEventOfWhatIsNotOnRecord_saysHowManySinceWhenAndWhy() {
        byte[] gap = UsageJson.gap(
                UUID.fromString("0190b6a0-0000-7000-8000-000000000002"),
                new UsageJson.Source("a", "1.0", "p"),
                Instant.parse("2026-11-23T08:00:00Z"),
                new SegmentHeader.Shed(12, Instant.parse("2026-11-23T07:00:00Z"), 3),
                GapReason.NO_ROOM);

        assertThat(UsageCsv.line(JSON.readTree(gap)))
                .startsWith("0190b6a0-0000-7000-8000-000000000002,2026-11-23T08:00:00.000Z,io.govshare.usage.gap.v1,a,")
                .endsWith(",12,2026-11-23T07:00:00.000Z,no-room\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", " =1", "\\t=1", "\uFF1D1"})
    void line_aValueThatLooksLikeAFormula_isNoneAnyMore(String value) {
        assertThat(UsageCsv.line(event(value))).contains(",'" + value.replace("\\t", "\t") + ",");
    }

    @Test
    void line_aValueWithQuotesCommasAndLineBreaks_isQuoted() {
        assertThat(UsageCsv.line(event("a, \\\"b\\\"\\r\\nc"))).contains(",\"a, \"\"b\"\"\r\nc\",,,,find,");
    }
}
