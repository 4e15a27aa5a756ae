package io.govshare.dataset;

import io.govshare.error.ConfigurationException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.introspect.ClassIntrospector;
import tools.jackson.databind.json.JsonMapper;

/** What the accessors of a type are called in JSON, by the same rules by which its records are read. */
final class JsonNames {

    /** Kept with the class and made of types of the JDK only, so that no class loader is held. */
    private static final ClassValue<Map<String, String>> BY_ACCESSOR = new ClassValue<>() {
        @Override
        protected Map<String, String> computeValue(Class<?> type) {
            try {
                return type.isRecord() ? ofRecord(type) : type.isInterface() ? ofInterface(type) : ofClass(type);
            } catch (JacksonException | IllegalArgumentException e) {
                throw contradictory(type, e);
            }
        }
    };

    private static final Pattern GETTER = Pattern.compile("(get|is)[A-Z].*");

    private JsonNames() {}

    /** Names in JSON by name of the accessor: component for a record, getter for a class. */
    static Map<String, String> of(Class<?> type) {
        return BY_ACCESSOR.get(type);
    }

    /** Names in JSON of the fields with this annotation on component, field or getter, in the order of their declaration. */
    static List<String> annotated(Class<?> type, Class<? extends Annotation> annotation) {
        if (type.isRecord()) {
            return Arrays.stream(type.getRecordComponents())
                    .filter(component -> component.isAnnotationPresent(annotation))
                    .map(component -> of(type).get(component.getName()))
                    .filter(Objects::nonNull)
                    .toList();
        }
        if (type.isInterface() || Map.class.isAssignableFrom(type) || !bears(type, annotation)) {
            return List.of();
        }
        List<String> declared = declaredFields(type);
        try {
            return read(type).stream()
                    .filter(property -> property.getAccessor() != null
                            && property.getAccessor().hasAnnotation(annotation))
                    .sorted(Comparator.comparingInt(property -> declared.indexOf(property.getInternalName())))
                    .map(BeanPropertyDefinition::getName)
                    .toList();
        } catch (JacksonException | IllegalArgumentException e) {
            throw contradictory(type, e);
        }
    }

    /**
     * Names in JSON of the fields marked {@link Personal} or of type {@link Sensitive}, those of nested records by their path:
     * {@code address/street}.
     */
    static Set<String> personal(Class<?> type) {
        Set<String> paths = new LinkedHashSet<>();
        collect(type, "", new ArrayDeque<>(), paths);
        return paths;
    }

    private static void collect(Class<?> type, String prefix, Deque<Class<?>> around, Set<String> paths) {
        if (type.isInterface()
                || type.isEnum()
                || type.isArray()
                || type.isPrimitive()
                || type.getName().startsWith("java.")
                || around.contains(type)) {
            return;
        }
        List<String> marked = annotated(type, Personal.class);
        marked.forEach(name -> paths.add(prefix + name));
        around.push(type);
        nested(type).forEach((property, inner) -> {
            boolean sensitive = SensitiveReading.isSensitive(property.getPrimaryType());
            for (String name : names(property)) {
                if (marked.contains(property.getName()) || sensitive) {
                    paths.add(prefix + name);
                }
                collect(inner, prefix + name + "/", around, paths);
            }
        });
        around.pop();
    }

    /** The name of a field in JSON, and its others: data may have any of them. */
    private static List<String> names(BeanPropertyDefinition property) {
        List<String> names = new ArrayList<>(List.of(property.getName()));
        property.findAliases().forEach(alias -> names.add(alias.getSimpleName()));
        return names;
    }

    /** The fields with their types; what an Optional or a list holds stands for it. */
    private static Map<BeanPropertyDefinition, Class<?>> nested(Class<?> type) {
        Map<BeanPropertyDefinition, Class<?>> types = new LinkedHashMap<>();
        try {
            for (BeanPropertyDefinition property : introspected(type)) {
                JavaType inner = property.getPrimaryType();
                while (inner.hasContentType()) {
                    inner = inner.getContentType();
                }
                types.put(property, inner.getRawClass());
            }
        } catch (JacksonException | IllegalArgumentException e) {
            throw contradictory(type, e);
        }
        return types;
    }

    /** Whether the class or one above it has a field or method with this annotation; few have. */
    private static boolean bears(Class<?> type, Class<? extends Annotation> annotation) {
        for (Class<?> at = type; at != null && at != Object.class; at = at.getSuperclass()) {
            if (Stream.concat(Arrays.stream(at.getDeclaredFields()), Arrays.stream(at.getDeclaredMethods()))
                    .anyMatch(member -> member.isAnnotationPresent(annotation))) {
                return true;
            }
        }
        return false;
    }

    /** What Jackson says of a type names its members, and no values, since there are none yet. */
    private static ConfigurationException contradictory(Class<?> type, RuntimeException e) {
        String said =
                e instanceof JacksonException jackson ? jackson.getOriginalMessage() : String.valueOf(e.getMessage());
        return new ConfigurationException(
                "The accessors of " + type.getTypeName() + " contradict each other: " + said,
                "Mark all but one of them @JsonIgnore, or name the field by where(\"name\").");
    }

    private static Map<String, String> ofRecord(Class<?> type) {
        Map<String, String> byInternalName = new HashMap<>();
        introspected(type).forEach(property -> byInternalName.put(property.getInternalName(), property.getName()));
        Map<String, String> names = new HashMap<>();
        for (RecordComponent component : type.getRecordComponents()) {
            String name = byInternalName.get(component.getName());
            if (name != null) {
                names.put(component.getName(), name);
            }
        }
        return Map.copyOf(names);
    }

    private static Map<String, String> ofClass(Class<?> type) {
        Map<String, String> names = new HashMap<>();
        for (BeanPropertyDefinition property : read(type)) {
            if (property.hasGetter()) {
                names.put(property.getGetter().getName(), property.getName());
            }
        }
        return Map.copyOf(names);
    }

    /** An interface that records share: {@code code()} and {@code getCode()} both stand for {@code code}. */
    private static Map<String, String> ofInterface(Class<?> type) {
        Map<String, String> names = new HashMap<>(ofClass(type));
        for (Method method : type.getMethods()) {
            boolean accessor = method.getParameterCount() == 0 && method.getReturnType() != void.class;
            if (accessor && !GETTER.matcher(method.getName()).matches()) {
                names.putIfAbsent(method.getName(), method.getName());
            }
        }
        return Map.copyOf(names);
    }

    /** The fields as they are read from JSON. */
    private static List<BeanPropertyDefinition> introspected(Class<?> type) {
        JsonMapper mapper = Json.mapper().build();
        MapperConfig<?> config = mapper.deserializationConfig();
        JavaType javaType = config.constructType(type);
        ClassIntrospector introspector = config.classIntrospectorInstance();
        return introspector
                .introspectForDeserialization(javaType, introspector.introspectClassAnnotations(javaType))
                .findProperties();
    }

    private static List<BeanPropertyDefinition> read(Class<?> type) {
        JsonMapper mapper = Json.mapper().build();
        MapperConfig<?> config = mapper.serializationConfig();
        JavaType javaType = config.constructType(type);
        ClassIntrospector introspector = config.classIntrospectorInstance();
        return introspector
                .introspectForSerialization(javaType, introspector.introspectClassAnnotations(javaType))
                .findProperties();
    }

    private static List<String> declaredFields(Class<?> type) {
        List<String> names = new ArrayList<>();
        for (@Nullable Class<?> declaring = type; declaring != null; declaring = declaring.getSuperclass()) {
            names.addAll(
                    0,
                    Arrays.stream(declaring.getDeclaredFields())
                            .map(Field::getName)
                            .toList());
        }
        return names;
    }
}
