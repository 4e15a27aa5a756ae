package io.govshare.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.govshare.http.Request;
import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** The form of a request as a server reads it; the values of a name that is there several times are separated by spaces. */
final class SentForm {

    private SentForm() {}

    static Map<String, String> of(Request request) {
        Map<String, String> form = new LinkedHashMap<>();
        for (String pair : new String(Objects.requireNonNull(request.body()).toBytes(), UTF_8).split("&", -1)) {
            int equals = pair.indexOf('=');
            form.merge(
                    pair.substring(0, equals),
                    URLDecoder.decode(pair.substring(equals + 1), UTF_8),
                    (one, more) -> one + " " + more);
        }
        return form;
    }
}
