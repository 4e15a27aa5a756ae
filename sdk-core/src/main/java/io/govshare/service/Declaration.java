package io.govshare.service;

import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * What a method without a body says of what it returns.
 *
 * @param dataset id of the dataset
 * @param type type of the records; null where the method does not say
 */
record Declaration(
        Method method,
        String dataset,
        Returned returned,
        @Nullable Class<?> type) {

    /** What the method declares; null if that cannot be, which is noted. */
    static @Nullable Declaration of(Method method, Class<?> service, TypeVariables types, Mistakes mistakes) {
        @Nullable FromDataset from = source(method, service);
        String dataset = from == null ? "" : from.value();
        if (from == null) {
            mistakes.add(
                    method,
                    "it is not said which dataset it asks",
                    "Mark it, or the interface, @FromDataset(\"id of the dataset\").");
        } else if (dataset.isBlank()) {
            mistakes.add(
                    method, "@FromDataset names no dataset", "Give the id of a dataset in the platform's catalogue.");
        }
        @Nullable Class<?> raw = types.raw(method.getGenericReturnType());
        @Nullable Returned returned = Returned.of(raw);
        if (returned == null) {
            mistakes.add(method, "it returns " + shown(method, raw), instead(raw));
            return null;
        }
        @Nullable Class<?> said = from == null || from.type() == void.class ? null : from.type();
        @Nullable Class<?> type = returned.holdsRecords() ? recordType(method, types, mistakes) : said;
        @Nullable FromDataset own = method.getAnnotation(FromDataset.class);
        if (own != null && own.type() != void.class && type != null && own.type() != type) {
            mistakes.add(
                    method,
                    "its records are " + type.getSimpleName() + ", but @FromDataset says "
                            + own.type().getSimpleName(),
                    "Leave type out: it is for methods that return long or boolean.");
        }
        boolean complete = !dataset.isBlank() && (type != null || !returned.holdsRecords());
        return complete ? new Declaration(method, dataset, returned, type) : null;
    }

    /** What the method names; else what the service does; else the interface that the method comes from. */
    private static @Nullable FromDataset source(Method method, Class<?> service) {
        @Nullable FromDataset own = method.getAnnotation(FromDataset.class);
        @Nullable FromDataset ofService = own != null ? own : service.getAnnotation(FromDataset.class);
        return ofService != null ? ofService : method.getDeclaringClass().getAnnotation(FromDataset.class);
    }

    private static @Nullable Class<?> recordType(Method method, TypeVariables types, Mistakes mistakes) {
        @Nullable Type argument = types.argument(method.getGenericReturnType());
        @Nullable Class<?> type = types.raw(argument);
        String returned = method.getReturnType().getSimpleName();
        if (type == null || type == Object.class) {
            mistakes.add(
                    method,
                    "it returns a " + returned + " of records whose type is not known",
                    "Say which: " + returned
                            + "<County>, for a record County. A type variable must stand for a type in the"
                            + " interface marked @DataService, as in: interface Counties extends ByCode<County>.");
            return null;
        }
        if (argument instanceof ParameterizedType && !Map.class.isAssignableFrom(type)) {
            mistakes.add(
                    method,
                    "it returns a " + returned + " of " + argument.getTypeName()
                            + ", whose type parameters records cannot tell",
                    "Declare a record without type parameters.");
            return null;
        }
        return type;
    }

    private static String shown(Method method, @Nullable Class<?> raw) {
        return raw == null
                ? method.getGenericReturnType().getTypeName()
                : raw == void.class ? "nothing" : raw.getSimpleName();
    }

    private static String instead(@Nullable Class<?> raw) {
        String others = "Optional<T>, List<T>, Page<T>, Stream<T>, long or boolean";
        if (raw == null || raw == void.class) {
            return "Return " + others + ".";
        }
        if (raw == int.class || raw == Integer.class || raw == Long.class) {
            return "Return long, which counts the records that match.";
        }
        if (raw.isArray()) {
            return "Return List<" + raw.getComponentType().getSimpleName() + ">.";
        }
        if (raw == Boolean.class) {
            return "Return boolean.";
        }
        if (Iterable.class.isAssignableFrom(raw)) {
            return "Return " + (Collection.class.isAssignableFrom(raw) ? "List<T>" : "List<T> or Page<T>") + ".";
        }
        if (Future.class.isAssignableFrom(raw) || CompletionStage.class.isAssignableFrom(raw)) {
            return "Return " + others + ", and call the method in a task of an executor.";
        }
        return raw.isPrimitive() || raw.getName().startsWith("java.")
                ? "Return " + others
                : "Return Optional<" + raw.getSimpleName() + ">: there may be no such record.";
    }
}
