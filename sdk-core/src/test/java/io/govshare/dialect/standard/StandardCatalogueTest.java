package io.govshare.dialect.standard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.auth.FakeLink;
import io.govshare.catalog.CallRate;
import io.govshare.catalog.CataloguePage;
import io.govshare.catalog.CatalogueQuery;
import io.govshare.catalog.DatasetDescription;
import io.govshare.catalog.Defect;
import io.govshare.catalog.Distribution;
import io.govshare.catalog.FieldDescription;
import io.govshare.catalog.Grant;
import io.govshare.catalog.ServiceDescription;
import io.govshare.catalog.SharingAttribute;
import io.govshare.error.ConfigurationException;
import io.govshare.error.NotFoundException;
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
        ServiceDescription odata = ServiceDescription.at(
                URI.create("https://share.example.gov/odata/cn.stats.counties"),
                "https://docs.oasis-open.org/odata/odata/v4.01/");
        assertThat(counties)
                .isEqualTo(DatasetDescription.builder(ID)
                        .title("Counties")
                        .publisher("National Bureau of Statistics")
                        .version("2023-06-30")
                        .distributions(List.of(
                                Distribution.of(ServiceDescription.at(URI.create("https://share.example.gov/files"))),
                                Distribution.of(odata)))
                        .key(List.of("code"))
                        .fields(List.of(
                                new FieldDescription("code", "Edm.String", "Division code", false, false),
                                new FieldDescription("phone", "", "", true, true)))
                        .rate(CallRate.perSecond(50.0))
                        .build());
        assertThat(counties.access()).isEqualTo(odata.endpoint());
    }

    @Test
    void find_bareDescription_countsAsConditional() throws IOException {
        DatasetDescription bare = described("{}");

        assertThat(bare.id()).isEqualTo(ID);
        assertThat(bare.title()).isEqualTo(ID);
        assertThat(bare.sharing()).isEqualTo(SharingAttribute.CONDITIONAL);
        assertThat(bare.defects())
                .extracting(Defect::toString)
                .containsExactly("dct:publisher is missing (nothing)", "dct:title is missing (nothing)");
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
            value = {"{\"dct:identifier\": \"other\"} | dct:identifier", "[] | catalogue", "<html> | catalogue"})
    void find_whatIsNotTheDataset_isRejectedNamingIt(String json, String member) {
        assertThatThrownBy(() -> described(json))
                .isInstanceOf(ResponseRejectedException.class)
                .hasMessageContaining(ID)
                .hasMessageContaining(member);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"govshare:sharing\": \"SOMETIMES\"} | govshare:sharing",
                "{\"govshare:rate\": \"many\"} | govshare:rate",
                "{\"govshare:rate\": 0} | govshare:rate",
                "{\"govshare:key\": [1]} | govshare:key",
                "{\"govshare:fields\": [{\"type\": \"Edm.String\"}]} | govshare:fields[0]",
                "{\"govshare:fields\": [{\"name\": \"a\", \"personal\": \"perhaps\"}]} | govshare:fields[0].personal",
                "{\"dcat:distribution\": {\"accessService\": {\"endpointURL\": \"file:///etc\"}}} |"
                        + " dcat:distribution/dcat:accessService/dcat:endpointURL",
                "{\"dcat:distribution\": {\"accessService\": {\"endpointURL\": 5}}} |"
                        + " dcat:distribution/dcat:accessService/dcat:endpointURL",
                "{\"dcat:distribution\": {\"accessService\": {\"endpointURL\": []}}} |"
                        + " dcat:distribution/dcat:accessService/dcat:endpointURL",
                "{\"dcat:distribution\": {\"accessService\": {\"endpointURL\": {\"href\": \"x\"}}}} |"
                        + " dcat:distribution/dcat:accessService/dcat:endpointURL"
            })
    void find_malformedMember_isADefectAndNothingIsTakenFromIt(String json, String member) throws IOException {
        DatasetDescription counties = described(json);

        assertThat(counties.defects()).extracting(Defect::member).contains(member);
        assertThat(counties.access()).isNull();
        assertThat(counties.rate()).isNull();
        assertThat(counties.key()).isEmpty();
        assertThat(counties.sharing()).isEqualTo(SharingAttribute.CONDITIONAL);
        assertThat(counties.fields()).allMatch(FieldDescription::personal);
    }

    @Test
    void search_criteria_areSentToTheServer() throws IOException {
        link.answers = request -> FakeLink.answer(request, 200, "application/ld+json", """
                {"hydra:totalItems": 2, "dcat:dataset": [{"dct:identifier": "a"}, {"dct:identifier": "b"}],
                 "hydra:view": {"hydra:next": "?after=1"}}""");

        CataloguePage<DatasetDescription> page = catalogue.search(
                CatalogueQuery.text("婚姻 登记&x=1")
                        .publisher("民政部")
                        .theme("a/b")
                        .sharing(SharingAttribute.UNCONDITIONAL)
                        .region("350100")
                        .limit(50),
                null);

        assertThat(asked())
                .isEqualTo("https://share.example.gov/catalogue/?type=dataset"
                        + "&q=%E5%A9%9A%E5%A7%BB%20%E7%99%BB%E8%AE%B0%26x%3D1&publisher=%E6%B0%91%E6%94%BF%E9%83%A8"
                        + "&theme=a%2Fb&sharing=UNCONDITIONAL&region=350100&limit=50");
        assertThat(link.sent.get(0).sender()).isEqualTo("sender");
        assertThat(page.items()).extracting(DatasetDescription::id).containsExactly("a", "b");
        assertThat(page.total()).hasValue(2);
        assertThat(page.next()).isEqualTo("https://share.example.gov/catalogue/?after=1");
    }

    @Test
    void services_page_isRead() throws IOException {
        link.answers = request -> FakeLink.answer(request, 200, "application/ld+json", """
                {"dcat:service": [{"dct:identifier": "s", "dct:title": "Check", "dct:publisher": {"foaf:name": "P"},
                  "dcat:endpointURL": "/api/check", "dcat:servesDataset": ["a", {"@id": "b"}]}]}""");

        ServiceDescription service =
                catalogue.services(CatalogueQuery.all(), null).items().get(0);

        assertThat(asked()).isEqualTo("https://share.example.gov/catalogue/?type=service");
        assertThat(service.id()).isEqualTo("s");
        assertThat(service.publisher()).isEqualTo("P");
        assertThat(service.endpoint()).isEqualTo(URI.create("https://share.example.gov/api/check"));
        assertThat(service.datasets()).containsExactly("a", "b");
        assertThat(service.defects()).isEmpty();
    }

    @Test
    void search_catalogueDown_isUnavailable() {
        link.answers =
                request -> FakeLink.answer(request, 503, "text/plain", "").with(Outcome.of(Outcome.Kind.BUSY));

        assertThatThrownBy(() -> catalogue.search(CatalogueQuery.all(), null))
                .isInstanceOf(PlatformUnavailableException.class);
    }

    @Test
    void search_answerWithoutContent_isAPageWithoutEntries() throws IOException {
        link.answers =
                request -> FakeLink.answer(request, 204, "text/plain", "").with(Outcome.of(Outcome.Kind.EMPTY));

        CataloguePage<DatasetDescription> page = catalogue.search(CatalogueQuery.all(), null);
        assertThat(page.items()).isEmpty();
        assertThat(page.next()).isNull();
    }

    @Test
    void search_addressWithoutCatalogue_saysWhichAddressToCheck() {
        link.answers =
                request -> FakeLink.answer(request, 404, "text/plain", "").with(Outcome.of(Outcome.Kind.NOT_FOUND));

        assertThatThrownBy(() -> catalogue.search(CatalogueQuery.all(), null))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("catalogue(…)");
    }

    @Test
    void search_platformWithoutCatalogue_saysSo() {
        link.answers = request -> FakeLink.json(
                request, "{\"linkset\": [{\"https://govshare.io/rel/usage\": [{\"href\": \"/usage\"}]}]}");

        assertThatThrownBy(() -> undescribed().search(CatalogueQuery.all(), null))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("catalogue(…)");
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
    void grants_applicationNumberAndRows_areReadAsText() throws IOException {
        assertThat(
                        granted(
                                "{\"uid\": \"G\", \"govshare:applicationNumber\": \"SQ-2026-0017\", \"permission\": {\"target\": \""
                                        + ID
                                        + "\", \"govshare:rows\": {\"@value\": \"counties\\nof Fujian\", \"@language\": \"en\"}}}"))
                .containsExactly(
                        Grant.of("G", ID).applicationNumber("SQ-2026-0017").rows("counties of Fujian"));
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
