package io.govshare.service;

import static io.govshare.dataset.Query.where;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.govshare.context.CallContext;
import io.govshare.dataset.CallOptions;
import io.govshare.dataset.Dataset;
import io.govshare.dataset.Key;
import io.govshare.dataset.Operator;
import io.govshare.dataset.Page;
import io.govshare.dataset.Query;
import io.govshare.error.Diagnosis;
import io.govshare.error.ErrorDetails;
import io.govshare.error.InvalidRequestException;
import io.govshare.error.PlatformUnavailableException;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DataServiceTest {

    enum Level {
        CITY,
        @JsonProperty("county")
        COUNTY
    }

    record Seat(String street) {}

    record County(
            String code,
            @JsonProperty("province_code") String provinceCode,
            Integer population,
            Level level,
            LocalDate since,
            Optional<String> oldName,
            Map<String, String> names,
            Seat seat) {}

    private static final County GULOU =
            new County("350102", "35", 700_000, Level.COUNTY, LocalDate.EPOCH, Optional.empty(), Map.of(), null);

    @DataService
    @FromDataset("counties")
    interface Counties {

        Optional<County> find(@ByKey String code);

        Optional<County> findAt(@ByKey String code, @ByKey int year);

        Optional<County> findWhole(@ByKey Key key);

        Optional<County> only(String provinceCode);

        @OrderBy(value = "population", descending = true)
        Optional<County> largest(String provinceCode);

        @OrderBy("provinceCode")
        @OrderBy(value = "population", descending = true)
        List<County> all();

        List<County> between(
                @Filter(field = "population", operator = Operator.AT_LEAST) long least,
                @Filter(field = "population", operator = Operator.AT_MOST) Integer most);

        Page<County> page(String provinceCode, PageRequest page);

        Stream<County> stream(@Filter(operator = Operator.STARTS_WITH) String code);

        long count(Level level, LocalDate since);

        boolean exists(@Filter(field = "oldName") String former);

        List<County> of(@Filter(field = "provinceCode") Set<String> provinces);

        List<County> ofCodes(@Filter(field = "code") String... codes);

        List<County> populated(@Filter(field = "population") int[] numbers);

        List<County> maybe(
                Optional<String> code,
                @Nullable Level level,
                @Filter(field = "provinceCode") @Nullable List<String> of);

        long unnamed(@Filter(field = "oldName", operator = Operator.IS_NULL) boolean missing);

        long seatedIn(@Filter(field = "seat/street") String street);

        List<County> as(CallContext context, String code, CallOptions options);

        List<County> maybeAs(@Nullable CallContext context, Optional<CallOptions> options);

        @FromDataset("archive")
        List<Map<String, Object>> archived(String anything);

        @FromDataset(value = "archive", type = County.class)
        long countArchived(String provinceCode);

        default List<County> inFujian() {
            return of(Set.of("35"));
        }

        default String failing(String... words) throws IOException {
            throw new IOException(String.join(" ", words));
        }

        static String name() {
            return "counties";
        }
    }

    private final List<AskedDataset.Asked> asked = AskedDataset.nothing();
    private final Counties counties = answering(GULOU);

    private Counties answering(County... records) {
        return create(Counties.class, 10, List.of(records));
    }

    private <S> S create(Class<S> service, int pageSize, List<?> records) {
        return DataServices.create(service, AskedDataset.answering(asked, pageSize, records), "the platform");
    }

    private Object lastAsked() {
        return asked.get(asked.size() - 1).what();
    }

    @Test
    void byKey_looksUpByKey() {
        assertThat(counties.find("350102")).hasValue(GULOU);
        counties.findAt("350102", 2023);
        counties.findWhole(Key.of("350102", 2023));

        assertThat(asked)
                .extracting(AskedDataset.Asked::operation, AskedDataset.Asked::what)
                .containsExactly(
                        tuple("find counties as County", Key.of("350102")),
                        tuple("find counties as County", Key.of("350102", 2023)),
                        tuple("find counties as County", Key.of("350102", 2023)));
    }

    @Test
    void parameter_isEqualityOnTheFieldOfItsName_asItIsInTheRecords() {
        assertThat(counties.only("35")).hasValue(GULOU);

        assertThat(lastAsked()).isEqualTo(where("province_code").is("35").limit(2));
    }

    @Test
    void parameters_severalOnes_mustAllBeSatisfied() {
        assertThat(counties.count(Level.COUNTY, LocalDate.EPOCH)).isEqualTo(1);
        assertThat(lastAsked())
                .isEqualTo(where("level").is("county").and("since").is(LocalDate.EPOCH));

        counties.between(1, 9);
        assertThat(lastAsked())
                .isEqualTo(where("population")
                        .atLeast(1L)
                        .and("population")
                        .atMost(9)
                        .limit(10_001));
    }

    @Test
    void filter_namesFieldAndOperator() {
        counties.stream("35").close();
        assertThat(asked.get(0).what()).isEqualTo(where("code").startsWith("35"));
        assertThat(counties.exists("闽侯")).isTrue();
        assertThat(lastAsked()).isEqualTo(where("oldName").is("闽侯").limit(1));
        counties.seatedIn("Gudong");
        assertThat(lastAsked()).isEqualTo(where("seat/street").is("Gudong"));
        counties.unnamed(true);
        assertThat(lastAsked()).isEqualTo(where("oldName").isNull());
        counties.unnamed(false);
        assertThat(lastAsked()).isEqualTo(where("oldName").isNotNull());
    }

    @Test
    void collectionOrArray_asksForAnyOfItsValues() {
        counties.of(Set.of("35"));
        assertThat(asked.get(0).what())
                .isEqualTo(where("province_code").in("35").limit(10_001));
        counties.ofCodes("1", "2");
        assertThat(lastAsked()).isEqualTo(where("code").in("1", "2").limit(10_001));
        counties.populated(new int[] {1, 2});
        assertThat(lastAsked()).isEqualTo(where("population").in(1, 2).limit(10_001));
    }

    @Test
    void collection_emptyOrWithNull_isRefusedByName() {
        assertThatThrownBy(() -> counties.of(Set.of()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("Counties.of(Set): parameter 'provinces' is empty");
        assertThatThrownBy(() -> counties.ofCodes("1", null))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("Counties.ofCodes(String[]): parameter 'codes' holds null")
                .hasMessageContaining("Operator.IS_NULL");
        assertThat(asked).isEmpty();
    }

    @Test
    void null_isRefusedByName() {
        assertThatThrownBy(() -> counties.only(null))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("Counties.only(String): parameter 'provinceCode' is null")
                .hasMessageContaining("@Nullable");
        assertThatThrownBy(() -> counties.find(null))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("Counties.find(String): parameter 'code' is null");
        assertThatThrownBy(() -> counties.page("35", null))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("parameter 'page' is null");
        assertThat(asked).isEmpty();
    }

    @Test
    void null_inThePlaceOfAnOptional_isRefusedAndNeverAll() {
        assertThatThrownBy(() -> counties.maybe(null, Level.CITY, List.of("35")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("Counties.maybe(Optional, Level, List): parameter 'code' is null")
                .hasMessageContaining("Optional.empty()");
        assertThatThrownBy(() -> counties.maybeAs(null, null))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("parameter 'options' is null");
        assertThat(asked).isEmpty();
    }

    @Test
    void optionalOrNullable_withoutValue_leavesItsConditionOut() {
        counties.maybe(Optional.empty(), null, null);
        assertThat(asked.get(0).what()).isEqualTo(Query.all().limit(10_001));
        counties.maybe(Optional.of("1"), Level.CITY, List.of("35"));
        assertThat(lastAsked())
                .isEqualTo(where("code")
                        .is("1")
                        .and("level")
                        .is("CITY")
                        .and("province_code")
                        .in("35")
                        .limit(10_001));
        assertThat(counties.maybeAs(null, Optional.empty())).containsExactly(GULOU);
        assertThat(asked.get(asked.size() - 1).context()).isNull();
    }

    @Test
    void orderBy_sortsLevelByLevel_andThePageRequestWithin() {
        counties.all();
        assertThat(lastAsked())
                .isEqualTo(Query.all()
                        .orderBy("province_code")
                        .orderByDescending("population")
                        .limit(10_001));
        Page<County> page = counties.page(
                "35",
                PageRequest.of(5)
                        .orderBy("code")
                        .orderByDescending(County::provinceCode)
                        .counted());
        assertThat(page.items()).containsExactly(GULOU);
        assertThat(lastAsked())
                .isEqualTo(where("province_code")
                        .is("35")
                        .orderBy("code")
                        .orderByDescending("province_code")
                        .limit(5)
                        .counted());
    }

    @Test
    void optional_severalRecords_isAnErrorUnlessSorted() {
        Counties two = answering(GULOU, GULOU);

        assertThatThrownBy(() -> two.only("35"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("Counties.only(String) returns Optional, but more than one record matches")
                .hasMessageContaining("@OrderBy");
        assertThat(two.largest("35")).hasValue(GULOU);
        assertThat(lastAsked())
                .isEqualTo(where("province_code")
                        .is("35")
                        .orderByDescending("population")
                        .limit(1));
    }

    @Test
    void optional_secondRecordOnTheNextPage_isFound() {
        Counties two = create(Counties.class, 1, List.of(GULOU, GULOU));

        assertThatThrownBy(() -> two.only("35")).isInstanceOf(InvalidRequestException.class);
        assertThat(create(Counties.class, 1, List.of()).only("35")).isEmpty();
    }

    @Test
    void list_isReadWhole_andItsStreamClosed() {
        assertThat(counties.all()).containsExactly(GULOU);
        assertThat(asked)
                .extracting(AskedDataset.Asked::operation)
                .containsExactly("stream counties as County", "close");
    }

    @Test
    void list_ofMoreThanItMayHold_isRefused() {
        List<County> many = IntStream.range(0, 10_001).mapToObj(i -> GULOU).toList();

        assertThatThrownBy(() -> create(Counties.class, 10, many).all())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("Counties.all() returns a List, but more than 10000 records match")
                .hasMessageContaining("Stream");
        assertThat(asked.get(asked.size() - 1).operation()).isEqualTo("close");
        assertThat(create(Counties.class, 10, many.subList(1, 10_001)).all()).hasSize(10_000);
    }

    @DataService
    interface Sized {
        @FromDataset("counties")
        List<County> all(PageRequest page);
    }

    @Test
    void list_ofAsManyAsThePageRequestSays_isRead() {
        List<County> many = IntStream.range(0, 10_002).mapToObj(i -> GULOU).toList();
        Sized sized = create(Sized.class, 10, many);

        assertThat(sized.all(PageRequest.of(10_002))).hasSize(10_002);
        assertThatThrownBy(() -> sized.all(PageRequest.all())).isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void contextAndOptions_areThoseOfTheCall() {
        CallContext context = CallContext.purpose("residence-permit").build();
        CallOptions options = CallOptions.defaults().timeout(Duration.ofSeconds(2));
        counties.as(context, "1", options);

        assertThat(asked.get(0).context()).isEqualTo(context);
        assertThat(asked.get(0).options()).isEqualTo(options);
        assertThat(asked.get(0).what()).isEqualTo(where("code").is("1").limit(10_001));
    }

    @Test
    void fromDataset_onTheMethod_isNearerThanThatOfTheInterface() {
        counties.countArchived("35");
        assertThat(asked.get(0).operation()).isEqualTo("count archive as County");
        assertThat(asked.get(0).what()).isEqualTo(where("province_code").is("35"));
        create(Counties.class, 10, List.of(Map.of())).archived("x");
        assertThat(asked.get(1).operation()).isEqualTo("stream archive as Map");
        assertThat(asked.get(1).what()).isEqualTo(where("anything").is("x").limit(10_001));
    }

    @Test
    void defaultMethod_isCalled_andThrowsWhatItThrows() {
        assertThat(counties.inFujian()).containsExactly(GULOU);
        assertThatThrownBy(() -> counties.failing("disk", "full"))
                .isInstanceOf(IOException.class)
                .hasMessage("disk full");
        assertThat(Counties.name()).isEqualTo("counties");
    }

    /** Public, so that another way leads to its default method. */
    @DataService
    public interface OpenCounties {
        @FromDataset("counties")
        long count();

        default long twice() {
            return 2 * count();
        }
    }

    @Test
    void defaultMethod_ofAPublicInterface_isCalled() {
        assertThat(create(OpenCounties.class, 10, List.of(Map.of())).twice()).isEqualTo(2);
    }

    interface ByCode<K, T> {
        Optional<T> findByCode(K code);

        List<? extends T> all();

        default Optional<T> either(K one, K other) {
            return findByCode(one).or(() -> findByCode(other));
        }
    }

    @FromDataset("of the extended interface")
    interface Counted {
        long count();
    }

    @DataService
    @FromDataset("counties")
    interface Inherited extends ByCode<String, County>, Counted {
        @Override
        Optional<County> findByCode(String code);
    }

    @DataService
    interface Extending extends Counted {}

    @Test
    void extendedInterfaces_areReadWithTheTypesThatTheyAreGiven() {
        Inherited inherited = create(Inherited.class, 10, List.of(GULOU));

        assertThat(inherited.either("1", "2")).hasValue(GULOU);
        assertThat(lastAsked()).isEqualTo(where("code").is("1").limit(2));
        assertThat(inherited.all()).hasSize(1);
        assertThat(asked.get(1).operation()).isEqualTo("stream counties as County");
        inherited.count();
        assertThat(asked.get(3).operation()).isEqualTo("count counties as County");
        create(Extending.class, 10, List.of()).count();
        assertThat(asked.get(4).operation()).isEqualTo("count of the extended interface as Map");
    }

    interface Wide {
        Iterable<County> all();
    }

    @DataService
    @FromDataset("counties")
    interface Narrow extends Wide {
        @Override
        List<County> all();
    }

    @Test
    void narrowerResult_isReturnedToWhoAsksForTheWider() {
        Wide wide = create(Narrow.class, 10, List.of(GULOU));

        assertThat(wide.all()).containsExactly(GULOU);
    }

    @DataService
    interface Redeclaring {
        @FromDataset("counties")
        long count();

        @Override
        String toString();

        @Override
        boolean equals(Object other);

        @Override
        int hashCode();
    }

    @Test
    void methodsOfObject_areThoseOfOneObject() {
        Redeclaring one = create(Redeclaring.class, 10, List.of());
        Redeclaring other = create(Redeclaring.class, 10, List.of());

        assertThat(one).hasToString("Redeclaring[data service of the platform]");
        assertThat(one).isNotEqualTo(other).isNotEqualTo(null);
        assertThat(Set.of(one, other)).hasSize(2).contains(one, other);
    }

    @Test
    void failureOfTheDataset_passesUnchanged() {
        PlatformUnavailableException failure =
                new PlatformUnavailableException(ErrorDetails.of(Diagnosis.of("Down", "Wait.")), null);
        DataServices.Datasets failing = new DataServices.Datasets() {
            @Override
            @SuppressWarnings("unchecked") // No record ever comes.
            public <T> Dataset<T> dataset(String id, Class<T> type) {
                return (Dataset<T>) Proxy.newProxyInstance(
                        getClass().getClassLoader(), new Class<?>[] {Dataset.class}, (proxy, method, arguments) -> {
                            throw failure;
                        });
            }
        };
        Counties service = DataServices.create(Counties.class, failing, "the platform");

        assertThatThrownBy(() -> service.find("1")).isSameAs(failure);
        assertThatThrownBy(service::inFujian).isSameAs(failure);
    }
}
