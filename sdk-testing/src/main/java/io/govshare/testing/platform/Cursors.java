package io.govshare.testing.platform;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the options of queries that came in a body, so that their next links need not show them. The oldest go when there are
 * too many. Safe for concurrent use.
 */
final class Cursors {

    private static final int MOST = 10_000;

    private record Cursor(String client, String dataset, Map<String, String> options) {}

    private final SecureRandom random = new SecureRandom();
    private final Map<String, Cursor> cursors = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Cursor> eldest) {
            return size() > MOST;
        }
    };

    /** Keeps the options and returns what names them. */
    String keep(String client, String dataset, Map<String, String> options) {
        byte[] value = new byte[16];
        random.nextBytes(value);
        String id = HexFormat.of().formatHex(value);
        synchronized (cursors) {
            cursors.put(id, new Cursor(client, dataset, Map.copyOf(options)));
        }
        return id;
    }

    /** The options kept for this client and dataset; null when there are none. */
    @Nullable
    Map<String, String> find(String id, String client, String dataset) {
        Cursor cursor;
        synchronized (cursors) {
            cursor = cursors.get(id);
        }
        return cursor != null
                        && cursor.client().equals(client)
                        && cursor.dataset().equals(dataset)
                ? cursor.options()
                : null;
    }
}
