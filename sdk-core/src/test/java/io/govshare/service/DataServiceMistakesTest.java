package io.govshare.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.govshare.context.CallContext;
import io.govshare.dataset.KeyField;
import io.govshare.dataset.Operator;
import io.govshare.dataset.Query;
import io.govshare.error.ConfigurationException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever cannot work is found when the service is made, and said with the way out. */
class DataServiceMistakesTest {

    record Seat(String street, String number) {}

    record County(
            @KeyField String code,
            @KeyField int year,
            Integer population,
            boolean urban,
            OffsetDateTime changed,
            Object anything,
            LocalDateTime noted,
            Duration validity,
            List<String> names,
            Seat seat) {}

    record Town(String code) {}

    record Swapped(
            @JsonProperty("b") String a, @JsonProperty("a") String b) {}

    private static <S> S create(Class<S> service) {
        return DataServices.create(
                service, AskedDataset.answering(AskedDataset.nothing(), 10, List.of()), "the platform");
    }

    interface Unmarked {}

    static class NoInterface {}

    @DataService
    sealed interface Sealed permits Permitted {}

    static final class Permitted implements Sealed {}

    @DataService
    interface Sourceless {
        List<County> all();
    }

    @DataService
    @FromDataset(" ")
    interface BlankSource {
        List<County> all();
    }

    @DataService
    @FromDataset("counties")
    interface Misnamed {
        List<County> in(String cod);
    }

    @DataService
    @FromDataset("counties")
    interface MisnamedByFilter {
        List<County> in(@Filter(field = "seat/streat") String street);
    }

    @DataService
    @FromDataset("counties")
    interface NoName {
        List<Map<String, Object>> in(@Filter(field = "a b") String street);
    }

    @DataService
    @FromDataset("counties")
    interface MisnamedOrder {
        @OrderBy("cod")
        List<County> all();
    }

    @DataService
    @FromDataset("counties")
    interface OrderedCount {
        @OrderBy("code")
        long count(String code);
    }

    @DataService
    @FromDataset("counties")
    interface Mistyped {
        List<County> in(int code);
    }

    @DataService
    @FromDataset("counties")
    interface MistypedElement {
        List<County> in(@Filter(field = "population") Set<String> numbers);
    }

    @DataService
    @FromDataset("counties")
    interface NoValue {
        List<County> in(OptionalInt population);
    }

    @DataService
    @FromDataset("counties")
    interface WholeQuery {
        List<County> in(Query<County> query);
    }

    @DataService
    @FromDataset("counties")
    interface Numbered {
        List<County> in(String code, int page);
    }

    @DataService
    @FromDataset("counties")
    interface RawCollection {
        @SuppressWarnings("rawtypes")
        List<County> in(@Filter(field = "code") Set codes);
    }

    @DataService
    @FromDataset("counties")
    interface CompoundField {
        List<County> in(String seat);
    }

    @DataService
    @FromDataset("counties")
    interface ListField {
        List<County> in(List<String> names);
    }

    @DataService
    @FromDataset("counties")
    interface TextOperatorOfNumber {
        List<County> in(@Filter(operator = Operator.CONTAINS) int population);
    }

    @DataService
    @FromDataset("counties")
    interface OrderOfBoolean {
        List<County> in(@Filter(operator = Operator.AT_LEAST) boolean urban);
    }

    @DataService
    @FromDataset("counties")
    interface NullByText {
        List<County> in(@Filter(operator = Operator.IS_NULL) String code);
    }

    @DataService
    @FromDataset("counties")
    interface InOfOne {
        List<County> in(@Filter(operator = Operator.IN) String code);
    }

    @DataService
    @FromDataset("counties")
    interface LessThanSeveral {
        List<County> in(@Filter(operator = Operator.LESS_THAN) List<String> code);
    }

    @DataService
    @FromDataset("counties")
    interface Twice {
        List<County> in(String code, @Filter(field = "code") String other);
    }

    @DataService
    @FromDataset("counties")
    interface TwoContexts {
        List<County> in(CallContext one, CallContext other);
    }

    @DataService
    @FromDataset("counties")
    interface PagedCount {
        long count(PageRequest page);
    }

    @DataService
    @FromDataset("counties")
    interface FilteringContext {
        long count(@Filter(field = "code") CallContext context);
    }

    @DataService
    @FromDataset("counties")
    interface Unreadable {
        List<Integer> all();
    }

    @DataService
    @FromDataset("counties")
    interface Ambiguous {
        List<Swapped> in(String a);
    }

    interface One {
        @FromDataset("one")
        long count();
    }

    interface Other {
        @FromDataset("other")
        long count();
    }

    @DataService
    interface Both extends One, Other {}

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake(Unmarked.class, ": it is not marked @DataService", "Mark it"),
                mistake(NoInterface.class, ": it is no interface", "interface marked @DataService"),
                mistake(DataService.class, ": it is no interface", "interface marked @DataService"),
                mistake(Sealed.class, ": it is sealed", "Remove sealed"),
                mistake(
                        Sourceless.class,
                        ".all(): it is not said which dataset",
                        "@FromDataset(\"id of the dataset\")"),
                mistake(BlankSource.class, ".all(): @FromDataset names no dataset", "Give the id"),
                mistake(
                        Misnamed.class,
                        ".in(String): parameter 'cod' names no field of County, which has code, year, population",
                        "@Filter(field = \"…\")"),
                mistake(MisnamedByFilter.class, "parameter 'street' names no field of County", "Name one of these"),
                mistake(NoName.class, "parameter 'street' names no field", "without spaces"),
                mistake(MisnamedOrder.class, ".all(): @OrderBy(\"cod\") names no field of County", "Name one of these"),
                mistake(OrderedCount.class, ".count(String): @OrderBy makes no difference", "Remove it"),
                mistake(
                        Mistyped.class,
                        ".in(int): parameter 'code' is int, but field 'code' of County is String",
                        "Declare it as String"),
                mistake(MistypedElement.class, "'numbers' is String, but field 'population'", "Declare it as Integer"),
                mistake(NoValue.class, "'population' is of type java.util.OptionalInt", "Optional of them"),
                mistake(WholeQuery.class, "'query' is of type io.govshare.dataset.Query<", "by a PageRequest."),
                mistake(Numbered.class, "'page' names no field of County", "by a PageRequest."),
                mistake(RawCollection.class, "'codes' is of type java.util.Set", "Declare a String"),
                mistake(CompoundField.class, "field 'seat' of County, which is Seat", "@Filter(field = \"seat/…\")"),
                mistake(ListField.class, "field 'names' of County, which is List, of several", "Ask by other fields"),
                mistake(TextOperatorOfNumber.class, "is int, which is not compared by 'contains'", "as String"),
                mistake(OrderOfBoolean.class, "is boolean, which is not compared by '>='", "Operator.IS."),
                mistake(NullByText.class, "compared by 'is null', and is no boolean", "Declare a boolean"),
                mistake(InOfOne.class, "holds one value, but is compared by 'in'", "Declare a Collection"),
                mistake(LessThanSeveral.class, "holds several values, but is compared by '<'", "Operator.IN"),
                mistake(Twice.class, "'other' is compared with field 'code' in the same way", "Remove one"),
                mistake(TwoContexts.class, "several parameters of type CallContext", "Keep one"),
                mistake(PagedCount.class, "a PageRequest makes no difference", "Remove it"),
                mistake(FilteringContext.class, "'context' is a CallContext and no condition", "Remove its annotation"),
                mistake(Ambiguous.class, "'a' stands for two fields of Swapped", "Rename the component"),
                mistake(Both.class, ".count(): it is declared by several", "Declare it in Both"));
    }

    private static Arguments mistake(Class<?> service, String what, String remedy) {
        return Arguments.of(service, what, remedy);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistake_isFoundAtOnce_andNamesInterfaceMethodAndRemedy(Class<?> service, String what, String remedy) {
        assertThatThrownBy(() -> create(service))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(service.getTypeName())
                .hasMessageContaining(what)
                .hasMessageContaining(remedy);
    }

    @DataService
    @FromDataset("counties")
    interface Several {
        County find(String code);

        List<County> in(String cod, int code);

        long count(CallContext one, CallContext other);
    }

    @Test
    void mistakes_severalOnes_areAllSaidAtOnce() {
        assertThatThrownBy(() -> create(Several.class)).isInstanceOfSatisfying(ConfigurationException.class, e -> {
            assertThat(e.diagnosis().cause()).isEqualTo(Several.class.getTypeName() + " has 4 mistakes");
            assertThat(e.diagnosis().remedy().lines().skip(1))
                    .satisfiesExactly(
                            line -> assertThat(line).startsWith("- find(String): it returns County. Return "),
                            line -> assertThat(line).startsWith("- count(CallContext, CallContext): "),
                            line -> assertThat(line).startsWith("- in(String, int): parameter 'cod' "),
                            line -> assertThat(line).startsWith("- in(String, int): parameter 'code' "));
        });
    }

    @Test
    void type_thatRecordsCannotBeReadAs_isAMistakeOfTheMethod() {
        DataServices.Datasets refusing = new DataServices.Datasets() {
            @Override
            public <T> io.govshare.dataset.Dataset<T> dataset(String id, Class<T> type) {
                throw new ConfigurationException(type.getSimpleName() + " cannot be read", "Give a record.");
            }
        };
        assertThatThrownBy(() -> DataServices.create(Unreadable.class, refusing, "the platform"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("Unreadable.all(): Integer cannot be read")
                .hasMessageContaining("Give a record.");
    }

    @Test
    void nullInPlaceOfTheInterface_isRefused() {
        assertThatThrownBy(() -> create(null))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("GovShare.service(type) got null");
    }

    @DataService
    @FromDataset("counties")
    interface Fitting {
        List<County> in(@Filter(operator = Operator.GREATER_THAN) double population);

        List<County> since(@Filter(field = "changed", operator = Operator.AT_LEAST) Instant moment);

        List<County> noted(@Filter(operator = Operator.LESS_THAN) OffsetDateTime noted);

        List<County> valid(@Filter(operator = Operator.AT_LEAST) Duration validity);

        List<County> with(String anything);

        List<County> at(@Filter(field = "seat/number") char number);
    }

    @Test
    void valuesThatCanBeEqual_fit() {
        assertThatCode(() -> create(Fitting.class)).doesNotThrowAnyException();
    }
}
