package io.govshare.service;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the parameter of a {@link DataService} method that is the key of the record wanted; several are a composite key, in the
 * order of the dataset's key fields. The method returns {@code Optional}, asks by {@link
 * io.govshare.dataset.Dataset#find(Object)}, and has no conditions beside the key.
 *
 * <pre>{@code
 * Optional<County> find(@ByKey String code);
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface ByKey {}
