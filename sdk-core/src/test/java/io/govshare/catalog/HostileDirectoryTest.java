package io.govshare.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.error.ResponseRejectedException;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Directories that mean harm, or were made by broken software: nothing but a refusal comes of them, or an entry. */
class HostileDirectoryTest {

    private static String json(String quoted) {
        return quoted.replace('\'', '"');
    }

    private static CataloguePage<DatasetDescription> page(String quoted, Charset charset) {
        return Dcat.datasets(json(quoted).getBytes(charset), URI.create("https://a.example/catalogue"));
    }

    private static CataloguePage<DatasetDescription> page(String quoted) {
        return page(quoted, StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'dct:title': 1e999999999}",
                "{'dct:title': 1e99999999999999}",
                "{'dct:publisher': {'foaf:name': 1e999999999}}",
                "{'dcat:keyword': [1e999999999, -1e-999999999]}",
                "{'govshare:rate': 1e999999999}",
                "{'govshare:fields': [{'name': 1e999999999, 'length': 1e999999999}]}"
            })
    void read_numberThatWouldFillTheMemory_isADefect(String entry) {
        DatasetDescription read = Dcat.read(json(entry));

        assertThat(read.defects()).isNotEmpty();
        assertThat(read.rate()).isNull();
        assertThat(Dcat.read(Dcat.write(read))).isEqualTo(read);
    }

    @Test
    void datasets_numberOfThousandsOfDigits_costsNoNeighbour() {
        CataloguePage<DatasetDescription> page = page("{'dcat:dataset': [{'dct:identifier': 'a', 'x': "
                + "9".repeat(5_000) + ", 'y': 0." + "1".repeat(5_000) + "}, {'dct:identifier': 'b'}]}");

        assertThat(page.items()).extracting(DatasetDescription::id).containsExactly("a", "b");
    }

    @Test
    void datasets_nameOfAnyLength_costsNoNeighbour() {
        CataloguePage<DatasetDescription> page = page("{'dcat:dataset': [{'dct:identifier': 'a', '" + "n".repeat(60_000)
                + "': 1}, {'dct:identifier': 'b'}]}");

        assertThat(page.items()).extracting(DatasetDescription::id).containsExactly("a", "b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'@context': {'g': '@graph'}, 'g': []}",
                "{'@context': {'g': '@graph'}, 'g': [{}], '@graph': []}"
            })
    void datasets_graphUnderAnotherName_ends(String document) {
        assertThat(page(document).items()).isEmpty();
        assertThat(Dcat.read(json(document)).defects()).isNotEmpty();
    }

    @Test
    void read_nestingWithoutEnd_isRefused() {
        String deep = "{'x': " + "[".repeat(100_000);

        assertThatThrownBy(() -> Dcat.read(json(deep)))
                .isInstanceOf(ResponseRejectedException.class)
                .hasMessageContaining("nested too deeply");
        assertThat(Dcat.read(json("{'x': " + "[".repeat(400) + "]".repeat(400) + "}"))
                        .extensions())
                .containsKey("x");
    }

    @Test
    void datasets_graphThatWouldGrowWithoutBounds_ends() {
        String node = "{'@id': 'urn:n', 'x': '" + "x".repeat(200_000) + "'}";
        String entry =
                "{'@type': 'dcat:Dataset', 'dct:identifier': 'a', 'x': [" + "{'@id': 'urn:n'},".repeat(20_000) + "1]}";

        assertThat(page("{'@graph': [" + node + "," + entry + "]}").items()).hasSize(1);
    }

    @Test
    void datasets_loneSurrogate_costsNoNeighbour() {
        CataloguePage<DatasetDescription> page = page("{'@graph': [{'@type': 'dcat:Dataset', 'dct:identifier': 'a',"
                + " 'dct:title': '\\ud800'}, {'@type': 'dcat:Dataset', 'dct:identifier': 'b'}]}");

        assertThat(page.items()).extracting(DatasetDescription::id).containsExactly("a", "b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16BE", "UTF-16LE", "UTF-32BE"})
    void datasets_otherEncoding_isRefused(String charset) {
        String document = "{'dcat:dataset': [{'dct:identifier': 'a', 'govshare:fields': [5, {'name': 'x'}]}]}";

        assertThatThrownBy(() -> page(document, Charset.forName(charset)))
                .isInstanceOf(ResponseRejectedException.class)
                .hasMessageContaining("UTF-8");
    }

    @Test
    void datasets_contextOfAnEntry_meansNothingForItsNeighbour() {
        CataloguePage<DatasetDescription> page = page("{'dcat:dataset': ["
                + "{'@context': {'title': 'urn:x', 'dct': 'urn:y:', 'own': 'http://purl.org/dc/terms/title'},"
                + " 'http://purl.org/dc/terms/identifier': 'a', 'own': 'A'},"
                + "{'dct:identifier': 'b', 'title': 'B', 'own': 'mine'}]}");

        assertThat(page.items()).extracting(DatasetDescription::title).containsExactly("A", "B");
        assertThat(page.items().get(1).extensions()).containsEntry("own", "mine");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'dcat:dataset': [], 'hydra:view': [{'@id': 'x', 'hydra:next': '?2'}]}",
                "{'dcat:dataset': [], 'hydra:view': {'hydra:next': ['?2']}}",
                "{'hydra:view': [{'http://www.w3.org/ns/hydra/core#next': [{'@id': '?2'}]}], 'dataset': []}",
                "{'@graph': [{'@id': 'c', '@type': 'dcat:Catalog', 'hydra:view': {'@id': 'v'}}, {'@id': 'v', 'hydra:next': '?2'}]}",
                "{'@graph': [{'@id': 'v', '@type': 'hydra:PartialCollectionView', 'hydra:next': '?2'}]}"
            })
    void datasets_linkToTheNextPage_isFoundInEverySpelling(String document) {
        assertThat(page(document).next()).isEqualTo("?2");
    }

    @Test
    void datasets_totalInEverySpelling_isRead() {
        assertThat(page("{'hydra:totalItems': [{'@value': '5', '@type': 'xsd:integer'}]}")
                        .total())
                .hasValue(5);
        assertThat(page("{'hydra:totalItems': 'many'}").total()).isEmpty();
    }

    @Test
    void datasets_entriesInsideACatalogueOfAGraph_areRead() {
        CataloguePage<DatasetDescription> page = page(
                "{'@graph': [{'@type': 'dcat:Catalog', 'dcat:dataset':"
                        + " [{'dct:identifier': 'a'}, {'@id': 'urn:b'}]}, {'@id': 'urn:b', '@type': 'dcat:Dataset', 'dct:identifier': 'b'}]}");

        assertThat(page.items()).extracting(DatasetDescription::id).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void read_graphOfSeveralDatasets_isNotTakenForTheOneThatWasAskedFor() {
        byte[] document = json("{'@graph': [{'@id': 'urn:x', '@type': 'dcat:Dataset', 'dct:title': 'X'},"
                        + " {'@id': 'urn:y', '@type': 'dcat:Dataset', 'dct:title': 'Y', 'dct:identifier': ['y', 'asked']}]}")
                .getBytes(StandardCharsets.UTF_8);

        DatasetDescription read = Dcat.read(document, URI.create("https://a.example/asked"), "asked");

        assertThat(read.title()).isEqualTo("Y");
        assertThat(read.id()).isEqualTo("asked");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'name': 'a', 'govshare:personal': true}",
                "{'name': 'a', 'https://govshare.io/ns#personal': true}",
                "{'name': 'a', 'personal': true, 'personal': false}",
                "{'name': 'a', 'personal': false, 'govshare:personal': true}",
                "{'name': 'a', 'personal': 'perhaps', 'govshare:personal': false}",
                "{'name': 'a', 'sensitivity': ['公开', '敏感']}",
                "{'name': 'a', 'sensitivity': {'zh': '公开', 'x': '敏感'}, 'personal': false}",
                "{'@list': [{'name': 'a', 'personal': true}]}",
                "[{'@list': [{'name': 'a', 'personal': true}]}]"
            })
    void read_privacyMarkInAnOddPlace_countsAsPersonal(String fields) {
        DatasetDescription read = Dcat.read(json("{'govshare:fields': " + fields + "}"));

        assertThat(read.field("a").orElseThrow().personal()).isTrue();
        assertThat(Dcat.read(Dcat.write(read)).field("a").orElseThrow().personal())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'govshare:sharing': ['UNCONDITIONAL', 'CONDITIONAL']",
                "'govshare:sharing': 'UNCONDITIONAL', 'sharing': 'CONDITIONAL'",
                "'sharing': 'CONDITIONAL', 'govshare:sharing': 'UNCONDITIONAL'"
            })
    void read_sharingThatContradictsItself_isNeverUnconditional(String sharing) {
        DatasetDescription read = Dcat.read(json("{'dct:identifier': 'a', " + sharing + "}"));

        assertThat(read.sharing()).isEqualTo(SharingAttribute.CONDITIONAL);
        assertThat(read.defects()).extracting(Defect::member).contains("govshare:sharing");
        assertThat(Dcat.read(Dcat.write(read)).sharing()).isEqualTo(SharingAttribute.CONDITIONAL);
    }

    @Test
    void services_sharingThatContradictsItself_isNeverUnconditional() {
        CataloguePage<ServiceDescription> page = Dcat.services(
                json("{'dcat:service': [{'dct:identifier': 's', 'sharing': 'CONDITIONAL', 'govshare:sharing': 'UNCONDITIONAL'}]}")
                        .getBytes(StandardCharsets.UTF_8),
                null);

        assertThat(page.items().get(0).sharing()).isEqualTo(SharingAttribute.CONDITIONAL);
    }

    @Test
    void toString_whatElseTheDirectorySays_isNotShown() {
        DatasetDescription read =
                Dcat.read(json("{'dcat:distribution': {'dcat:contactPoint': {'vcard:fn': 'Zhang San'},"
                        + " 'dcat:accessService': {'dcat:contactPoint': {'vcard:fn': 'Zhang San'}}}}"));

        assertThat(read.distributions().get(0).extensions()).isNotEmpty();
        assertThat(read.distributions()).asString().doesNotContain("Zhang");
        assertThat(read.services()).asString().doesNotContain("Zhang");
    }

    private static final List<String> NAMES = List.of(
            "@context",
            "@graph",
            "@type",
            "@id",
            "@value",
            "@list",
            "@language",
            "dct:identifier",
            "title",
            "http://purl.org/dc/terms/publisher",
            "dct:issued",
            "dcat:theme",
            "dcat:keyword",
            "dcat:contactPoint",
            "dcat:distribution",
            "dcat:accessService",
            "dcat:byteSize",
            "dcat:endpointURL",
            "dcat:mediaType",
            "dcat:dataset",
            "foaf:name",
            "vcard:fn",
            "vcard:hasEmail",
            "govshare:sharing",
            "govshare:sharingMethod",
            "govshare:fields",
            "govshare:key",
            "govshare:rate",
            "govshare:binding",
            "govshare:access",
            "govshare:formatCategory",
            "dct:accrualPeriodicity",
            "hydra:view",
            "hydra:next",
            "hydra:totalItems",
            "name",
            "type",
            "personal",
            "length",
            "sensitivity",
            "nullable",
            "x");

    private static final List<String> SCALARS = List.of(
            "null",
            "true",
            "false",
            "0",
            "1",
            "-7",
            "1e400",
            "2.50",
            "''",
            "' '",
            "'a'",
            "'b'",
            "'是'",
            "'dcat:Dataset'",
            "'敏感'",
            "'2026-01-31T00:00:00Z'",
            "'https://a.example/x'",
            "'http:///'",
            "'\\u0000'",
            "'UNCONDITIONAL'",
            "'govshare:UNCONDITIONAL'",
            "12345678901234567890",
            "'999999999999999999'",
            "'x:y'");

    private static String value(SplittableRandom random, int depth) {
        int kind = random.nextInt(depth > 5 ? 4 : 10);
        if (kind < 4) {
            return SCALARS.get(random.nextInt(SCALARS.size()));
        }
        StringBuilder text = new StringBuilder(kind < 6 ? "[" : "{");
        int members = random.nextInt(depth == 0 ? 12 : 5);
        int name = random.nextInt(NAMES.size());
        for (int i = 0; i < members; i++) {
            text.append(i == 0 ? "" : ",");
            if (kind >= 6) {
                // Steps that never meet a name twice: which of two counts is another matter.
                name = (name + 1 + random.nextInt(3)) % NAMES.size();
                text.append('\'').append(NAMES.get(name)).append("':");
            }
            text.append(value(random, depth + 1));
        }
        return text.append(kind < 6 ? "]" : "}").toString();
    }

    /** Members at random: no exception but the one that is promised, and what was read is written without loss. */
    @Test
    void read_anythingAtAll_isGivenOrRefusedAndReadsBackEqual() {
        SplittableRandom random = new SplittableRandom(20261123);
        int given = 0;
        for (int i = 0; i < 4_000; i++) {
            String document = json(value(random, 0));
            try {
                Dcat.datasets(document.getBytes(StandardCharsets.UTF_8), null);
                Dcat.services(document.getBytes(StandardCharsets.UTF_8), null);
                CoreMetadata.read(document);
                DatasetDescription read = Dcat.read(document);
                String written = Dcat.write(read);
                // Of a graph only the dataset is written, and an entry of it that is no object becomes one.
                if (!document.contains("@graph")) {
                    assertThat(Dcat.read(written)).as(document + "\n" + written).isEqualTo(read);
                    given++;
                }
            } catch (ResponseRejectedException refused) {
                assertThat(refused.getMessage()).contains("JSON");
            }
        }
        assertThat(given).isGreaterThan(800);
    }
}
