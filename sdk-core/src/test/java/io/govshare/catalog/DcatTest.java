package io.govshare.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.error.ResponseRejectedException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DcatTest {

    private static final DatasetDescription FULL = DatasetDescription.builder("cn.mca.marriages")
            .title("婚姻登记信息")
            .description("全国婚姻登记")
            .publisher("民政部")
            .publisherId("11100000000013127D")
            .publisherKeys(URI.create("https://mca.example.gov/jwks"))
            .sharing(SharingAttribute.UNCONDITIONAL)
            .sharingConditions("用于婚姻状况核验")
            .sharingMethods(List.of(SharingMethod.PLATFORM, SharingMethod.MEDIUM))
            .updateFrequency(UpdateFrequency.DAILY)
            .version("3")
            .versions(List.of("1", "2"))
            .key(List.of("id"))
            .rate(CallRate.perSecond(12.5))
            .contact(new Contact("信息中心", "data@example.gov.cn", "010-00000000"))
            .issued(LocalDate.of(2024, 5, 1))
            .modified(LocalDate.of(2026, 11, 20))
            .themes(List.of("社会保障"))
            .regions(List.of("350100", "350200"))
            .keywords(List.of("婚姻", "登记"))
            .related(List.of("cn.mca.divorces"))
            .fields(List.of(
                    new FieldDescription("id", "Edm.String", "编号", false, false, "公开", "登记编号", 32, Map.of()),
                    new FieldDescription("name", "Edm.String", "姓名", true, true, "L3", "", null, Map.of("unit", "字"))))
            .distributions(List.of(
                    new Distribution(
                            "接口",
                            new DataFormat(FormatCategory.SERVICE, "json"),
                            "application/json",
                            URI.create("https://share.example.gov/apply"),
                            null,
                            null,
                            List.of(ServiceDescription.at(
                                    URI.create("https://share.example.gov/odata/cn.mca.marriages"),
                                    "https://docs.oasis-open.org/odata/odata/v4.01/")),
                            Map.of()),
                    new Distribution(
                            "",
                            new DataFormat(FormatCategory.SPREADSHEET, "xlsx"),
                            "",
                            null,
                            URI.create("https://share.example.gov/files/1"),
                            1L << 40,
                            List.of(),
                            Map.of("dct:license", "x"))))
            .binding(Map.of("service", "S-1"))
            .extension("level", Map.of("a", List.of(1, new BigDecimal("1.50"), true), "b", 1L << 40))
            .build();

    @Test
    void write_whatADescriptionCarries_readsBackEqual() {
        assertThat(Dcat.read(Dcat.write(FULL))).isEqualTo(FULL);
        assertThat(FULL.access()).isEqualTo(URI.create("https://share.example.gov/odata/cn.mca.marriages"));
        assertThat(FULL.formats()).hasSize(2);
    }

    @Test
    void read_publisherWithKeys_findsThemSeenFromTheDocument() {
        DatasetDescription read = Dcat.read(
                "{\"dct:identifier\": \"a\", \"dct:publisher\": {\"foaf:name\": \"P\", \"govshare:jwks\": \"/p/jwks\"}}"
                        .getBytes(StandardCharsets.UTF_8),
                URI.create("https://share.example.gov/catalogue/a"),
                "a");

        assertThat(read.publisherKeys()).contains(URI.create("https://share.example.gov/p/jwks"));
        assertThat(read.publisher()).isEqualTo("P");
        assertThat(read.extensions()).isEmpty();
    }

    @Test
    void read_publisherWithKeysNowhere_isADefect() {
        DatasetDescription read = Dcat.read(
                "{\"dct:identifier\": \"a\", \"dct:title\": \"A\", \"dct:publisher\": {\"foaf:name\": \"P\", \"govshare:jwks\": \"ask us\"}}"
                        .getBytes(StandardCharsets.UTF_8),
                URI.create("https://share.example.gov/catalogue/a"),
                "a");

        assertThat(read.publisherKeys()).isEmpty();
        assertThat(read.defects()).extracting(Defect::member).containsExactly("govshare:jwks");
    }

    @Test
    void write_addressWithoutService_readsBackEqual() {
        DatasetDescription bound = DatasetDescription.builder("a")
                .publisher("P")
                .title("T")
                .access(URI.create("https://a.example/x"))
                .build();

        assertThat(Dcat.read(Dcat.write(bound))).isEqualTo(bound);
    }

    @ParameterizedTest
    @EnumSource(UpdateFrequency.class)
    void write_everyFrequency_readsBackEqual(UpdateFrequency frequency) {
        DatasetDescription dataset = DatasetDescription.builder("a")
                .publisher("P")
                .title("T")
                .updateFrequency(frequency)
                .build();

        assertThat(Dcat.read(Dcat.write(dataset))).isEqualTo(dataset);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'dct:identifier': ['a', 'b'], 'dct:title': ['x', 'y'], 'dct:publisher': [{'foaf:name': 'P'}, 'Q']}",
                "{'dct:identifier': 7, 'dct:title': 5, 'dct:publisher': 3, 'dct:description': ['']}",
                "{'@id': 'https://x.example/1', 'dct:title': {'zh': '标题', 'en': 'T'}, 'dct:publisher': {'@id': 'urn:p', 'x': 1}}",
                "{'dct:identifier': 'a', 'govshare:sharing': 'PUBLIC', 'dct:accrualPeriodicity': 'now and then'}",
                "{'dct:identifier': 'a', 'dct:issued': '2026/1/2', 'dct:modified': '2026-01-02T03:04:05Z'}",
                "{'dct:identifier': 'a', 'govshare:key': ['a', 1], 'govshare:rate': -1, 'govshare:sharingMethod': [1, 9]}",
                "{'dct:identifier': 'a', 'govshare:fields': [{'title': 'no name'}, 5, {'name': 'a'}, {'name': 'a', 'personal': true}]}",
                "{'dct:identifier': 'a', 'govshare:fields': [{'name': 'a', 'length': '20字节', 'nullable': '?', 'personal': 'perhaps',"
                        + " 'sensitivity': 'L3', 'type': ['x', 'y']}]}",
                "{'dct:identifier': 'a', 'govshare:fields': [{'name': 'a', 'sensitivity': 'L3'}, {'name': 'b', 'sensitivity': 'L3',"
                        + " 'personal': false}]}",
                "{'dct:identifier': 'a', 'govshare:fields': {'name': 'alone'}}",
                "{'dct:identifier': 'a', 'dcat:distribution': [{'dcat:byteSize': '1.2 MB', 'govshare:formatCategory': 9},"
                        + " 'https://x.example/file', {'dcat:accessService': ['x', {'dcat:endpointURL': 'nowhere'}]}]}",
                "{'dct:identifier': 'a', 'dcat:contactPoint': [{'vcard:fn': 'A', 'vcard:role': 'r'}, 'b'], 'dcat:theme':"
                        + " [{'@id': 'urn:t', 'skos:prefLabel': 'T'}, 3, null]}",
                "{'dct:identifier': 'a', 'own': {'nested': [null, 1.10, {'deep': []}]}, 'dct:accessRights': {'@id': 'x:PUBLIC'}}"
            })
    void read_dirtyEntry_isGivenWithItsDefectsAndWrittenAsItCame(String json) {
        DatasetDescription read = Dcat.read(json.replace('\'', '"'));

        assertThat(Dcat.read(Dcat.write(read))).isEqualTo(read);
    }

    @Test
    void read_dirtyMembers_areNamedWithTheKindOfTheirValue() {
        DatasetDescription read = Dcat.read("""
                {"dct:identifier": ["a", "b"], "dct:title": 5, "govshare:rate": "many", "own": 1,
                 "dcat:distribution": {"dcat:byteSize": "1.2 MB"}}""");

        assertThat(read.id()).isEqualTo("a");
        assertThat(read.otherIds()).containsExactly("b");
        assertThat(read.title()).isEqualTo("5");
        assertThat(read.defects())
                .extracting(defect -> defect.member() + " " + defect.valueKind())
                .containsExactlyInAnyOrder(
                        "dct:identifier list",
                        "dct:title number",
                        "govshare:rate text",
                        "dcat:distribution/dcat:byteSize text",
                        "dct:publisher nothing");
        assertThat(read.extensions()).containsEntry("own", 1).containsEntry("govshare:rate", "many");
        assertThat(read.distributions().get(0).extensions()).containsEntry("dcat:byteSize", "1.2 MB");
    }

    @ParameterizedTest
    @CsvSource({
        "'true', true, false",
        "'false', false, false",
        "'\"否\"', false, true",
        "'\"no\"', false, true",
        "'\"perhaps\"', true, true",
        "'7', true, true",
        "'[]', true, true",
        "'{\"@value\": false}', true, true"
    })
    void read_privacyMarkThatIsNotUnderstood_countsAsPersonal(String mark, boolean personal, boolean defect) {
        DatasetDescription read =
                Dcat.read("{\"dct:identifier\": \"a\", \"dct:title\": \"t\", \"dct:publisher\": \"p\","
                        + " \"govshare:fields\": [{\"name\": \"a\", \"personal\": " + mark + "}]}");

        assertThat(read.fields().get(0).personal()).isEqualTo(personal);
        assertThat(read.defects().isEmpty()).isNotEqualTo(defect);
    }

    @ParameterizedTest
    @CsvSource({"公开, false, false", "敏感个人信息, true, false", "L3, true, true", "'', false, false"})
    void read_levelOfProtection_marksFields(String level, boolean personal, boolean defect) {
        DatasetDescription read =
                Dcat.read("{\"dct:identifier\": \"a\", \"dct:title\": \"t\", \"dct:publisher\": \"p\","
                        + " \"govshare:fields\": [{\"name\": \"a\", \"sensitivity\": \"" + level + "\"}]}");

        assertThat(read.fields().get(0).personal()).isEqualTo(personal);
        assertThat(read.defects().isEmpty()).isNotEqualTo(defect);
    }

    @Test
    void read_fieldsOfOneName_areOneAndPersonalIfOneIs() {
        DatasetDescription read = Dcat.read("{\"govshare:fields\": [{\"name\": \"a\", \"title\": \"first\"},"
                + " {\"name\": \"a\", \"personal\": true}, {\"name\": \"b\"}]}");

        assertThat(read.fields())
                .containsExactly(new FieldDescription("a", "", "first", true, true), FieldDescription.named("b"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'govshare:sharing': 'PUBLIC'",
                "'govshare:sharing': 'http://publications.europa.eu/resource/authority/access-right/PUBLIC'",
                "'dct:accessRights': {'@id': 'http://publications.europa.eu/resource/authority/access-right/PUBLIC'}",
                "'govshare:sharing': ['?']",
                "'govshare:sharing': 1",
                "'title': 'nothing said'"
            })
    void read_whatIsNotOurTermForSharing_isNeverUnconditional(String member) {
        assertThat(Dcat.read("{" + member.replace('\'', '"') + "}").sharing()).isEqualTo(SharingAttribute.CONDITIONAL);
    }

    @ParameterizedTest
    @EnumSource(SharingAttribute.class)
    void write_sharing_isOurTermAndNeverPublic(SharingAttribute sharing) {
        String written =
                Dcat.write(DatasetDescription.builder("a").sharing(sharing).build());

        assertThat(written).contains("\"govshare:sharing\":\"" + sharing + "\"").doesNotContain("PUBLIC");
        assertThat(Dcat.read(written).sharing()).isEqualTo(sharing);
    }

    @Test
    void read_namesInEverySpelling_areTheSame() {
        DatasetDescription compact = Dcat.read(
                "{\"dct:identifier\": \"a\", \"dct:title\": \"T\", \"dct:publisher\": {\"foaf:name\": \"P\"}}");

        assertThat(Dcat.read("""
                {"http://purl.org/dc/terms/identifier": "a", "dcterms:title": {"@value": "T"},
                 "publisher": {"http://xmlns.com/foaf/0.1/name": "P"}}""")).isEqualTo(compact);
        assertThat(Dcat.read("""
                {"@context": ["https://elsewhere.example/never-fetched",
                   {"t": "http://purl.org/dc/terms/", "label": {"@id": "t:title"}, "f": "http://xmlns.com/foaf/0.1/"}],
                 "t:identifier": "a", "label": "T", "t:publisher": {"f:name": "P"}}""")).isEqualTo(compact);
    }

    @Test
    void read_textInLanguages_isTakenAndAllAreKept() {
        DatasetDescription read = Dcat.read("""
                {"dct:identifier": "a", "dct:publisher": "P",
                 "dct:title": [{"@value": "T", "@language": "en"}, {"@value": "标题", "@language": "zh"}]}""");

        assertThat(read.title()).isEqualTo("T");
        assertThat(read.defects()).isEmpty();
        assertThat(Dcat.write(read)).contains("标题");
    }

    @Test
    void read_graph_isPutTogetherFromItsNodes() {
        DatasetDescription read = Dcat.read("""
                {"@graph": [
                  {"@id": "urn:p", "@type": "foaf:Agent", "foaf:name": "P"},
                  {"@id": "urn:d", "@type": "dcat:Distribution", "dcat:accessService": {"@id": "urn:s"}},
                  {"@id": "urn:s", "@type": "dcat:DataService", "dcat:endpointURL": "https://a.example/x"},
                  {"@type": ["dcat:Dataset"], "dct:identifier": "a", "dct:title": "T",
                   "dct:publisher": {"@id": "urn:p"}, "dcat:distribution": [{"@id": "urn:d"}]}]}""");

        assertThat(read.publisher()).isEqualTo("P");
        assertThat(read.access()).isEqualTo(URI.create("https://a.example/x"));
    }

    @Test
    void read_graphThatRefersToItself_ends() {
        DatasetDescription read = Dcat.read("""
                {"@graph": [{"@id": "urn:a", "@type": "dcat:Dataset", "dct:identifier": "a",
                  "dct:relation": [{"@id": "urn:a"}, {"@id": "urn:a"}], "x": {"@id": "urn:a"}}]}""");

        assertThat(read.id()).isEqualTo("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "5", "null", "{", "<html>", "{\"a\": }"})
    void read_whatIsNoObject_isRejected(String json) {
        assertThatThrownBy(() -> Dcat.read(json)).isInstanceOf(ResponseRejectedException.class);
    }

    private static CataloguePage<DatasetDescription> page(String json) {
        return Dcat.datasets(json.getBytes(StandardCharsets.UTF_8), URI.create("https://a.example/catalogue?x=1"));
    }

    @Test
    void datasets_pageWithEntriesThatAreNone_losesNoNeighbour() {
        CataloguePage<DatasetDescription> page = page("""
                {"@type": ["dcat:Catalog", "hydra:Collection"], "hydra:totalItems": 5,
                 "dcat:dataset": [{"dct:identifier": "a"}, 5, "https://a.example/b", null, {"dct:title": "no id"}],
                 "hydra:view": {"@type": "hydra:PartialCollectionView", "hydra:next": {"@id": "?page=2"}}}""");

        assertThat(page.items())
                .extracting(DatasetDescription::id)
                .containsExactly("a", "5", "https://a.example/b", DatasetReader.NO_ID, DatasetReader.NO_ID);
        assertThat(page.items()).allSatisfy(entry -> assertThat(entry.defects()).isNotEmpty());
        assertThat(page.total()).hasValue(5);
        assertThat(page.next()).isEqualTo("?page=2");
    }

    @Test
    void datasets_graph_isAPageToo() {
        CataloguePage<DatasetDescription> page = page("""
                {"@graph": [{"@id": "urn:c", "@type": "dcat:Catalog", "hydra:totalItems": 2,
                    "hydra:view": {"hydra:next": "/2"}},
                  {"@type": "dcat:Dataset", "dct:identifier": "a"}, {"@type": "dcat:DataService", "dct:identifier": "s"},
                  {"@type": "http://www.w3.org/ns/dcat#Dataset", "dct:identifier": "b"}]}""");

        assertThat(page.items()).extracting(DatasetDescription::id).containsExactly("a", "b");
        assertThat(page.total()).hasValue(2);
        assertThat(page.next()).isEqualTo("/2");
    }

    @Test
    void toString_contact_isNotShown() {
        assertThat(FULL.contact().orElseThrow())
                .asString()
                .doesNotContain("data@")
                .doesNotContain("010");
        assertThat(FULL).asString().contains("婚姻登记信息").doesNotContain("data@");
    }
}
