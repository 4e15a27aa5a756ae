package io.govshare.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.govshare.error.ConfigurationException;
import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class TrustedOriginsTest {

    private static final Origin PLATFORM = origin("https://share.example.gov");
    private static final Origin DATA = origin("https://data.example.gov:8443");

    private final TrustedOrigins origins = new TrustedOrigins(Set.of(PLATFORM), Set.of(DATA), false);

    private static Origin origin(String url) {
        return Origin.of(URI.create(url));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://share.example.gov/catalogue",
                "https://SHARE.example.gov:443/x?y=z",
                "https://data.example.gov:8443/odata"
            })
    void check_platformOrAllowed_passes(String url) {
        assertThatCode(() -> origins.check(Request.get(url))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/next",
                "https://share.example.gov.evil.example/",
                "https://share.example.gov:444/",
                "http://share.example.gov/",
                "https://data.example.gov/",
                "https://127.0.0.1/"
            })
    void check_anythingElse_isRefusedNamingTheMethod(String url) {
        assertThatThrownBy(() -> origins.check(Request.get(url)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("allowOrigin(\"" + Request.get(url).origin() + "\")");
    }

    @Test
    void new_plainHttpToAnotherMachine_isRefusedNamingTheMethod() {
        assertThatThrownBy(() -> new TrustedOrigins(Set.of(origin("http://10.1.2.3:8080")), Set.of(), false))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("allowPlainHttp()");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://localhost:8080/", "http://127.0.0.1:8080/", "http://[::1]:8080/", "http://127.3.2.1/"})
    void new_plainHttpToThisMachine_isFine(String url) {
        TrustedOrigins loopback = new TrustedOrigins(Set.of(origin(url)), Set.of(), false);

        assertThatCode(() -> loopback.check(Request.get(url))).doesNotThrowAnyException();
    }

    @Test
    void new_plainHttpAllowed_warnsOnce() {
        Logger logger = (Logger) LoggerFactory.getLogger(TrustedOrigins.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        try {
            TrustedOrigins plain = new TrustedOrigins(Set.of(origin("http://10.1.2.3:8080")), Set.of(), true);
            plain.check(Request.get("http://10.1.2.3:8080/a"));
            plain.check(Request.get("http://10.1.2.3:8080/b"));
        } finally {
            logger.detachAppender(lines);
        }

        assertThat(lines.list).singleElement().satisfies(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.WARN);
            assertThat(line.getFormattedMessage()).contains("http://10.1.2.3:8080", "plain http");
        });
    }

    @Test
    void isPlatform_allowedOrigin_isNot() {
        assertThat(origins.isPlatform(PLATFORM)).isTrue();
        assertThat(origins.isPlatform(DATA)).isFalse();
    }

    @Test
    void of_sameHostSpelledDifferently_isTheSameOrigin() {
        assertThat(origin("https://[0:0:0:0:0:0:0:1]/"))
                .isEqualTo(Request.get("https://[::1]/").origin());
        assertThat(origin("https://Share.Example.Gov")).isEqualTo(PLATFORM);
        assertThat(origin("https://share.example.gov:443/x")).hasToString("https://share.example.gov");
        assertThatThrownBy(() -> origin("ftp://share.example.gov")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> origin("/relative")).isInstanceOf(IllegalArgumentException.class);
    }
}
