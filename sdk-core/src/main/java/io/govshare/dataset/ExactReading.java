package io.govshare.dataset;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.util.JsonParserDelegate;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.deser.std.DelegatingDeserializer;

/**
 * Refuses what Jackson would guess at: a number in the place of a date would be days or seconds since 1970, so that 20230630
 * became a day in the year 57359; one in the place of an enum constant its position, whatever its name; a time with an offset
 * would lose it in the place of one without. A field that says by {@code @JsonFormat} what it means is left to Jackson.
 */
final class ExactReading extends ValueDeserializerModifier {

    private static final long serialVersionUID = 1L;

    private static final Set<Class<?>> TIMES = Set.of(
            LocalDate.class,
            LocalDateTime.class,
            Instant.class,
            OffsetDateTime.class,
            ZonedDateTime.class,
            Duration.class);

    @Override
    public ValueDeserializer<?> modifyDeserializer(
            DeserializationConfig config, BeanDescription.Supplier description, ValueDeserializer<?> usual) {
        return TIMES.contains(description.getBeanClass()) ? new TimeReader(description.getBeanClass(), usual) : usual;
    }

    @Override
    public ValueDeserializer<?> modifyEnumDeserializer(
            DeserializationConfig config,
            JavaType type,
            BeanDescription.Supplier description,
            ValueDeserializer<?> usual) {
        return new EnumReader(usual);
    }

    /** Reads a date or time from text that says all of it, and nothing that would be dropped. */
    private static final class TimeReader extends DelegatingDeserializer {

        private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+(\\.\\d*)?");
        private static final Pattern MORE_THAN_A_DATE = Pattern.compile(".*T(?!00:00(:00(\\.0*)?)?$).*");

        private final Class<?> type;

        TimeReader(Class<?> type, ValueDeserializer<?> usual) {
            super(usual);
            this.type = type;
        }

        @Override
        protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> contextual) {
            return new TimeReader(type, contextual);
        }

        @Override
        public ValueDeserializer<?> createContextual(DeserializationContext context, @Nullable BeanProperty property) {
            ValueDeserializer<?> contextual = super.createContextual(context, property);
            return property != null && property.getAnnotation(JsonFormat.class) != null
                    ? contextual.getDelegatee()
                    : contextual;
        }

        @Override
        public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) {
            JsonToken token = parser.currentToken();
            if (token.isNumeric()) {
                return context.handleUnexpectedToken(type, parser);
            }
            if (token == JsonToken.VALUE_STRING && !isWhole(parser.getString().strip())) {
                throw context.weirdStringException(parser.getString(), type, "");
            }
            return super.deserialize(parser, context);
        }

        private boolean isWhole(String text) {
            if (type == LocalDate.class) {
                return !MORE_THAN_A_DATE.matcher(text).matches();
            }
            return type == LocalDateTime.class
                    ? !text.endsWith("Z")
                    : !NUMBER.matcher(text).matches();
        }
    }

    /** Reads a number as the name that is spelled with its digits. */
    private static final class EnumReader extends DelegatingDeserializer {

        EnumReader(ValueDeserializer<?> usual) {
            super(usual);
        }

        @Override
        protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> contextual) {
            return new EnumReader(contextual);
        }

        @Override
        public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) {
            return super.deserialize(
                    parser.hasToken(JsonToken.VALUE_NUMBER_INT) ? new Digits(parser) : parser, context);
        }
    }

    /** A parser at a number, which it shows as text. */
    private static final class Digits extends JsonParserDelegate {

        Digits(JsonParser parser) {
            super(parser);
        }

        @Override
        public JsonToken currentToken() {
            return JsonToken.VALUE_STRING;
        }

        @Override
        public int currentTokenId() {
            return JsonToken.VALUE_STRING.id();
        }

        @Override
        public boolean hasToken(JsonToken token) {
            return token == JsonToken.VALUE_STRING;
        }

        @Override
        public boolean hasTokenId(int id) {
            return id == JsonToken.VALUE_STRING.id();
        }

        @Override
        public boolean isExpectedNumberIntToken() {
            return false;
        }
    }
}
