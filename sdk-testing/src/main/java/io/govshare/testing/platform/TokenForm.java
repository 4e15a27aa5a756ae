package io.govshare.testing.platform;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The form of a token request; no parameter occurs twice but those that may (RFC 6749 §3.2, RFC 8707 §2). */
record TokenForm(Map<String, List<String>> parameters) {

    private static final Set<String> REPEATED = Set.of("resource", "audience");

    /** @throws TokenRefused if it is no form, or a parameter occurs twice */
    static TokenForm of(Incoming request) {
        if (!request.mediaType().equals("application/x-www-form-urlencoded")) {
            throw TokenRefused.invalid(
                    "Content-Type is " + request.mediaType() + " instead of application/x-www-form-urlencoded");
        }
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (String pair : request.body().utf8().split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
                String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
                List<String> values = parameters.computeIfAbsent(name, key -> new ArrayList<>());
                values.add(value);
                if (values.size() > 1 && !REPEATED.contains(name)) {
                    throw TokenRefused.invalid("the form has " + name + " twice");
                }
            }
        }
        return new TokenForm(parameters);
    }

    private static String decoded(String encoded) {
        try {
            return Incoming.decoded(encoded, "form");
        } catch (Refused e) {
            throw TokenRefused.invalid(e.detail());
        }
    }

    @Nullable
    String value(String name) {
        List<String> values = values(name);
        return values.isEmpty() ? null : values.get(0);
    }

    List<String> values(String name) {
        return parameters.getOrDefault(name, List.of());
    }

    /** @throws TokenRefused if it is missing */
    String required(String name) {
        String value = value(name);
        if (value == null) {
            throw TokenRefused.invalid("parameter " + name + " is missing");
        }
        return value;
    }
}
