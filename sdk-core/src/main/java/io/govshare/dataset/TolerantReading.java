package io.govshare.dataset;

import java.lang.annotation.Annotation;
import java.lang.reflect.Executable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.PropertyName;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedField;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedMethod;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.introspect.ClassIntrospector;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;

/**
 * Gives fields that {@link DatePatterns}, {@link YesNo}, {@link NumberAsText} or {@link EmptyAsNull} mark their readers, and
 * refuses marks on types that they cannot serve. It is asked when a dataset is made, before the first record.
 */
final class TolerantReading extends NopAnnotationIntrospector {

    private static final long serialVersionUID = 1L;

    private final String dataset;

    TolerantReading(String dataset) {
        this.dataset = dataset;
    }

    @Override
    public @Nullable Object findDeserializer(MapperConfig<?> config, Annotated annotated) {
        if (!(annotated instanceof AnnotatedMember member)) {
            return null;
        }
        JavaType type = type(member);
        return isOfContents(type) ? emptyList(member, type) : reader(member, type);
    }

    /** The readers of all marked fields by their names in the records; {@code address/since} for one of a nested record. */
    Map<String, TextReader> readers(DeserializationConfig config, JavaType type) {
        Map<String, TextReader> readers = new HashMap<>();
        collect(config, type, "", new ArrayDeque<>(), readers);
        return readers;
    }

    private void collect(
            DeserializationConfig config,
            JavaType type,
            String prefix,
            Deque<JavaType> around,
            Map<String, TextReader> readers) {
        Class<?> raw = type.getRawClass();
        if (type.isContainerType()
                || type.isEnumType()
                || raw.isInterface()
                || raw.getName().startsWith("java.")
                || around.contains(type)) {
            return;
        }
        around.push(type);
        ClassIntrospector introspector = config.classIntrospectorInstance();
        BeanDescription description =
                introspector.introspectForDeserialization(type, introspector.introspectClassAnnotations(type));
        for (BeanPropertyDefinition property : description.findProperties()) {
            if (!property.couldDeserialize()) {
                continue;
            }
            JavaType declared = property.getPrimaryType();
            JavaType held = declared.isReferenceType() ? declared.getContentType() : declared;
            if (isMarkedForContents(property.getPrimaryMember())
                    && !isOfContents(held)
                    && reader(property.getPrimaryMember(), held) instanceof TextReader reader) {
                readers.put(prefix + property.getName(), reader);
                property.findAliases().forEach(alias -> readers.put(prefix + alias.getSimpleName(), reader));
            } else {
                collect(config, held, prefix + property.getName() + "/", around, readers);
            }
        }
        around.pop();
    }

    @Override
    public @Nullable Object findContentDeserializer(MapperConfig<?> config, Annotated annotated) {
        if (!(annotated instanceof AnnotatedMember member)) {
            return null;
        }
        JavaType type = type(member);
        if (!isOfContents(type)) {
            return null;
        }
        return type.isReferenceType() || isMarkedForContents(member) ? reader(member, type.getContentType()) : null;
    }

    /** A private field that is marked is a field of the records, so that its mark holds for its setter as well. */
    @Override
    public @Nullable PropertyName findNameForDeserialization(MapperConfig<?> config, Annotated annotated) {
        return annotated instanceof AnnotatedField field
                        && (isMarkedForContents(field) || field.hasAnnotation(EmptyAsNull.class))
                ? PropertyName.USE_DEFAULT
                : null;
    }

    /** Optional and collections hand the mark on to what they hold; a map has values of any kind and does not. */
    private static boolean isOfContents(JavaType type) {
        return type.isReferenceType() || type.isCollectionLikeType() || type.isArrayType();
    }

    private static boolean isMarkedForContents(AnnotatedMember member) {
        return member.hasAnnotation(DatePatterns.class)
                || member.hasAnnotation(YesNo.class)
                || member.hasAnnotation(NumberAsText.class);
    }

    private static JavaType type(AnnotatedMember member) {
        return member instanceof AnnotatedMethod method && method.getParameterCount() == 1
                ? method.getParameterType(0)
                : member.getType();
    }

    private @Nullable Object emptyList(AnnotatedMember member, JavaType type) {
        return !type.isReferenceType() && isEmptyNull(member) ? new BlankReader(type) : null;
    }

    private static boolean isEmptyNull(AnnotatedMember member) {
        return member.hasAnnotation(EmptyAsNull.class)
                || member.getDeclaringClass().isAnnotationPresent(EmptyAsNull.class);
    }

    private @Nullable Object reader(AnnotatedMember member, JavaType type) {
        Class<?> raw = type.getRawClass();
        DatePatterns dates = member.getAnnotation(DatePatterns.class);
        if (dates != null) {
            require(DateReader.reads(raw), member, dates, raw, "a date or time of java.time");
            try {
                return new DateReader(raw, dates);
            } catch (IllegalArgumentException e) {
                throw refused(
                        member,
                        "@DatePatterns of its field " + name(member) + " cannot be used: " + e.getMessage(),
                        "Correct the pattern, or the type of the field.");
            }
        }
        YesNo words = member.getAnnotation(YesNo.class);
        if (words != null) {
            require(YesNoReader.reads(raw), member, words, raw, "a boolean");
            try {
                return new YesNoReader(raw, words);
            } catch (IllegalArgumentException e) {
                throw refused(
                        member,
                        "@YesNo of its field " + name(member) + " cannot be used: " + e.getMessage(),
                        "Give each word to yes or to no.");
            }
        }
        NumberAsText number = member.getAnnotation(NumberAsText.class);
        if (number != null) {
            require(NumberReader.reads(raw), member, number, raw, "a number");
            return new NumberReader(raw);
        }
        EmptyAsNull empty = member.getAnnotation(EmptyAsNull.class);
        if (empty != null) {
            require(!raw.isPrimitive(), member, empty, raw, "a type that can be null");
        }
        return isEmptyNull(member) && !raw.isPrimitive() ? new BlankReader(type) : null;
    }

    private void require(boolean fits, AnnotatedMember member, Annotation mark, Class<?> type, String expected) {
        if (!fits) {
            throw refused(
                    member,
                    "@" + mark.annotationType().getSimpleName() + " is on its field " + name(member) + " of type "
                            + type.getSimpleName() + ", and takes " + expected,
                    "Take the annotation away, or declare the field as " + expected + ".");
        }
    }

    /** A parameter has no name of its own: that of the component, or what the compiler has kept. */
    private static String name(AnnotatedMember member) {
        if (!(member instanceof AnnotatedParameter parameter)) {
            return member.getName();
        }
        Class<?> type = member.getDeclaringClass();
        if (type.isRecord()
                && type.getRecordComponents().length == parameter.getOwner().getParameterCount()) {
            return type.getRecordComponents()[parameter.getIndex()].getName();
        }
        return ((Executable) parameter.getOwner().getAnnotated()).getParameters()[parameter.getIndex()].getName();
    }

    private RuntimeException refused(AnnotatedMember member, String why, String remedy) {
        return Problems.unbindable(member.getDeclaringClass(), dataset, why, remedy);
    }
}
