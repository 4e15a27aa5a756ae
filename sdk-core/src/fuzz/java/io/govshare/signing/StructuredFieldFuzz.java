package io.govshare.signing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Duration;

/** What is read and written again reads the same, and what is not read is refused as documented, in little time. */
class StructuredFieldFuzz {

    private static final Duration LONGEST = Duration.ofSeconds(5);

    private interface Reading {
        String again(String text) throws MalformedFieldException;
    }

    @DictionaryEntries({"sig1=(\"@method\";req)", ":AAAA:", "%\"%c3%bc\"", "@-1", "?1", "1.5", "(a b);c", ";q=", ", "})
    @FuzzTest
    void parse_anyText_isRefusedOrComesBackTheSame(byte[] input) {
        String text = new String(input, ISO_8859_1);
        long begun = System.nanoTime();
        check(text, field -> StructuredFields.serialiseDictionary(StructuredFields.parseDictionary(field)));
        check(text, field -> StructuredFields.serialiseList(StructuredFields.parseList(field)));
        check(text, field -> StructuredFields.serialiseItem(StructuredFields.parseItem(field)));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(LONGEST);
    }

    private static void check(String text, Reading reading) {
        String written;
        try {
            written = reading.again(text);
        } catch (MalformedFieldException documented) {
            assertThat(documented.reason()).isNotEmpty();
            return;
        }
        try {
            assertThat(reading.again(written)).isEqualTo(written);
        } catch (MalformedFieldException e) {
            throw new AssertionError("What was written cannot be read: " + written, e);
        }
    }
}
