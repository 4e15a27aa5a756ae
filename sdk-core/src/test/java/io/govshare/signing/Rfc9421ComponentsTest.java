package io.govshare.signing;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.http.Answer;
import io.govshare.http.Headers;
import io.govshare.http.Request;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of RFC 9421 §2.1 and §2.2: what each component of a message is in the signature base. */
class Rfc9421ComponentsTest {

    private static final FieldTypes TYPES = FieldTypes.KNOWN.and("Example-Dict", FieldTypes.Type.DICTIONARY);
    private static final Request PLAIN = PrintedMessages.request("""
            POST /path?param=value HTTP/1.1
            Host: www.example.com
            """);

    /** The lines of these components, or what is wrong with the first that has none. */
    private static String lines(Request request, @Nullable Answer answer, String... components) {
        SignatureBase base = SignatureBase.of(request, answer, TYPES);
        for (Component component : Components.of(components).list()) {
            String problem = base.add(component);
            if (problem != null) {
                return component.identifier() + " " + problem;
            }
        }
        String text = new String(base.end("()", 0), StandardCharsets.US_ASCII);
        return text.substring(0, text.lastIndexOf('\n') + 1);
    }

    private static String lines(Request request, String... components) {
        return lines(request, null, components);
    }

    @Test
    void section21_fields_areTrimmedAndJoined() {
        Request request = PrintedMessages.request("""
                GET / HTTP/1.1
                Host: www.example.com
                Date: Tue, 20 Apr 2021 02:07:56 GMT
                X-OWS-Header:   Leading and trailing whitespace.\s\s
                Cache-Control: max-age=60
                Cache-Control:    must-revalidate
                Example-Dict:  a=1,    b=2;x=1;y=2,   c=(a   b   c)
                X-Empty-Header:\s
                """);

        assertThat(lines(
                        request,
                        "host",
                        "date",
                        "x-ows-header",
                        "cache-control",
                        "example-dict",
                        "x-empty-header",
                        "example-dict;sf"))
                .isEqualTo("""
                        "host": www.example.com
                        "date": Tue, 20 Apr 2021 02:07:56 GMT
                        "x-ows-header": Leading and trailing whitespace.
                        "cache-control": max-age=60, must-revalidate
                        "example-dict": a=1,    b=2;x=1;y=2,   c=(a   b   c)
                        "x-empty-header":\s
                        "example-dict";sf: a=1, b=2;x=1;y=2, c=(a b c)
                        """);
    }

    @Test
    void section212_dictionaryMembers_areWrittenAnew() {
        Request request = PLAIN.with("Example-Dict", "  a=1, b=2;x=1;y=2, c=(a   b    c), d");

        assertThat(lines(
                        request,
                        "example-dict;key=\"a\"",
                        "example-dict;key=\"d\"",
                        "example-dict;key=\"b\"",
                        "example-dict;key=\"c\""))
                .isEqualTo("""
                        "example-dict";key="a": 1
                        "example-dict";key="d": ?1
                        "example-dict";key="b": 2;x=1;y=2
                        "example-dict";key="c": (a b c)
                        """);
    }

    @Test
    void section213_linesWithCommas_areNotToldApartWithoutBs() {
        Request two = PLAIN.with(Headers.of("Example-Header", "value, with, lots", "Example-Header", "of, commas"));

        assertThat(lines(two, "example-header"))
                .isEqualTo("\"example-header\": value, with, lots, of, commas\n")
                .isEqualTo(lines(PLAIN.with("Example-Header", "value, with, lots, of, commas"), "example-header"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "https, POST /path?param=value, @method, POST",
                "https, POST /path?param=value, @target-uri, https://www.example.com/path?param=value",
                "https, POST /path?param=value, @authority, www.example.com",
                "http, POST /path?param=value, @scheme, http",
                "https, POST /path?param=value, @request-target, /path?param=value",
                "https, GET /path, @request-target, /path",
                "http, CONNECT www.example.com:80, @request-target, www.example.com:80",
                "https, GET /path?param=value, @path, /path",
                "https, GET /path?param=value&foo=bar&baz=bat%2Dman, @query, ?param=value&foo=bar&baz=bat%2Dman",
                "https, POST /path?queryString, @query, ?queryString",
                "https, POST /path, @query, ?",
                "https, GET /path?param=value&foo=bar&baz=batman&qux=, @query-param;name=\"baz\", batman",
                "https, GET /path?param=value&foo=bar&baz=batman&qux=, @query-param;name=\"qux\", ||",
                "https, GET /path?param=value&foo=bar&baz=batman&qux, @query-param;name=\"qux\", ||",
                "https, GET /path?param=value&foo=bar&baz=batman&qux=, @query-param;name=\"param\", value"
            })
    void section22_derivedComponents_areAsPrinted(String scheme, String line, String component, String value) {
        Request request = PrintedMessages.request(scheme, line + " HTTP/1.1\nHost: www.example.com\n");

        assertThat(lines(request, component))
                .isEqualTo(Components.of(component).list().get(0).identifier() + ": " + value + "\n");
    }

    @Test
    void section228_queryParameters_areEncodedInOneWay() {
        Request request = PrintedMessages.request("""
                GET /parameters?var=this%20is%20a%20big%0Amultiline%20value&bar=with+plus+whitespace\
                &fa%C3%A7ade%22%3A%20=something HTTP/1.1
                Host: www.example.com
                """);

        assertThat(lines(
                        request,
                        "@query-param;name=\"var\"",
                        "@query-param;name=\"bar\"",
                        "@query-param;name=\"fa%C3%A7ade%22%3A%20\""))
                .isEqualTo("""
                        "@query-param";name="var": this%20is%20a%20big%0Amultiline%20value
                        "@query-param";name="bar": with%20plus%20whitespace
                        "@query-param";name="fa%C3%A7ade%22%3A%20": something
                        """);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "a=b, a, b",
                "a=b=c, a, b%3Dc",
                "x&&a=b&, a, b",
                "a=%7e~*-._, a, %7E%7E*-._",
                "a=%zz%4, a, %25zz%254",
                "a=%ff, a, %EF%BF%BD",
                "A=1&a=2, a, 2",
                "=b, ||, b"
            })
    void queryParameter_oddSpellings_areReadAsFormsAre(String query, String name, String value) {
        Request request = Request.get("https://example.com/").withRawQuery(query);

        assertThat(lines(request, "@query-param;name=\"" + name + "\""))
                .isEqualTo("\"@query-param\";name=\"" + name + "\": " + value + "\n");
    }

    @ParameterizedTest
    @CsvSource({
        "a=1&a=2, is in the query more than once",
        "a=1&%61=1, is in the query more than once",
        "b=1, is not in the query",
        ", is not in the query"
    })
    void queryParameter_notThereOrNotAlone_cannotBeCovered(@Nullable String query, String reason) {
        Request request = Request.get("https://example.com/" + (query == null ? "" : "?" + query));

        assertThat(lines(request, "@query-param;name=\"a\"")).contains(reason);
    }

    @Test
    void section229_status_isThatOfTheAnswer() {
        Answer answer = PrintedMessages.answer(PLAIN, """
                HTTP/1.1 200 OK
                Date: Fri, 26 Mar 2010 00:05:00 GMT
                """);

        assertThat(lines(PLAIN, answer, "@status", "@path;req", "@query-param;req;name=\"param\"", "host;req"))
                .isEqualTo("""
                        "@status": 200
                        "@path";req: /path
                        "@query-param";req;name="param": value
                        "host";req: www.example.com
                        """);
        assertThat(lines(PLAIN, "@status")).contains("belongs to answers only");
        assertThat(lines(PLAIN, "@path;req")).contains("belongs to answers only");
        assertThat(lines(PLAIN, answer, "@path")).contains("belongs to requests only");
        assertThat(lines(PLAIN, answer, "host")).contains("is not in the message");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            delimiter = '#',
            value = {
                "priority#sf#u=1,   i#u=1, i",
                "priority#sf#u=1 ,i=?1#u=1, i",
                "cache-status#sf#a;hit,b;fwd=miss#a;hit, b;fwd=miss",
                "deprecation#sf#  @1688169599#@1688169599",
                "client-cert#sf#:AAAA: #:AAAA:",
                "priority#sf;key=\"u\"#u=1.50;a#1.5;a"
            })
    void structuredField_withSf_isWrittenInItsCanonicalForm(
            String name, String parameters, String value, String expected) {
        String component = name + ";" + parameters;

        assertThat(lines(PLAIN.with(name, value), component))
                .isEqualTo(Components.of(component).list().get(0).identifier() + ": " + expected + "\n");
    }

    @Test
    void structuredField_inSeveralLines_isOneDictionary() {
        Request request = PLAIN.with(Headers.of("Example-Dict", "a=1", "example-dict", " b=2 "));

        assertThat(lines(request, "example-dict;sf", "example-dict;key=\"b\""))
                .isEqualTo("\"example-dict\";sf: a=1, b=2\n\"example-dict\";key=\"b\": 2\n");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            delimiter = '#',
            value = {
                "x-unknown;sf#a#is a field that is not known to be structured",
                "x-unknown;key=\"a\"#a#is a field that is not known to be structured",
                "cache-status;key=\"a\"#a#is no dictionary",
                "priority;key=\"x\"#u=1#has no member of this key",
                "priority;sf#U=1#cannot be had, since the field",
                "priority;key=\"u\"#u=(#cannot be had, since the field",
                "client-cert;sf#a, b#cannot be had, since the field"
            })
    void structuredField_withoutAValue_saysWhy(String component, String value, String reason) {
        String name = component.substring(0, component.indexOf(';'));

        assertThat(lines(PLAIN.with(name, value), component)).contains(reason);
        assertThat(lines(PLAIN, component)).endsWith(SignatureBase.NOT_THERE);
    }

    @Test
    void components_thatDifferInTheOrderOfParametersOnly_areTheSame() {
        Component one = Components.component("example-dict;req;key=\"a\"");
        Component other = Components.component("example-dict;key=\"a\";req");

        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
        assertThat(one.identifier()).isNotEqualTo(other.identifier());
        assertThat(
                        Arrays.asList(
                                        "example-dict",
                                        "example-dict;req",
                                        "example-dict;key=\"b\";req",
                                        "example-dict;sf")
                                .stream()
                                .map(Components::component))
                .doesNotContain(one);
    }

    @ParameterizedTest
    @CsvSource({
        "https://EXAMPLE.com:443, example.com, /, ?",
        "https://example.com:8443/a%2fb%C3%A9?x=%2f, example.com:8443, /a%2fb%C3%A9, ?x=%2f",
        "http://example.com:80/?, example.com, /, ?",
        "http://[2001:DB8::1]:8080/a?b@c, [2001:db8::1]:8080, /a, ?b@c"
    })
    void authorityPathAndQuery_areThoseThatAreSent(String url, String authority, String path, String query) {
        assertThat(lines(Request.get(url), "@authority", "@path", "@query"))
                .isEqualTo("\"@authority\": " + authority + "\n\"@path\": " + path + "\n\"@query\": " + query + "\n");
    }

    @Test
    void authority_hostFieldOfAnother_cannotBeTold() {
        Request request = Request.get("https://example.com/");

        assertThat(lines(request.with("Host", "EXAMPLE.com"), "@authority")).isEqualTo("\"@authority\": example.com\n");
        assertThat(lines(request.with("Host", "other.example"), "@authority"))
                .contains("the Host field is not that of the URL");
        assertThat(lines(request.with("Host", "other.example"), "@target-uri"))
                .contains("the Host field is not that of the URL");
    }

    @Test
    void fieldOutsideAscii_cannotBeCovered() {
        assertThat(lines(PLAIN.with("X-Name", "caf\u00e9"), "x-name")).contains("outside ASCII");
    }
}
