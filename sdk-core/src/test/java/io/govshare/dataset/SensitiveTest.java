package io.govshare.dataset;

import static io.govshare.dataset.Query.where;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.govshare.error.InvalidRequestException;
import io.govshare.error.ResponseRejectedException;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

class SensitiveTest {

    private static final String CANARY = "canary110101199003071234";

    record Person(
            @KeyField Sensitive<String> idNumber,
            Sensitive<String> name,
            @DatePatterns("yyyyMMdd") Sensitive<LocalDate> born,
            @EmptyAsNull Sensitive<String> nickname,
            Optional<Sensitive<String>> phone,
            List<Sensitive<String>> cards,
            Sensitive<Address> home,
            String district) {}

    record Address(String city, @Personal String street) {}

    private static final Person PERSON = new Person(
            Sensitive.of(CANARY),
            Sensitive.of(CANARY),
            Sensitive.of(LocalDate.of(1990, 3, 7)),
            null,
            Optional.of(Sensitive.of(CANARY)),
            List.of(Sensitive.of(CANARY)),
            Sensitive.of(new Address(CANARY, CANARY)),
            "350102");

    private static RecordReader<Person> reader() {
        return RecordReader.of(Person.class, "cn.police.persons");
    }

    private static Person read(String json) {
        return reader().single(json.getBytes(StandardCharsets.UTF_8), Envelope.recordsAt(""))
                .orElseThrow();
    }

    @Test
    void reading_wrapsWhatTheFieldHolds_byItsRulesAndMarks() {
        assertThat(read("{\"idNumber\": \"" + CANARY + "\", \"name\": \"" + CANARY
                        + "\", \"born\": \"19900307\", \"nickname\": \" \", \"phone\": \"" + CANARY
                        + "\", \"cards\": [\"" + CANARY
                        + "\"], \"home\": {\"city\": \"" + CANARY + "\", \"street\": \"" + CANARY
                        + "\"}, \"district\": \"350102\"}"))
                .isEqualTo(PERSON);
    }

    @Test
    void reading_nullOrMissing_isNull() {
        Person person = read("{\"idNumber\": null, \"phone\": null}");

        assertThat(person.idNumber()).isNull();
        assertThat(person.name()).isNull();
        assertThat(person.born()).isNull();
        assertThat(person.phone()).isEmpty();
    }

    @Test
    void reading_valueThatDoesNotFit_isNotShown() {
        assertThatThrownBy(() -> read("{\"born\": \"" + CANARY + "\"}"))
                .isInstanceOf(ResponseRejectedException.class)
                .hasMessageContaining("field born")
                .hasMessageNotContaining("canary");
    }

    @Test
    void fields_arePersonal_withAllThatIsInThem() {
        assertThat(reader().personal())
                .containsExactlyInAnyOrder(
                        "idNumber", "name", "born", "nickname", "phone", "cards", "home", "home/street");
        assertThat(reader().key()).containsExactly("idNumber");
    }

    @Test
    void fields_haveTheTypeOfWhatTheyHold() {
        RecordFields fields = RecordFields.of(Person.class);

        assertThat(fields.find("born")).map(RecordFields.Member::type).contains(LocalDate.class);
        assertThat(fields.find("phone")).map(RecordFields.Member::type).contains(String.class);
        assertThat(fields.find("home/city")).map(RecordFields.Member::type).contains(String.class);
    }

    @Test
    void schemaCheck_comparesWhatTheyHold() {
        record Two(Sensitive<String> name, Sensitive<LocalDate> born) {}
        SchemaDrift drift = RecordReader.of(Two.class, "d")
                .compared(List.of(
                        new PublishedField("name", "Edm.String", true), new PublishedField("born", "Edm.Int64", true)));

        assertThat(drift.differences())
                .singleElement()
                .satisfies(difference -> assertThat(difference.toString()).contains("born", "LocalDate"));
    }

    @Test
    void query_comparesWithTheValueAndDoesNotShowIt() {
        Query<Person> query = where(Person::idNumber)
                .is(Sensitive.of(CANARY))
                .and(Person::name)
                .in(Sensitive.of("a"), Sensitive.of("b"));

        assertThat(query).hasToString("idNumber is ? and name in ?");
        assertThat(query.condition().orElseThrow())
                .isEqualTo(new Condition.And(List.of(
                        new Condition.Comparison("idNumber", Operator.IS, List.of(CANARY)),
                        new Condition.Comparison("name", Operator.IN, List.of("a", "b")))));
        assertThat(Key.of(Sensitive.of(CANARY))).isEqualTo(Key.of(CANARY));
    }

    @Test
    void query_ofASpelledField_isSpelled() {
        Query<Person> query = where(Person::born).is(Sensitive.of(LocalDate.of(1990, 3, 7)));

        assertThat(reader().spelled(query, field -> "Edm.String").condition())
                .contains(new Condition.Comparison("born", Operator.IS, List.of("19900307")));
    }

    @Test
    void text_neverShowsTheValue() {
        Sensitive<String> value = Sensitive.of(CANARY);

        assertThat(List.of(
                        value.toString(),
                        "" + value,
                        String.format("%s %S %-30s", value, value, value),
                        MessageFormat.format("{0}", value),
                        String.valueOf(value),
                        Optional.of(value).toString(),
                        Map.of("k", value).toString(),
                        Arrays.toString(new Object[] {value}),
                        Objects.toString(value),
                        PERSON.toString()))
                .allSatisfy(text -> assertThat(text).contains("***").doesNotContainIgnoringCase("canary"));
    }

    @Test
    void logging_neverShowsTheValue() {
        Logger logger = (Logger) LoggerFactory.getLogger("com.example");
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        logger.addAppender(logged);
        try {
            logger.warn("{} {}", PERSON, PERSON.idNumber());
            logger.atWarn().addKeyValue("id", PERSON.idNumber()).log("found");
        } finally {
            logger.detachAppender(logged);
        }

        assertThat(logged.list)
                .hasSize(2)
                .allSatisfy(event -> assertThat(event.getFormattedMessage() + event.getKeyValuePairs())
                        .doesNotContain("canary"));
    }

    @Test
    void json_ofJackson3_hasStarsInItsPlace() {
        JsonMapper everyField = JsonMapper.builder()
                .changeDefaultVisibility(
                        checker -> checker.withVisibility(PropertyAccessor.ALL, JsonAutoDetect.Visibility.ANY))
                .build();

        assertThat(JsonMapper.shared().writeValueAsString(PERSON)).contains("\"idNumber\":\"***\"");
        assertThat(List.of(
                        JsonMapper.shared().writeValueAsString(PERSON),
                        JsonMapper.shared().valueToTree(PERSON).toString(),
                        everyField.writeValueAsString(PERSON)))
                .allSatisfy(json -> assertThat(json).doesNotContain("canary"));
    }

    @Test
    void json_ofJackson2_hasStarsInItsPlace() throws Exception {
        record Small(Sensitive<String> idNumber, List<Sensitive<String>> cards) {}
        Small small = new Small(Sensitive.of(CANARY), List.of(Sensitive.of(CANARY)));
        ObjectMapper everyField = new ObjectMapper().setVisibility(PropertyAccessor.ALL, JsonAutoDetect.Visibility.ANY);

        assertThat(new ObjectMapper().writeValueAsString(small))
                .isEqualTo("{\"idNumber\":\"***\",\"cards\":[\"***\"]}")
                .isEqualTo(everyField.writeValueAsString(small));
    }

    @Test
    void beans_haveNoPropertyThatHoldsTheValue() throws Exception {
        assertThat(Introspector.getBeanInfo(Sensitive.class, Object.class).getPropertyDescriptors())
                .extracting(PropertyDescriptor::getName)
                .isEmpty();
        assertThat(Sensitive.class.getDeclaredFields())
                .filteredOn(field -> !Modifier.isStatic(field.getModifiers()))
                .as("what Gson, Kryo and the like copy")
                .allMatch(field -> Modifier.isTransient(field.getModifiers()));
    }

    @Test
    void javaSerialisation_isRefused() throws Exception {
        try (ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
            assertThatThrownBy(() -> out.writeObject(Sensitive.of(CANARY)))
                    .isInstanceOf(NotSerializableException.class)
                    .hasMessageNotContaining("canary");
        }
    }

    @Test
    void equals_isByContent() {
        assertThat(Sensitive.of(CANARY))
                .isEqualTo(Sensitive.of(new String(CANARY)))
                .hasSameHashCodeAs(Sensitive.of(new String(CANARY)))
                .isNotEqualTo(Sensitive.of("other"))
                .isNotEqualTo(CANARY);
        assertThat(Sensitive.of(new byte[] {1, 2}))
                .isEqualTo(Sensitive.of(new byte[] {1, 2}))
                .hasSameHashCodeAs(Sensitive.of(new byte[] {1, 2}));
    }

    @Test
    void masked_showsWhatTheMaskLeaves() {
        assertThat(Sensitive.of("110101199003071234").masked(Masks::identityNumber))
                .isEqualTo("110101********1234");
        assertThat(Sensitive.of("x").reveal()).isEqualTo("x");
    }

    @Test
    void of_null_saysWhatToDo() {
        assertThatThrownBy(() -> Sensitive.of(null))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("Sensitive.of(value) got null");
    }
}
