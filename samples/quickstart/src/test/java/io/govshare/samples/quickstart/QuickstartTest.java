package io.govshare.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The program that README tells people to run first. */
class QuickstartTest {

    @Test
    void main_onSandbox_showsEveryStepAndEndsWithItsCounts() throws Exception {
        PrintStream console = System.out;
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        System.setOut(new PrintStream(shown, true, StandardCharsets.UTF_8));
        try {
            Quickstart.main(new String[0]);
        } finally {
            System.setOut(console);
        }
        assertThat(shown.toString(StandardCharsets.UTF_8))
                .contains("County[code=350102, name=鼓楼区")
                .contains("answered from the cache without a request")
                .contains("503, Retry-After: 1")
                .contains("The purpose 'marketing' is not granted")
                .endsWith("quickstart: ok counties=2978 townships=41352 uses=8 reported=8" + System.lineSeparator());
    }
}
