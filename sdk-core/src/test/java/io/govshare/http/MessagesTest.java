package io.govshare.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.error.InvalidRequestException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The values that travel: request, header fields, body, answer. */
class MessagesTest {

    @Test
    void request_url_isTheCanonicalSpellingWithoutFragment() {
        Request request = Request.get("HTTPS://Share.Example.gov:443/a b?x='1'#part");

        assertThat(request.url()).isEqualTo("https://share.example.gov/a%20b?x=%271%27");
        assertThat(request.path()).isEqualTo("/a%20b");
        assertThat(request.rawQuery()).isEqualTo("x=%271%27");
        assertThat(request.origin()).isEqualTo(new Origin("https", "share.example.gov", 443));
        assertThat(request).hasToString("GET https://share.example.gov/a%20b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/relative", "ftp://a/b", "mailto:x@y", "https://"})
    void request_noHttpUrl_isRefused(String url) {
        assertThatThrownBy(() -> Request.get(url)).isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void request_userInformation_isRefusedWithoutShowingIt() {
        assertThatThrownBy(() -> Request.get("https://us:hidden@share.example.gov/"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageNotContainingAny("hidden");
    }

    @Test
    void request_bodyOnGet_isRefused() {
        assertThatThrownBy(() -> Request.of("get", "https://a.example/", Body.text("text/plain", "x")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("A GET has no content");
    }

    @Test
    void request_methodIsNoToken_isRefused() {
        assertThatThrownBy(() -> Request.of("GE T\r\n", "https://a.example/", null))
                .isInstanceOf(InvalidRequestException.class);
    }

    @ParameterizedTest
    @CsvSource({"GET, true", "HEAD, true", "POST, false", "DELETE, false"})
    void request_isQuery_byMethod(String method, boolean query) {
        assertThat(Request.of(method, "https://a.example/", null).isQuery()).isEqualTo(query);
        assertThat(Request.of(method, "https://a.example/", null).asQuery().isQuery())
                .isTrue();
    }

    @Test
    void request_changed_keepsTheRest() {
        Request request = Request.post("https://a.example/x?y=1", Body.text("text/plain", "b"))
                .asQuery()
                .template("POST x")
                .with("A", "1")
                .with("a", "2")
                .withParameter("z", "ü&");

        assertThat(request.url()).isEqualTo("https://a.example/x?y=1&z=%C3%BC%26");
        assertThat(request.headers()).isEqualTo(Headers.of("a", "2"));
        assertThat(request.isQuery()).isTrue();
        assertThat(request.template()).isEqualTo("POST x");
        assertThat(request.body()).isNotNull();
    }

    @Test
    void headers_names_areComparedWithoutCase() {
        Headers headers = Headers.of("Accept", "a", "ETag", "\"1\"").and("accept", "b");

        assertThat(headers.get("ACCEPT")).isEqualTo("a");
        assertThat(headers.all("accept")).containsExactly("a", "b");
        assertThat(headers.joined("Accept")).isEqualTo("a, b");
        assertThat(headers.without("ACCEPT")).isEqualTo(Headers.of("ETag", "\"1\""));
        assertThat(headers.with("accept", "c").all("Accept")).containsExactly("c");
        assertThat(headers.with(Headers.of("ACCEPT", "d", "X", "1")).joined("accept"))
                .isEqualTo("d");
        assertThat(headers.joined("none")).isNull();
    }

    @Test
    void headersJoined_valuesWithBlanksAround_areTrimmedOneByOne() {
        Headers headers = Headers.of("Vary", " accept\t", "ETag", "\"1\"", "vary", "", "VARY", "\t a b ");

        assertThat(headers.joined("Vary")).isEqualTo("accept, , a b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:b", "a\n", "ä"})
    void headers_nameIsNoToken_isRefused(String name) {
        assertThatThrownBy(() -> Headers.of(name, "x")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void headers_lineBreakInValue_isRefusedWithoutShowingTheValue() {
        assertThatThrownBy(() -> Headers.of("X", "hidden\r\nInjected: 1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContainingAny("hidden", "Injected");
    }

    @Test
    void headers_received_areMadeHarmless() {
        assertThat(Headers.received(new String[] {"X", "a\u0000b\tc\u007f", "bad name", "x", "", "y"}))
                .isEqualTo(Headers.of("X", "a b\tc "));
    }

    @Test
    void headers_toString_masksWhatIsNotKnownToBeHarmless() {
        assertThat(Headers.of("Authorization", "Bearer hidden", "Content-Type", "a/b"))
                .hasToString("{Authorization: ***, Content-Type: a/b}");
    }

    @Test
    void body_json_takesMembersAlsoAfterItWasFixed() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("b", 1);
        members.put("a", null);
        Body body = Body.json(members).with("c", List.of("x"));

        assertThat(new String(body.toBytes(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("{\"b\":1,\"a\":null,\"c\":[\"x\"]}");
        Body fixed = body.fixed();
        assertThat(fixed.toBytes()).isSameAs(fixed.toBytes()).isEqualTo(body.toBytes());
        assertThat(fixed.fixed()).isSameAs(fixed);
        assertThat(new String(fixed.with("d", 1).toBytes(), java.nio.charset.StandardCharsets.UTF_8))
                .as("a signer may place its signature in the body")
                .isEqualTo("{\"b\":1,\"a\":null,\"c\":[\"x\"],\"d\":1}");
        assertThat(body).hasToString("application/json, members [b, a, c]");
    }

    @Test
    void body_ofBytes_takesNoMembers() {
        assertThatThrownBy(() -> Body.text("application/json", "{}").with("d", 1))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void body_form_isEncodedInTheOrderOfItsMembers() {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("b c", "1&2");
        members.put("a", "中");

        Body body = Body.form(members).fixed().with("z", "");

        assertThat(body.contentType()).isEqualTo("application/x-www-form-urlencoded");
        assertThat(body.isForm()).isTrue();
        assertThat(new String(body.toBytes(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("b+c=1%262&a=%E4%B8%AD&z=");
    }

    @Test
    void answer_withBytes_isWhole() {
        Answer answer = Answer.streaming(
                Request.get("https://a.example/"), 200, Headers.none(), java.io.InputStream.nullInputStream());

        assertThat(answer.isWhole()).isFalse();
        assertThatThrownBy(answer::bytes).isInstanceOf(IllegalStateException.class);
        assertThat(answer.with(new byte[] {1}).bytes()).containsExactly(1);
        assertThat(answer.note(String.class, "proof").with(new byte[0]).note(String.class))
                .contains("proof");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "120, 120", "99999999999999999999, 999999999"})
    void retryAfter_seconds_areRead(String value, long seconds) {
        assertThat(RetryAfter.of(Headers.of("Retry-After", value), Instant.EPOCH))
                .contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource({"'Thu, 01 Jan 2026 00:01:00 GMT', 60", "'Wed, 31 Dec 2025 23:00:00 GMT', 0"})
    void retryAfter_date_isTheTimeUntilThen(String value, long seconds) {
        assertThat(RetryAfter.of(Headers.of("Retry-After", value), Instant.parse("2026-01-01T00:00:00Z")))
                .contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1", "1.5", "2026-01-01"})
    void retryAfter_unreadable_isNone(String value) {
        assertThat(RetryAfter.of(Headers.of("Retry-After", value), Instant.EPOCH))
                .isEmpty();
    }

    @Test
    void request_reference_isResolvedAsRfc3986Says() {
        String page = "https://share.example.gov/odata/d?$top=5";
        assertThat(Request.get(page, "?$skiptoken=7").url())
                .isEqualTo("https://share.example.gov/odata/d?$skiptoken=7");
        assertThat(Request.get(page, "d?x=1").url()).isEqualTo("https://share.example.gov/odata/d?x=1");
        assertThat(Request.get(page, "/d").url()).isEqualTo("https://share.example.gov/d");
        assertThat(Request.get(page, "https://other.example.gov/d").url()).isEqualTo("https://other.example.gov/d");
        assertThatThrownBy(() -> Request.get(page, "ftp://share.example.gov/d"))
                .isInstanceOf(InvalidRequestException.class);
    }
}
