package io.govshare.catalog;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One form in which a dataset can be had (DCAT 3 §6.8). Immutable.
 *
 * @param title name for people; empty when not given
 * @param format what the data comes as
 * @param mediaType media type; empty when not given
 * @param access where it is given on request, such as by an interface; null when not given
 * @param download where the file is; null when not given
 * @param byteSize size in bytes; null when not given or not understood
 * @param services interfaces that give access to it
 * @param extensions what else the directory says of it, by member
 */
public record Distribution(
        String title,
        DataFormat format,
        String mediaType,
        @Nullable URI access,
        @Nullable URI download,
        @Nullable Long byteSize,
        List<ServiceDescription> services,
        Map<String, Object> extensions) {

    public Distribution {
        services = List.copyOf(services);
        extensions = Extensions.frozen(extensions);
    }

    /** A distribution of which only the format is known. */
    public static Distribution of(DataFormat format) {
        return new Distribution("", format, "", null, null, null, List.of(), Map.of());
    }

    /** A distribution that this service gives access to. */
    public static Distribution of(ServiceDescription service) {
        return new Distribution("", DataFormat.NONE, "", null, null, null, List.of(service), Map.of());
    }

    /** What it is, without what else the directory says: that may name people. */
    @Override
    public String toString() {
        return "Distribution[" + title + ", " + format + ", " + mediaType + ", " + services.size() + " services]";
    }
}
