package io.govshare.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.testing.TestClient.Got;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class AccessTest {

    record Person(String id, String name, int age) {}

    private static final List<Person> PERSONS = List.of(new Person("1", "Ann", 30), new Person("2", "Bo", 40));

    private final Instant now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS);
    private final TestClient client = new TestClient("residence-permits");
    private final Sandbox sandbox = Sandbox.builder()
            .client(client.id, client.jwk())
            .dataset(SandboxDataset.ofRecords("persons", PERSONS, "id").personal("name"))
            .dataset(SandboxDataset.ofRecords("open", PERSONS, "id").sharing(Sharing.UNCONDITIONAL))
            .dataset(SandboxDataset.ofRecords("secret", PERSONS, "id")
                    .sharing(Sharing.UNCONDITIONAL)
                    .personal("id"))
            .dataset(SandboxDataset.ofRecords("closed", PERSONS, "id").sharing(Sharing.NOT_SHARED))
            .dataset(SandboxDataset.ofRecords("few", PERSONS, "id")
                    .sharing(Sharing.UNCONDITIONAL)
                    .rate(2))
            .dataset(SandboxDataset.ofRecords("daily", PERSONS, "id")
                    .sharing(Sharing.UNCONDITIONAL)
                    .quota(2))
            .grant(SandboxGrant.of(client.id, "persons", "permit").onlyFields("id", "age"))
            .grant(SandboxGrant.of(client.id, "persons", "former").valid(null, now.minusSeconds(60)))
            .start();

    AccessTest() {
        client.talksTo(sandbox).authenticated();
    }

    @AfterEach
    void close() {
        client.close();
        sandbox.close();
    }

    private Got get(String path, String context) {
        Draft draft = client.draft("GET", path);
        return client.send(context.isEmpty() ? draft : draft.context(context));
    }

    @Test
    void conditional_dataset_without_purpose_is_refused() {
        refused(get("/odata/persons", ""), 400, "context-missing", "no GovShare-Context header");
        refused(get("/odata/persons", "matter=\"m\""), 400, "context-missing", "no member purpose");
    }

    @Test
    void context_malformed_is_refused_even_where_none_is_needed() {
        refused(get("/odata/open", "purpose=permit"), 400, "context-invalid", "purpose is neither a string");
        refused(get("/odata/open", "purpose=\" \""), 400, "context-invalid", "purpose is blank");
        refused(get("/odata/open", "reason=\"x\""), 400, "context-invalid", "unknown member reason");
        refused(get("/odata/open", "purpose=\"x"), 400, "context-invalid", "no RFC 9651 dictionary");
        assertThat(get("/odata/open", "purpose=\"p\", matter-name=%\"%e5%b1%85\"")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void purpose_outside_every_grant_is_refused() {
        refused(get("/odata/persons", "purpose=\"marketing\""), 403, "purpose-not-granted", "covers purpose marketing");
        refused(get("/odata/persons", "purpose=\"former\""), 403, "grant-expired", "until " + now.minusSeconds(60));
        refused(get("/odata/closed", "purpose=\"permit\""), 403, "not-shared", "closed is not shared");
    }

    @Test
    void fields_outside_the_grant_are_neither_answered_nor_asked_for() {
        assertThat(get("/odata/persons?$top=1", "purpose=\"permit\"").text())
                .isEqualTo("{\"value\":[{\"id\":\"1\",\"age\":30}]}");
        assertThat(get("/odata/persons('1')", "purpose=\"permit\"").text()).isEqualTo("{\"id\":\"1\",\"age\":30}");
        for (String query :
                List.of("?$select=name", "?$filter=name%20eq%20'Ann'", "?$orderby=name", "('1')?$select=name")) {
            refused(
                    get("/odata/persons" + query, "purpose=\"permit\""),
                    403,
                    "field-not-granted",
                    "does not cover field name");
        }
    }

    @Test
    void personal_value_in_the_url_is_refused_and_in_the_content_answered() {
        sandbox.grant(SandboxGrant.of(client.id, "persons", "all"));
        String filter = "$filter=name%20eq%20'Ann'";
        Draft query = client.draft("POST", "/odata/persons/$query")
                .content("text/plain", filter)
                .context("purpose=\"all\"");

        for (String path : List.of("/odata/persons?", "/odata/persons/$count?")) {
            refused(get(path + filter, "purpose=\"all\""), 400, "invalid-query", "field name of persons is personal");
        }
        assertThat(client.send(query).text()).contains("\"Ann\"").doesNotContain("\"Bo\"");
        assertThat(get("/odata/persons?$orderby=name&$select=name", "purpose=\"all\"")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void personal_key_in_the_url_is_refused() {
        refused(get("/odata/secret('1')", ""), 400, "invalid-query", "field id of secret is personal");
    }

    @Test
    void url_too_long_is_refused() {
        String filter = "$filter=id%20in%20('" + "1','".repeat(400) + "')";

        refused(get("/odata/open?" + filter, ""), 400, "invalid-query", "more than 2000");
        assertThat(client.send(client.draft("POST", "/odata/open/$query").content("text/plain", filter))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void grant_given_or_revoked_later_counts_at_once() {
        sandbox.revokeGrants(client.id, "persons");
        refused(get("/odata/persons", "purpose=\"permit\""), 403, "not-granted", "has no grant for persons");
        sandbox.grant(SandboxGrant.of(client.id, "persons"));
        assertThat(get("/odata/persons?$filter=age%20eq%2030", "purpose=\"anything\"")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void grants_are_shown_as_agreements_to_their_client() {
        JsonNode graph = get("/grants?target=persons", "").json().path("@graph");

        assertThat(graph.size()).isEqualTo(2);
        JsonNode permission = graph.path(0).path("permission").path(0);
        assertThat(permission.path("target").asString("")).isEqualTo("persons");
        assertThat(permission.path("constraint").toString())
                .isEqualTo(
                        "[{\"leftOperand\":\"purpose\",\"operator\":\"isAnyOf\",\"rightOperand\":[\"permit\"]},"
                                + "{\"leftOperand\":\"govshare:field\",\"operator\":\"isAnyOf\",\"rightOperand\":[\"age\",\"id\"]}]");
        assertThat(graph.path(0).path("uid").asString("")).startsWith(sandbox.url() + "/grants/G-");
        assertThat(get("/grants?target=open", "").json().path("@graph").size()).isZero();
        refused(get("/grants", ""), 400, "invalid-query", "target");
    }

    @Test
    void catalogue_names_personal_fields_and_types_of_records() {
        JsonNode fields = get("/catalogue/persons", "").json().path("govshare:fields");

        assertThat(fields.path(1).path("personal").asBoolean()).isTrue();
        assertThat(fields.path(2).path("type").asString("")).isEqualTo("Edm.Int64");
    }

    @Test
    void calls_above_rate_or_quota_are_refused_with_the_time_to_wait() {
        get("/odata/few", "");
        get("/odata/few", "");
        Got third = get("/odata/few", "");
        get("/odata/daily", "");
        get("/odata/daily", "");
        Got used = get("/odata/daily", "");

        refused(third, 429, "rate-limited", "2 calls a second");
        assertThat(third.headers().get("Retry-After")).isEqualTo("1");
        refused(used, 429, "quota-exceeded", "2 calls a day");
        assertThat(used.headers().getInstant("Retry-After")).isAfter(now);
    }

    private static void refused(Got got, int status, String code, String cause) {
        assertThat(got.status()).isEqualTo(status);
        assertThat(got.code()).isEqualTo(code);
        assertThat(got.json().path("type").asString("")).isEqualTo("https://govshare.io/problems/" + code);
        assertThat(got.detail()).contains(cause);
    }
}
