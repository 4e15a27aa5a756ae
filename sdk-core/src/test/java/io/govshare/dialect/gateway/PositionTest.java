package io.govshare.dialect.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.error.ConfigurationException;
import io.govshare.error.InvalidRequestException;
import io.govshare.http.Body;
import io.govshare.http.Request;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where values stand, and where none can stand. */
class PositionTest {

    private static final String URL = "https://gw.example.gov/rows";

    private static String body(Request request) {
        return request.body() == null ? "" : new String(request.body().toBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void form_takesMoreMembers_alsoOneOfBytes() {
        Body bytes = Body.text("application/x-www-form-urlencoded; charset=utf-8", "a=1");

        assertThat(body(Position.FORM.put(Request.post(URL, bytes), "名", "b c")))
                .isEqualTo("a=1&%E5%90%8D=b+c");
        assertThat(body(Position.FORM.put(Request.of("POST", URL, null), "sign", "s")))
                .isEqualTo("sign=s");
    }

    @Test
    void form_isNotWrittenBehindJson() {
        assertThatThrownBy(() -> Position.FORM.put(Request.post(URL, Body.json(Map.of("a", 1))), "sign", "canary"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("'sign' in a form")
                .hasMessageNotContaining("canary");
    }

    @Test
    void json_isRefusedWhereThereIsNoBody() {
        assertThatThrownBy(() -> Position.JSON.put(Request.get(URL), "uid", "canary"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("'uid'")
                .hasMessageContaining("Service.method(\"POST\")")
                .hasMessageNotContaining("canary");
    }

    @Test
    void json_opensObjectsOnTheWay() {
        Request request = Position.JSON.put(Request.of("POST", URL, null), "/query/a~1b", 7);

        assertThat(body(request)).isEqualTo("{\"query\":{\"a/b\":7}}");
    }
}
