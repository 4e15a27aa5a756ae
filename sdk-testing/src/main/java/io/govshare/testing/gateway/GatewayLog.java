package io.govshare.testing.gateway;

import io.govshare.testing.SandboxRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What arrived: counts by path, and the last requests, without queries and signatures. Safe for concurrent use. */
final class GatewayLog {

    private static final int KEPT = 1000;

    private final ConcurrentMap<String, LongAdder> counts = new ConcurrentHashMap<>();
    private final Deque<SandboxRequest> last = new ArrayDeque<>();

    private final String signatureHeader;

    GatewayLog(String signatureHeader) {
        this.signatureHeader = signatureHeader;
    }

    void add(GatewayCall call, int status, @Nullable String code) {
        counts.computeIfAbsent(call.path(), key -> new LongAdder()).increment();
        SandboxRequest request =
                new SandboxRequest(call.method(), call.path(), status, code, call.requestId(), shown(call));
        synchronized (last) {
            if (last.size() == KEPT) {
                last.removeFirst();
            }
            last.addLast(request);
        }
    }

    private Map<String, List<String>> shown(GatewayCall call) {
        Map<String, List<String>> headers = new TreeMap<>();
        call.headers().toMultimap().forEach((name, values) -> {
            String key = name.toLowerCase(Locale.ROOT);
            boolean masked =
                    key.equalsIgnoreCase(signatureHeader) || key.contains("sig") || key.equals("authorization");
            headers.put(key, masked ? List.of("***") : List.copyOf(values));
        });
        return Collections.unmodifiableMap(headers);
    }

    Map<String, Long> counts() {
        Map<String, Long> sums = new TreeMap<>();
        counts.forEach((path, count) -> sums.put(path, count.sum()));
        return sums;
    }

    List<SandboxRequest> last() {
        synchronized (last) {
            return new ArrayList<>(last);
        }
    }

    void clear() {
        counts.clear();
        synchronized (last) {
            last.clear();
        }
    }
}
