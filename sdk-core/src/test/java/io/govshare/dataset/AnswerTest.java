package io.govshare.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.error.ResponseRejectedException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the records are found in an answer, and what is said of an answer that cannot be read. */
class AnswerTest {

    record District(String code, String name) {}

    private static final String DATASET = "cn.stats.districts";
    private static final Envelope ODATA = Envelope.recordsAt("/value")
            .nextAt("/@odata.nextLink")
            .totalAt("/@odata.count")
            .singleAt("");
    private static final RecordReader<District> READER = RecordReader.of(District.class, DATASET);
    private static final District GULOU = new District("350102", "鼓楼区");
    private static final District TAIJIANG = new District("350103", "台江区");
    private static final String ROWS =
            "[{\"code\":\"350102\",\"name\":\"鼓楼区\"},{\"code\":\"350103\",\"name\":\"台江区\"}]";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"value\":$,\"@odata.nextLink\":\"/n?a=1\",\"@odata.count\":2978}",
                "{\"@odata.count\":2978,\"@odata.nextLink\":\"/n?a=1\",\"value\":$}",
                "{\"@odata.nextLink\":\"/n?a=1\",\"value\":$,\"x\":{\"value\":[1]},\"@odata.count\":\"2978\"}"
            })
    void page_membersInAnyOrder_givesRecordsLinkAndTotal(String json) {
        Records<District> page = READER.page(bytes(json.replace("$", ROWS)), ODATA);

        assertThat(page.items()).containsExactly(GULOU, TAIJIANG);
        assertThat(page.next()).isEqualTo("/n?a=1");
        assertThat(page.total()).hasValue(2978);
        assertThat(page.count()).isEqualTo(2);
        assertThatThrownBy(() -> page.items().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void page_lastOne_hasNoLink() {
        assertThat(READER.page(bytes("{\"value\":[]}"), ODATA))
                .isEqualTo(new Records<District>(List.of(), null, OptionalLong.empty()));
        assertThat(READER.page(bytes("{\"value\":[],\"@odata.nextLink\":null}"), ODATA)
                        .next())
                .isNull();
        assertThat(READER.page(bytes("{\"value\":[],\"@odata.nextLink\":\"\"}"), ODATA)
                        .next())
                .isNull();
    }

    @Test
    void page_totalThatIsNullEmptyOrNegative_isNotKnown() {
        for (String total : List.of("null", "\"\"", "-1", "\"-1\"")) {
            assertThat(READER.page(bytes("{\"@odata.count\":" + total + ",\"value\":[]}"), ODATA)
                            .total())
                    .isEmpty();
        }
    }

    @Test
    void page_arrayAtTheTop_isRead() {
        assertThat(READER.page(bytes("\uFEFF " + ROWS), Envelope.recordsAt("")).items())
                .containsExactly(GULOU, TAIJIANG);
    }

    @Test
    void page_deepPointerWithEscapesAndIndexes_isFollowed() {
        String json = "{\"a/b\":[{\"rows\":[]},{\"rows\":" + ROWS + ",\"n\":\"next\"}],\"m~n\":{\"total\":7}}";

        Records<District> page = READER.page(
                bytes(json),
                Envelope.recordsAt("/a~1b/1/rows").nextAt("/a~1b/1/n").totalAt("/m~0n/total"));

        assertThat(page.items()).containsExactly(GULOU, TAIJIANG);
        assertThat(page.next()).isEqualTo("next");
        assertThat(page.total()).hasValue(7);
    }

    @Test
    void page_jsonInsideStrings_isOpenedFourDeep() {
        Envelope envelope = Envelope.recordsAt("/data/data").totalAt("/data/total");
        String inner = "{\"data\":" + quoted(ROWS) + ",\"total\":2}";

        assertThat(READER.page(bytes("{\"data\":" + quoted(inner) + "}"), envelope)
                        .items())
                .containsExactly(GULOU, TAIJIANG);
        assertThat(READER.page(bytes("{\"data\":" + quoted(inner) + "}"), envelope)
                        .total())
                .hasValue(2);
        assertThat(READER.page(bytes(nested(ROWS, 4)), Envelope.recordsAt("/data"))
                        .items())
                .hasSize(2);
    }

    @Test
    void page_jsonInsideStringsFiveDeep_isRejected() {
        assertRejected(
                () -> READER.page(bytes(nested(ROWS, 5)), Envelope.recordsAt("/data")),
                "At /data, JSON is nested in strings more than 4 deep");
    }

    /** The text as member {@code data}, quoted this many times. */
    private static String nested(String text, int times) {
        String inner = text;
        for (int i = 0; i < times; i++) {
            inner = quoted(inner);
        }
        return "{\"data\":" + inner + "}";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"data\":{\"rows\":null}}",
                "{\"data\":{\"rows\":\"\"}}",
                "{\"data\":{\"rows\":\"[]\"}}",
                "{\"data\":{\"rows\":\"null\"}}",
                "{\"data\":{\"rows\":[]}}",
                "{\"data\":{\"rows\":{}}}",
                "{\"data\":null}",
                "{\"data\":\"\"}",
                "{\"data\":\" \"}",
                "{\"data\":\"{\\\"rows\\\":[]}\"}",
                "null"
            })
    void page_whatMeansNothing_isEmpty(String json) {
        assertThat(READER.page(bytes(json), Envelope.recordsAt("/data/rows")).items())
                .isEmpty();
        assertThat(READER.single(bytes(json), Envelope.recordsAt("/data/rows"))).isEmpty();
    }

    @Test
    void page_objectInThePlaceOfTheArray_isAnArrayOfOne() {
        assertThat(READER.page(bytes("{\"data\":{\"code\":\"350102\",\"name\":\"鼓楼区\"}}"), Envelope.recordsAt("/data"))
                        .items())
                .containsExactly(GULOU);
    }

    @Test
    void single_theWholeAnswerOrAnArrayOfOne_isTheRecord() {
        String record = "{\"@odata.context\":\"x\",\"code\":\"350102\",\"name\":\"鼓楼区\"}";

        assertThat(READER.single(bytes(record), ODATA)).contains(GULOU);
        assertThat(READER.single(bytes("{\"data\":[" + record + "]}"), Envelope.recordsAt("/data")))
                .contains(GULOU);
        assertThat(READER.single(bytes("{\"data\":" + quoted(record) + "}"), Envelope.recordsAt("/data")))
                .contains(GULOU);
    }

    @Test
    void single_severalRecords_isRejected() {
        assertRejected(
                () -> READER.single(bytes(ROWS), Envelope.recordsAt("")), "The look-up by key brought several records");
    }

    @Test
    void single_map_isRead() {
        assertThat(RecordReader.of(Map.class, DATASET).single(bytes("{\"a\":1}"), ODATA))
                .isEqualTo(Optional.of(Map.of("a", 1)));
    }

    @Test
    void count_plainNumberOrTotal_isRead() {
        assertThat(READER.count(bytes("2978"), ODATA)).isEqualTo(2978);
        assertThat(READER.count(bytes("\uFEFF 2978\n"), ODATA)).isEqualTo(2978);
        assertThat(READER.count(bytes("{\"value\":[],\"@odata.count\":2978}"), ODATA))
                .isEqualTo(2978);
        assertRejected(() -> READER.count(bytes("{\"value\":[]}"), ODATA), "The answer to a count holds no number");
        assertRejected(() -> READER.count(bytes("many"), ODATA), "not well-formed JSON");
    }

    @Test
    void envelope_thatChanges_isFollowed() {
        assertThat(READER.page(bytes("{\"a\":" + ROWS + "}"), Envelope.recordsAt("/a"))
                        .items())
                .hasSize(2);
        assertThat(READER.page(bytes("{\"b\":" + ROWS + "}"), Envelope.recordsAt("/b"))
                        .items())
                .hasSize(2);
        assertThatThrownBy(() -> Envelope.recordsAt("value"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("begins with a slash");
    }

    @Test
    void record_thatDoesNotFit_isNamedWithFieldAndTypesAndWithoutItsValue() {
        record Resident(String id, Address address) {
            record Address(List<Line> lines) {}

            record Line(LocalDate since, int number) {}
        }
        String good = "{\"id\":\"1\",\"address\":{\"lines\":[{\"since\":\"2020-01-01\",\"number\":1}]}}";
        RecordReader<Resident> reader = RecordReader.of(Resident.class, DATASET);

        assertRejected(
                () -> reader.page(bytes(rows(good, 16, good.replace("2020-01-01", "SECRET"))), ODATA),
                "Record 17 of the page does not fit " + Resident.class.getTypeName(),
                "field address.lines[0].since: expected LocalDate, found a string that is no LocalDate",
                "Remedy: Declare the field as what the dataset's schema says",
                "say how the date is spelled by @DatePatterns");
        assertRejected(
                () -> reader.page(bytes(rows(good, 0, good.replace(":1}", ":{\"SECRET\":1}}"))), ODATA),
                "Record 1 of the page",
                "field address.lines[0].number: expected int, found an object");
        assertRejected(
                () -> reader.page(bytes(rows(good, 1, "{\"id\":[\"SECRET\"]}")), ODATA),
                "Record 2 of the page",
                "field id: expected String, found an array");
        assertRejected(
                () -> reader.single(bytes("{\"id\":{}}"), ODATA),
                "The record does not fit",
                "field id: expected String, found an object");
    }

    private static String rows(String good, int before, String bad) {
        String rows = IntStream.range(0, before).mapToObj(i -> good + ",").collect(Collectors.joining());
        return "{\"value\":[" + rows + bad + "," + good + "]}";
    }

    record Counted(int count, Long big) {}

    private static final RecordReader<Counted> COUNTED = RecordReader.of(Counted.class, DATASET);

    @Test
    void numberThatDoesNotFit_isRejected() {
        assertCounted("{\"count\":1.5}", "expected int, found a number that is no int");
        assertCounted("{\"count\":\"SECRET\"}", "expected int, found a string that is no int");
        assertCounted("{\"count\":99999999999}", "expected int, found a number that is no int", "long");
        assertCounted("{\"count\":true}", "expected int, found a boolean");
    }

    @Test
    void primitiveField_thatIsMissingOrNull_isRejectedAndNotZero() {
        assertCounted("{\"count\":null}", "expected int, found null", "Integer for int");
        assertCounted("{\"big\":1}", "expected int, found no value", "select it if the query selects");
        assertCounted("{\"count\":\"\"}", "expected int, found a string");
    }

    private static void assertCounted(String record, String... parts) {
        assertRejected(() -> COUNTED.page(bytes("[" + record + "]"), Envelope.recordsAt("")), parts);
        assertThatThrownBy(() -> COUNTED.page(bytes("[" + record + "]"), Envelope.recordsAt("")))
                .hasMessageContaining("Record 1 of the page does not fit")
                .hasMessageContaining("field count: ");
    }

    @Test
    void elementThatIsNoRecord_isRejected() {
        assertRejected(
                () -> READER.page(bytes("[null]"), Envelope.recordsAt("")), "Record 1 of the page", "found null");
        assertRejected(
                () -> READER.page(bytes("[{},\"SECRET\"]"), Envelope.recordsAt("")),
                "Record 2 of the page",
                "a string");
        assertRejected(
                () -> READER.page(bytes("[[\"SECRET\"]]"), Envelope.recordsAt("")), "Record 1 of the page", "an array");
        assertRejected(
                () -> RecordReader.of(Map.class, DATASET).page(bytes("[null]"), Envelope.recordsAt("")),
                "Record 1 of the page",
                "found null");
    }

    record Checked(String code) {
        Checked {
            if (!code.startsWith("35")) {
                throw new IllegalArgumentException("not in Fujian: " + code);
            }
        }
    }

    @Test
    void constructorThatThrows_isNamedWithoutItsMessage() {
        assertRejected(
                () -> RecordReader.of(Checked.class, DATASET)
                        .page(bytes("[{\"code\":\"SECRET\"}]"), Envelope.recordsAt("")),
                "Record 1 of the page does not fit",
                "its constructor threw IllegalArgumentException");
    }

    @Test
    void keyOfAMap_isNotShown() {
        record Ages(Map<String, Integer> byName) {}

        assertRejected(
                () -> RecordReader.of(Ages.class, DATASET)
                        .page(bytes("[{\"byName\":{\"SECRET\":\"x\"}}]"), Envelope.recordsAt("")),
                "field byName.*: expected Integer, found a string that is no Integer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE html><title>SECRET</title>",
                "\uFEFF\r\n  <!doctype HTML>",
                "<html><body>Please log in",
                "<!-- proxy --><HTML>"
            })
    void htmlPage_isToldApart(String body) {
        assertRejected(
                () -> READER.page(bytes(body), ODATA),
                "The answer is an HTML page (login page or proxy?) where JSON was expected",
                "check proxy and address");
    }

    @Test
    void xml_isToldApart() {
        assertRejected(() -> READER.page(bytes("<?xml version=\"1.0\"?><rows/>"), ODATA), "The answer is XML");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SECRET", "{'value':[]}", "{\"value\":[}", "[1,]", "{\"value\":[] \"x\"}", "\u0001"})
    void textThatIsNoJson_isRejected(String body) {
        assertRejected(() -> READER.page(bytes(body), ODATA), "not well-formed JSON in UTF-8 (byte ");
    }

    @Test
    void bytesThatAreNoUtf8_areRejected() {
        byte[] latin = "{\"value\":[{\"name\":\"caf\u00e9\"}]}".getBytes(StandardCharsets.ISO_8859_1);

        assertRejected(() -> READER.page(latin, ODATA), "not well-formed JSON in UTF-8", "in record 1 of the page");
    }

    @Test
    void emptyBody_isRejected() {
        assertRejected(() -> READER.page(new byte[0], ODATA), "The answer is empty where JSON was expected");
        assertRejected(() -> READER.single(bytes(" \n"), ODATA), "The answer is empty where JSON was expected");
    }

    @Test
    void answerCutOffAnywhere_isRejected() {
        byte[] whole = bytes("{\"value\":" + ROWS + ",\"@odata.nextLink\":\"n\"}");

        for (int length = 1; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> READER.page(cut, ODATA))
                    .as("cut to %d bytes", length)
                    .isInstanceOf(ResponseRejectedException.class);
        }
        assertRejected(
                () -> READER.page(Arrays.copyOf(whole, 60), ODATA),
                "The answer ends before its JSON is complete: in record 2 of the page",
                "cuts answers off");
        assertRejected(
                () -> READER.page(Arrays.copyOf(whole, whole.length - 1), ODATA),
                "The answer ends before its JSON is complete");
    }

    @Test
    void contentAfterTheEnd_isRejected() {
        assertRejected(() -> READER.page(bytes("{\"value\":[]}{}"), ODATA), "goes on after the end of its JSON");
        assertRejected(
                () -> READER.page(bytes("{\"data\":\"[] []\"}"), Envelope.recordsAt("/data")), "goes on after the end");
    }

    @Test
    void answerWithoutRecords_isRejectedAndNotEmpty() {
        assertRejected(
                () -> READER.page(bytes("{\"code\":\"14\",\"msg\":\"SECRET\"}"), ODATA),
                "has no records where its envelope says",
                "an error that is not recognised");
        assertRejected(() -> READER.page(bytes("[]"), ODATA), "has no records where its envelope says");
        assertRejected(
                () -> READER.page(bytes("{\"data\":7}"), Envelope.recordsAt("/data/rows")), "has no records where");
        assertRejected(
                () -> READER.page(bytes("{\"error\":\"SECRET\"}"), Envelope.recordsAt("")),
                "Expected an array of records, found an object");
        assertRejected(
                () -> READER.single(bytes("{}"), Envelope.recordsAt("/data")), "has no record where its envelope says");
    }

    @Test
    void otherThingsInThePlaceOfRecords_areRejected() {
        assertRejected(
                () -> READER.page(bytes("{\"value\":7}"), ODATA),
                "At /value, expected an array of records, found a whole number");
        assertRejected(() -> READER.page(bytes("{\"value\":\"SECRET 没有数据\"}"), ODATA), "At /value there is plain text");
        assertRejected(() -> READER.page(bytes("{\"value\":[],\"value\":[]}"), ODATA), "the records at /value twice");
        assertRejected(
                () -> READER.page(bytes("{\"value\":[],\"@odata.nextLink\":7}"), ODATA),
                "At /@odata.nextLink, expected the link to the next page, found a whole number");
        assertRejected(
                () -> READER.page(bytes("{\"value\":[],\"@odata.count\":\"SECRET\"}"), ODATA),
                "At /@odata.count, expected the total number, found a string");
    }

    @ParameterizedTest
    @CsvSource({
        "7, 7",
        "12345678901234567890, 12345678901234567890",
        "'\"c-1\"', c-1",
        "0,",
        "-1,",
        "'\"0\"',",
        "'\"-1\"',",
        "'\"\"',",
        "null,"
    })
    void cursor_isTextOrANumber_andNoneAtTheEnd(String json, @Nullable String cursor) {
        Envelope envelope = Envelope.recordsAt("/data").cursorAt("/page/next");
        byte[] answer = bytes("{\"page\":{\"next\":" + json + "},\"data\":[]}");
        assertThat(READER.page(answer, envelope).next()).isEqualTo(cursor);
    }

    @Test
    void cursor_ofAnotherKind_isRejected() {
        Envelope envelope = Envelope.recordsAt("/data").cursorAt("/next");
        assertRejected(() -> READER.page(bytes("{\"next\":true,\"data\":[]}"), envelope), "At /next, expected");
        assertRejected(() -> READER.page(bytes("{\"next\":1.5,\"data\":[]}"), envelope), "At /next, expected");
    }

    @Test
    void nestingBeyondTheLimit_isRejected() {
        String deep = "[".repeat(2000) + "]".repeat(2000);

        assertRejected(() -> READER.page(bytes("{\"x\":" + deep + ",\"value\":[]}"), ODATA), "nested too deep");
    }

    private static String quoted(String json) {
        return "\"" + json.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void assertRejected(ThrowingCallable call, String... parts) {
        assertThatThrownBy(call)
                .isInstanceOf(ResponseRejectedException.class)
                .hasMessageStartingWith(DATASET + ": ")
                .hasMessageContaining("Remedy: ")
                .hasMessageNotContaining("SECRET")
                .hasNoCause()
                .satisfies(e -> assertThat(e.getMessage()).contains(parts))
                .satisfies(e ->
                        assertThat(((ResponseRejectedException) e).dataset()).contains(DATASET));
    }
}
