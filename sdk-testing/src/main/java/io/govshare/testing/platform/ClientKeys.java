package io.govshare.testing.platform;

import io.govshare.error.Internal;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The keys that a client has registered at the moment, by id; old and new one overlap while it rotates. Safe for concurrent use. */
@Internal
public final class ClientKeys {

    private final ConcurrentMap<String, VerificationKey> keys = new ConcurrentHashMap<>();

    public static ClientKeys of(Collection<VerificationKey> keys) {
        ClientKeys registered = new ClientKeys();
        keys.forEach(registered::add);
        return registered;
    }

    public void add(VerificationKey key) {
        keys.put(key.id(), key);
    }

    /** Whether it was there. */
    public boolean remove(String id) {
        return keys.remove(id) != null;
    }

    public boolean isEmpty() {
        return keys.isEmpty();
    }

    @Nullable
    VerificationKey get(@Nullable String id) {
        return id == null ? null : keys.get(id);
    }

    List<String> ids() {
        return keys.keySet().stream().sorted().toList();
    }
}
