package io.govshare.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.error.ResponseRejectedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LineReaderTest {

    record Place(int code, String name) {}

    private static LineReader<Place> of(String text) {
        return of(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static LineReader<Place> of(InputStream in) {
        return RecordReader.of(Place.class, "places").lines(in);
    }

    private static List<Place> all(LineReader<Place> lines) throws IOException {
        List<Place> records = new ArrayList<>();
        for (Place place = lines.next(); place != null; place = lines.next()) {
            records.add(place);
        }
        return records;
    }

    @Test
    void lines_areRecords_emptyOnesAreNot() throws IOException {
        LineReader<Place> lines =
                of("{\"code\":1,\"name\":\"a\"}\n\n{\"code\":2,\"name\":\"Œuilly\",\"more\":[1]}\r\n \n{\"code\":3}");

        assertThat(all(lines)).extracting(Place::code).containsExactly(1, 2, 3);
        assertThat(lines.next()).isNull();
        assertThat(all(of(""))).isEmpty();
    }

    @Test
    void lines_acrossManyReads_areWhole() throws IOException {
        String text = IntStream.range(0, 5_000)
                .mapToObj(i -> "{\"code\":" + i + ",\"name\":\"" + "鼓".repeat(i % 40) + "\"}\n")
                .collect(Collectors.joining());
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        InputStream sevenAtOnce = new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(length, 7));
            }
        };

        assertThat(all(of(sevenAtOnce)))
                .hasSize(5_000)
                .last()
                .extracting(Place::name)
                .isEqualTo("鼓".repeat(39));
    }

    @Test
    void aLineThatIsThere_isKnownToBe() throws IOException {
        LineReader<Place> lines = of("{\"code\":1}\n{\"code\":2}\n");

        assertThat(lines.isNextHere()).isFalse();
        assertThat(lines.next()).isEqualTo(new Place(1, null));
        assertThat(lines.isNextHere()).isTrue();
        assertThat(lines.next()).isEqualTo(new Place(2, null));
        assertThat(lines.isNextHere()).isFalse();
        assertThat(lines.isAtEnd()).isTrue();
    }

    @Test
    void aTornLastLine_isAnErrorWithItsPosition() throws IOException {
        LineReader<Place> lines = of("{\"code\":1}\n{\"code\":2,\"na");
        lines.next();

        assertThatThrownBy(lines::next)
                .isInstanceOf(ResponseRejectedException.class)
                .hasMessageContaining("places")
                .hasMessageContaining("record 2 of the stream")
                .hasMessageContaining("ends before its JSON is complete");
    }

    @Test
    void aLineThatIsNoRecord_isNamed() {
        assertThatThrownBy(() -> all(of("{\"code\":1}\n[1]\n")))
                .hasMessageContaining("Record 2 of the stream is no JSON object, but an array");
        assertThatThrownBy(() -> all(of("{\"code\":1}{\"code\":2}\n")))
                .hasMessageContaining("Record 1 of the stream goes on after the end");
        assertThatThrownBy(() -> all(of("{\"code\":1}\n{\"code\":\"x\"}\n")))
                .hasMessageContaining("Record 2 of the stream does not fit")
                .hasMessageContaining("code");
    }

    @Test
    void aLineOfAMebibyteAndMore_isRefused() throws IOException {
        String name = "a".repeat(LineReader.LONGEST_LINE - 40);
        assertThat(all(of("{\"code\":1,\"name\":\"" + name + "\"}\n"))).hasSize(1);

        assertThatThrownBy(() -> all(of("{\"code\":1}\n{\"code\":2,\"name\":\"" + name.repeat(2) + "\"}\n")))
                .hasMessageContaining("Record 2 of the stream is longer than 1 MiB");
    }
}
