package io.govshare.service;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an interface whose methods say what is asked of shared data, to be made an object by {@code
 * govshare.service(Counties.class)}.
 *
 * <pre>{@code
 * @DataService
 * @FromDataset("cn.stats.counties")
 * interface Counties {
 *
 *     Optional<County> find(@ByKey String code);
 *
 *     @OrderBy("code")
 *     List<County> inProvince(String provinceCode);
 *
 *     Page<County> named(@Filter(field = "name", operator = Operator.STARTS_WITH) String beginning, PageRequest page);
 *
 *     long count(String provinceCode);
 * }
 * }</pre>
 *
 * <p>The name of a method says nothing: its parameters do. Each is a condition on the field that it is named after, or that
 * {@link Filter} names; a collection or array asks for any of its values; all conditions must be satisfied. A parameter that
 * is {@code Optional}, or annotated {@code @Nullable}, leaves its condition out when it holds nothing; null for one that is not
 * {@code @Nullable} is refused, also for an {@code Optional}. {@link ByKey} marks a key. A {@link PageRequest}, {@code CallContext} and {@code CallOptions} may stand anywhere.
 *
 * <table>
 * <caption>What a method returns</caption>
 * <tr><th>type</th><th>what it is</th></tr>
 * <tr><td>{@code Optional<T>}</td><td>the only record that matches, an error if there are several; the first of all that match
 *     if the method has {@link OrderBy}; with {@link ByKey}, the record of the key</td></tr>
 * <tr><td>{@code List<T>}</td><td>all that match, read whole; more than {@value #MOST_IN_LIST} are refused, unless a {@link
 *     PageRequest} says how many</td></tr>
 * <tr><td>{@code Page<T>}</td><td>the first page, and the way to the next</td></tr>
 * <tr><td>{@code Stream<T>}</td><td>all that match, one after the other; to be closed</td></tr>
 * <tr><td>{@code long}</td><td>how many match</td></tr>
 * <tr><td>{@code boolean}</td><td>whether any matches</td></tr>
 * </table>
 *
 * <p>Default methods are called as they are; static ones are none of its business. What is thrown is what {@link
 * io.govshare.dataset.Dataset} throws, unchanged. The object is safe for concurrent use.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface DataService {

    /** The most records that a method brings as a {@code List} without being asked for so many by a {@link PageRequest}. */
    int MOST_IN_LIST = 10_000;
}
