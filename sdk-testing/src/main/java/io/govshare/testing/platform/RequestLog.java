package io.govshare.testing.platform;

import io.govshare.error.Internal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/** What arrived: counts by path, and the last requests. Keys and queries are left out. Safe for concurrent use. */
@Internal
public final class RequestLog {

    private static final int KEPT = 1000;

    /**
     * One request and what became of it.
     *
     * @param path its path, a key in it masked
     * @param status status of the answer; 0 when the connection was closed without one
     * @param code code of the refusal; null when there was none
     */
    public record Entry(
            String method,
            String path,
            int status,
            @Nullable String code,
            String requestId,
            Headers headers) {}

    private final ConcurrentMap<String, LongAdder> counts = new ConcurrentHashMap<>();
    private final Deque<Entry> last = new ArrayDeque<>();

    void add(Incoming request, int status, @Nullable String code) {
        String path = masked(request.path());
        counts.computeIfAbsent(path, key -> new LongAdder()).increment();
        Entry entry = new Entry(request.method(), path, status, code, request.requestId(), request.headers());
        synchronized (last) {
            if (last.size() == KEPT) {
                last.removeFirst();
            }
            last.addLast(entry);
        }
    }

    private static String masked(String path) {
        int key = path.startsWith(RecordsEndpoint.ROOT) ? path.indexOf('(') : -1;
        return key < 0 ? path : path.substring(0, key) + "(…)";
    }

    /** How many requests arrived, by path. */
    public Map<String, Long> counts() {
        Map<String, Long> sums = new TreeMap<>();
        counts.forEach((path, count) -> sums.put(path, count.sum()));
        return sums;
    }

    /** The last requests, oldest first; at most 1,000. */
    public List<Entry> last() {
        synchronized (last) {
            return new ArrayList<>(last);
        }
    }

    /** Forgets all. */
    public void clear() {
        counts.clear();
        synchronized (last) {
            last.clear();
        }
    }
}
