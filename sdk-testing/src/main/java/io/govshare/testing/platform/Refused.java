package io.govshare.testing.platform;

import java.util.LinkedHashMap;
import java.util.Map;

/** A request that the platform does not answer as asked: status, code and what exactly was wrong (RFC 9457). */
final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final String detail;
    private final transient Map<String, String> headers = new LinkedHashMap<>();

    private Refused(int status, String code, String detail) {
        super(status + " " + code + ": " + detail, null, false, false);
        this.status = status;
        this.code = code;
        this.detail = detail;
    }

    static Refused of(int status, String code, String detail) {
        return new Refused(status, code, detail);
    }

    static Refused token(String detail) {
        return token("Bearer", detail);
    }

    /** @param scheme how the token came, or should have come */
    static Refused token(String scheme, String detail) {
        return of(401, "invalid-token", detail)
                .header("WWW-Authenticate", scheme + " realm=\"sandbox\", error=\"invalid_token\"");
    }

    static Refused signature(String detail) {
        return of(401, "signature-invalid", detail);
    }

    static Refused query(String detail) {
        return of(400, "invalid-query", detail);
    }

    static Refused notFound(String code, String detail) {
        return of(404, code, detail);
    }

    static Refused denied(String code, String detail) {
        return of(403, code, detail);
    }

    Refused header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    String detail() {
        return detail;
    }

    Map<String, String> headers() {
        return headers;
    }
}
