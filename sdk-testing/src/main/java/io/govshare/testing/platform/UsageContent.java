package io.govshare.testing.platform;

import io.govshare.testing.odata.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import okio.ByteString;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The events of a usage report as their bytes came, decompressed and set apart. */
final class UsageContent {

    private static final int LARGEST = 64 << 20;

    private UsageContent() {}

    /**
     * The elements of the array in the content.
     *
     * @throws Refused if it is no array of objects, or compressed in a way that is not taken
     */
    static List<ByteString> events(Incoming request) {
        byte[] json = decoded(request);
        List<ByteString> events = new ArrayList<>();
        try (JsonParser parser = Json.MAPPER.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw invalid("the batch is no JSON array");
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (parser.currentToken() != JsonToken.START_OBJECT) {
                    throw invalid("event " + (events.size() + 1) + " of the batch is no JSON object");
                }
                int begin = (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                int end = (int) parser.currentLocation().getByteOffset();
                events.add(ByteString.of(json, begin, end - begin));
            }
            if (parser.nextToken() != null) {
                throw invalid("something follows the JSON array of the batch");
            }
        } catch (JacksonException e) {
            throw invalid("the batch is no JSON: " + e.getOriginalMessage());
        }
        return events;
    }

    private static byte[] decoded(Incoming request) {
        String coding = request.field("Content-Encoding").orElse("identity").toLowerCase(Locale.ROOT);
        byte[] content = request.body().toByteArray();
        if (coding.equals("identity")) {
            return content;
        }
        if (!coding.equals("gzip")) {
            throw Refused.of(415, "unsupported-media-type", "Content-Encoding is " + coding + " instead of gzip")
                    .header("Accept-Encoding", "gzip");
        }
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(content))) {
            byte[] json = gzip.readNBytes(LARGEST + 1);
            if (json.length > LARGEST) {
                throw Refused.of(413, "batch-too-large", "the batch has more than 64 MiB");
            }
            return json;
        } catch (IOException e) {
            throw invalid("the batch is no gzip: " + e.getMessage());
        }
    }

    private static Refused invalid(String detail) {
        return Refused.of(400, "invalid-batch", detail);
    }
}
