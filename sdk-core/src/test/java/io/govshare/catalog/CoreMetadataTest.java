package io.govshare.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.error.ResponseRejectedException;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CoreMetadataTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final String MARRIAGES = """
            {"信息资源分类": "3.07.001", "信息资源名称": "婚姻登记信息", "信息资源代码": "307001000/000001",
             "信息资源提供方": "民政部", "信息资源提供方代码": "11100000000013127D", "信息资源摘要": "全国婚姻登记",
             "信息资源格式": [{"格式分类": "3", "格式类型": "oracle"}],
             "信息项信息": [{"信息项名称": "姓名", "信息项英文名称": "name", "数据类型": "C", "数据长度": 50, "敏感级别": "敏感"},
                         {"信息项名称": "登记日期", "数据类型": "D", "是否可空": "否"}],
             "共享类型": "2", "共享条件": "用于婚姻状况核验", "共享方式": "1", "更新周期": "2",
             "发布日期": "2024-05-01", "关联资源代码": ["307001000/000002", "307001000/000003"],
             "所属系统名称": "全国婚姻登记系统"}""";

    private static JsonNode tree(String json) {
        return JSON.readTree(json);
    }

    @Test
    void read_entry_isUnderstood() {
        DatasetDescription read = CoreMetadata.read(MARRIAGES);

        assertThat(read.id()).isEqualTo("307001000/000001");
        assertThat(read.title()).isEqualTo("婚姻登记信息");
        assertThat(read.publisher()).isEqualTo("民政部");
        assertThat(read.publisherId()).isEqualTo("11100000000013127D");
        assertThat(read.sharing()).isEqualTo(SharingAttribute.CONDITIONAL);
        assertThat(read.sharingMethods()).containsExactly(SharingMethod.PLATFORM);
        assertThat(read.updateFrequency()).contains(UpdateFrequency.DAILY);
        assertThat(read.issued()).contains(LocalDate.of(2024, 5, 1));
        assertThat(read.formats()).containsExactly(new DataFormat(FormatCategory.DATABASE, "oracle"));
        assertThat(read.field("name").orElseThrow().personal()).isTrue();
        assertThat(read.field("登记日期").orElseThrow().nullable()).isFalse();
        assertThat(read.related()).hasSize(2);
        assertThat(read.extensions()).containsEntry("所属系统名称", "全国婚姻登记系统");
        assertThat(read.defects()).isEmpty();
    }

    @Test
    void write_whatWasRead_isTheSame() {
        assertThat(tree(CoreMetadata.write(CoreMetadata.read(MARRIAGES)))).isEqualTo(tree(MARRIAGES));
    }

    static Stream<String> codes() {
        return Stream.of(
                        IntStream.rangeClosed(1, 7).mapToObj(code -> "\"信息资源格式\": [{\"格式分类\": \"" + code + "\"}]"),
                        IntStream.rangeClosed(1, 3).mapToObj(code -> "\"共享类型\": \"" + code + "\""),
                        IntStream.rangeClosed(1, 3).mapToObj(code -> "\"共享方式\": \"" + code + "\""),
                        IntStream.rangeClosed(1, 6).mapToObj(code -> "\"更新周期\": \"" + code + "\""),
                        Stream.of("\"更新周期\": \"每旬\""))
                .flatMap(all -> all);
    }

    private static String entry(String member) {
        String sharing = member.contains("共享类型") ? "" : ", \"共享类型\": \"2\"";
        return "{\"信息资源名称\": \"a\", \"信息资源代码\": \"1\", \"信息资源提供方\": \"p\", " + member + sharing + "}";
    }

    @ParameterizedTest
    @MethodSource("codes")
    void write_everyCode_readsBackTheSame(String member) {
        DatasetDescription read = CoreMetadata.read(entry(member));

        assertThat(read.defects()).isEmpty();
        assertThat(tree(CoreMetadata.write(read))).isEqualTo(tree(entry(member)));
        assertThat(Dcat.read(Dcat.write(read))).isEqualTo(read);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"更新周期\": \"9\"",
                "\"更新周期\": 0",
                "\"共享类型\": \"4\"",
                "\"共享类型\": \"公开\"",
                "\"共享方式\": [\"1\", \"7\"]",
                "\"信息资源格式\": [{\"格式分类\": \"8\", \"格式类型\": \"x\"}]",
                "\"信息资源格式\": \"9\"",
                "\"发布日期\": \"去年\"",
                "\"信息项信息\": [{\"数据类型\": \"C\"}, {\"信息项名称\": \"a\"}, {\"信息项名称\": \"a\"}, 5]",
                "\"信息项信息\": [{\"信息项名称\": \"a\", \"数据长度\": \"20字节\", \"是否个人信息\": \"也许\", \"敏感级别\": \"三级\"}]",
                "\"关联资源代码\": [5]"
            })
    void write_valueThatIsNotKnown_isKeptAsItCameAndIsADefect(String member) {
        DatasetDescription read = CoreMetadata.read(entry(member));

        assertThat(read.defects()).isNotEmpty();
        assertThat(read.sharing()).isEqualTo(SharingAttribute.CONDITIONAL);
        assertThat(read.fields())
                .filteredOn(field -> !field.sensitivity().isEmpty())
                .allMatch(FieldDescription::personal);
        assertThat(tree(CoreMetadata.write(read)).path(member.substring(1, member.indexOf('"', 1))))
                .isEqualTo(tree("{" + member + "}").path(member.substring(1, member.indexOf('"', 1))));
        assertThat(CoreMetadata.read(CoreMetadata.write(read))).isEqualTo(read);
    }

    @ParameterizedTest
    @CsvSource({"无条件共享, UNCONDITIONAL", "有条件共享, CONDITIONAL", "不予共享, NOT_SHARED", "01, UNCONDITIONAL", "03, NOT_SHARED"
    })
    void read_sharingInOtherSpellings_isUnderstood(String spelled, SharingAttribute sharing) {
        assertThat(CoreMetadata.read(entry("\"共享类型\": \"" + spelled + "\"")).sharing())
                .isEqualTo(sharing);
    }

    @Test
    void read_namesOfCodes_areUnderstood() {
        DatasetDescription read = CoreMetadata.read("""
                {"名称": "a", "代码": ["1", "old-1"], "提供方": "p", "更新周期": "实时", "格式": "电子文件",
                 "共享属性": {"共享类型": "不予共享", "共享方式": ["介质交换方式", "02"]}}""");

        assertThat(read.updateFrequency()).contains(UpdateFrequency.REAL_TIME);
        assertThat(read.formats()).containsExactly(new DataFormat(FormatCategory.DOCUMENT, ""));
        assertThat(read.sharingMethods()).containsExactly(SharingMethod.MEDIUM, SharingMethod.MAIL);
        assertThat(read.sharing()).isEqualTo(SharingAttribute.NOT_SHARED);
        assertThat(read.otherIds()).isEqualTo(List.of("old-1"));
        assertThat(read.defects()).extracting(Defect::member).containsExactly("信息资源代码");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"信息项名称\": \"a\", \"敏感级别\": [\"公开\", \"敏感\"]}]",
                "[{\"信息项名称\": \"a\", \"敏感级别\": {\"级\": \"公开\"}, \"是否个人信息\": \"否\"}]",
                "[{\"信息项名称\": \"a\", \"是否个人信息\": \"是\", \"personal\": false}]",
                "[{\"信息项名称\": \"a\", \"是否个人信息\": [\"否\"]}]"
            })
    void read_privacyMarkThatIsNoText_countsAsPersonalInEveryNotation(String fields) {
        DatasetDescription read = CoreMetadata.read(entry("\"信息项信息\": " + fields));

        assertThat(read.fields().get(0).personal()).isTrue();
        assertThat(CoreMetadata.read(CoreMetadata.write(read))).isEqualTo(read);
        assertThat(Dcat.read(Dcat.write(read)).fields().get(0).personal()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"信息项信息\": [{\"信息项名称\": \"a\", \"提供方\": \"3\", \"摘要\": \"x\", \"代码\": \"7\"}]",
                "\"信息项信息\": [{\"信息项名称\": \"a\", \"数据类型\": [\"C\", \"N\"], \"信息项描述\": 5}]",
                "\"信息资源格式\": [{\"格式分类\": \"3\"}, {\"格式分类\": \"3\"}]",
                "\"数据类型\": \"C\", \"字段名\": \"x\""
            })
    void write_whatHasNoPlaceInADescription_isTheSame(String member) {
        DatasetDescription read = CoreMetadata.read(entry(member));

        assertThat(tree(CoreMetadata.write(read))).isEqualTo(tree(entry(member)));
        assertThat(CoreMetadata.read(CoreMetadata.write(read))).isEqualTo(read);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"共享类型\": [\"1\", \"2\"]",
                "\"共享类型\": \"1\", \"共享属性\": {\"共享类型\": \"3\"}",
                "\"共享类型\": 1e999999999"
            })
    void read_sharingThatContradictsItself_isConditional(String member) {
        DatasetDescription read = CoreMetadata.read(entry(member));

        assertThat(read.sharing()).isEqualTo(SharingAttribute.CONDITIONAL);
        assertThat(read.defects()).extracting(Defect::member).contains("共享类型");
    }

    @Test
    void read_nameUnderTwoNames_keepsTheFirstAndSaysSo() {
        DatasetDescription read = CoreMetadata.read(entry("\"名称\": \"b\""));

        assertThat(read.title()).isEqualTo("a");
        assertThat(read.defects()).extracting(Defect::member).containsExactly("信息资源名称");
        assertThat(CoreMetadata.read(CoreMetadata.write(read))).isEqualTo(read);
    }

    @Test
    void read_emptyEntry_namesWhatIsMissing() {
        assertThat(CoreMetadata.read("{}").defects())
                .extracting(Defect::member)
                .containsExactly("信息资源代码", "信息资源名称", "信息资源提供方");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{"})
    void read_whatIsNoObject_isRejected(String json) {
        assertThatThrownBy(() -> CoreMetadata.read(json)).isInstanceOf(ResponseRejectedException.class);
    }
}
