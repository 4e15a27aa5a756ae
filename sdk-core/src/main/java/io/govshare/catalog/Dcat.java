package io.govshare.catalog;

import io.govshare.error.Internal;
import io.govshare.error.ResponseRejectedException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Descriptions as DCAT 3 in JSON-LD, in and out: what is read, is written and is read again is equal. Names may be compact
 * ({@code dct:title}), bare, or whole IRIs; values may be text, typed, in languages or lists; entries may stand in a {@code
 * @graph}. A context that is only named is never fetched. What has no place in a description stays in its {@linkplain
 * DatasetDescription#extensions() extensions}.
 */
public final class Dcat {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Dcat() {}

    /**
     * Reads a dataset. What is wrong with it is in its {@linkplain DatasetDescription#defects() defects}.
     *
     * @throws ResponseRejectedException if it is no JSON object
     */
    public static DatasetDescription read(String jsonLd) {
        byte[] body = jsonLd.getBytes(StandardCharsets.UTF_8);
        return read("The JSON-LD document", () -> new DcatReader(body, null).dataset(null));
    }

    /** Writes a dataset as one JSON-LD object. */
    public static String write(DatasetDescription dataset) {
        return MAPPER.writeValueAsString(DcatWriter.written(dataset));
    }

    /** Reads the dataset that was asked for by this id, from this address. */
    @Internal
    public static DatasetDescription read(byte[] body, URI document, String asked) {
        return read(asked + ": the description in the catalogue", () -> new DcatReader(body, document).dataset(asked));
    }

    /** Reads a page of datasets. */
    @Internal
    public static CataloguePage<DatasetDescription> datasets(byte[] body, @Nullable URI document) {
        return read("A page of the catalogue", () -> new DcatReader(body, document).datasets());
    }

    /** Reads a page of services. */
    @Internal
    public static CataloguePage<ServiceDescription> services(byte[] body, @Nullable URI document) {
        return read("A page of the catalogue", () -> new DcatReader(body, document).services());
    }

    private static <T> T read(String what, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (StreamConstraintsException e) {
            throw rejected(what, "is JSON nested too deeply");
        } catch (JacksonException e) {
            throw rejected(what, "is no JSON");
        } catch (IllegalArgumentException e) {
            throw rejected(what, String.valueOf(e.getMessage()));
        }
    }

    private static ResponseRejectedException rejected(String what, String why) {
        return new ResponseRejectedException(
                what + " " + why, "Tell the operators of the catalogue; DCAT 3 as a JSON-LD object is expected.");
    }
}
