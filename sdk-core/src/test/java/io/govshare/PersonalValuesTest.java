package io.govshare;

import static io.govshare.dataset.Query.where;
import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.context.CallContext;
import io.govshare.dataset.Key;
import io.govshare.error.Masked;
import java.math.BigDecimal;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PersonalValuesTest {

    static Stream<Arguments> echoes() {
        return Stream.of(
                Arguments.of("O'Neil", "name eq 'O''Neil' is not allowed", "name eq '***' is not allowed"),
                Arguments.of(new BigDecimal("1.2E+4"), "income eq 12000", "income eq ***"),
                Arguments.of(OffsetDateTime.parse("1999-03-07T08:00+08:00"), "at 1999-03-07T08:00:00+08:00", "at ***"),
                Arguments.of(LocalTime.of(8, 30), "time 08:30:00?", "time ***?"),
                Arguments.of("欧阳 a", "%E6%AC%A7%E9%98%B3%20a", "***"));
    }

    @ParameterizedTest
    @MethodSource("echoes")
    void value_asItStandsInAQuery_isKnownInItsEcho(Object value, String said, String shown) {
        PersonalValues ofQuery = PersonalValues.of(CallContext.none());
        ofQuery.add(where("field").is(value));
        PersonalValues ofKey = PersonalValues.of(CallContext.none());
        ofKey.add(Key.of(value));

        for (PersonalValues values : List.of(ofQuery, ofKey)) {
            assertThat(Masked.values(said, values.values())).isEqualTo(shown);
        }
    }
}
