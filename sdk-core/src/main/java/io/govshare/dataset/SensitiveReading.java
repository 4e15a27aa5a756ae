package io.govshare.dataset;

import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.Version;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.Deserializers;
import tools.jackson.databind.deser.std.ReferenceTypeDeserializer;
import tools.jackson.databind.jsontype.TypeDeserializer;
import tools.jackson.databind.type.ReferenceType;
import tools.jackson.databind.type.TypeBindings;
import tools.jackson.databind.type.TypeFactory;
import tools.jackson.databind.type.TypeModifier;

/** Has {@link Sensitive} read as what it holds, with the rules and marks that hold for that. */
final class SensitiveReading extends JacksonModule {

    @Override
    public String getModuleName() {
        return "govshare sensitive";
    }

    @Override
    public Version version() {
        return Version.unknownVersion();
    }

    @Override
    public void setupModule(SetupContext context) {
        context.addTypeModifier(new AsReference());
        context.addDeserializers(new Wrappers());
    }

    /** Whether a value of this type, or one in it, is a {@link Sensitive}. */
    static boolean isSensitive(JavaType type) {
        for (@Nullable JavaType at = type; at != null; at = at.getContentType()) {
            if (at.hasRawClass(Sensitive.class)) {
                return true;
            }
        }
        return false;
    }

    /** Makes it a reference to what it holds, as {@code Optional} is. */
    private static final class AsReference extends TypeModifier {

        @Override
        public JavaType modifyType(JavaType type, Type jdkType, TypeBindings context, TypeFactory types) {
            return type.hasRawClass(Sensitive.class) && !type.isReferenceType()
                    ? ReferenceType.upgradeFrom(type, type.containedTypeOrUnknown(0))
                    : type;
        }
    }

    private static final class Wrappers extends Deserializers.Base {

        @Override
        public @Nullable ValueDeserializer<?> findReferenceDeserializer(
                ReferenceType type,
                DeserializationConfig config,
                BeanDescription.Supplier description,
                @Nullable TypeDeserializer contentType,
                @Nullable ValueDeserializer<?> content) {
            return type.hasRawClass(Sensitive.class) ? new Wrapper(type, contentType, content) : null;
        }

        @Override
        public boolean hasDeserializerFor(DeserializationConfig config, Class<?> type) {
            return type == Sensitive.class;
        }
    }

    /** Reads the value and wraps it; null stays null. */
    private static final class Wrapper extends ReferenceTypeDeserializer<@Nullable Sensitive<?>> {

        Wrapper(JavaType type, @Nullable TypeDeserializer contentType, @Nullable ValueDeserializer<?> content) {
            super(type, null, contentType, content);
        }

        @Override
        protected Wrapper withResolved(@Nullable TypeDeserializer contentType, ValueDeserializer<?> content) {
            return new Wrapper(_fullType, contentType, content);
        }

        @Override
        public @Nullable Sensitive<?> getNullValue(DeserializationContext context) {
            return null;
        }

        @Override
        public @Nullable Sensitive<?> referenceValue(@Nullable Object contents) {
            return contents == null ? null : Sensitive.of(contents);
        }

        @Override
        public @Nullable Sensitive<?> updateReference(@Nullable Sensitive<?> reference, @Nullable Object contents) {
            return referenceValue(contents);
        }

        @Override
        public @Nullable Object getReferenced(@Nullable Sensitive<?> reference) {
            return reference == null ? null : reference.reveal();
        }
    }
}
