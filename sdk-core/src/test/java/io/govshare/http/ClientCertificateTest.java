package io.govshare.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.govshare.error.ConfigurationException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ClientCertificateTest {

    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("2027-01-01T00:00:00Z");

    private final Logger logger = (Logger) LoggerFactory.getLogger(ClientCertificate.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
        logger.setAdditive(false);
    }

    @AfterEach
    void unlisten() {
        logger.detachAppender(log);
        logger.setAdditive(true);
    }

    private static HeldCertificate held(String name, Instant from, Instant until) {
        return new HeldCertificate.Builder()
                .commonName(name)
                .validityInterval(from.toEpochMilli(), until.toEpochMilli())
                .build();
    }

    private static ClientCertificate of(HeldCertificate... all) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (int i = 0; i < all.length; i++) {
            store.setKeyEntry(
                    "entry-" + i, all[i].keyPair().getPrivate(), new char[0], new Certificate[] {all[i].certificate()});
        }
        return ClientCertificate.of(store, new char[0]);
    }

    private List<String> warnings() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void requireValid_farFromItsEnd_isSilent() throws Exception {
        of(held("us", BEGIN, END)).requireValid(END.minus(Duration.ofDays(14)));

        assertThat(warnings()).isEmpty();
    }

    @Test
    void requireValid_nearItsEnd_warnsOfTheDaysLeft() throws Exception {
        ClientCertificate certificate = of(held("us", BEGIN, END));

        certificate.requireValid(END.minus(Duration.ofDays(13)));
        certificate.requireValid(END.minus(Duration.ofHours(30)));
        certificate.requireValid(END.minus(Duration.ofHours(1)));

        assertThat(warnings())
                .satisfiesExactly(
                        first -> assertThat(first).contains("CN=us expires in 13 days, at 2027-01-01T00:00:00Z"),
                        second -> assertThat(second).contains("in 1 day,"),
                        third -> assertThat(third).contains("in less than a day,"));
    }

    @Test
    void requireValid_outsideItsTime_isRefused() throws Exception {
        ClientCertificate certificate = of(held("us", BEGIN, END));

        assertThatThrownBy(() -> certificate.requireValid(END.plusSeconds(1)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("expired at 2027-01-01T00:00:00Z");
        assertThatThrownBy(() -> certificate.requireValid(BEGIN.minusSeconds(1)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("not valid before 2026-01-01T00:00:00Z");
    }

    @Test
    void requireValid_oneOfSeveralIsGood_warnsOfTheOthers() throws Exception {
        ClientCertificate certificates = of(held("old", BEGIN.minusSeconds(9), BEGIN), held("new", BEGIN, END));

        assertThatCode(() -> certificates.requireValid(BEGIN.plusSeconds(9))).doesNotThrowAnyException();

        assertThat(warnings()).singleElement().asString().contains("CN=old expired");
        assertThat(certificates.only()).isEmpty();
    }
}
