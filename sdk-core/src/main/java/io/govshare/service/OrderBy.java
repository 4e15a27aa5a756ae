package io.govshare.service;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Sorts what a {@link DataService} method returns. Given again, it sorts within the order given before; the order of a {@link
 * PageRequest} sorts within that of the method.
 *
 * <pre>{@code
 * @OrderBy("provinceCode")
 * @OrderBy(value = "population", descending = true)
 * List<County> all();
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(OrderBy.Levels.class)
public @interface OrderBy {

    /** The field, named as {@link Filter#field()} is. */
    String value();

    /** Whether the largest comes first; the smallest does by default. */
    boolean descending() default false;

    /** Several levels of sorting, as the compiler keeps them. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    @interface Levels {

        /** The levels, the outermost first. */
        OrderBy[] value();
    }
}
