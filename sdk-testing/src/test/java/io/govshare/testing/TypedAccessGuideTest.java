package io.govshare.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.typed.Person;
import com.example.typed.TypedAccess;
import io.govshare.GovShare;
import io.govshare.auth.Credentials;
import io.govshare.context.CallContext;
import io.govshare.dataset.Dataset;
import io.govshare.dataset.Query;
import io.govshare.dialect.standard.StandardPlatform;
import io.govshare.error.ResponseRejectedException;
import io.govshare.guides.Guide;
import io.govshare.signing.SigningKey;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TypedAccessGuideTest {

    private static final String ID = "cn.police.persons";

    @Test
    void examples_areCodeThatCompiles() {
        String compiled = Guide.sources(Path.of("src/test/java/com/example/typed"));
        assertThat(Guide.of("typed-access.md").blocks("java"))
                .hasSize(7)
                .allSatisfy(example -> assertThat(compiled).contains(Guide.plain(example)));
    }

    @Test
    void examples_doWhatThePageSays(@TempDir Path spool) {
        SigningKey key = SigningKey.generate();
        try (Sandbox sandbox = Sandbox.builder()
                        .client("residence-permits", key.publicJwk())
                        .dataset(SandboxDataset.ofRecords(
                                ID,
                                List.of(person("1", "19990307", "AWAY"), person("2", "1999-3-7", "GONE")),
                                Map.of("phone", "Edm.String"),
                                "ID_NO"))
                        .grant("residence-permits", ID, "residence-permit")
                        .start();
                GovShare govshare = GovShare.builder()
                        .application("residence-permits", "1.4.0")
                        .platform(StandardPlatform.at(sandbox.url()))
                        .credentials(Credentials.privateKeyJwt("residence-permits", key))
                        .context(CallContext.purpose("residence-permit").build())
                        .usage(usage -> usage.folder(spool))
                        .build()) {
            Dataset<Person> persons = govshare.dataset(ID, Person.class);

            assertThat(TypedAccess.byName(govshare)).hasSize(2);
            assertThat(TypedAccess.combine(List.of("福州")))
                    .extracting(persons::count)
                    .containsExactly(2L, 2L, 0L);
            assertThatThrownBy(() -> TypedAccess.read(persons, Query.all()))
                    .isInstanceOf(ResponseRejectedException.class)
                    .extracting(refused ->
                            refused.getMessage().replaceAll("request id \\S+, platform [^]]+", "request id …"))
                    .isEqualTo(Guide.of("typed-access.md")
                            .blocks("text")
                            .get(0)
                            .replaceAll("\\s+", " ")
                            .strip());
        }
    }

    private static Map<String, Object> person(String id, String born, String status) {
        Map<String, Object> person = new HashMap<>(Map.of(
                "ID_NO",
                id,
                "name",
                "x",
                "born",
                born,
                "rural",
                true,
                "income",
                "1,000",
                "nickname",
                "",
                "status",
                status,
                "address",
                Map.of("city", "福州", "street", "五一路"),
                "districts",
                List.of()));
        person.put("phone", null);
        return person;
    }
}
