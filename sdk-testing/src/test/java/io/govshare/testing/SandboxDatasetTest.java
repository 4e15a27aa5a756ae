package io.govshare.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxDatasetTest {

    enum Kind {
        SMALL
    }

    record Place(
            @JsonProperty("place_id") String id,
            int size,
            BigDecimal ratio,
            boolean open,
            LocalDate since,
            Instant seen,
            Kind kind,
            List<String> tags) {}

    @Test
    void records_haveTheFieldsJacksonNamesAndTheTypesOfTheirComponents() {
        SandboxDataset dataset = SandboxDataset.ofRecords(
                "places",
                List.of(new Place(
                        "a",
                        3,
                        new BigDecimal("1.50"),
                        true,
                        LocalDate.of(2020, 1, 31),
                        Instant.EPOCH,
                        Kind.SMALL,
                        List.of("x"))),
                "place_id");

        assertThat(dataset.published().table().fields().toString())
                .isEqualTo(
                        "{place_id=STRING, size=INT64, ratio=DECIMAL, open=BOOLEAN, since=DATE, seen=DATE_TIME_OFFSET, "
                                + "kind=STRING, tags=UNTYPED}");
        assertThat(new String(dataset.published().table().record(0, null), StandardCharsets.UTF_8))
                .isEqualTo("{\"place_id\":\"a\",\"size\":3,\"ratio\":1.50,\"open\":true,\"since\":\"2020-01-31\","
                        + "\"seen\":\"1970-01-01T00:00:00Z\",\"kind\":\"SMALL\",\"tags\":[\"x\"]}");
    }

    @Test
    void maps_haveTheTypesOfTheirValuesUnlessDeclared() {
        List<Map<String, Object>> records =
                List.of(Map.of("id", "a", "n", 1), Map.of("id", "b", "n", 2.5, "d", "2020-01-31"));

        assertThat(SandboxDataset.ofRecords("m", records, Map.of("d", "Edm.Date"), "id")
                        .published()
                        .table()
                        .fields())
                .containsOnly(
                        Map.entry("id", io.govshare.testing.odata.EdmType.STRING),
                        Map.entry("n", io.govshare.testing.odata.EdmType.DECIMAL),
                        Map.entry("d", io.govshare.testing.odata.EdmType.DATE));
    }

    @Test
    void csv_withQuotesAndBlanks_isRead(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("x.csv"), "id,name,note\r\n1,\"a, \"\"b\"\"\",\r\n\r\n2,\"two\nlines\",x\n");
        SandboxDataset dataset = SandboxDataset.ofCsv("x", file, "id");

        assertThat(dataset.size()).isEqualTo(2);
        assertThat(record(dataset, 0)).isEqualTo("{\"id\":\"1\",\"name\":\"a, \\\"b\\\"\",\"note\":null}");
        assertThat(record(dataset, 1)).isEqualTo("{\"id\":\"2\",\"name\":\"two\\nlines\",\"note\":\"x\"}");
    }

    private static String record(SandboxDataset dataset, int row) {
        return new String(dataset.published().table().record(row, null), StandardCharsets.UTF_8);
    }

    @Test
    void csv_wrong_isRefusedSayingWhere(@TempDir Path folder) throws IOException {
        Path shortLine = Files.writeString(folder.resolve("short.csv"), "id,name\n1,a\n2\n");
        Path open = Files.writeString(folder.resolve("open.csv"), "id\n\"1\n");

        assertThatThrownBy(() -> SandboxDataset.ofCsv("x", shortLine))
                .hasMessageContaining("record 2 has 1 values for 2 fields");
        assertThatThrownBy(() -> SandboxDataset.ofCsv("x", open)).hasMessageContaining("a quoted value is not closed");
        assertThatThrownBy(() -> SandboxDataset.ofCsv("x", folder.resolve("none.csv")))
                .hasMessageContaining("cannot read");
        assertThatThrownBy(() -> SandboxDataset.ofCsvResource("x", "/none.csv"))
                .hasMessageContaining("no resource /none.csv");
    }

    @Test
    void settings_wrong_areRefusedNamingTheMethod() {
        SandboxDataset dataset = SandboxDataset.ofRecords("x", List.of(Map.of("id", "a")), "id");

        assertThatThrownBy(() -> dataset.rate(0)).hasMessageContaining("SandboxDataset.rate takes 1 or more");
        assertThatThrownBy(() -> dataset.personal("name")).hasMessageContaining("x has no field name");
        assertThatThrownBy(() -> SandboxDataset.ofRecords("a b", List.of())).hasMessageContaining("'a b'");
        assertThatThrownBy(() -> SandboxDataset.ofRecords("x", List.of(Map.of("id", "a")), "code"))
                .hasMessageContaining("the key names a field code");
    }
}
