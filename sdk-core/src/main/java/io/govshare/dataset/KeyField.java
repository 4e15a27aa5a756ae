package io.govshare.dataset;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the component of a record (or the field or getter of a class) by which the dataset is looked up, where the catalogue
 * does not say. Several marked components make a composite key, in the order of their declaration:
 *
 * <pre>{@code
 * record District(@KeyField String code, String name) {}
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.METHOD})
public @interface KeyField {}
