package io.govshare.service;

import io.govshare.dataset.Operator;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says of a parameter of a {@link DataService} method which field it is compared with, and how.
 *
 * <pre>{@code
 * List<County> between(
 *         @Filter(field = "population", operator = Operator.AT_LEAST) long least,
 *         @Filter(field = "population", operator = Operator.AT_MOST) long most);
 *
 * List<County> of(@Filter(field = "provinceCode") Set<String> provinces);
 *
 * long withoutName(@Filter(field = "name", operator = Operator.IS_NULL) boolean missing);
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Filter {

    /**
     * The field: the name of the component of the record, or the name in the records where that differs; {@code address/city}
     * for one of a nested record. By default that which is named like the parameter.
     */
    String field() default "";

    /**
     * How the field is compared; {@link Operator#IS} by default, which for a collection or array is {@link Operator#IN}. {@link
     * Operator#IS_NULL} takes a {@code boolean}: whether the field is to have no value, or to have one.
     */
    Operator operator() default Operator.IS;
}
