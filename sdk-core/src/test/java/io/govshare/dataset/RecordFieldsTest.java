package io.govshare.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.govshare.dataset.RecordFields.Member;
import io.govshare.error.ConfigurationException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecordFieldsTest {

    record Seat(@JsonProperty("street_name") String street) {}

    record Office(
            @KeyField String code,
            @JsonProperty("full_name") Optional<String> name,
            List<String> phones,
            Seat seat) {}

    @SuppressWarnings("unused") // Only looked at.
    static class Bean {
        private String officeCode;

        public String getOfficeCode() {
            return officeCode;
        }

        public void setOfficeCode(String newCode) {
            officeCode = newCode;
        }

        @JsonAnySetter
        public void other(String name, Object value) {}
    }

    record Swapped(
            @JsonProperty("b") String a, @JsonProperty("a") String b) {}

    @Test
    void ofRecord_areThoseThatAreRead() {
        RecordFields fields = RecordFields.of(Office.class);

        assertThat(fields.members())
                .containsExactly(
                        new Member("code", "code", String.class),
                        new Member("name", "full_name", String.class),
                        new Member("phones", "phones", List.class),
                        new Member("seat", "seat", Seat.class));
        assertThat(fields.key()).containsExactly("code");
        assertThat(fields.isOpen()).isFalse();
    }

    @Test
    void find_takesTheNameInJava_thatInTheRecords_andPaths() {
        RecordFields fields = RecordFields.of(Office.class);

        assertThat(fields.find("name")).hasValue(new Member("name", "full_name", String.class));
        assertThat(fields.find("full_name")).isEqualTo(fields.find("name"));
        assertThat(fields.find("seat/street")).hasValue(new Member("seat/street", "seat/street_name", String.class));
        assertThat(fields.find("seat/number")).isEmpty();
    }

    @Test
    void find_nameOfTwo_isRefused() {
        assertThatThrownBy(() -> RecordFields.of(Swapped.class).find("a"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("'a' stands for two fields of Swapped");
    }

    @Test
    void ofClassAndMap_areOpenWhereRecordsMayHaveMore() {
        RecordFields bean = RecordFields.of(Bean.class);

        assertThat(bean.find("officeCode")).hasValue(new Member("officeCode", "officeCode", String.class));
        assertThat(bean.isOpen()).isTrue();
        assertThat(RecordFields.of(Map.class).isOpen()).isTrue();
        assertThat(RecordFields.of(Map.class).members()).isEmpty();
    }
}
