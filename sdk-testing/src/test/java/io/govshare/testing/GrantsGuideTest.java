package io.govshare.testing;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.example.permits.Permits;
import com.example.permits.Permits.Clerk;
import com.example.permits.Person;
import io.govshare.GovShare;
import io.govshare.auth.Credentials;
import io.govshare.dataset.Dataset;
import io.govshare.dataset.Masks;
import io.govshare.dialect.standard.StandardPlatform;
import io.govshare.guides.Guide;
import io.govshare.http.TurnableClock;
import io.govshare.signing.SigningKey;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class GrantsGuideTest {

    private static final String ID = "cn.police.persons";
    private static final String NUMBER = "110101199003071234";
    private static final Guide GUIDE = Guide.of("context-and-grants.md");

    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(Permits.class);
    private final SigningKey key = SigningKey.generate();
    private final Sandbox sandbox = Sandbox.builder()
            .clock(Clock.fixed(TurnableClock.START, ZoneOffset.UTC))
            .client("residence-permits", key.publicJwk())
            .dataset(SandboxDataset.ofRecords(
                            ID,
                            List.of(Map.of("idNumber", NUMBER, "name", "张三丰", "districtCode", "350102")),
                            "idNumber")
                    .publisher("Ministry of Public Security"))
            .grant("residence-permits", ID, "residence-permit")
            .start();

    @BeforeEach
    void listen() {
        logged.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(logged);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(logged);
        logger.setLevel(null);
        sandbox.close();
    }

    private GovShare.Builder client(Path spool) {
        return GovShare.builder()
                .application("residence-permits", "1.4.0")
                .platform(StandardPlatform.at(sandbox.url()))
                .credentials(Credentials.privateKeyJwt("residence-permits", key))
                .clock(new TurnableClock(), (call, duration) -> {})
                .usage(usage -> usage.folder(spool));
    }

    private String lastLine() {
        return logged.list.get(logged.list.size() - 1).getFormattedMessage();
    }

    @Test
    void examples_areCodeThatCompiles() {
        String compiled = Guide.sources(Path.of("src/test/java/com/example/permits"));
        assertThat(GUIDE.blocks("java"))
                .hasSize(7)
                .allSatisfy(example -> assertThat(compiled).contains(Guide.plain(example)));
    }

    @Test
    void masks_areThoseOfTheTable() {
        Map<String, UnaryOperator<String>> masks = Map.of(
                "identityNumber", Masks::identityNumber,
                "phone", Masks::phone,
                "name", Masks::name,
                "bankCard", Masks::bankCard,
                "address", Masks::address,
                "email", Masks::email);
        List<List<String>> rows = GUIDE.table("method");

        assertThat(rows).extracting(row -> plain(row.get(0))).containsExactlyInAnyOrderElementsOf(masks.keySet());
        assertThat(rows)
                .allSatisfy(row -> assertThat(masks.get(plain(row.get(0))).apply(plain(row.get(1))))
                        .isEqualTo(plain(row.get(2))));
    }

    private static String plain(String cell) {
        return cell.replace("`", "");
    }

    @Test
    void examples_doWhatThePageSays(@TempDir Path spool) {
        Clerk clerk = new Clerk("li.wei", "李伟");
        List<String> screen = new ArrayList<>();
        GovShare.Builder builder = Permits.bound(Permits.signedIn(client(spool), () -> Optional.of(clerk)));
        try (GovShare govshare = builder.build()) {
            Dataset<Person> persons = govshare.dataset(ID, Person.class);

            assertThat(Permits.look(govshare, persons, clerk, NUMBER)).isPresent();
            assertThat(lastLine())
                    .contains("Person[idNumber=***, name=***, districtCode=350102]")
                    .doesNotContain(NUMBER);

            assertThat(Permits.ask(persons)).hasSize(1);
            assertThat(lastLine() + "\n").isEqualTo(GUIDE.blocks("text").get(0));

            Permits.list(govshare, TurnableClock.START);
            assertThat(lastLine())
                    .startsWith("grant G-0001 (application SQ-2026-0017)")
                    .doesNotContain("renewed");

            Permits.show(persons, screen::add, NUMBER);
            assertThat(screen).containsExactly("张** 110101********1234");
        }
    }
}
