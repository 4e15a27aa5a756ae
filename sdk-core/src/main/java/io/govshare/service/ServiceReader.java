package io.govshare.service;

import io.govshare.dataset.Dataset;
import io.govshare.dataset.RecordFields;
import io.govshare.error.ConfigurationException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads an interface, and makes of each of its methods what is done when it is called. Not safe for concurrent use. */
final class ServiceReader {

    private final Class<?> service;
    private final DataServices.Datasets datasets;
    private final Mistakes mistakes;
    private final TypeVariables types;

    ServiceReader(Class<?> service, DataServices.Datasets datasets) {
        this.service = service;
        this.datasets = datasets;
        this.mistakes = new Mistakes(service);
        this.types = new TypeVariables(service);
    }

    /**
     * What is done for each method that can be called.
     *
     * @throws ConfigurationException if anything is wrong with the interface
     */
    Map<Method, Invocation> read() {
        checkInterface();
        mistakes.throwIfAny();
        Map<Method, Invocation> invocations = new HashMap<>();
        List<Declaration> declarations = new ArrayList<>();
        for (Method method : methods()) {
            if (method.isDefault()) {
                readDefault(method, invocations);
            } else {
                @Nullable Declaration declaration = Declaration.of(method, service, types, mistakes);
                if (declaration != null) {
                    declarations.add(declaration);
                }
            }
        }
        for (Declaration declaration : declarations) {
            @Nullable Class<?> type = recordType(declaration, declarations);
            if (type != null) {
                readQuestion(declaration, type, invocations);
            }
        }
        mistakes.throwIfAny();
        return invocations;
    }

    private void checkInterface() {
        if (!service.isInterface() || service.isAnnotation()) {
            mistakes.add("it is no interface", "Declare what you ask as methods of an interface marked @DataService.");
            return;
        }
        if (service.isSealed()) {
            mistakes.add("it is sealed, so that no object of it can be made", "Remove sealed and permits.");
        }
        if (!service.isAnnotationPresent(DataService.class)) {
            mistakes.add("it is not marked @DataService", "Mark it.");
        }
    }

    /** The methods that have to be answered for, each once, in an order that does not change from run to run. */
    private List<Method> methods() {
        List<Method> methods = Arrays.stream(service.getMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .filter(method -> !isOfObject(method))
                .sorted(Comparator.comparing(Mistakes::label))
                .toList();
        Set<List<Object>> seen = new HashSet<>();
        for (Method method : methods) {
            // A bridge, which the compiler makes for a narrower result, has the parameters of the method that it leads
            // to.
            if (!method.isBridge() && !seen.add(List.of(method.getName(), List.of(method.getParameterTypes())))) {
                mistakes.add(
                        method,
                        "it is declared by several of the interfaces that are extended",
                        "Declare it in " + service.getSimpleName() + " as well.");
            }
        }
        return methods;
    }

    private static boolean isOfObject(Method method) {
        try {
            return Modifier.isPublic(Object.class
                    .getDeclaredMethod(method.getName(), method.getParameterTypes())
                    .getModifiers());
        } catch (NoSuchMethodException e) {
            return false;
        }
    }

    private void readDefault(Method method, Map<Method, Invocation> invocations) {
        try {
            invocations.put(method, DefaultMethod.of(method));
        } catch (IllegalAccessException e) {
            Module closed = method.getDeclaringClass().getModule();
            Module own = ServiceReader.class.getModule();
            mistakes.add(
                    method,
                    "its body cannot be called: module " + closed.getName() + " does not open the package",
                    "Add to module-info.java: opens "
                            + method.getDeclaringClass().getPackageName()
                            + (own.isNamed() ? " to " + own.getName() : "")
                            + "; or make the interface public and export it.");
        }
    }

    /** The type that the records of a method are read as; null if it cannot be told, which is noted. */
    private @Nullable Class<?> recordType(Declaration declaration, List<Declaration> all) {
        if (declaration.type() != null) {
            return declaration.type();
        }
        List<Class<?>> ofOthers = new ArrayList<>();
        for (Declaration other : all) {
            @Nullable Class<?> type = other.type();
            if (type != null && other.dataset().equals(declaration.dataset()) && !ofOthers.contains(type)) {
                ofOthers.add(type);
            }
        }
        if (ofOthers.size() > 1) {
            String names = ofOthers.stream().map(Class::getSimpleName).collect(Collectors.joining(" and "));
            mistakes.add(
                    declaration.method(),
                    "the records of " + declaration.dataset() + " are read as " + names
                            + ", and it is not said which this method asks about",
                    "Say it: @FromDataset(value = \"" + declaration.dataset() + "\", type = "
                            + ofOthers.get(0).getSimpleName() + ".class).");
            return null;
        }
        return ofOthers.isEmpty() ? Map.class : ofOthers.get(0);
    }

    private <T> void readQuestion(Declaration declaration, Class<T> type, Map<Method, Invocation> invocations) {
        Dataset<T> dataset;
        RecordFields fields;
        try {
            dataset = datasets.dataset(declaration.dataset(), type);
            fields = RecordFields.of(type);
        } catch (ConfigurationException e) {
            mistakes.add(
                    declaration.method(), e.diagnosis().cause(), e.diagnosis().remedy());
            return;
        }
        ParameterReader reader = new ParameterReader(declaration, fields, types, mistakes);
        invocations.put(
                declaration.method(),
                new Question<>(
                        service.getSimpleName() + "." + Mistakes.label(declaration.method()),
                        dataset,
                        declaration.returned(),
                        reader.order(),
                        reader.read()));
    }
}
