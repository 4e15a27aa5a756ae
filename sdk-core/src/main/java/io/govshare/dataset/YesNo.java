package io.govshare.dataset;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that the data spell a boolean in words or digits, on a component of a record (or the field, getter or setter of a
 * class):
 *
 * <pre>{@code
 * record Household(@YesNo boolean rural, @YesNo(yes = "有", no = "无") Boolean insured) {}
 * }</pre>
 *
 * <p>Case does not matter, numbers are compared by their digits, {@code true} and {@code false} of JSON are read as well, and
 * an empty string is null. For {@code boolean}, {@code Boolean}, and these in an {@code Optional} or {@code List}; on another
 * type, {@code dataset(…)} throws a {@code ConfigurationException}. A query asks for a value in all its words: as listed, in
 * capitals, in small letters, and with a capital.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
public @interface YesNo {

    /** What stands for true. */
    String[] yes() default {"Y", "YES", "T", "TRUE", "1", "是"};

    /** What stands for false. */
    String[] no() default {"N", "NO", "F", "FALSE", "0", "否"};
}
