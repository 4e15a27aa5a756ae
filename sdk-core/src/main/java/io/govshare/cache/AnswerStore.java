package io.govshare.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.govshare.http.TimeSource;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Keeps answers in memory, bounded by bytes, each as long as it can be of use. Safe for concurrent use: an answer that was
 * asked for before an eviction is not kept after it, and none takes the place of a younger one.
 */
final class AnswerStore {

    private static final int STRIPES = 64;
    private static final String ALL = "";

    private final Cache<CacheKey, StoredAnswer> answers;

    /** Counts evictions by stripes of datasets and URLs. */
    private final AtomicLongArray evictions = new AtomicLongArray(STRIPES);

    AnswerStore(long maxSize, TimeSource time) {
        answers = Caffeine.newBuilder()
                .maximumWeight(maxSize)
                .weigher((CacheKey key, StoredAnswer stored) -> key.weight() + stored.weight())
                .expireAfter(Expiry.<CacheKey, StoredAnswer>writing((key, stored) -> stored.usefulFor()))
                .ticker(time::nanoTime)
                .executor(Runnable::run)
                .build();
    }

    @Nullable
    StoredAnswer get(CacheKey key) {
        return answers.getIfPresent(key);
    }

    /** What changes with each eviction that concerns this key; to be read before the platform is asked. */
    long version(CacheKey key) {
        return evictions.get(stripe(key.dataset())) + evictions.get(stripe(key.url())) + evictions.get(stripe(ALL));
    }

    /** Keeps the answer, unless a younger one is here or there was an eviction since this version. */
    void keep(CacheKey key, StoredAnswer answer, long version) {
        answers.asMap().merge(key, answer, (old, fresh) -> fresh.isOlderThan(old) ? old : fresh);
        if (version(key) != version) {
            answers.invalidate(key);
        }
    }

    void drop(CacheKey key) {
        answers.invalidate(key);
    }

    void dropDataset(String dataset) {
        drop(dataset, key -> key.dataset().equals(dataset));
    }

    void dropUrl(String url) {
        drop(url, key -> key.url().equals(url));
    }

    void dropAll() {
        drop(ALL, key -> true);
    }

    /** Counts first, so that who keeps an answer meanwhile either is seen here or sees the count. */
    private void drop(String counted, Predicate<CacheKey> affected) {
        evictions.incrementAndGet(stripe(counted));
        answers.asMap().keySet().removeIf(affected);
    }

    /** Bytes that are kept, about. */
    long size() {
        answers.cleanUp();
        return answers.policy()
                .eviction()
                .map(eviction -> eviction.weightedSize().orElse(0))
                .orElse(0L);
    }

    private static int stripe(String counted) {
        return Math.floorMod(counted.hashCode(), STRIPES);
    }
}
