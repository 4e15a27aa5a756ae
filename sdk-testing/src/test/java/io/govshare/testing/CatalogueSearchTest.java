package io.govshare.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.leaks.SharedResources;
import io.govshare.testing.TestClient.Got;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@SharedResources
class CatalogueSearchTest {

    private static final Province PROVINCE = Province.of(7).datasets(300).services(20);
    private static final TestClient CLIENT = new TestClient("residence-permits");
    private static Sandbox sandbox;

    @BeforeAll
    static void start() {
        sandbox = Sandbox.builder()
                .client(CLIENT.id, CLIENT.jwk())
                .dataset(Divisions.cities())
                .catalogue(PROVINCE)
                .start();
        CLIENT.talksTo(sandbox).authenticated();
    }

    @AfterAll
    static void close() {
        CLIENT.close();
        sandbox.close();
    }

    @Test
    void page_first_hasTotalAndLink() {
        JsonNode page = CLIENT.get("/catalogue?type=dataset&limit=20").json();

        assertThat(page.path("hydra:totalItems").asInt()).isEqualTo(301);
        assertThat(page.path("dcat:dataset").size()).isEqualTo(20);
        assertThat(page.at("/dcat:dataset/0/dct:identifier").asString("")).isEqualTo("cn.stats.cities");
        assertThat(page.at("/hydra:view/hydra:next").asString(""))
                .isEqualTo(sandbox.url() + "/catalogue?type=dataset&limit=20&after=20");
    }

    @Test
    void page_last_hasNoLink() {
        JsonNode page = CLIENT.get("/catalogue?type=service&limit=20").json();

        assertThat(page.path("dcat:service").size()).isEqualTo(20);
        assertThat(page.path("hydra:view").has("hydra:next")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?type=both",
                "?type=dataset&type=dataset",
                "?type=dataset&colour=red",
                "?type=dataset&q=%20",
                "?type=dataset&sharing=PUBLIC",
                "?type=dataset&region=Fujian",
                "?type=dataset&limit=0",
                "?type=dataset&limit=1001",
                "?type=dataset&after=x"
            })
    void query_thatIsNotInTheProtocol_isRefused(String query) {
        Got got = CLIENT.get("/catalogue" + query);

        assertThat(got.status()).isEqualTo(400);
        assertThat(got.code()).isEqualTo("invalid-query");
    }

    @Test
    void province_sameSeed_isTheSameAndAnotherIsNot() {
        List<Object> entries = List.copyOf(
                PROVINCE.entries().stream().map(entry -> entry.members().get()).toList());

        assertThat(Province.of(7).datasets(300).services(20).entries().stream()
                        .map(entry -> entry.members().get())
                        .toList())
                .isEqualTo(entries);
        assertThat(Province.of(8).datasets(300).services(20).entries().stream()
                        .map(entry -> entry.members().get())
                        .toList())
                .isNotEqualTo(entries);
    }
}
