package io.govshare.dataset;

import io.govshare.error.Internal;
import io.govshare.http.TimeSource;
import io.govshare.signing.Proof;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The records that a query brought, and the way to those after them. Immutable and safe for concurrent use.
 *
 * <pre>{@code
 * Page<District> page = districts.query(where(District::provinceCode).is("35").counted());
 * for (District district : page) {
 *     …
 * }
 * Optional<Page<District>> next = page.next();
 * }</pre>
 *
 * <p>To read on to the end, {@link Dataset#stream} is simpler.
 *
 * @param <T> type of the records
 */
public final class Page<T> implements Iterable<T> {

    private final List<T> items;
    private final OptionalLong total;
    private final @Nullable Supplier<Page<T>> next;
    private final Instant asOf;
    private final boolean fromCache;
    private final @Nullable Proof proof;

    private Page(
            List<T> items,
            OptionalLong total,
            @Nullable Supplier<Page<T>> next,
            Instant asOf,
            boolean fromCache,
            @Nullable Proof proof) {
        this.items = items;
        this.total = total;
        this.next = next;
        this.asOf = asOf;
        this.fromCache = fromCache;
        this.proof = proof;
    }

    /**
     * A page that is made now.
     *
     * @param items its records; copied unless they are unmodifiable
     * @param total how many match in all, if the platform said so
     * @param next reads the page after this one, each time anew; null when this is the last
     */
    @Internal
    public static <T> Page<T> of(List<? extends T> items, OptionalLong total, @Nullable Supplier<Page<T>> next) {
        return new Page<>(
                Collections.unmodifiableList(new ArrayList<>(items)),
                total,
                next,
                TimeSource.SYSTEM.now(),
                false,
                null);
    }

    /** A page of records that were just read and that nobody else can change. */
    @Internal
    public static <T> Page<T> of(
            Records<T> records,
            @Nullable Supplier<Page<T>> next,
            Instant asOf,
            boolean fromCache,
            @Nullable Proof proof) {
        return new Page<>(records.items(), records.total(), next, asOf, fromCache, proof);
    }

    /** The records on this page; cannot be changed. */
    public List<T> items() {
        return items;
    }

    /** How many records match in all; empty unless the query was {@link Query#counted()} or the platform says so unasked. */
    public OptionalLong total() {
        return total;
    }

    /** Whether there is a page after this one; it may turn out to be empty. */
    public boolean hasNext() {
        return next != null;
    }

    /**
     * Reads the page after this one from the platform, at each call anew; empty when this is the last. It is a use of its
     * own, in the context that the query was asked in.
     *
     * @throws io.govshare.error.GovShareException if it cannot be read
     */
    public Optional<Page<T>> next() {
        return next == null ? Optional.empty() : Optional.of(next.get());
    }

    /**
     * When the platform last vouched for these records: about now for an answer that it has just made or confirmed, earlier
     * for one from a cache. By the clock of this machine, to the second.
     */
    public Instant asOf() {
        return asOf;
    }

    /**
     * Whether it came from the SDK's cache without the platform being asked; {@link CallOptions#fresh()} has it asked. An
     * answer that the platform has just confirmed is not meant.
     */
    public boolean isFromCache() {
        return fromCache;
    }

    /**
     * The evidence that the platform, or the publisher, gave this answer, to be stored and verified again later; that of a
     * page from the cache is the one that came with it, with its original time. Empty unless proofs are kept
     * ({@code SignaturePolicy.keepingProofs()}), and where the answer was not signed, or with a shared secret.
     */
    public Optional<Proof> proof() {
        return Optional.ofNullable(proof);
    }

    /** How many records are on this page. */
    public int size() {
        return items.size();
    }

    /** Whether this page has no record. */
    public boolean isEmpty() {
        return items.isEmpty();
    }

    /** The records on this page, and no others. */
    public Stream<T> stream() {
        return items.stream();
    }

    /** The records on this page, and no others; they cannot be removed. */
    @Override
    public Iterator<T> iterator() {
        return items.iterator();
    }

    /** How many records; they may be personal. */
    @Override
    public String toString() {
        return "Page[" + items.size() + " records" + (total.isPresent() ? " of " + total.getAsLong() : "")
                + (next == null ? ", last]" : "]");
    }
}
