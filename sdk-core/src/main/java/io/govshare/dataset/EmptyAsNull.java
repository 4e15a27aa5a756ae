package io.govshare.dataset;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that a blank string stands for no value, on a component of a record (or the field, getter or setter of a class), or on
 * the whole type for all its fields:
 *
 * <pre>{@code
 * @EmptyAsNull
 * record Company(String name, String formerName, Optional<String> fax, Address seat) {}
 * }</pre>
 *
 * <p>Numbers, dates and booleans read an empty string as null without it; text keeps it, and nested records and lists refuse
 * it. On a primitive type, which cannot be null, {@code dataset(…)} throws a {@code ConfigurationException}; on a whole type,
 * primitive fields are passed over.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
public @interface EmptyAsNull {}
