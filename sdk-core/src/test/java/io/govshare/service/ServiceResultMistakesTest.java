package io.govshare.service;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.dataset.KeyField;
import io.govshare.dataset.Page;
import io.govshare.error.ConfigurationException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a method of a data service cannot return, and what cannot be its key, is found when the service is made. */
class ServiceResultMistakesTest {

    record County(@KeyField String code, @KeyField int year) {}

    record Town(String code) {}

    @DataService
    interface OtherType {
        @FromDataset(value = "counties", type = County.class)
        List<Town> all();
    }

    @DataService
    @FromDataset("counties")
    interface Bare {
        County find(@ByKey String code);
    }

    @DataService
    @FromDataset("counties")
    interface Nothing {
        void find(String code);
    }

    @DataService
    @FromDataset("counties")
    interface CountedInt {
        int count();
    }

    @DataService
    @FromDataset("counties")
    interface AsArray {
        County[] all();
    }

    @DataService
    @FromDataset("counties")
    interface AsSet {
        Set<County> all();
    }

    @DataService
    @FromDataset("counties")
    interface Later {
        CompletableFuture<County> all();
    }

    @DataService
    @FromDataset("counties")
    interface RawList {
        @SuppressWarnings("rawtypes")
        List all();
    }

    @DataService
    @FromDataset("counties")
    interface Unbound {
        <T> List<T> all();
    }

    interface Some<T> {
        Page<T> all();
    }

    @DataService
    @FromDataset("counties")
    @SuppressWarnings("rawtypes")
    interface RawSuper extends Some {}

    @DataService
    @FromDataset("counties")
    interface Generic {
        List<Optional<County>> all();
    }

    @DataService
    @FromDataset("counties")
    interface TwoTypes {
        Optional<County> county(String code);

        Optional<Town> town(String code);

        long count(String code);
    }

    @DataService
    @FromDataset("counties")
    interface KeyOfOne {
        Optional<County> find(@ByKey String code);
    }

    @DataService
    @FromDataset("counties")
    interface KeyMistyped {
        Optional<County> find(@ByKey String code, @ByKey String year);
    }

    @DataService
    @FromDataset("counties")
    interface KeyMaybe {
        Optional<Town> find(@ByKey Optional<String> code);
    }

    @DataService
    @FromDataset("counties")
    interface KeyOfMany {
        Optional<Town> find(@ByKey List<String> codes);
    }

    @DataService
    @FromDataset("counties")
    interface KeyInList {
        List<Town> find(@ByKey String key);
    }

    @DataService
    @FromDataset("counties")
    interface KeyAndMore {
        Optional<Town> find(@ByKey String key, String code);
    }

    @DataService
    @FromDataset("counties")
    interface KeySorted {
        @OrderBy("code")
        Optional<Town> find(@ByKey String key);
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake(OtherType.class, "records are Town, but @FromDataset says County", "Leave type out"),
                mistake(Bare.class, ".find(String): it returns County", "Return Optional<County>"),
                mistake(Nothing.class, "it returns nothing", "Return Optional<T>, List<T>"),
                mistake(CountedInt.class, "it returns int", "Return long"),
                mistake(AsArray.class, "it returns County[]", "Return List<County>."),
                mistake(AsSet.class, "it returns Set", "Return List<T>."),
                mistake(Later.class, "it returns CompletableFuture", "task of an executor"),
                mistake(RawList.class, "records whose type is not known", "List<County>"),
                mistake(Unbound.class, "records whose type is not known", "extends ByCode<County>"),
                mistake(RawSuper.class, ".all(): it returns a Page of records whose type is not known", "Page<County>"),
                mistake(Generic.class, "whose type parameters records cannot tell", "without type parameters"),
                mistake(
                        TwoTypes.class,
                        "read as County and Town",
                        "@FromDataset(value = \"counties\", type = County.class)"),
                mistake(KeyOfOne.class, "gives 1 of the key fields of County, which are code, year", "in this order"),
                mistake(KeyMistyped.class, "'year' is String, but key field 'year' of County is int", "as int"),
                mistake(KeyMaybe.class, "'code' is a key, and may hold nothing", "always given"),
                mistake(KeyOfMany.class, "which no key has", "Declare a String"),
                mistake(KeyInList.class, "by its key, and returns List", "Return Optional<T>"),
                mistake(KeyAndMore.class, "conditions beside the key", "Mark every parameter"),
                mistake(KeySorted.class, "by its key, and sorts", "Remove @OrderBy"));
    }

    private static Arguments mistake(Class<?> service, String what, String remedy) {
        return Arguments.of(service, what, remedy);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistake_isFoundAtOnce_andNamesInterfaceMethodAndRemedy(Class<?> service, String what, String remedy) {
        DataServices.Datasets datasets = AskedDataset.answering(AskedDataset.nothing(), 10, List.of());

        assertThatThrownBy(() -> DataServices.create(service, datasets, "the platform"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(service.getTypeName())
                .hasMessageContaining(what)
                .hasMessageContaining(remedy);
    }
}
