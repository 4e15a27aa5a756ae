package io.govshare.testing;

import static io.govshare.dataset.Query.where;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.govshare.GovShare;
import io.govshare.auth.Credentials;
import io.govshare.context.CallContext;
import io.govshare.dataset.Dataset;
import io.govshare.dataset.Key;
import io.govshare.dataset.Query;
import io.govshare.dialect.standard.StandardPlatform;
import io.govshare.signing.SigningKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The data of a second publisher, as it is and as an application reads it. */
class CommunesTest {

    enum Type {
        @JsonProperty("commune-actuelle")
        PRESENT,
        @JsonProperty("commune-deleguee")
        DELEGATED,
        @JsonProperty("commune-associee")
        ASSOCIATED,
        @JsonProperty("arrondissement-municipal")
        DISTRICT
    }

    enum Zone {
        @JsonProperty("metro")
        METROPOLITAN,
        @JsonProperty("drom")
        OVERSEAS_DEPARTMENT,
        @JsonProperty("com")
        OVERSEAS_COLLECTIVITY
    }

    record Commune(
            String code,
            @JsonProperty("nom") String name,
            Type type,
            Zone zone,
            @JsonProperty("departement") String department,
            OptionalInt population,
            Optional<String> chefLieu,
            @JsonProperty("codesPostaux") @Nullable List<String> postalCodes,
            @JsonProperty("anciensCodes") @Nullable List<String> formerCodes) {}

    @TempDir
    Path spool;

    @Test
    void file_hasTheSumThatItsReadmeSays() throws Exception {
        try (InputStream readme = Communes.class.getResourceAsStream("communes/README.md");
                InputStream lines =
                        new GZIPInputStream(Communes.class.getResourceAsStream("communes/communes.ndjson.gz"))) {
            String sum = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(lines.readAllBytes()));
            assertThat(text(readme)).contains("`" + sum + "`");
        }
        assertThat(Communes.all().size()).isEqualTo(37_590);
    }

    private static String text(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void communes_areReadAsTypedRecords_allOfThem() {
        SigningKey key = SigningKey.generate();
        try (Sandbox sandbox = Sandbox.builder()
                        .client("atlas", key.publicJwk())
                        .dataset(Communes.all())
                        .pageSize(1_000)
                        .start();
                GovShare govshare = GovShare.builder()
                        .application("atlas", "1")
                        .platform(StandardPlatform.at(sandbox.url()))
                        .credentials(Credentials.privateKeyJwt("atlas", key))
                        .context(CallContext.purpose("atlas").build())
                        .usage(usage -> usage.folder(spool))
                        .build()) {
            Dataset<Commune> communes = govshare.dataset(Communes.ALL, Commune.class);
            Map<Type, Integer> byType = new EnumMap<>(Type.class);
            Set<String> postalCodes = new HashSet<>();
            long inhabitants = 0;
            long former = 0;
            try (Stream<Commune> all = communes.stream(Query.all())) {
                for (Commune commune : (Iterable<Commune>) all::iterator) {
                    byType.merge(commune.type(), 1, Integer::sum);
                    postalCodes.addAll(orNone(commune.postalCodes()));
                    former += orNone(commune.formerCodes()).size();
                    inhabitants += commune.type() == Type.PRESENT
                            ? commune.population().orElse(0)
                            : 0;
                }
            }

            // Counted in the package's own file by another program.
            assertThat(byType)
                    .isEqualTo(Map.of(
                            Type.PRESENT, 34_969, Type.DELEGATED, 2_105, Type.ASSOCIATED, 471, Type.DISTRICT, 45));
            assertThat(inhabitants).isEqualTo(68_952_941);
            assertThat(postalCodes).hasSize(6_310);
            assertThat(former).isEqualTo(4_240);
            assertThat(communes.find(Key.of("02565", "commune-actuelle")))
                    .hasValueSatisfying(commune -> assertThat(commune.name()).isEqualTo("Œuilly"));
            assertThat(communes.first(where(Commune::name).is("Bâgé-la-Ville"))).hasValueSatisfying(commune -> {
                assertThat(commune.chefLieu()).hasValue("01025");
                assertThat(commune.population()).isEmpty();
                assertThat(commune.postalCodes()).isNull();
            });
        }
    }

    private static Collection<String> orNone(@Nullable List<String> values) {
        return values == null ? List.of() : values;
    }
}
