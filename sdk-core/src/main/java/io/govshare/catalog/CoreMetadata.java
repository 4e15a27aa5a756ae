package io.govshare.catalog;

import io.govshare.error.ResponseRejectedException;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Descriptions in the core metadata of Chinese directories of government data (政务信息资源目录编制指南, 2017, 核心元数据) as a JSON
 * object with the Chinese names of its members, in and out: what is read, is written and is read again is equal. Codes and names of codes are
 * both understood, codes are written. A value that is no known code is kept as it came and is a {@linkplain
 * DatasetDescription#defects() defect}; members that the core metadata do not have stay in the {@linkplain
 * DatasetDescription#extensions() extensions}.
 *
 * <p>What core metadata have no word for, such as versions, keys and access services, is not written: {@link Dcat} has it.
 */
public final class CoreMetadata {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private CoreMetadata() {}

    /**
     * Reads a dataset. What is wrong with it is in its {@linkplain DatasetDescription#defects() defects}.
     *
     * @throws ResponseRejectedException if it is no JSON object
     */
    public static DatasetDescription read(String json) {
        try (JsonParser parser = JsonLd.FACTORY.createParser(ObjectReadContext.empty(), json)) {
            parser.nextToken();
            if (JsonLd.value(parser) instanceof Map<?, ?> members) {
                return new CoreMetadataReader().read(members);
            }
            throw rejected("is JSON but no object");
        } catch (StreamConstraintsException e) {
            throw rejected("is JSON nested too deeply");
        } catch (JacksonException e) {
            throw rejected("is no JSON");
        }
    }

    /** Writes a dataset as one JSON object. */
    public static String write(DatasetDescription dataset) {
        return MAPPER.writeValueAsString(CoreMetadataWriter.written(dataset));
    }

    private static ResponseRejectedException rejected(String why) {
        return new ResponseRejectedException(
                "The core metadata " + why, "Give one object with members such as 信息资源名称 and 信息资源代码.");
    }
}
