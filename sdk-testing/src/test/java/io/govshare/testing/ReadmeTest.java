package io.govshare.testing;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.example.readme.Readme;
import io.govshare.GovShare;
import io.govshare.auth.Credentials;
import io.govshare.context.CallContext;
import io.govshare.dialect.standard.StandardPlatform;
import io.govshare.guides.Guide;
import io.govshare.signing.SigningKey;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class ReadmeTest {

    @Test
    void examples_areCodeThatCompiles() {
        String compiled = Guide.sources(Path.of("src/test/java/com/example/readme"));
        assertThat(Guide.of("../README.md").blocks("java"))
                .hasSize(2)
                .allSatisfy(example -> assertThat(compiled).contains(Guide.plain(example)));
    }

    @Test
    void refusal_isLoggedInTheWordsOfTheReadme(@TempDir Path spool) {
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(Readme.class);
        logged.start();
        logger.addAppender(logged);
        SigningKey key = SigningKey.generate();
        try (Sandbox sandbox = Sandbox.builder()
                        .client("residence-permits", key.publicJwk())
                        .datasets(Divisions.all())
                        .grant("residence-permits", Divisions.COUNTIES, "residence-permit")
                        .start();
                GovShare govshare = GovShare.builder()
                        .application("residence-permits", "1.4.0")
                        .platform(StandardPlatform.at(sandbox.url()))
                        .credentials(Credentials.privateKeyJwt("residence-permits", key))
                        .context(CallContext.purpose("residence-permit").build())
                        .usage(usage -> usage.folder(spool))
                        .build()) {
            Readme.refused(govshare.dataset(Divisions.COUNTIES, Map.class));
        } finally {
            logger.detachAppender(logged);
        }

        String words = Guide.of("../README.md")
                .blocks("text")
                .get(0)
                .replaceAll("\\s+", " ")
                .strip();
        assertThat(logged.list)
                .singleElement()
                .extracting(ILoggingEvent::getFormattedMessage)
                .isEqualTo(words);
    }
}
