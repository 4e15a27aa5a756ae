package io.govshare.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.guides.Guide;
import io.govshare.http.HttpOptions;
import io.govshare.resilience.ResilienceOptions;
import io.govshare.usage.UsageOptions;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.util.unit.DataSize;

/** docs/spring.md says what the code does, and editors are told the same. */
class SpringGuideTest {

    private static final Guide GUIDE = Guide.of("spring.md");

    /** A row of the table of properties. */
    private record Row(String property, String type, String standard, String description) {
        static Row of(List<String> cells) {
            return new Row(cells.get(0), cells.get(1), cells.get(2), cells.get(3));
        }
    }

    private static Map<String, Row> rows() {
        return GUIDE.rows().stream().map(Row::of).collect(Collectors.toMap(Row::property, Function.identity()));
    }

    @Test
    void examples_areTheCodeThatIsTested() throws IOException {
        String tested = Guide.sources(Path.of("src/test/java/com/example/counties"));
        assertThat(GUIDE.blocks("java"))
                .hasSize(3)
                .allSatisfy(example -> assertThat(tested).contains(Guide.plain(example)));
        assertThat(GUIDE.blocks("yaml"))
                .containsExactly(Files.readString(Path.of("src/test/resources/application.yml")));
    }

    @Test
    void properties_areThoseThatAreBound() {
        Map<String, String> bound = new HashMap<>();
        collect("govshare.", GovShareProperties.class, bound);
        assertThat(rows().values().stream().collect(Collectors.toMap(Row::property, Row::type)))
                .containsExactlyInAnyOrderEntriesOf(bound);
    }

    @Test
    void metadata_describesEachPropertyAsTheGuideDoes() throws IOException {
        Map<String, String> described = metadata();
        // What is below a map is described as one.
        assertThat(described.remove("govshare.platform")).isNotBlank();
        assertThat(rows().values().stream()
                        .filter(row -> !row.property().startsWith("govshare.platform."))
                        .collect(Collectors.toMap(Row::property, Row::description)))
                .containsExactlyInAnyOrderEntriesOf(described);
    }

    @Test
    void defaultTimeouts_areThoseOfTheCore() {
        Map<String, Row> rows = rows();
        Function<String, Duration> standard =
                property -> DurationStyle.detectAndParse(rows.get(property).standard());
        assertThat(standard.apply("govshare.http.connect-timeout"))
                .isEqualTo(HttpOptions.defaults().connectTimeout());
        assertThat(standard.apply("govshare.http.attempt-timeout"))
                .isEqualTo(HttpOptions.defaults().attemptTimeout());
        assertThat(standard.apply("govshare.http.total-timeout"))
                .isEqualTo(ResilienceOptions.defaults().totalTimeout());
    }

    @Test
    void defaultsOfUsage_areThoseOfTheCore() {
        Map<String, Row> rows = rows();
        Function<String, String> standard =
                name -> rows.get("govshare.usage." + name).standard();
        UsageOptions core = UsageOptions.defaults();
        assertThat(standard.apply("durability")).isEqualTo(core.durability().name());
        assertThat(standard.apply("when-full")).isEqualTo(core.whenFull().name());
        assertThat(standard.apply("batch-events")).isEqualTo(String.valueOf(core.batchEvents()));
        assertThat(DataSize.parse(standard.apply("batch-bytes")).toBytes()).isEqualTo(core.batchBytes());
        assertThat(DataSize.parse(standard.apply("max-bytes")).toBytes()).isEqualTo(core.maxBytes());
        assertThat(DataSize.parse(standard.apply("free-bytes")).toBytes()).isEqualTo(core.freeBytes());
        assertThat(DurationStyle.detectAndParse(standard.apply("interval"))).isEqualTo(core.interval());
        assertThat(DurationStyle.detectAndParse(standard.apply("retention"))).isEqualTo(core.retention());
        assertThat(DurationStyle.detectAndParse(standard.apply("pending-age"))).isEqualTo(core.pendingAge());
        assertThat(DurationStyle.detectAndParse(standard.apply("close-timeout")))
                .isEqualTo(core.closeTimeout());
    }

    private static void collect(String prefix, Class<?> type, Map<String, String> properties) {
        for (RecordComponent component : type.getRecordComponents()) {
            String name = prefix + DataObjectPropertyName.toDashedForm(component.getName());
            if (component.getType() == Map.class) {
                collect(name + ".<name>.", GovShareProperties.Platform.class, properties);
            } else if (component.getType() == List.class) {
                collect(name + "[].", GovShareProperties.Grant.class, properties);
            } else if (component.getType().isRecord()) {
                collect(name + ".", component.getType(), properties);
            } else {
                properties.put(name, component.getType().getSimpleName());
            }
        }
    }

    /** Descriptions by property, as the starter's jar holds them for editors. */
    private static Map<String, String> metadata() throws IOException {
        String json = Files.readString(Path.of("target/classes/META-INF/spring-configuration-metadata.json"));
        Map<String, String> descriptions = new HashMap<>();
        for (Object property :
                (List<?>) JsonParserFactory.getJsonParser().parseMap(json).get("properties")) {
            Map<?, ?> described = (Map<?, ?>) property;
            descriptions.put((String) described.get("name"), (String) described.get("description"));
        }
        return descriptions;
    }
}
