package io.govshare.dataset;

import io.govshare.context.CallContext;
import io.govshare.error.InvalidRequestException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Data that another department shares, read as Java objects. Got from {@code govshare.dataset(id, type)}.
 *
 * <p>The type is a Java record that has the fields you want, named as in the data (or as {@code @JsonProperty} says); fields
 * that it lacks are passed over. A class with getters and setters, or {@code Map}, will do as well.
 *
 * <pre>{@code
 * record District(String code, String name, String cityCode, String provinceCode) {}
 *
 * Dataset<District> districts = govshare.dataset("cn.stats.districts", District.class);
 *
 * Optional<District> gulou = districts.find("350102");
 *
 * Page<District> page = districts.query(where(District::provinceCode).is("35").orderBy(District::code).limit(50));
 *
 * try (Stream<District> all = districts.stream(Query.all())) {
 *     all.forEach(System.out::println);
 * }
 *
 * long inFujian = districts.count(where(District::provinceCode).is("35"));
 * }</pre>
 *
 * <p>Every call is a use of the data: it carries who asks and why (the {@link CallContext}), is checked against the grant, and
 * is reported. All methods that read may throw any {@link io.govshare.error.GovShareException}; those that a caller treats
 * differently are named there. They block until the answer is there or the time is over; interrupting the thread ends them
 * with a {@code PlatformUnavailableException}, its interrupt flag set again. Immutable and safe
 * for concurrent use.
 *
 * @param <T> type of the records
 */
public interface Dataset<T> {

    /** The id of this dataset in the platform's catalogue. */
    String id();

    /**
     * Looks up one record by its key.
     *
     * @param key the value of the key field, or {@link Key#of(Object...)} of the values of several
     * @return the record; empty if there is none with this key
     * @throws io.govshare.error.InvalidRequestException if the platform has no look-up by key, or the key does not fit
     */
    Optional<T> find(Object key);

    /**
     * Looks up one record by its key, as {@link #find} does, and returns it as a page of one record or none: for what a page
     * says beside its records, such as when the platform vouched for them, and the {@link Page#proof proof} of that, which
     * for a page of none proves that there was no such record.
     *
     * @param key the value of the key field, or {@link Key#of(Object...)} of the values of several
     * @return the page; it is the only one
     * @throws io.govshare.error.InvalidRequestException if the platform has no look-up by key, or the key does not fit
     */
    default Page<T> findPage(Object key) {
        return Page.of(find(key).stream().toList(), OptionalLong.empty(), null);
    }

    /**
     * Reads one page of the records that a query matches; {@link Page#next} reads on.
     *
     * @return the page; an empty one if no record matches
     * @throws io.govshare.error.InvalidRequestException if the platform cannot carry something that the query asks for
     */
    Page<T> query(Query<? super T> query);

    /**
     * Reads the records that a query matches one after the other, page by page, in memory that does not grow with their
     * number. The stream must be closed, best by try-with-resources; closing it early ends the reading.
     *
     * <p>It is one use, in the context of this moment, however many pages are read. A stream made parallel is still read by
     * one thread at a time; reading on after closing, or after a failure, fails.
     *
     * @return a sequential stream, to be used by one thread; reading on may throw what {@link #query} throws
     * @throws io.govshare.error.InvalidRequestException if the platform cannot carry something that the query asks for
     */
    Stream<T> stream(Query<? super T> query);

    /** All records, as {@link #stream(Query)} reads them with {@link Query#all()}; to be closed. */
    default Stream<T> stream() {
        return stream(Query.all());
    }

    /**
     * How many records a query matches; its order, limit and fields do not matter.
     *
     * @throws io.govshare.error.InvalidRequestException if the platform cannot count
     */
    long count(Query<? super T> query);

    /** How many records there are in all, as {@link #count(Query)} says with {@link Query#all()}. */
    default long count() {
        return count(Query.all());
    }

    /** The first record that a query matches, in the order it asks for; empty if none does. */
    default Optional<T> first(Query<? super T> query) {
        if (query == null) {
            throw new InvalidRequestException("Dataset.first(…) got null", "Give a query; Query.all() for any record.");
        }
        Query<? super T> one = query.limit(1);
        Page<T> page = query(one);
        if (!page.isEmpty() || !page.hasNext()) {
            return page.stream().findFirst();
        }
        // A page may be empty, and have a link to the rest; a stream goes on to its end, and finds links that have
        // none.
        try (Stream<T> records = stream(one)) {
            return records.findFirst();
        }
    }

    /** Whether any record matches a query; its order, limit and fields do not matter. No record is read where the platform counts. */
    default boolean exists(Query<? super T> query) {
        return first(query).isPresent();
    }

    /** This dataset, read with this context; members that it leaves open come from the scope and the builder. */
    Dataset<T> with(CallContext context);

    /** This dataset, read with these options; those that they leave open stay as they are. */
    Dataset<T> with(CallOptions options);
}
