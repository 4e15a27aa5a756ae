package io.govshare.dialect.standard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.catalog.DatasetDescription;
import io.govshare.catalog.Dcat;
import io.govshare.catalog.FieldDescription;
import io.govshare.dataset.Envelope;
import io.govshare.dataset.Key;
import io.govshare.dataset.Query;
import io.govshare.error.ConfigurationException;
import io.govshare.error.InvalidRequestException;
import io.govshare.error.ResponseRejectedException;
import io.govshare.http.Request;
import io.govshare.platform.PageState;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandardAddressingTest {

    private static final String SET = "https://share.example.gov/odata/cn.stats.counties";
    private static final DatasetDescription COUNTIES = dataset(SET, List.of("code"), List.of());
    private static final DatasetDescription PERSONS = dataset(
            SET,
            List.of("idNumber"),
            List.of(
                    new FieldDescription("idNumber", "Edm.String", "", false, true),
                    new FieldDescription("city", "Edm.String", "", true, false)));

    private final StandardAddressing addressing = new StandardAddressing(0);

    private static DatasetDescription dataset(
            @Nullable String access, List<String> key, List<FieldDescription> fields) {
        return DatasetDescription.builder("cn.stats.counties")
                .title("Counties")
                .access(access == null ? null : URI.create(access))
                .key(key)
                .fields(fields)
                .build();
    }

    private static String body(Request request) {
        return new String(Objects.requireNonNull(request.body()).toBytes(), UTF_8);
    }

    @Test
    void query_all_isTheSetItself() {
        Request request = addressing.query(COUNTIES, Query.all());

        assertThat(request.method()).isEqualTo("GET");
        assertThat(request.url()).isEqualTo(SET);
        assertThat(request.headers().get("Accept")).isEqualTo("application/json");
        assertThat(request.headers().get("Prefer")).isNull();
    }

    @Test
    void query_conditionAndOrder_areOptionsInTheUrl() {
        Request request =
                addressing.query(COUNTIES, Query.where("provinceCode").is("35").orderBy("code"));

        assertThat(request.url()).isEqualTo(SET + "?$filter=provinceCode%20eq%20%2735%27&$orderby=code");
        assertThat(request.isQuery()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "application/x-ndjson, true",
        "Application/X-NDJSON; charset=utf-8, true",
        "https://www.iana.org/assignments/media-types/application/x-ndjson, true",
        "application/json, false",
        "'', false"
    })
    void lines_mediaTypeInTheManySpellingsOfDirectories_isFound(String mediaType, boolean offered) {
        DatasetDescription read =
                Dcat.read("{\"dct:identifier\": \"a\", \"dcat:distribution\": {\"dcat:mediaType\": {\"@id\": \""
                        + mediaType + "\"}, \"dcat:accessURL\": \"https://share.example.gov/lines\"}}");

        assertThat(addressing.lines(read, Query.all()).map(Request::url))
                .isEqualTo(offered ? Optional.of("https://share.example.gov/lines") : Optional.empty());
    }

    @Test
    void query_logs_showNoValue() {
        Request request =
                addressing.query(COUNTIES, Query.where("name").is("Gulou").orderBy("code"));

        assertThat(request).hasToString("GET " + SET + "?$filter=name eq ?&$orderby=code");
    }

    @Test
    void query_pageSize_isAskedForAsPreference() {
        Request request = new StandardAddressing(500).query(COUNTIES, Query.all());

        assertThat(request.headers().get("Prefer")).isEqualTo("odata.maxpagesize=500");
    }

    @Test
    void query_setThatHasAQueryItself_keepsIt() {
        DatasetDescription versioned = dataset(SET + "/?api-version=2", List.of("code"), List.of());

        assertThat(addressing.query(versioned, Query.all().orderBy("code")).url())
                .isEqualTo(SET + "?api-version=2&$orderby=code");
        assertThat(addressing.find(versioned, Key.of("1")).url()).isEqualTo(SET + "('1')?api-version=2");
    }

    @Test
    void query_onPersonalField_isAPostWithoutTheValueInUrlOrLog() {
        Query<Object> deep = Query.where("city")
                .is("Fuzhou")
                .and(Query.not(Query.where("idNumber").is("11010119900307123X")));

        Request request = addressing.query(PERSONS, deep);

        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.url()).isEqualTo(SET + "/$query");
        assertThat(request.isQuery()).isTrue();
        assertThat(Objects.requireNonNull(request.body()).contentType()).isEqualTo("text/plain");
        assertThat(body(request))
                .isEqualTo("$filter=city%20eq%20%27Fuzhou%27%20and%20not%20(idNumber%20eq%20%2711010119900307123X%27)");
        assertThat(request.toString()).doesNotContain("1101").doesNotContain("Fuzhou");
    }

    @Test
    void query_longUrl_becomesAPost() {
        Object[] codes = new Object[400];
        java.util.Arrays.setAll(codes, i -> "35" + (1000 + i));

        Request request = addressing.query(COUNTIES, Query.where("code").in(List.of(codes)));

        assertThat(request.method()).isEqualTo("POST");
        assertThat(body(request)).startsWith("$filter=code%20in%20(%27351000%27,%27351001%27,");
    }

    @Test
    void query_addressUnknown_saysHowToBindTheDataset() {
        DatasetDescription nowhere = dataset(null, List.of("code"), List.of());

        assertThatThrownBy(() -> addressing.query(nowhere, Query.all()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("cn.stats.counties")
                .hasMessageContaining("DatasetDescription.at(id, uri)");
    }

    @ParameterizedTest
    @CsvSource({
        "350102, ('350102')",
        "O'Reilly, ('O''Reilly')",
        "a/b, ('a%2Fb')",
        "福州, ('%E7%A6%8F%E5%B7%9E')",
        "'../../admin', ('..%2F..%2Fadmin')",
        "'a?b#c', ('a%3Fb%23c')",
        "'a&b=c%', ('a%26b%3Dc%25')"
    })
    void find_key_isOneEscapedSegment(String key, String segment) {
        Request request = addressing.find(COUNTIES, Key.of(key));

        assertThat(request.url()).isEqualTo(SET + segment);
        assertThat(request.template()).isEqualTo(SET + "(?)");
    }

    @Test
    void find_compositeKey_namesItsFields() {
        DatasetDescription dataset = dataset(SET, List.of("province", "number"), List.of());

        Request request = addressing.find(dataset, Key.of("35", 7));

        assertThat(request.url()).isEqualTo(SET + "(province='35',number=7)");
        assertThat(request.template()).isEqualTo(SET + "(province=?,number=?)");
    }

    @Test
    void find_keyOfWrongLength_namesTheFields() {
        assertThatThrownBy(() -> addressing.find(COUNTIES, Key.of("35", 7)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(
                        "given as 2 values, but its fields are code. Remedy: Give the value of this field");
    }

    @Test
    void find_compositeKeyOfUnknownNames_isRefused() {
        DatasetDescription dataset = dataset(SET, List.of(), List.of());

        assertThatThrownBy(() -> addressing.find(dataset, Key.of("35", 7)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("govshare:key");
    }

    @Test
    void find_personalKey_isAQueryWhoseAnswerIsAPage() {
        Envelope usual = Envelope.recordsAt("/value").singleAt("");

        Request request = addressing.find(PERSONS, Key.of("11010119900307123X"));

        assertThat(request.url()).isEqualTo(SET + "/$query");
        assertThat(body(request)).isEqualTo("$filter=idNumber%20eq%20%2711010119900307123X%27");
        assertThat(request.template()).doesNotContain("1101");
        assertThat(addressing.found(usual, PERSONS, Key.of("x")).single()).isEqualTo("/value");
        assertThat(addressing.found(usual, COUNTIES, Key.of("x"))).isEqualTo(usual);
    }

    @Test
    void count_plain_asksForTheNumberAlone() {
        Request request = addressing.count(COUNTIES, Query.where("provinceCode").is("35"));

        assertThat(request.url()).isEqualTo(SET + "/$count?$filter=provinceCode%20eq%20%2735%27");
        assertThat(request.headers().get("Accept")).startsWith("text/plain");
    }

    @Test
    void count_onPersonalField_isAPostForTheTotal() {
        Request request = addressing.count(PERSONS, Query.where("idNumber").is("x"));

        assertThat(request.url()).isEqualTo(SET + "/$query");
        assertThat(body(request)).isEqualTo("$filter=idNumber%20eq%20%27x%27&$count=true&$top=0");
    }

    private @Nullable String next(String url, @Nullable String link) {
        return addressing
                .next(COUNTIES, Query.all(), new PageState(url, link, 1, 100, 100, null))
                .map(Request::url)
                .orElse(null);
    }

    @Test
    void next_noLink_isTheEnd() {
        assertThat(next(SET, null)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "https://share.example.gov/odata/x?$skiptoken=2, https://share.example.gov/odata/x?$skiptoken=2",
        "cn.stats.counties?$skiptoken=2, https://share.example.gov/odata/cn.stats.counties?$skiptoken=2",
        "/odata/y?$skiptoken=2, https://share.example.gov/odata/y?$skiptoken=2",
        "https://evil.example/x, https://evil.example/x"
    })
    void next_link_isResolvedAgainstThePage(String link, String url) {
        assertThat(next(SET + "?$top=1", link)).isEqualTo(url);
    }

    @Test
    void next_linkWithToken_isLoggedWithoutIt() {
        Request next = addressing
                .next(COUNTIES, Query.all(), new PageState(SET, SET + "?$skiptoken=abc", 1, 100, 100, null))
                .orElseThrow();

        assertThat(next.template()).isEqualTo(SET + "?page=2");
    }

    @Test
    void next_linkToThePageItself_isRejectedAsALoop() {
        assertThatThrownBy(() -> next(SET + "?$skiptoken=2", SET + "?$skiptoken=2"))
                .isInstanceOf(ResponseRejectedException.class)
                .hasMessageContaining("never end");
    }

    @ParameterizedTest
    @CsvSource({"'ht tp://x'", "javascript:alert(1)", "'mailto:a@b.c'"})
    void next_linkThatIsNoUrl_isRejected(String link) {
        assertThatThrownBy(() -> next(SET, link)).isInstanceOf(ResponseRejectedException.class);
    }

    @Test
    void query_partOfAPersonalField_staysOutOfTheUrl() {
        DatasetDescription persons = dataset(
                SET,
                List.of(),
                List.of(
                        new FieldDescription("address", "", "", true, true),
                        new FieldDescription("home/street", "", "", true, true)));

        for (String field : List.of("address/city", "home/street")) {
            Request request = addressing.query(persons, Query.where(field).is("x"));
            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.url()).doesNotContain("x'");
        }
        assertThat(addressing
                        .query(
                                persons,
                                Query.where("addressee")
                                        .is("x")
                                        .and("home/city")
                                        .is("y"))
                        .method())
                .isEqualTo("GET");
    }
}
