package io.govshare.dataset;

import static io.govshare.dataset.Query.where;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.context.CallContext;
import io.govshare.error.InvalidRequestException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DatasetTest {

    record District(String code, String name, String cityCode, String provinceCode) {}

    private static final District GULOU = new District("350102", "鼓楼区", "3501", "35");

    @Test
    void first_asksForOneRecord() {
        InMemory districts = new InMemory(List.of(GULOU));

        assertThat(districts.first(where(District::provinceCode).is("35").limit(50)))
                .contains(GULOU);
        assertThat(districts.asked).containsExactly("provinceCode is ? limit 1");
    }

    @Test
    void first_behindAnEmptyPage_isFound() {
        InMemory districts = new InMemory(List.of(), List.of(GULOU));

        assertThat(districts.first(where(District::provinceCode).is("35"))).contains(GULOU);
        assertThat(districts.exists(where(District::provinceCode).is("35"))).isTrue();
        assertThat(districts.open).isZero();
    }

    @Test
    void first_null_saysWhatToGive() {
        assertThatThrownBy(() -> new InMemory(List.of()).first(null))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("Dataset.first(…) got null")
                .hasMessageContaining("Query.all()");
    }

    @Test
    void withoutAQuery_allRecordsAreMeant() {
        InMemory districts = new InMemory(List.of(GULOU));

        assertThat(districts.count()).isEqualTo(1);
        try (Stream<District> all = districts.stream()) {
            assertThat(all).containsExactly(GULOU);
        }
        assertThat(districts.asked).containsExactly("all", "all");
    }

    @Test
    void exists_isWhetherThereIsAFirst() {
        assertThat(new InMemory(List.of(GULOU)).exists(Query.all())).isTrue();
        assertThat(new InMemory(List.of()).exists(where("code").is("1"))).isFalse();
    }

    @Test
    void example_ofTheDocumentation_compiles() {
        Dataset<District> districts = new InMemory(List.of(GULOU));

        Optional<District> gulou = districts.find("350102");
        Page<District> page = districts.query(
                where(District::provinceCode).is("35").orderBy(District::code).limit(50));
        try (Stream<District> all = districts.stream(Query.all())) {
            assertThat(all).containsExactly(GULOU);
        }
        assertThat(gulou).contains(GULOU);
        assertThat(page).containsExactly(GULOU);
        assertThat(districts.count(where("provinceCode").is("35"))).isEqualTo(1);
    }

    /** Answers every query with the same records, and remembers what was asked. */
    private static final class InMemory implements Dataset<District> {

        private final List<District> onFirstPage;
        private final List<District> records;
        private final List<String> asked = new ArrayList<>();
        private int open;

        private InMemory(List<District> records) {
            this(records, records);
        }

        private InMemory(List<District> onFirstPage, List<District> records) {
            this.onFirstPage = onFirstPage;
            this.records = records;
        }

        @Override
        public String id() {
            return "cn.stats.districts";
        }

        @Override
        public Optional<District> find(Object key) {
            return records.stream()
                    .filter(district -> Key.of(key).equals(Key.of(district.code())))
                    .findFirst();
        }

        @Override
        public Page<District> query(Query<? super District> query) {
            asked.add(query.shape());
            return Page.of(
                    onFirstPage,
                    OptionalLong.empty(),
                    onFirstPage.equals(records) ? null : () -> Page.of(records, OptionalLong.empty(), null));
        }

        @Override
        public Stream<District> stream(Query<? super District> query) {
            asked.add(query.shape());
            open++;
            return records.stream().onClose(() -> open--);
        }

        @Override
        public long count(Query<? super District> query) {
            asked.add(query.shape());
            return records.size();
        }

        @Override
        public Dataset<District> with(CallContext context) {
            return this;
        }

        @Override
        public Dataset<District> with(CallOptions options) {
            return this;
        }
    }
}
