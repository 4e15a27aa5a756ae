package io.govshare.dialect.standard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.auth.FakeLink;
import io.govshare.catalog.DatasetDescription;
import io.govshare.catalog.FieldDescription;
import io.govshare.catalog.Grant;
import io.govshare.catalog.SharingAttribute;
import io.govshare.error.ConfigurationException;
import io.govshare.error.PlatformUnavailableException;
import io.govshare.error.ResponseRejectedException;
import io.govshare.http.Outcome;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandardCatalogueTest {

    private static final String ID = "cn.stats.counties";
    private static final String DESCRIPTION = """
            {"@context": "https://www.w3.org/ns/dcat3.jsonld", "@type": "dcat:Dataset",
             "dct:identifier": "cn.stats.counties", "dct:title": "Counties",
             "dct:publisher": {"foaf:name": "National Bureau of Statistics"},
             "dcat:version": "2023-06-30",
             "govshare:sharing": "CONDITIONAL", "govshare:key": ["code"], "govshare:rate": 50,
             "govshare:fields": [
               {"name": "code", "type": "Edm.String", "title": "Division code", "nullable": false, "personal": false},
               {"name": "phone", "personal": true}],
             "dcat:distribution": [
               {"dcat:accessService": {"dcat:endpointURL": "https://share.example.gov/files"}},
               {"@type": "dcat:Distribution", "dcat:accessService": {"@type": "dcat:DataService",
                 "dcat:endpointURL": "https://share.example.gov/odata/cn.stats.counties",
                 "dct:conformsTo": "https://docs.oasis-open.org/odata/odata/v4.01/"}}]}
            """;
    private static final String AGREEMENT = """
            {"@context": "http://www.w3.org/ns/odrl.jsonld", "@graph": [{
              "@type": "Agreement", "uid": "https://share.example.gov/grants/G-0001", "assignee": "residence-permits",
              "permission": [
                {"target": "cn.stats.counties", "action": "use", "constraint": [
                  {"leftOperand": "purpose", "operator": "isAnyOf", "rightOperand": ["residence-permit"]},
                  {"leftOperand": "dateTime", "operator": "gteq", "rightOperand": "2026-01-01T00:00:00Z"},
                  {"leftOperand": "dateTime", "operator": "lt", "rightOperand": "2027-01-01T00:00:00Z"},
                  {"leftOperand": "govshare:field", "operator": "isAnyOf", "rightOperand": ["code", "name"]}]},
                {"target": "cn.stats.cities", "action": "use"}]}]}
            """;

    private final FakeLink link = new FakeLink();
    private final Discovery discovery = new Discovery(
            link,
            "share.example.gov",
            "https://share.example.gov",
            Map.of(
                    Endpoint.CATALOGUE,
                    "https://share.example.gov/catalogue/",
                    Endpoint.GRANTS,
                    "https://share.example.gov/grants"));
    private final StandardCatalogue catalogue = new StandardCatalogue(link, "share.example.gov", discovery);

    private DatasetDescription described(String json) throws IOException {
        link.answers = request -> FakeLink.answer(request, 200, "application/ld+json", json);
        return catalogue.find(ID).orElseThrow();
    }

    private List<Grant> granted(String json) throws IOException {
        link.answers = request -> FakeLink.answer(request, 200, "application/ld+json", json);
        return catalogue.grants(ID).orElseThrow();
    }

    private String asked() {
        return link.sent.get(0).request().url();
    }

    @Test
    void find_description_isReadWhole() throws IOException {
        DatasetDescription counties = described(DESCRIPTION);

        assertThat(asked()).isEqualTo("https://share.example.gov/catalogue/cn.stats.counties");
        assertThat(link.sent.get(0).sender()).isEqualTo("sender");
        assertThat(counties)
                .isEqualTo(new DatasetDescription(
                        ID,
                        "Counties",
                        "National Bureau of Statistics",
                        SharingAttribute.CONDITIONAL,
                        "2023-06-30",
                        URI.create("https://share.example.gov/odata/cn.stats.counties"),
                        List.of("code"),
                        List.of(
                                new FieldDescription("code", "Edm.String", "Division code", false, false),
                                new FieldDescription("phone", "", "", true, true)),
                        50.0,
                        Map.of()));
    }

    @Test
    void find_bareDescription_countsAsConditional() throws IOException {
        assertThat(described("{}"))
                .isEqualTo(new DatasetDescription(
                        ID, ID, "", SharingAttribute.CONDITIONAL, null, null, List.of(), List.of(), null, Map.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"dct:title\": \"T\"",
                "\"title\": \"T\"",
                "\"http://purl.org/dc/terms/title\": \"T\"",
                "\"dct:title\": [{\"@value\": \"T\", \"@language\": \"en\"}, {\"@value\": \"标题\", \"@language\": \"zh\"}]",
                "\"dct:title\": {\"zh\": \"标题\", \"en\": \"T\"}",
                "\"dct:title\": {\"@value\": \"T\"}"
            })
    void find_titleInItsManySpellings_isRead(String member) throws IOException {
        assertThat(described("{" + member + "}").title()).isEqualTo("T");
    }

    @Test
    void find_descriptionInAGraph_isFound() throws IOException {
        DatasetDescription counties = described("{\"@graph\": [{\"@type\": \"dcat:Catalog\", \"title\": \"All\"},"
                + " {\"@type\": [\"dcat:Dataset\"], \"title\": \"Counties\", \"key\": \"code\"}]}");

        assertThat(counties.title()).isEqualTo("Counties");
        assertThat(counties.key()).containsExactly("code");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"dct:identifier\": \"other\"} | dct:identifier",
                "{\"govshare:sharing\": \"SOMETIMES\"} | govshare:sharing",
                "{\"govshare:rate\": \"many\"} | govshare:rate",
                "{\"govshare:rate\": 0} | govshare:rate",
                "{\"govshare:key\": [1]} | govshare:key",
                "{\"govshare:fields\": [{\"type\": \"Edm.String\"}]} | govshare:fields",
                "{\"govshare:fields\": [{\"name\": \"a\", \"personal\": \"yes\"}]} | personal",
                "{\"dcat:distribution\": {\"accessService\": {\"endpointURL\": \"file:///etc\"}}} | dcat:endpointURL",
                "{\"dcat:distribution\": {\"accessService\": {\"endpointURL\": 5}}} | dcat:endpointURL",
                "{\"dcat:distribution\": {\"accessService\": {\"endpointURL\": []}}} | dcat:endpointURL",
                "{\"dcat:distribution\": {\"accessService\": {\"endpointURL\": {\"href\": \"x\"}}}} | dcat:endpointURL",
                "[] | catalogue",
                "<html> | catalogue"
            })
    void find_malformedDescription_isRejectedNamingDatasetAndMember(String json, String member) {
        assertThatThrownBy(() -> described(json))
                .isInstanceOf(ResponseRejectedException.class)
                .hasMessageContaining(ID)
                .hasMessageContaining(member);
    }

    @Test
    void find_unknownDataset_isEmpty() throws IOException {
        link.answers = request ->
                FakeLink.answer(request, 404, "application/problem+json", "").with(Outcome.of(Outcome.Kind.NOT_FOUND));

        assertThat(catalogue.find(ID)).isEmpty();
    }

    @Test
    void find_idWithSlashes_staysOneSegment() throws IOException {
        link.answers =
                request -> FakeLink.answer(request, 404, "text/plain", "").with(Outcome.of(Outcome.Kind.NOT_FOUND));

        catalogue.find("../grants?x=1 省");

        assertThat(asked()).isEqualTo("https://share.example.gov/catalogue/..%2Fgrants%3Fx%3D1%20%E7%9C%81");
    }

    @Test
    void find_catalogueDown_isUnavailable() {
        link.answers =
                request -> FakeLink.answer(request, 503, "text/plain", "").with(Outcome.of(Outcome.Kind.BUSY));

        assertThatThrownBy(() -> catalogue.find(ID))
                .isInstanceOf(PlatformUnavailableException.class)
                .hasMessageContaining(ID);
    }

    private StandardCatalogue undescribed() {
        return new StandardCatalogue(link, "p", new Discovery(link, "p", "https://share.example.gov", Map.of()));
    }

    @Test
    void find_platformWithoutCatalogue_isEmpty() throws IOException {
        link.answers = request -> FakeLink.json(
                request, "{\"linkset\": [{\"https://govshare.io/rel/usage\": [{\"href\": \"/usage\"}]}]}");

        assertThat(undescribed().find(ID)).isEmpty();
        assertThat(undescribed().grants(ID)).isEmpty();
    }

    @Test
    void find_addressWhereNoPlatformIs_saysSoAndNotThatTheDatasetIsUnknown() throws IOException {
        link.answers = request -> FakeLink.answer(request, 404, "text/plain", "");

        assertThatThrownBy(() -> undescribed().find(ID))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(ID)
                .hasMessageContaining("https://share.example.gov/.well-known/api-catalog answered 404")
                .hasMessageContaining("catalogue(…)")
                .hasMessageContaining("bind(");
        assertThat(undescribed().grants(ID)).isEmpty();
    }

    @Test
    void grants_agreement_isReadForItsDataset() throws IOException {
        List<Grant> grants = granted(AGREEMENT);

        assertThat(asked()).isEqualTo("https://share.example.gov/grants?target=cn.stats.counties");
        assertThat(grants)
                .containsExactly(new Grant(
                        "https://share.example.gov/grants/G-0001",
                        ID,
                        Set.of("residence-permit"),
                        Set.of("code", "name"),
                        Instant.parse("2026-01-01T00:00:00Z"),
                        Instant.parse("2027-01-01T00:00:00Z")));
    }

    private static String agreement(String constraints) {
        return "{\"@graph\": [{\"uid\": \"G\", \"permission\": {\"target\": {\"@id\": \"" + ID
                + "\"}, \"constraint\": [" + constraints + "]}}]}";
    }

    @Test
    void grants_noConstraint_isForAnyPurposeAndAllFields() throws IOException {
        assertThat(granted(agreement(""))).containsExactly(new Grant("G", ID, Set.of(), Set.of(), null, null));
    }

    @Test
    void grants_emptyGraph_isNoGrant() throws IOException {
        assertThat(granted("{\"@graph\": []}")).isEmpty();
    }

    @Test
    void grants_eqAndPrefixedNames_areTheSame() throws IOException {
        List<Grant> grants =
                granted(agreement("{\"leftOperand\": {\"@id\": \"odrl:purpose\"}, \"operator\": \"odrl:eq\","
                        + " \"rightOperand\": {\"@value\": \"residence-permit\"}}"));

        assertThat(grants.get(0).purposes()).containsExactly("residence-permit");
    }

    @Test
    void grants_purposesThatExcludeEachOther_permitNothing() throws IOException {
        List<Grant> grants =
                granted(agreement("{\"leftOperand\": \"purpose\", \"operator\": \"eq\", \"rightOperand\": \"a\"},"
                        + "{\"leftOperand\": \"purpose\", \"operator\": \"eq\", \"rightOperand\": \"b\"}"));

        assertThat(grants).isEmpty();
    }

    @Test
    void grants_openEndsAndInclusiveTimes_areExact() throws IOException {
        List<Grant> grants = granted(
                agreement(
                        "{\"leftOperand\": \"dateTime\", \"operator\": \"lteq\", \"rightOperand\": {\"@value\": \"2026-12-31\"}}"));

        assertThat(grants.get(0).validFrom()).isNull();
        assertThat(grants.get(0).validUntil()).isEqualTo(Instant.parse("2026-12-31T00:00:00.000000001Z"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"leftOperand\": \"dateTime\", \"operator\": \"lt\", \"rightOperand\": \"soon\"} | dateTime",
                "{\"leftOperand\": \"dateTime\", \"operator\": \"eq\", \"rightOperand\": \"2026-01-01\"} | dateTime",
                "{\"leftOperand\": \"purpose\", \"operator\": \"neq\", \"rightOperand\": \"a\"} | purpose",
                "{\"leftOperand\": \"purpose\", \"operator\": \"eq\"} | purpose",
                "{\"operator\": \"eq\", \"rightOperand\": \"a\"} | leftOperand"
            })
    void grants_malformedConstraint_isRejectedNamingDatasetAndMember(String constraint, String member) {
        assertThatThrownBy(() -> granted(agreement(constraint)))
                .isInstanceOf(ResponseRejectedException.class)
                .hasMessageContaining(ID)
                .hasMessageContaining(member);
    }
}
