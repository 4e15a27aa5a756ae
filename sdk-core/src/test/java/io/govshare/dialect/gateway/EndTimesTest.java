package io.govshare.dialect.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.error.CredentialException;
import io.govshare.platform.Credential;
import io.govshare.signing.Secret;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How gateways spell the end of a secret. */
class EndTimesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1700000000000",
                "1700000000",
                "2023-11-15 06:13:20",
                "2023-11-15T06:13:20",
                "2023-11-15 06:13:20.0",
                "2023-11-15T06:13:20.000+08:00",
                "2023-11-14T22:13:20Z",
                "20231115061320",
            })
    void time_inEachSpelling_isTheSame(String spelling) {
        assertThat(SecretExchange.Reply.time("/end", spelling)).isEqualTo(Instant.ofEpochSecond(1_700_000_000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-1", "2023-02-30 00:00:00", "20230230000000", "9999999999999999999"})
    void time_thatIsNone_saysWhere(String spelling) {
        assertThatThrownBy(() -> SecretExchange.Reply.time("/end", spelling))
                .isInstanceOf(CredentialException.class)
                .hasMessageContaining("/end")
                .hasMessageNotContaining(spelling);
    }

    @Test
    void ownTime_isNeverThatOfTheExchange() {
        Instant exchanged = Instant.ofEpochMilli(1_700_000_000_000L);
        var credential = Credential.of(Secret.of("secret"), exchanged.plusNanos(1), null);

        assertThat(SecretExchange.ownTime(exchanged.plusNanos(400), credential))
                .isAfterOrEqualTo(exchanged.plusMillis(1));
        assertThat(SecretExchange.ownTime(exchanged.plusMillis(3), credential)).isEqualTo(exchanged.plusMillis(3));
    }
}
