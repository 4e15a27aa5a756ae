package io.govshare.service;

import static io.govshare.dataset.Query.where;
import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.dataset.Key;
import io.govshare.dataset.KeyField;
import io.govshare.dataset.Operator;
import io.govshare.dataset.Query;
import io.govshare.dataset.Sensitive;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Personal values as parameters, and fields that hold them. */
class SensitiveParameterTest {

    record Person(@KeyField Sensitive<String> idNumber, Sensitive<String> name, Optional<Sensitive<String>> phone) {}

    @DataService
    @FromDataset("persons")
    interface Persons {

        Optional<Person> find(@ByKey Sensitive<String> idNumber);

        List<Person> named(@Filter(field = "name", operator = Operator.STARTS_WITH) Sensitive<String> beginning);

        List<Person> reached(@Filter(field = "phone") Optional<Sensitive<String>> number);

        List<Person> called(@Filter(field = "name") String plain);
    }

    private final List<AskedDataset.Asked> asked = AskedDataset.nothing();

    private Object lastAsked() {
        return asked.get(asked.size() - 1).what();
    }

    private Object condition() {
        return ((Query<?>) lastAsked()).condition();
    }

    @Test
    void parametersAndFields_standForWhatTheyHold() {
        Persons persons =
                DataServices.create(Persons.class, AskedDataset.answering(asked, 10, List.of()), "the platform");

        persons.find(Sensitive.of("110"));
        assertThat(lastAsked()).isEqualTo(Key.of("110"));
        persons.named(Sensitive.of("张"));
        assertThat(condition()).isEqualTo(where("name").startsWith("张").condition());
        persons.reached(Optional.of(Sensitive.of("138")));
        assertThat(condition()).isEqualTo(where("phone").is("138").condition());
        persons.reached(Optional.empty());
        assertThat(condition()).isEqualTo(Optional.empty());
        persons.called("张三");
        assertThat(condition()).isEqualTo(where("name").is("张三").condition());
    }
}
