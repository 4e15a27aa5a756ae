package io.govshare.dataset;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says how the data spell a date or time, on a component of a record (or the field, getter or setter of a class):
 *
 * <pre>{@code
 * record Person(
 *         @DatePatterns({"yyyyMMdd", "yyyy-MM-dd", "yyyy年M月d日"}) LocalDate born,
 *         @DatePatterns(value = "yyyy-MM-dd HH:mm:ss", zone = "Asia/Shanghai") Instant registered) {}
 * }</pre>
 *
 * <p>The first pattern that fits the whole value is taken. No other spelling is read, ISO 8601 only if it is listed; dates
 * that no calendar has, such as 31 February, are refused; an empty string is null. For {@code LocalDate}, {@code LocalTime},
 * {@code LocalDateTime}, {@code Instant}, {@code OffsetDateTime}, {@code ZonedDateTime}, {@code YearMonth}, {@code Year}, and
 * these in an {@code Optional} or {@code List}. A date without a time begins the day where a time is asked for. On another
 * type, or with a pattern that cannot bring what the type needs, {@code dataset(…)} throws a {@code ConfigurationException}.
 *
 * <p>A query asks for a value in all these spellings. Greater and less need one pattern that sorts as text, such as {@code
 * yyyyMMdd}, and fail with an {@code InvalidRequestException} otherwise.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
public @interface DatePatterns {

    /** Patterns of {@link java.time.format.DateTimeFormatter}, the most frequent first. */
    String[] value();

    /** The zone of values that name none, such as {@code Asia/Shanghai} or {@code +08:00}; none by default. */
    String zone() default "";
}
