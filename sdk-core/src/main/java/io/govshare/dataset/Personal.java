package io.govshare.dataset;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the component of a record (or the field or getter of a class) whose values are personal data, where the catalogue
 * does not say: such values stay out of URLs, logs and messages. A component of type {@link Sensitive} needs no mark.
 *
 * <pre>{@code
 * record Resident(@KeyField @Personal String identityNumber, @Personal String name, String districtCode) {}
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.METHOD})
public @interface Personal {}
