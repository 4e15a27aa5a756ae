package io.govshare.service;

import io.govshare.context.CallContext;
import io.govshare.dataset.CallOptions;
import io.govshare.dataset.Key;
import io.govshare.dataset.Order;
import io.govshare.dataset.RecordFields;
import io.govshare.dataset.RecordFields.Member;
import io.govshare.dataset.Sensitive;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what the parameters of a method are for, and notes what cannot be. Not safe for concurrent use. */
final class ParameterReader {

    private static final Set<Class<?>> HOW = Set.of(PageRequest.class, CallContext.class, CallOptions.class);

    /**
     * A parameter.
     *
     * @param type its type, or that of what the {@code Optional} or {@link Sensitive} holds; null if it cannot be told
     * @param raw class of that type; null if it cannot be told
     */
    record Given(
            Parameter parameter,
            Argument argument,
            @Nullable Type type,
            @Nullable Class<?> raw) {

        String label() {
            return argument.label();
        }
    }

    private final Declaration declaration;
    private final Method method;
    private final RecordFields fields;
    private final FieldLookup lookup;
    private final TypeVariables types;
    private final Mistakes mistakes;
    private final List<Given> key = new ArrayList<>();
    private final Map<Class<?>, Argument> how = new HashMap<>();

    ParameterReader(Declaration declaration, RecordFields fields, TypeVariables types, Mistakes mistakes) {
        this.declaration = declaration;
        this.method = declaration.method();
        this.fields = fields;
        this.lookup = new FieldLookup(method, fields, mistakes);
        this.types = types;
        this.mistakes = mistakes;
    }

    /** The levels of sorting that the method asks for. */
    List<Order> order() {
        List<Order> order = new ArrayList<>();
        for (OrderBy level : method.getAnnotationsByType(OrderBy.class)) {
            @Nullable Member field = lookup.find(level.value(), "@OrderBy(\"" + level.value() + "\")", "");
            if (field != null) {
                order.add(new Order(field.name(), level.descending()));
            }
        }
        if (!order.isEmpty() && !declaration.returned().holdsRecords()) {
            mistakes.add(method, "@OrderBy makes no difference to what it returns", "Remove it.");
        }
        return List.copyOf(order);
    }

    Question.Arguments read() {
        ConditionReader reader = new ConditionReader(method, lookup, types, mistakes);
        List<Condition> conditions = new ArrayList<>();
        Parameter[] parameters = method.getParameters();
        Type[] generic = method.getGenericParameterTypes();
        for (int i = 0; i < parameters.length; i++) {
            Given given = given(parameters[i], generic[i], i);
            if (given.raw() != null && HOW.contains(given.raw())) {
                readHow(given, given.raw());
            } else if (given.parameter().isAnnotationPresent(ByKey.class)) {
                readKey(given);
            } else {
                @Nullable Condition condition = reader.read(given);
                if (condition != null) {
                    conditions.add(condition);
                }
            }
        }
        if (!key.isEmpty()) {
            checkKey(conditions);
        }
        return new Question.Arguments(
                List.copyOf(conditions),
                key.stream().map(Given::argument).toList(),
                how.get(PageRequest.class),
                how.get(CallContext.class),
                how.get(CallOptions.class));
    }

    private Given given(Parameter parameter, Type generic, int index) {
        boolean wrapped = types.raw(generic) == Optional.class;
        @Nullable Type held = wrapped ? types.argument(generic) : types.resolved(generic);
        @Nullable Type type = types.raw(held) == Sensitive.class ? types.argument(held) : held;
        String label =
                parameter.isNamePresent() ? "parameter '" + parameter.getName() + "'" : "parameter " + (index + 1);
        Argument argument = new Argument(index, label, wrapped, isNullable(parameter));
        return new Given(parameter, argument, type, types.raw(type));
    }

    /** Of whatever library: there are a dozen, and all mean the same. */
    private static boolean isNullable(Parameter parameter) {
        return Stream.concat(
                        Arrays.stream(parameter.getAnnotations()),
                        Arrays.stream(parameter.getAnnotatedType().getAnnotations()))
                .anyMatch(annotation ->
                        annotation.annotationType().getSimpleName().equals("Nullable"));
    }

    private void readHow(Given given, Class<?> type) {
        if (how.put(type, given.argument()) != null) {
            mistakes.add(method, "it has several parameters of type " + type.getSimpleName(), "Keep one of them.");
        }
        if (given.parameter().isAnnotationPresent(Filter.class)
                || given.parameter().isAnnotationPresent(ByKey.class)) {
            mistakes.add(
                    method,
                    given.label() + " is a " + type.getSimpleName() + " and no condition",
                    "Remove its annotation.");
        }
        if (type == PageRequest.class && !declaration.returned().isPaged()) {
            mistakes.add(
                    method,
                    "a PageRequest makes no difference to what it returns",
                    "Remove it, or return List<T>, Page<T> or Stream<T>.");
        }
    }

    private void readKey(Given given) {
        key.add(given);
        @Nullable Class<?> type = given.raw();
        if (given.argument().optional()) {
            mistakes.add(method, given.label() + " is a key, and may hold nothing", "A key is always given.");
        } else if (type == null || (type != Key.class && !Comparability.isValue(type))) {
            mistakes.add(
                    method,
                    given.label() + " is a key of type "
                            + given.parameter().getParameterizedType().getTypeName() + ", which no key has",
                    "Declare a String, number, UUID, java.time value, or Key.");
        }
        if (given.parameter().isAnnotationPresent(Filter.class)) {
            mistakes.add(method, given.label() + " is marked both @ByKey and @Filter", "Remove one of them.");
        }
    }

    private void checkKey(List<Condition> conditions) {
        if (declaration.returned() != Returned.OPTIONAL) {
            mistakes.add(
                    method,
                    "it asks for one record by its key, and returns "
                            + method.getReturnType().getSimpleName(),
                    "Return Optional<T>; to ask by the field that is the key instead, remove @ByKey.");
        }
        if (!conditions.isEmpty()) {
            mistakes.add(
                    method,
                    "it has conditions beside the key",
                    "Mark every parameter of the key @ByKey, and have no others; or remove @ByKey.");
        }
        if (method.isAnnotationPresent(OrderBy.class) || method.isAnnotationPresent(OrderBy.Levels.class)) {
            mistakes.add(method, "it asks for one record by its key, and sorts", "Remove @OrderBy.");
        }
        if (key.stream().anyMatch(part -> part.raw() == Key.class)) {
            if (key.size() > 1) {
                mistakes.add(method, "it has a Key beside other parts of the key", "A Key is the whole key.");
            }
            return;
        }
        checkAgainstType(fields.key());
    }

    private void checkAgainstType(List<String> declared) {
        if (declared.isEmpty()) {
            return; // which fields are the key, only the catalogue says
        }
        if (declared.size() != key.size()) {
            mistakes.add(
                    method,
                    "it gives " + key.size() + " of the key fields of "
                            + fields.type().getSimpleName() + ", which are " + String.join(", ", declared),
                    "Give one parameter marked @ByKey for each, in this order.");
            return;
        }
        for (int i = 0; i < declared.size(); i++) {
            Given part = key.get(i);
            Class<?> field = fields.find(declared.get(i)).orElseThrow().type();
            if (part.raw() != null && !Comparability.fits(part.raw(), field)) {
                mistakes.add(
                        method,
                        part.label() + " is " + part.raw().getSimpleName() + ", but key field '" + declared.get(i)
                                + "' of " + fields.type().getSimpleName() + " is " + field.getSimpleName(),
                        "Declare it as " + field.getSimpleName() + ".");
            }
        }
    }
}
