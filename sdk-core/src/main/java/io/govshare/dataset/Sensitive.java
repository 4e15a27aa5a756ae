package io.govshare.dataset;

import com.fasterxml.jackson.annotation.JsonValue;
import io.govshare.error.InvalidRequestException;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A personal value that does not show itself: {@code toString}, logs, formatted text and JSON have {@value #SHOWN} in its
 * place, and it cannot be serialised by Java. Who needs the value says so by {@link #reveal()}.
 *
 * <pre>{@code
 * record Person(@KeyField Sensitive<String> idNumber, Sensitive<String> name, String districtCode) {}
 *
 * persons.query(where(Person::idNumber).is(Sensitive.of(typedIn)));
 * log.info("found {}", person);                                               // Person[idNumber=***, name=***, …]
 * screen.show(person.idNumber().masked(Masks::identityNumber));               // 110101********1234
 * }</pre>
 *
 * <p>A field of this type is read and compared as one of what it holds, and is personal as one marked {@link Personal} is. A
 * field without a value is null. Two are equal when they hold equal values. Immutable if the value is.
 *
 * @param <T> type of the value
 */
public final class Sensitive<T> {

    /** What is shown in the place of any value. */
    public static final String SHOWN = "***";

    /** Transient and without getter, so that no library that copies or prints fields and properties comes upon it. */
    private final transient T value;

    private Sensitive(T value) {
        this.value = value;
    }

    /**
     * Wraps a value.
     *
     * @throws InvalidRequestException if it is null
     */
    public static <T> Sensitive<T> of(T value) {
        if (value == null) {
            throw new InvalidRequestException(
                    "Sensitive.of(value) got null", "Use null in the place of the Sensitive where there is no value.");
        }
        return new Sensitive<>(value);
    }

    /** The value. Keep it out of messages and logs. */
    public T reveal() {
        return value;
    }

    /** What this function shows of the value, such as {@code masked(Masks::phone)}. */
    public String masked(Function<? super T, String> mask) {
        return mask.apply(value);
    }

    /** Whether the other holds an equal value; arrays are compared by their elements. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Sensitive<?> that && Objects.deepEquals(value, that.value);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(new Object[] {value});
    }

    /** {@value #SHOWN}, whatever it holds; the same in JSON. */
    @JsonValue
    @Override
    public String toString() {
        return SHOWN;
    }
}
