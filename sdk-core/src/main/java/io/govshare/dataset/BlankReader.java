package io.govshare.dataset;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ValueDeserializer;

/** Reads a blank string as null, and everything else as its type is read. */
final class BlankReader extends ValueDeserializer<Object> {

    private final JavaType type;
    private final @Nullable ValueDeserializer<Object> usual;

    BlankReader(JavaType type) {
        this(type, null);
    }

    private BlankReader(JavaType type, @Nullable ValueDeserializer<Object> usual) {
        this.type = type;
        this.usual = usual;
    }

    @Override
    public ValueDeserializer<?> createContextual(DeserializationContext context, BeanProperty property) {
        return new BlankReader(type, context.findContextualValueDeserializer(type, property));
    }

    @Override
    public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) {
        if (parser.hasToken(JsonToken.VALUE_STRING) && parser.getString().isBlank()) {
            return null;
        }
        return usual().deserialize(parser, context);
    }

    @Override
    public @Nullable Object getNullValue(DeserializationContext context) {
        return usual().getNullValue(context);
    }

    private ValueDeserializer<Object> usual() {
        if (usual == null) {
            throw new IllegalStateException("Used without having been told its field");
        }
        return usual;
    }
}
