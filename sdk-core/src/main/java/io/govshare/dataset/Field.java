package io.govshare.dataset;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A field of a record, named by its accessor: {@code District::provinceCode}, or {@code District::getProvinceCode} for a
 * class with getters.
 *
 * <p>It must be a method reference. The SDK never calls it; it reads the name of the accessor from it and takes the name in
 * the records from there, {@code @JsonProperty} honoured. What is no plain method reference (a lambda expression, a
 * reference to a static method or to a method of one object) fails with a {@code ConfigurationException}. An accessor that
 * is overloaded cannot be referred to (the compiler says so): name such a field by {@code where("name")}.
 *
 * @param <T> type of the records
 * @param <V> type of the field
 */
@FunctionalInterface
public interface Field<T, V extends @Nullable Object> extends Serializable {

    /** The value of the field in a record. */
    V get(T record);
}
