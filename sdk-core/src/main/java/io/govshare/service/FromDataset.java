package io.govshare.service;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the dataset that a method of a {@link DataService} asks; on the interface, that of all its methods that name none,
 * those of the interfaces that it extends included.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface FromDataset {

    /** Id of the dataset in the platform's catalogue, or of one given to {@code GovShare.builder().bind(…)}. */
    String value();

    /**
     * The type of the records, for methods that return {@code long} or {@code boolean}: by it their parameters are checked, and
     * it says which fields are {@link io.govshare.dataset.Personal}. Left out, it is the type that the other methods of the
     * interface read from the same dataset; if none does, parameters are not checked.
     */
    Class<?> type() default void.class;
}
