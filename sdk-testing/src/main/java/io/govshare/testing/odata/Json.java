package io.govshare.testing.odata;

import io.govshare.error.Internal;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.databind.json.JsonMapper;

/** How single values are written as JSON and read back. */
@Internal
public final class Json {

    /** The mapper of the sandbox. */
    public static final JsonMapper MAPPER = JsonMapper.builder().build();

    static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    private Json() {}

    /** The text as a JSON string, with its quotes. */
    public static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsCharArray(text)) + '"';
    }

    /** What Java made of a value that is written as it is. */
    static Comparable<?> decode(EdmType type, byte[] json, int start, int length) {
        if (json[start] != '"' || type == EdmType.UNTYPED) {
            return type.value(new String(json, start, length, StandardCharsets.UTF_8));
        }
        for (int i = start + 1; i < start + length - 1; i++) {
            if (json[i] == '\\') {
                return type.value(MAPPER.readValue(json, start, length, String.class));
            }
        }
        return type.value(new String(json, start + 1, length - 2, StandardCharsets.UTF_8));
    }
}
