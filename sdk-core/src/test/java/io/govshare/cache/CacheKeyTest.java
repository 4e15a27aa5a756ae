package io.govshare.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.catalog.DatasetDescription;
import io.govshare.catalog.Grant;
import io.govshare.catalog.SharingAttribute;
import io.govshare.context.CallContext;
import io.govshare.context.CallContext.Member;
import io.govshare.http.Body;
import io.govshare.http.Call;
import io.govshare.http.Call.CacheResult;
import io.govshare.http.Request;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer for one use is never given to another. */
class CacheKeyTest {

    private final Upstream upstream = new Upstream();

    private CacheResult second(UnaryOperator<Call> call, UnaryOperator<Request> request) throws IOException {
        upstream.get(upstream.call("query").put(Grant.class, Upstream.grant("G-1")))
                .close();
        Call other = call.apply(upstream.call("query").put(Grant.class, Upstream.grant("G-1")));
        upstream.send(other, request.apply(Request.get(Upstream.URL))).close();
        return other.cache();
    }

    private CacheResult withContext(CallContext context) throws IOException {
        return second(call -> call.put(CallContext.class, context), UnaryOperator.identity());
    }

    @Test
    void handle_sameUse_isAHit() throws IOException {
        assertThat(second(UnaryOperator.identity(), UnaryOperator.identity())).isEqualTo(CacheResult.HIT);
    }

    @Test
    void handle_otherPurpose_isAMiss() throws IOException {
        assertThat(withContext(CallContext.purpose("school-enrolment").build())).isEqualTo(CacheResult.MISS);
    }

    @Test
    void handle_otherGrant_isAMiss() throws IOException {
        assertThat(second(call -> call.put(Grant.class, Upstream.grant("G-2")), UnaryOperator.identity()))
                .isEqualTo(CacheResult.MISS);
    }

    @Test
    void handle_otherValueOfACarriedMember_isAMiss() throws IOException {
        assertThat(withContext(CallContext.purpose("residence-permit")
                        .operator("li.wei")
                        .build()))
                .isEqualTo(CacheResult.MISS);
    }

    @Test
    void handle_otherValueOfAMemberThatStaysHere_isAHit() throws IOException {
        assertThat(withContext(CallContext.purpose("residence-permit")
                        .caseNumber("2026-0815")
                        .build()))
                .isEqualTo(CacheResult.HIT);
    }

    @Test
    void handle_otherVersionOfTheDataset_isAMiss() throws IOException {
        assertThat(second(
                        call -> call.put(
                                DatasetDescription.class,
                                Upstream.description(SharingAttribute.UNCONDITIONAL, "2024-06-30")),
                        UnaryOperator.identity()))
                .isEqualTo(CacheResult.MISS);
    }

    @Test
    void handle_otherDatasetAtTheSameAddress_isAMiss() throws IOException {
        upstream.get(upstream.call("query")).close();
        Call other = new Call("cn.stats.towns", "query", upstream.time, null)
                .put(DatasetDescription.class, Upstream.description(SharingAttribute.UNCONDITIONAL, "2023-06-30"))
                .put(CallContext.class, CallContext.purpose("residence-permit").build());
        upstream.get(other).close();

        assertThat(other.cache()).isEqualTo(CacheResult.MISS);
    }

    @Test
    void key_otherIdentityOrPlatform_differs() {
        Call call = upstream.call("query");
        Request request = Request.get(Upstream.URL);
        CacheKey key = CacheKey.of("share.example.gov", "client-1", Set.of(), call, request);

        assertThat(CacheKey.of("share.example.gov", "client-1", Set.of(), call, request))
                .isEqualTo(key);
        assertThat(CacheKey.of("share.example.gov", "client-2", Set.of(), call, request))
                .isNotEqualTo(key);
        assertThat(CacheKey.of("other.example.gov", "client-1", Set.of(), call, request))
                .isNotEqualTo(key);
    }

    @Test
    void key_otherPurpose_differsThoughItIsNotOnTheWire() {
        Request request = Request.get(Upstream.URL);
        Call permit = upstream.call("query");
        Call school = upstream.call("query")
                .put(CallContext.class, CallContext.purpose("school-enrolment").build());

        assertThat(CacheKey.of("p", "client-1", Set.of(), permit, request))
                .isNotEqualTo(CacheKey.of("p", "client-1", Set.of(), school, request));
    }

    @Test
    void handle_otherParameter_isAMiss() throws IOException {
        assertThat(second(UnaryOperator.identity(), request -> request.withParameter("$top", "5")))
                .isEqualTo(CacheResult.MISS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Accept", "Prefer", "Accept-Language", "X-Gateway-Service"})
    void handle_otherHeaderField_isAMissThoughVaryIsSilent(String name) throws IOException {
        assertThat(second(UnaryOperator.identity(), request -> request.with(name, "other")))
                .isEqualTo(CacheResult.MISS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"traceparent", "X-Request-Id", "User-Agent"})
    void handle_headerFieldThatNamesTheCall_isAHit(String name) throws IOException {
        assertThat(second(UnaryOperator.identity(), request -> request.with(name, "other")))
                .isEqualTo(CacheResult.HIT);
    }

    @Test
    void handle_varyNamesSuchAField_otherValueIsAMiss() throws IOException {
        upstream.serves("[1]", "Cache-Control", "max-age=60", "Vary", "Accept, user-agent");
        Request ours = Request.get(Upstream.URL).with("User-Agent", "one");
        upstream.send(upstream.call("raw"), ours);

        Call same = upstream.call("raw");
        upstream.send(same, ours.with("traceparent", "00-1"));
        Call other = upstream.call("raw");
        upstream.send(other, ours.with("User-Agent", "two"));
        Call without = upstream.call("raw");
        upstream.send(without, Request.get(Upstream.URL));

        assertThat(same.cache()).isEqualTo(CacheResult.HIT);
        assertThat(other.cache()).isEqualTo(CacheResult.MISS);
        assertThat(without.cache()).isEqualTo(CacheResult.MISS);
    }

    @Test
    void handle_varyStar_neverMatches() throws IOException {
        upstream.serves("[1]", "Cache-Control", "max-age=60", "Vary", "Accept, *");

        assertThat(second(UnaryOperator.identity(), UnaryOperator.identity())).isEqualTo(CacheResult.MISS);
    }

    @Test
    void handle_queryInTheBody_isToldApartByItsContent() throws IOException {
        Request one =
                Request.post(Upstream.URL, Body.json(Map.of("code", "350102"))).asQuery();
        Request two =
                Request.post(Upstream.URL, Body.json(Map.of("code", "350103"))).asQuery();
        upstream.send(upstream.call("query"), one);
        Call same = upstream.call("query");
        upstream.send(same, one);
        Call other = upstream.call("query");
        upstream.send(other, two);

        assertThat(same.cache()).isEqualTo(CacheResult.HIT);
        assertThat(other.cache()).isEqualTo(CacheResult.MISS);
    }

    @Test
    void toString_key_showsNothingPersonal() {
        Call call = upstream.call("find")
                .put(CallContext.class, CallContext.builder().operator("li.wei").build());
        CacheKey key = CacheKey.of(
                "p", "client-1", Set.of(Member.OPERATOR), call, Request.get(Upstream.URL + "?id=110101199003070000"));

        assertThat(key.toString()).contains(Upstream.ID).doesNotContain("li.wei", "110101199003070000");
    }
}
