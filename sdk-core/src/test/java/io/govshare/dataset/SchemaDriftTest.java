package io.govshare.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.govshare.dataset.SchemaDrift.Difference;
import io.govshare.dataset.SchemaDrift.Kind;
import io.govshare.error.ConfigurationException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What has become of a published schema since the application's records were written. */
class SchemaDriftTest {

    private static final String DATASET = "cn.stats.counties";

    record County(String code, int population, double area, Optional<String> mayor) {}

    private static List<PublishedField> published(String... namesAndTypes) {
        List<PublishedField> fields = new ArrayList<>();
        for (String text : namesAndTypes) {
            String[] parts = text.split(" ", 2);
            boolean nullable = parts[1].endsWith("?");
            fields.add(new PublishedField(
                    parts[0], nullable ? parts[1].substring(0, parts[1].length() - 1) : parts[1], nullable));
        }
        return fields;
    }

    private static SchemaDrift check(Class<?> type, String... namesAndTypes) {
        return RecordReader.of(type, DATASET).compared(published(namesAndTypes));
    }

    private static List<String> kinds(SchemaDrift drift) {
        return drift.differences().stream()
                .map(difference -> difference.kind() + " " + difference.field())
                .toList();
    }

    @Test
    void sameSchema_isEmpty() {
        SchemaDrift drift =
                check(County.class, "code Edm.String", "population Edm.Int64", "area Edm.Double", "mayor Edm.String?");

        assertThat(drift.isEmpty()).isTrue();
        assertThat(drift.isCompatible()).isTrue();
        assertThat(drift).hasToString("County fits cn.stats.counties");
        drift.orThrow();
    }

    @Test
    void everyKindOfDifference_isALineThatSaysWhatToDo() {
        SchemaDrift drift =
                check(County.class, "code Edm.Int64", "area Edm.Double?", "Population Edm.Int64", "since Edm.Date");

        assertThat(drift.isCompatible()).isFalse();
        assertThat(drift).hasToString("""
                        County does not fit cn.stats.counties
                          retyped code: declared as String, published as Edm.Int64
                          missing population: declared as int; the data have no such field, but Population: name it by @JsonProperty("Population")
                          nullable area: declared as double, published as Edm.Double that may be null; declare it as a type that can be null
                          missing mayor: declared as String; the data have no such field
                          new Population: published as Edm.Int64; the type has no such field
                          new since: published as Edm.Date; the type has no such field""");
        assertThat(drift.of(Kind.MISSING)).extracting(Difference::field).containsExactly("population", "mayor");
        assertThatThrownBy(drift::orThrow)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("cn.stats.counties: County does not fit what is published: (1) retyped code: ")
                .hasMessageContaining(" (2) missing population: ")
                .hasMessageNotContaining("new ")
                .hasMessageContaining("Remedy: Change the type");
    }

    @Test
    void newFields_alone_areCompatible() {
        record Code(String code) {}

        SchemaDrift drift = check(Code.class, "code Edm.String", "name Edm.String");

        assertThat(drift.isEmpty()).isFalse();
        assertThat(drift.isCompatible()).isTrue();
        drift.orThrow();
        assertThat(drift).hasToString("""
                Code fits cn.stats.counties
                  new name: published as Edm.String; the type has no such field""");
    }

    @ParameterizedTest
    @CsvSource({
        "text,Edm.String,true",
        "text,xsd:string,true",
        "text,http://www.w3.org/2001/XMLSchema#date,true",
        "text,Edm.Int64,false",
        "text,Edm.Boolean,false",
        "text,字符型,true",
        "number,Edm.Int32,true",
        "number,xsd:integer,true",
        "number,Edm.Decimal,false",
        "number,Edm.String,false",
        "amount,Edm.Decimal,true",
        "amount,Edm.Int64,true",
        "amount,Edm.String,false",
        "flag,xsd:boolean,true",
        "flag,Edm.String,false",
        "date,Edm.Date,true",
        "date,Edm.DateTimeOffset,false",
        "date,Edm.String,false",
        "local,xsd:dateTime,true",
        "local,Edm.DateTimeOffset,false",
        "instant,Edm.DateTimeOffset,true",
        "instant,xsd:dateTime,true",
        "offset,Edm.Date,false",
        "month,xsd:gYearMonth,true",
        "month,Edm.String,true",
        "uuid,Edm.Guid,true",
        "kind,Edm.String,true",
        "kind,Edm.Int64,false",
        "coded,Edm.Int64,true",
        "coded,Edm.String,true",
        "coded,Edm.Boolean,false",
        "list,Collection(Edm.String),true",
        "list,Collection(Edm.Int64),false",
        "list,Edm.String,false",
        "inner,Edm.ComplexType,true",
        "inner,Edm.Untyped,true",
        "inner,cn.stats.Address,true",
        "inner,Edm.String,false",
        "inner,Collection(Edm.ComplexType),false",
        "any,Edm.Int64,true",
        "map,Edm.Untyped,true"
    })
    void type_ofAField_fitsItsPublishedTypeOrIsRetyped(String field, String type, boolean fits) {
        SchemaDrift drift = check(Everything.class, field + " " + type);

        assertThat(drift.of(Kind.RETYPED).isEmpty()).isEqualTo(fits);
    }

    record Everything(
            String text,
            Integer number,
            BigDecimal amount,
            Boolean flag,
            LocalDate date,
            LocalDateTime local,
            Instant instant,
            OffsetDateTime offset,
            YearMonth month,
            UUID uuid,
            Kind kind,
            Coded coded,
            List<String> list,
            Inner inner,
            Object any,
            Map<String, Object> map) {}

    record Inner(String city, int zip) {}

    enum Coded {
        @JsonProperty("1")
        MALE,
        UNKNOWN
    }

    @Test
    void annotations_thatSayHowDataAreSpelled_expectText() {
        record Spelled(
                @NumberAsText int number,
                @DatePatterns("yyyyMMdd") LocalDate date,
                @YesNo boolean flag,
                int plain) {}

        SchemaDrift drift =
                check(Spelled.class, "number Edm.String", "date Edm.String", "flag Edm.String", "plain Edm.String");

        assertThat(drift.differences())
                .singleElement()
                .hasToString("retyped plain: declared as int, published as Edm.String; declare it as String, or mark it"
                        + " @NumberAsText");
    }

    @Test
    void names_areThoseOfTheData_aliasesIncluded() {
        record Named(
                @JsonProperty("CODE") String code,
                @JsonAlias({"nom", "name_fr"}) String name) {}

        assertThat(check(Named.class, "CODE Edm.String", "nom Edm.String").isEmpty())
                .isTrue();
        assertThat(kinds(check(Named.class, "code Edm.String", "nom Edm.String")))
                .containsExactly("MISSING CODE", "NEW code");
    }

    @Test
    void required_byAnnotation_isNullableDrift() {
        record Strict(@JsonProperty(required = true) String code, String name) {}

        assertThat(kinds(check(Strict.class, "code Edm.String?", "name Edm.String?")))
                .containsExactly("NULLABLE code");
    }

    @Test
    void nestedFields_publishedByTheirPath_areCompared() {
        record Outer(Inner address, Optional<Inner> seat, Map<String, Object> rest) {}

        SchemaDrift drift = check(
                Outer.class,
                "address/city Edm.String",
                "address/zip Edm.String",
                "address/street Edm.String",
                "seat Edm.ComplexType?",
                "seat/city Edm.String",
                "rest/x Edm.String");

        assertThat(kinds(drift)).containsExactly("RETYPED address/zip", "MISSING seat/zip", "NEW address/street");
    }

    static final class Open {
        public String code = "";

        @JsonAnySetter
        public final Map<String, Object> rest = new HashMap<>();
    }

    @Test
    void typeThatTakesInTheRest_hasNoNewFields() {
        assertThat(check(Open.class, "code Edm.String", "more Edm.String").isEmpty())
                .isTrue();
    }

    @Test
    void nothingToCompare_isNoAgreement() {
        assertThatThrownBy(() -> check(County.class))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("No field of the dataset is published");
        assertThatThrownBy(() -> check(Map.class, "code Edm.String"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("declares no fields");
    }
}
