package io.govshare.dataset;

import io.govshare.error.ConfigurationException;
import io.govshare.error.Internal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.introspect.ClassIntrospector;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which fields the records of a type have, by the same rules by which they are read, so that names can be checked before the
 * first call. Immutable; holds the type.
 */
@Internal
public final class RecordFields {

    /**
     * One field.
     *
     * @param accessor its name in Java, such as that of the component of a record
     * @param name its name in the records
     * @param type its type in Java; of an {@code Optional} or {@link Sensitive}, what that holds
     */
    public record Member(String accessor, String name, Class<?> type) {

        private boolean isCalled(String text) {
            return accessor.equals(text) || name.equals(text);
        }
    }

    private final Class<?> type;
    private final boolean open;
    private final List<Member> members;

    private RecordFields(Class<?> type, boolean open, List<Member> members) {
        this.type = type;
        this.open = open;
        this.members = List.copyOf(members);
    }

    /**
     * The fields of this type.
     *
     * @throws ConfigurationException if its accessors contradict each other
     */
    public static RecordFields of(Class<?> type) {
        if (Map.class.isAssignableFrom(type) || type == Object.class) {
            return new RecordFields(type, true, List.of());
        }
        JsonMapper mapper = Json.mapper().build();
        MapperConfig<?> config = mapper.deserializationConfig();
        JavaType javaType = config.constructType(type);
        ClassIntrospector introspector = config.classIntrospectorInstance();
        try {
            BeanDescription description = introspector.introspectForDeserialization(
                    javaType, introspector.introspectClassAnnotations(javaType));
            List<Member> members = new ArrayList<>();
            for (BeanPropertyDefinition property : description.findProperties()) {
                members.add(
                        new Member(property.getInternalName(), property.getName(), held(property.getPrimaryType())));
            }
            return new RecordFields(type, description.findAnySetterAccessor() != null, members);
        } catch (JacksonException | IllegalArgumentException e) {
            throw new ConfigurationException(
                    Problems.details(
                            "The accessors of " + type.getTypeName() + " contradict each other",
                            "Mark all but one of them @JsonIgnore."),
                    e);
        }
    }

    private static Class<?> held(JavaType type) {
        @Nullable JavaType referenced = type.getReferencedType();
        return referenced == null ? type.getRawClass() : held(referenced);
    }

    /** The type that has these fields. */
    public Class<?> type() {
        return type;
    }

    /** Whether records may have other fields than these, as those that are read into a {@code Map}. */
    public boolean isOpen() {
        return open;
    }

    /** The fields, in the order of their declaration. */
    public List<Member> members() {
        return members;
    }

    /** Names in the records of the fields marked {@link KeyField}, in the order of their declaration. */
    public List<String> key() {
        return open && members.isEmpty() ? List.of() : JsonNames.annotated(type, KeyField.class);
    }

    /**
     * The field that is called so in Java or in the records; {@code address/city} for one of a nested record. Its name is then
     * the whole path.
     *
     * @throws ConfigurationException if one field is called so in Java, and another in the records
     */
    public Optional<Member> find(String path) {
        int slash = path.indexOf('/');
        if (slash < 0) {
            return member(path);
        }
        return member(path.substring(0, slash))
                .flatMap(outer -> of(outer.type())
                        .find(path.substring(slash + 1))
                        .map(inner -> new Member(
                                outer.accessor() + "/" + inner.accessor(),
                                outer.name() + "/" + inner.name(),
                                inner.type())));
    }

    private Optional<Member> member(String called) {
        List<Member> candidates =
                members.stream().filter(member -> member.isCalled(called)).toList();
        if (candidates.size() > 1) {
            throw new ConfigurationException(
                    "'" + called + "' stands for two fields of " + type.getSimpleName()
                            + ": it is the name of one in Java" + " and of another in the records",
                    "Rename the component of " + type.getSimpleName() + " that is called so in Java.");
        }
        return candidates.stream().findFirst();
    }
}
