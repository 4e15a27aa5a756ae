package io.govshare.dataset;

import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.MutableCoercionConfig;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/**
 * The rules by which the SDK reads JSON, apart from every mapper of the application. Each caller builds a mapper of its own
 * and drops it with the types it has met: one for all would hold the class loaders of those types for ever.
 */
final class Json {

    /** Knows names and buffers, no types; shared so that the table of names is. */
    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    static JsonMapper.Builder mapper() {
        return JsonMapper.builder(FACTORY)
                .addModule(new SensitiveReading())
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                // A record stands inside an envelope; what follows it is the rest of the envelope.
                .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                // 1.5 is no int: better an error than the value cut off.
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                // Amounts stay what they are when they are read into a Map.
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                // An OffsetDateTime keeps the offset it was sent with.
                .disable(DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
                // A code such as 2 may be of anything: better an error than true, or the character with this number.
                .withCoercionConfig(LogicalType.Boolean, Json::noNumber)
                .withCoercionConfig(Character.class, Json::noNumber)
                .withCoercionConfig(char.class, Json::noNumber)
                // A number is no position among the constants.
                .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                // Only for enums that declare one by @JsonEnumDefaultValue.
                .enable(EnumFeature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
                // Constants by their names, whatever toString shows to people.
                .disable(EnumFeature.READ_ENUMS_USING_TO_STRING);
    }

    private static void noNumber(MutableCoercionConfig coercion) {
        coercion.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
    }
}
