package io.govshare.testing;

import io.govshare.testing.platform.RequestLog;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One request that reached the sandbox.
 *
 * @param method its method
 * @param path its path without query, a key in it masked: {@code /odata/cn.stats.counties(…)}
 * @param status status of the answer; 0 when the connection was closed without one
 * @param code code of the refusal; null when there was none
 * @param requestId id that the sandbox gave it
 * @param headers its fields in lower case, those that hold secrets or context masked
 */
public record SandboxRequest(
        String method,
        String path,
        int status,
        @Nullable String code,
        String requestId,
        Map<String, List<String>> headers) {

    private static final Set<String> MASKED = Set.of("authorization", "dpop", "signature", "govshare-context");

    static SandboxRequest of(RequestLog.Entry entry) {
        Map<String, List<String>> headers = new TreeMap<>();
        entry.headers().toMultimap().forEach((name, values) -> {
            String key = name.toLowerCase(Locale.ROOT);
            headers.put(key, MASKED.contains(key) ? List.of("***") : List.copyOf(values));
        });
        return new SandboxRequest(
                entry.method(),
                entry.path(),
                entry.status(),
                entry.code(),
                entry.requestId(),
                Collections.unmodifiableMap(headers));
    }
}
