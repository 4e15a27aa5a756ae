package io.govshare.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.leaks.SharedResources;
import io.govshare.testing.TestClient.Got;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@SharedResources
class RecordsTest {

    private static final String COUNTIES = "/odata/cn.stats.counties";

    private static final TestClient CLIENT = new TestClient("residence-permits");
    private static Sandbox sandbox;

    @BeforeAll
    static void start() {
        sandbox = Sandbox.builder()
                .client(CLIENT.id, CLIENT.jwk())
                .datasets(Divisions.all())
                .grant(CLIENT.id, Divisions.COUNTIES, "residence-permit")
                .grant(CLIENT.id, Divisions.TOWNSHIPS, "residence-permit")
                .start();
        CLIENT.talksTo(sandbox).authenticated();
    }

    @AfterAll
    static void close() {
        CLIENT.close();
        sandbox.close();
    }

    @Test
    void catalogue_entry_describesTheDataset() {
        JsonNode entry = CLIENT.get("/catalogue/cn.stats.counties").json();

        assertThat(entry.path("dct:identifier").asString("")).isEqualTo("cn.stats.counties");
        assertThat(entry.path("govshare:sharing").asString("")).isEqualTo("CONDITIONAL");
        assertThat(entry.path("govshare:key").toString()).isEqualTo("[\"code\"]");
        assertThat(entry.path("govshare:fields").path(0).toString())
                .isEqualTo("{\"name\":\"code\",\"type\":\"Edm.String\",\"title\":\"Division code\",\"nullable\":false,"
                        + "\"personal\":false}");
        assertThat(entry.at("/dcat:distribution/0/dcat:accessService/dcat:endpointURL")
                        .asString(""))
                .isEqualTo(sandbox.url() + COUNTIES);
        assertThat(CLIENT.get("/catalogue/nothing").code()).isEqualTo("unknown-dataset");
    }

    @Test
    void record_looked_up_by_key_is_found() {
        Got got = CLIENT.get(COUNTIES + "('350102')");

        assertThat(got.status()).isEqualTo(200);
        assertThat(got.text())
                .isEqualTo("{\"code\":\"350102\",\"name\":\"鼓楼区\",\"cityCode\":\"3501\",\"provinceCode\":\"35\"}");
        assertThat(CLIENT.get(COUNTIES + "(code='350102')?$select=name").text()).isEqualTo("{\"name\":\"鼓楼区\"}");
        Got none = CLIENT.get(COUNTIES + "('000000')");
        assertThat(none.status()).isEqualTo(404);
        assertThat(none.code()).isEqualTo("no-such-record");
    }

    @Test
    void query_filtered_ordered_selected_counted_and_limited_gives_that_page() {
        Got got = CLIENT.get(
                COUNTIES + "?$filter=provinceCode%20eq%20'35'&$select=code&$orderby=code%20desc&$top=2&$count=true");

        assertThat(got.text())
                .isEqualTo("{\"value\":[{\"code\":\"350982\"},{\"code\":\"350981\"}],\"@odata.count\":84}");
        assertThat(got.headers().get("Content-Type")).isEqualTo("application/json");
    }

    @Test
    void next_links_followed_as_they_are_lead_through_all_records_once() {
        List<String> codes = new ArrayList<>();
        String next = COUNTIES + "?$orderby=code";
        int pages = 0;
        while (!next.isEmpty()) {
            JsonNode page = CLIENT.get(next).json();
            page.path("value").forEach(record -> codes.add(record.path("code").asString("")));
            next = page.path("@odata.nextLink").asString("");
            pages++;
        }

        assertThat(codes).hasSize(2978).doesNotHaveDuplicates().isSorted();
        assertThat(pages).isEqualTo(30);
    }

    @Test
    void page_size_preferred_is_honoured_up_to_1000_and_kept_by_next_links() {
        Got first = CLIENT.send(CLIENT.draft("GET", "/odata/cn.stats.townships?$top=2500")
                .purpose("residence-permit")
                .header("Prefer", "odata.maxpagesize=5000"));
        Got second = CLIENT.get(first.json().path("@odata.nextLink").asString(""));
        Got third = CLIENT.get(second.json().path("@odata.nextLink").asString(""));

        assertThat(first.headers().get("Preference-Applied")).isEqualTo("odata.maxpagesize=1000");
        assertThat(List.of(first, second, third))
                .extracting(page -> page.json().path("value").size())
                .containsExactly(1000, 1000, 500);
        assertThat(third.json().has("@odata.nextLink")).isFalse();
    }

    @Test
    void count_alone_is_a_number_in_plain_text() {
        Got got = CLIENT.get(COUNTIES + "/$count?$filter=provinceCode%20eq%20'35'");

        assertThat(got.headers().get("Content-Type")).isEqualTo("text/plain");
        assertThat(got.text()).isEqualTo("84");
        assertThat(CLIENT.get("/odata/cn.stats.townships/$count").text()).isEqualTo("41352");
    }

    @Test
    void query_in_the_body_keeps_its_values_out_of_every_url() {
        Got got = CLIENT.send(CLIENT.draft("POST", COUNTIES + "/$query")
                .purpose("residence-permit")
                .content("text/plain", "$filter=startswith(name,'鼓楼')&$orderby=code&$select=code")
                .header("Prefer", "odata.maxpagesize=2"));
        String next = got.json().path("@odata.nextLink").asString("");
        Got second = CLIENT.get(next);

        assertThat(got.json().path("value").size()).isEqualTo(2);
        assertThat(next).startsWith(sandbox.url() + COUNTIES + "?$skiptoken=").doesNotContain("filter", "%");
        assertThat(second.json().path("value").size()).isPositive();
    }

    @Test
    void query_wrong_is_refused_saying_why() {
        invalid("?$filter=provinceCode%20eq%2035", "field provinceCode is Edm.String");
        invalid("?$filter=nothing%20eq%201", "there is no field nothing");
        invalid("?$select=nothing", "$select: there is no field nothing");
        invalid("?$skip=10", "$skip is not offered");
        invalid("?$top=1&$top=2", "has $top twice");
        invalid("?$skiptoken=guess", "$skiptoken is not one that this platform gave");
        invalid("?$filter=%zz", "not percent-encoded");
        invalid("('1'", "expected )");
        invalid("/$count?$top=1", "$count takes $filter only");
    }

    private static void invalid(String rest, String cause) {
        Got got = CLIENT.get(COUNTIES + rest);
        assertThat(got.status()).isEqualTo(400);
        assertThat(got.code()).isEqualTo("invalid-query");
        assertThat(got.detail()).contains(cause);
    }

    @Test
    void path_or_method_unknown_is_refused() {
        assertThat(CLIENT.get("/odata/nothing").code()).isEqualTo("unknown-dataset");
        assertThat(CLIENT.get("/nowhere").status()).isEqualTo(404);
        assertThat(CLIENT.get(COUNTIES + "/$metadata").status()).isEqualTo(404);
        Got post = CLIENT.send(
                CLIENT.draft("POST", COUNTIES).purpose("residence-permit").content("text/plain", "x"));
        assertThat(post.status()).isEqualTo(405);
        assertThat(post.headers().get("Allow")).isEqualTo("GET");
    }

    @Test
    void answer_unchanged_is_not_sent_again() {
        Got first = CLIENT.get(COUNTIES + "?$top=3");
        String tag = first.headers().get("ETag");
        Got same = CLIENT.send(CLIENT.draft("GET", COUNTIES + "?$top=3")
                .purpose("residence-permit")
                .header("If-None-Match", "\"other\", " + tag));
        Got other = CLIENT.send(CLIENT.draft("GET", COUNTIES + "?$top=4")
                .purpose("residence-permit")
                .header("If-None-Match", tag));

        assertThat(first.headers().get("Cache-Control")).isEqualTo("private, max-age=3600");
        assertThat(first.headers().get("Vary")).contains("Accept-Encoding");
        assertThat(same.status()).isEqualTo(304);
        assertThat(same.headers().get("ETag")).isEqualTo(tag);
        assertThat(same.content().size()).isZero();
        assertThat(other.status()).isEqualTo(200);
    }
}
