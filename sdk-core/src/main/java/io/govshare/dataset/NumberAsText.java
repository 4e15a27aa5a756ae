package io.govshare.dataset;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that the data hold a number as text, on a component of a record (or the field, getter or setter of a class):
 *
 * <pre>{@code
 * record Budget(@NumberAsText BigDecimal amount) {}       // "1,234,567.80"
 * }</pre>
 *
 * <p>Plain digits in a string are read without it; with it, commas between groups of three digits are read too, and {@code
 * govshare.check(…)} expects text in the published schema. White space around is passed over, and an empty string is null.
 * For all numbers of the JDK, and these in an {@code Optional} or {@code List}; on another type, {@code dataset(…)} throws a
 * {@code ConfigurationException}. A query asks for a number with the decimals it has, without and with commas; greater and
 * less, which text has not as numbers have it, fail with an {@code InvalidRequestException}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
public @interface NumberAsText {}
