package io.govshare.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.dataset.Condition;
import io.govshare.dataset.Operator;
import io.govshare.dataset.Query;
import java.util.List;
import org.junit.jupiter.api.Test;

class QueryShapeTest {

    @Test
    void of_conditionAndOrder_namesFieldsAndOperatorsOnly() {
        Query<Object> query =
                Query.all().and(comparison("provinceCode", Operator.IS, "35")).orderBy("code");

        assertThat(QueryShape.of(query).text()).isEqualTo("provinceCode is ? order by code");
    }

    @Test
    void of_nestedConditions_groupsThem() {
        Condition either = new Condition.Or(List.of(
                comparison("name", Operator.STARTS_WITH, "Zhang"),
                new Condition.Not(comparison("idNumber", Operator.IN, "350102199001011234", "x"))));
        Condition all =
                new Condition.And(List.of(either, new Condition.Comparison("died", Operator.IS_NULL, List.of())));

        assertThat(QueryShape.of(Query.all().and(all)).text())
                .isEqualTo("(name starts with ? or (not idNumber in ?)) and died is null");
    }

    @Test
    void of_everything_isEmpty() {
        assertThat(QueryShape.of(Query.all()).text()).isEmpty();
    }

    @Test
    void ofKey_compositeKey_namesItsFields() {
        assertThat(QueryShape.ofKey(List.of("code", "year")).text()).isEqualTo("code is ? and year is ?");
        assertThat(QueryShape.ofKey(List.of()).text()).isEqualTo("key is ?");
    }

    private static Condition comparison(String field, Operator operator, Object... values) {
        return new Condition.Comparison(field, operator, List.of(values));
    }
}
