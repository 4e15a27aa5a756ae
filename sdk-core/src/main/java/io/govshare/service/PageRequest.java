package io.govshare.service;

import io.govshare.dataset.Field;
import io.govshare.dataset.Order;
import io.govshare.dataset.Query;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * How many records a {@link DataService} method is to bring, and in which order, where the caller decides. Immutable: every
 * method returns another request.
 *
 * <pre>{@code
 * counties.inProvince("35", PageRequest.of(50).orderBy("code"));
 * }</pre>
 *
 * <p>The limit is that of {@link Query#limit(int)}: it counts in all, on however many pages the platform sends them. For
 * page after page to the end, ask for {@link #all()}, and go on by {@code Page.next()}.
 */
public final class PageRequest {

    private static final PageRequest ALL = new PageRequest(Query.all());

    private final Query<Object> bare;

    private PageRequest(Query<Object> bare) {
        this.bare = bare;
    }

    /**
     * At most so many records.
     *
     * @throws io.govshare.error.InvalidRequestException if it is less than 1
     */
    public static PageRequest of(int limit) {
        return ALL.limit(limit);
    }

    /** All records; a {@code List} of more than {@value DataService#MOST_IN_LIST} is still refused. */
    public static PageRequest all() {
        return ALL;
    }

    /**
     * This request with at most so many records.
     *
     * @throws io.govshare.error.InvalidRequestException if it is less than 1
     */
    public PageRequest limit(int records) {
        return new PageRequest(bare.limit(records));
    }

    /**
     * This request with a further level of sorting, by the field of this name, the smallest first.
     *
     * @throws io.govshare.error.InvalidRequestException if it is no name
     */
    public PageRequest orderBy(String field) {
        return new PageRequest(bare.orderBy(field));
    }

    /**
     * This request with a further level of sorting, by the field of this name, the largest first.
     *
     * @throws io.govshare.error.InvalidRequestException if it is no name
     */
    public PageRequest orderByDescending(String field) {
        return new PageRequest(bare.orderByDescending(field));
    }

    /**
     * This request with a further level of sorting, by the field with this accessor, the smallest first.
     *
     * @throws io.govshare.error.ConfigurationException if it is no method reference, or names no field of the records
     */
    public <T> PageRequest orderBy(Field<T, ?> field) {
        return orderBy(Query.<T>all().orderBy(field).order().get(0).field());
    }

    /**
     * This request with a further level of sorting, by the field with this accessor, the largest first.
     *
     * @throws io.govshare.error.ConfigurationException if it is no method reference, or names no field of the records
     */
    public <T> PageRequest orderByDescending(Field<T, ?> field) {
        return orderByDescending(Query.<T>all().orderBy(field).order().get(0).field());
    }

    /** This request, asking for the number of all records that match as well: {@code Page.total()}. */
    public PageRequest counted() {
        return new PageRequest(bare.counted());
    }

    /** How many records at most; empty for all. */
    public OptionalInt limit() {
        return bare.limit();
    }

    /** The levels of sorting; empty when the order of the method will do. */
    public List<Order> order() {
        return bare.order();
    }

    /** Whether the number of all records that match is wanted beside them. */
    public boolean isCounted() {
        return bare.isCounted();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PageRequest request && bare.equals(request.bare);
    }

    @Override
    public int hashCode() {
        return Objects.hash(bare);
    }

    /** As people read it: {@code PageRequest[all order by code limit 50]}. */
    @Override
    public String toString() {
        return "PageRequest[" + bare + "]";
    }
}
