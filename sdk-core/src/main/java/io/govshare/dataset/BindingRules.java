package io.govshare.dataset;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Executable;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.deser.bean.BeanDeserializerBase;
import tools.jackson.databind.json.JsonMapper;

/**
 * Checks, before the first record, that a type and the types in it can be made from JSON, and names the way out where they
 * cannot. Jackson would find most of this only at the first record, and passes over annotations of its version 2 silently.
 */
final class BindingRules extends ValueDeserializerModifier {

    private static final long serialVersionUID = 1L;
    private static final String JACKSON_2 = "com.fasterxml.jackson.databind.";

    private final String dataset;

    BindingRules(String dataset) {
        this.dataset = dataset;
    }

    /** Checks what Jackson need not be asked for. */
    void check(Class<?> type) {
        boolean map = Map.class.isAssignableFrom(type);
        if (type.isPrimitive() || type.isArray() || type.isEnum() || (isOfTheJdk(type) && !map)) {
            throw Problems.unbindable(
                    type, dataset, "it is no type with fields", "Give a record, a class with setters, or Map.class.");
        }
        boolean typed = type.isAnnotationPresent(JsonTypeInfo.class) || type.isAnnotationPresent(JsonDeserialize.class);
        if (Modifier.isAbstract(type.getModifiers()) && !map && !typed) {
            throw Problems.unbindable(
                    type,
                    dataset,
                    type.isInterface() ? "it is an interface" : "it is abstract",
                    "Give a record, a class with setters, or Map.class.");
        }
        checkStatic(type);
    }

    @Override
    public ValueDeserializer<?> modifyDeserializer(
            DeserializationConfig config, BeanDescription.Supplier description, ValueDeserializer<?> deserializer) {
        if (deserializer instanceof BeanDeserializerBase bean && !isOfTheJdk(bean.handledType())) {
            Class<?> type = bean.handledType();
            checkStatic(type);
            checkAnnotations(type);
            checkOpen(type);
            if (!Modifier.isAbstract(type.getModifiers())
                    && !bean.getValueInstantiator().canInstantiate()) {
                throw Problems.unbindable(
                        type,
                        dataset,
                        "it has no constructor that could be used",
                        "Make it a record, or give it a constructor without parameters, or mark one with @JsonCreator.");
            }
        }
        return deserializer;
    }

    private static boolean isOfTheJdk(Class<?> type) {
        return type.getName().startsWith("java.");
    }

    private void checkStatic(Class<?> type) {
        if (type.getEnclosingClass() != null && !Modifier.isStatic(type.getModifiers()) && !type.isInterface()) {
            throw Problems.unbindable(
                    type,
                    dataset,
                    type.isMemberClass()
                            ? "it is an inner class, which exists only within an object of "
                                    + type.getEnclosingClass().getTypeName()
                            : "it is a local or anonymous class",
                    "Make it static, or a record.");
        }
    }

    private void checkAnnotations(Class<?> type) {
        Stream<AnnotatedElement> members = Stream.of(
                        Stream.of(type),
                        Arrays.stream(type.getDeclaredFields()),
                        Arrays.stream(type.getDeclaredMethods()),
                        Arrays.stream(type.getDeclaredConstructors()),
                        Stream.<Executable>concat(
                                        Arrays.stream(type.getDeclaredMethods()),
                                        Arrays.stream(type.getDeclaredConstructors()))
                                .flatMap(executable -> Arrays.stream(executable.getParameters())))
                .flatMap(elements -> elements);
        members.flatMap(element -> Arrays.stream(element.getDeclaredAnnotations()))
                .map(Annotation::annotationType)
                .filter(annotation -> annotation.getName().startsWith(JACKSON_2))
                .findFirst()
                .ifPresent(annotation -> {
                    throw Problems.unbindable(
                            type,
                            dataset,
                            "its annotation @" + annotation.getSimpleName()
                                    + " is of Jackson 2 and would silently have no effect",
                            "Import tools.jackson.databind.annotation." + annotation.getSimpleName()
                                    + ", of Jackson 3, instead.");
                });
    }

    private void checkOpen(Class<?> type) {
        Module module = type.getModule();
        Module reader = JsonMapper.class.getModule();
        boolean reachable = Modifier.isPublic(type.getModifiers())
                && module.isExported(type.getPackageName(), reader)
                && Arrays.stream(type.getDeclaredConstructors())
                        .anyMatch(constructor -> Modifier.isPublic(constructor.getModifiers()));
        if (!module.isOpen(type.getPackageName(), reader) && !reachable) {
            throw Problems.unbindable(
                    type,
                    dataset,
                    "its module " + module.getName() + " does not open the package",
                    "Add to module-info.java: opens " + type.getPackageName()
                            + (reader.isNamed() ? " to " + reader.getName() + ";" : ";"));
        }
    }
}
