package io.govshare.wholecall;

import static io.govshare.dataset.Query.not;
import static io.govshare.dataset.Query.path;
import static io.govshare.dataset.Query.where;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.govshare.GovShare;
import io.govshare.dataset.Dataset;
import io.govshare.dataset.KeyField;
import io.govshare.dataset.Page;
import io.govshare.dataset.Query;
import io.govshare.error.InvalidRequestException;
import io.govshare.leaks.SharedResources;
import io.govshare.testing.Sandbox;
import io.govshare.testing.SandboxDataset;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every operator on every type of value, answered by a platform that parses and evaluates queries by itself. */
@SharedResources
class TypedQueriesTest {

    enum Kind {
        CITY,
        @JsonProperty("village")
        VILLAGE
    }

    record Geo(double latitude, double longitude) {}

    record Address(String street, Integer zip, Geo geo) {}

    record Place(
            @KeyField String code,
            @JsonProperty("名称") String name,
            long population,
            BigDecimal area,
            Double density,
            boolean capital,
            LocalDate founded,
            Instant changed,
            LocalTime opens,
            UUID uuid,
            Kind kind,
            Optional<String> nickname,
            Address address,
            List<String> tags) {}

    private static final String ID = "fr.places";
    private static final UUID LYON_ID = UUID.fromString("01890dd5-ea3f-746e-9a9e-5d3c1b1f0c55");

    private static final Place PARIS = new Place(
            "75056",
            "Paris",
            2_133_111L,
            new BigDecimal("105.40"),
            20_238.2,
            true,
            LocalDate.of(508, 1, 1),
            Instant.parse("2024-01-01T00:00:00Z"),
            LocalTime.of(8, 30),
            new UUID(0, 1),
            Kind.CITY,
            Optional.of("Ville-Lumière"),
            new Address("Rue de l'Hôtel-de-Ville", 75004, new Geo(48.8566, 2.3522)),
            List.of("capitale", "métropole"));

    private static final Place LYON = new Place(
            "69123",
            "Lyon",
            522_250L,
            new BigDecimal("47.87"),
            1.0E7,
            false,
            LocalDate.of(1790, 2, 4),
            Instant.parse("2024-06-30T10:15:30.123Z"),
            LocalTime.of(9, 0),
            LYON_ID,
            Kind.CITY,
            Optional.empty(),
            new Address("Place de la Comédie", 69001, new Geo(45.764, 4.8357)),
            List.of());

    private static final Place GULOU = new Place(
            "350102",
            "鼓楼 100%+#&😀",
            7L,
            new BigDecimal("0.001"),
            null,
            false,
            LocalDate.of(1999, 3, 7),
            Instant.parse("2023-01-01T00:00:00Z"),
            LocalTime.of(23, 59, 59),
            new UUID(-1, -1),
            Kind.VILLAGE,
            Optional.of("' or 1 eq 1"),
            new Address(null, null, null),
            List.of("a"));

    @TempDir
    static Path spool;

    private static Sandbox sandbox;
    private static GovShare govshare;
    private static Dataset<Place> places;

    @BeforeAll
    static void start() {
        sandbox = TestClient.platform()
                .dataset(SandboxDataset.ofRecords(ID, List.of(PARIS, LYON, GULOU), "code"))
                .grant(TestClient.ID, ID, TestClient.PURPOSE)
                .start();
        govshare = TestClient.of(sandbox, spool).build();
        places = govshare.dataset(ID, Place.class);
    }

    @AfterAll
    static void stop() {
        govshare.close();
        sandbox.close();
    }

    private static void assertFinds(Query<? super Place> query, Place... expected) {
        assertThat(places.query(query).items()).containsExactlyInAnyOrder(expected);
        assertThat(places.count(query)).isEqualTo(expected.length);
        assertThat(places.exists(query)).isEqualTo(expected.length > 0);
    }

    @Test
    void records_comeBackAsTheyWere() {
        assertThat(places.find("350102")).contains(GULOU);
        assertThat(places.query(Query.all()).items()).containsExactlyInAnyOrder(PARIS, LYON, GULOU);
    }

    @Test
    void text_ofAnyKind_isCompared() {
        assertFinds(where(Place::name).is("Lyon"), LYON);
        assertFinds(where(Place::name).isNot("Lyon"), PARIS, GULOU);
        assertFinds(where(Place::name).is("鼓楼 100%+#&😀"), GULOU);
        assertFinds(where(Place::name).contains("%+#&"), GULOU);
        assertFinds(where(Place::name).startsWith("鼓楼"), GULOU);
        assertFinds(where("名称").in("Paris", "Lyon", "nowhere"), PARIS, LYON);
        assertFinds(where(Place::code).between("6", "7"), LYON);
    }

    @Test
    void hostileText_findsItselfAndNothingElse() {
        assertFinds(where(Place::nickname).is(Optional.of("' or 1 eq 1")), GULOU);
        assertFinds(where("nickname").is("x' or '1' eq '1"));
        assertFinds(where("nickname").is("%27 or 1 eq 1"));
        assertFinds(where("nickname").contains("') or contains(code,'"));
        assertThat(places.find("') or ('1' eq '1")).isEmpty();
        assertThat(places.find("350102')/x('")).isEmpty();
    }

    @Test
    void numbers_ofAllTypes_areCompared() {
        assertFinds(where(Place::population).greaterThan(522_250L), PARIS);
        assertFinds(where(Place::population).atLeast(522_250L), PARIS, LYON);
        assertFinds(where(Place::population).lessThan(522_250L), GULOU);
        assertFinds(where(Place::population).atMost(522_250L), LYON, GULOU);
        assertFinds(where(Place::population).between(7L, 522_250L), LYON, GULOU);
        assertFinds(where(Place::area).is(new BigDecimal("1E-3")), GULOU);
        assertFinds(where(Place::area).in(new BigDecimal("105.4"), new BigDecimal("47.870")), PARIS, LYON);
        assertFinds(where(Place::density).is(1.0E7), LYON);
    }

    @Test
    void otherTypes_areCompared() {
        assertFinds(where(Place::capital).is(true), PARIS);
        assertFinds(where(Place::founded).greaterThan(LocalDate.of(1790, 2, 3)), LYON, GULOU);
        assertFinds(where(Place::changed).is(Instant.parse("2024-06-30T10:15:30.123Z")), LYON);
        assertFinds(where("changed").is(OffsetDateTime.parse("2024-06-30T18:15:30.123+08:00")), LYON);
        assertFinds(
                where("changed").lessThan(LocalDate.of(2024, 1, 1).atStartOfDay(ZoneId.of("Asia/Shanghai"))), GULOU);
        assertFinds(where(Place::opens).atLeast(LocalTime.of(9, 0)), LYON, GULOU);
        assertFinds(where(Place::uuid).is(LYON_ID), LYON);
        assertFinds(where(Place::uuid).in(LYON_ID, new UUID(0, 1)), PARIS, LYON);
        assertFinds(where(Place::kind).is(Kind.VILLAGE), GULOU);
        assertFinds(where(Place::kind).isNot(Kind.VILLAGE), PARIS, LYON);
    }

    @Test
    void nothing_isFoundByIsNull() {
        assertFinds(where(Place::nickname).isNull(), LYON);
        assertFinds(where(Place::nickname).isNotNull(), PARIS, GULOU);
        assertFinds(where(Place::density).isNull(), GULOU);
    }

    @Test
    void nestedFields_areCompared_byReferenceAndByName() {
        assertFinds(where(path(Place::address, Address::street)).is("Rue de l'Hôtel-de-Ville"), PARIS);
        assertFinds(where("address/street").contains("Comédie"), LYON);
        assertFinds(where(path(Place::address, Address::zip)).lessThan(70_000), LYON);
        assertFinds(
                where(path(path(Place::address, Address::geo), Geo::latitude)).greaterThan(48.0), PARIS);
        assertFinds(where("address/geo/latitude").isNull(), GULOU);
        assertThat(places.query(where(path(Place::address, Address::zip))
                                .isNotNull()
                                .orderBy(path(Place::address, Address::zip)))
                        .items())
                .containsExactly(LYON, PARIS);
    }

    @Test
    void conditions_combined_meanWhatTheySay() {
        assertFinds(where(Place::capital).is(true).or(Place::kind).is(Kind.VILLAGE), PARIS, GULOU);
        assertFinds(
                where(Place::capital)
                        .is(true)
                        .or(Place::kind)
                        .is(Kind.VILLAGE)
                        .and(Place::population)
                        .lessThan(100L),
                GULOU);
        assertFinds(
                where(Place::capital)
                        .is(true)
                        .or(where(Place::kind)
                                .is(Kind.VILLAGE)
                                .and(Place::population)
                                .greaterThan(100L)),
                PARIS);
        assertFinds(not(where(Place::capital).is(true).or(Place::kind).is(Kind.VILLAGE)), LYON);
        assertFinds(
                not(where(Place::name).startsWith("P")).and(Place::population).greaterThan(7L), LYON);
    }

    @Test
    void selectOrderLimitCount_areApplied() {
        Page<Place> page = places.query(Query.<Place>all()
                .select(Place::code, Place::name, Place::population, Place::capital)
                .orderByDescending(Place::population)
                .limit(2)
                .counted());

        assertThat(page.items()).extracting(Place::name).containsExactly("Paris", "Lyon");
        assertThat(page.items()).extracting(Place::area).containsOnlyNulls();
        assertThat(page.total()).hasValue(3);
        assertThat(places.first(Query.<Place>all().orderBy(Place::area))).contains(GULOU);
    }

    @Test
    void partOfANestedField_thatTheSandboxDoesNotSelect_isRefusedWithWhatToSelect() {
        assertThatThrownBy(() -> places.query(Query.all().select("code", "address/street")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("select address");
    }

    @Test
    void longList_goesAsAPost_andFindsTheSame() {
        List<String> codes = IntStream.range(0, 900).mapToObj(i -> "x" + i).toList();
        sandbox.forgetRequests();

        assertFinds(where(Place::code).in(codes).or(Place::code).is("69123"), LYON);
        assertThat(sandbox.requests())
                .filteredOn(request -> request.path().startsWith("/odata/"))
                .allSatisfy(request -> {
                    assertThat(request.method()).isEqualTo("POST");
                    assertThat(request.path()).isEqualTo("/odata/fr.places/$query");
                });
    }

    @Test
    void exists_asksForANumber_andReadsNoRecord() {
        sandbox.forgetRequests();

        assertThat(places.exists(where(Place::code).is("never asked before"))).isFalse();
        assertThat(sandbox.requests())
                .filteredOn(request -> request.path().startsWith("/odata/"))
                .singleElement()
                .satisfies(request -> assertThat(request.path()).isEqualTo("/odata/fr.places/$count"));
    }

    @Test
    void map_hasWhatThereIs_accentsIncluded() {
        @SuppressWarnings("rawtypes")
        Dataset<Map> maps = govshare.dataset(ID, Map.class);

        Map<?, ?> paris = maps.find("75056").orElseThrow();

        assertThat(paris.get("名称")).isEqualTo("Paris");
        assertThat(paris.get("area")).isEqualTo(new BigDecimal("105.40"));
        assertThat(paris.get("tags")).isEqualTo(List.of("capitale", "métropole"));
        assertThat(paris.get("address")).asString().contains("Hôtel-de-Ville");
    }
}
