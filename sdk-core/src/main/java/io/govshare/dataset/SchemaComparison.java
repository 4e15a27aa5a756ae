package io.govshare.dataset;

import io.govshare.dataset.SchemaDrift.Difference;
import io.govshare.dataset.SchemaDrift.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.introspect.ClassIntrospector;

/** Compares what a type declares, as its records are read, with what is published. Used once. */
final class SchemaComparison {

    private final DeserializationConfig config;
    private final Map<String, PublishedField> published = new LinkedHashMap<>();
    private final Set<String> known = new HashSet<>();
    private final List<Difference> differences = new ArrayList<>();

    SchemaComparison(DeserializationConfig config, List<PublishedField> fields) {
        this.config = config;
        fields.forEach(field -> published.putIfAbsent(field.name(), field));
    }

    List<Difference> of(JavaType type) {
        boolean takesTheRest = compare(type, "");
        if (!takesTheRest) {
            for (PublishedField field : published.values()) {
                if (!known.contains(field.name())) {
                    differences.add(new Difference(
                            Kind.NEW, field.name(), "published" + as(field) + "; the type has no such field"));
                }
            }
        }
        return differences;
    }

    /** Compares the fields below a prefix; says whether the type takes in what else there is. */
    private boolean compare(JavaType type, String prefix) {
        ClassIntrospector introspector = config.classIntrospectorInstance();
        AnnotatedClass annotated = introspector.introspectClassAnnotations(type);
        BeanDescription description = introspector.introspectForDeserialization(type, annotated);
        for (BeanPropertyDefinition property : description.findProperties()) {
            if (property.couldDeserialize()) {
                compare(DeclaredField.of(property), prefix);
            }
        }
        return description.findAnySetterAccessor() != null;
    }

    private void compare(DeclaredField field, String prefix) {
        PublishedField there = find(field, prefix);
        String path = prefix + (there == null ? field.name() : there.name().substring(prefix.length()));
        boolean nested = hasBelow(path + "/");
        if (there == null && !nested) {
            differences.add(new Difference(Kind.MISSING, prefix + field.name(), missing(field, prefix)));
            return;
        }
        if (there != null) {
            known.add(there.name());
            compare(field, there);
        }
        if (nested) {
            below(field, path + "/");
        }
    }

    private void compare(DeclaredField field, PublishedField there) {
        ValueKind kind = ValueKind.published(there.type());
        if (!fits(field.kinds(), kind) || !fitsContents(field, there)) {
            differences.add(new Difference(
                    Kind.RETYPED,
                    there.name(),
                    "declared as " + field.declared() + ", published" + as(there) + remedy(field, kind)));
        } else if (field.required() && there.nullable()) {
            differences.add(new Difference(
                    Kind.NULLABLE,
                    there.name(),
                    "declared as " + field.declared() + ", published" + as(there)
                            + " that may be null; declare it as a type that can be null"));
        }
    }

    private void below(DeclaredField field, String prefix) {
        if (fits(field.kinds(), ValueKind.OBJECT) && isNamed(field.type())) {
            if (compare(field.type(), prefix)) {
                published.keySet().stream()
                        .filter(name -> name.startsWith(prefix))
                        .forEach(known::add);
            }
        } else {
            // A map or list takes all of it.
            published.keySet().stream().filter(name -> name.startsWith(prefix)).forEach(known::add);
        }
    }

    /** Whether it has fields of its own, rather than taking whatever comes. */
    private static boolean isNamed(JavaType type) {
        return !type.isMapLikeType()
                && type.getRawClass() != Object.class
                && !JsonNode.class.isAssignableFrom(type.getRawClass());
    }

    private static boolean fits(Set<ValueKind> kinds, ValueKind published) {
        return published == ValueKind.ANY || kinds.isEmpty() || kinds.contains(published);
    }

    private static boolean fitsContents(DeclaredField field, PublishedField there) {
        String contents = ValueKind.contents(there.type());
        JavaType declared = field.type().getContentType();
        return contents.isEmpty()
                || declared == null
                || fits(DeclaredField.kinds(declared), ValueKind.published(contents));
    }

    private @Nullable PublishedField find(DeclaredField field, String prefix) {
        PublishedField there = published.get(prefix + field.name());
        for (String alias : field.aliases()) {
            there = there == null ? published.get(prefix + alias) : there;
        }
        return there;
    }

    private boolean hasBelow(String prefix) {
        return published.keySet().stream().anyMatch(name -> name.startsWith(prefix));
    }

    private String missing(DeclaredField field, String prefix) {
        String text = "declared as " + field.declared() + "; the data have no such field";
        String plain = plain(prefix + field.name());
        return published.keySet().stream()
                .filter(name -> plain(name).equals(plain))
                .findFirst()
                .map(name -> text + ", but " + name + ": name it by @JsonProperty(\""
                        + name.substring(name.lastIndexOf('/') + 1) + "\")")
                .orElse(text);
    }

    private static String plain(String name) {
        return name.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
    }

    private static String remedy(DeclaredField field, ValueKind published) {
        if (published != ValueKind.TEXT) {
            return "";
        }
        Class<?> type = field.type().getRawClass();
        return NumberReader.reads(type)
                ? "; declare it as String, or mark it @NumberAsText"
                : DateReader.reads(type)
                        ? "; say how it is spelled by @DatePatterns"
                        : YesNoReader.reads(type) ? "; say how it is spelled by @YesNo" : "";
    }

    private static String as(PublishedField field) {
        return field.type().isEmpty() ? "" : " as " + field.type();
    }
}
