package io.govshare.testing.gateway;

import java.util.Objects;

/**
 * Collects a gateway of the {@code X-BG-HMAC-*} style. Not safe for concurrent use.
 *
 * <p>Each service has its own path. A date may be less than 90 s behind and at most 90 s ahead. Refusals have the HTTP status that
 * fits, the style's own sentence in {@code message}, and what exactly was wrong in {@code detail}. Rows are in {@code data}.
 */
public final class HmacHeadersBuilder extends GatewayBuilder<HmacHeadersBuilder> {

    private String prefix = "X-BG";

    HmacHeadersBuilder() {
        super(TimeWindow.ofSeconds(90, 90), "data");
    }

    /** Registers a pair of keys. */
    public HmacHeadersBuilder client(String accessKey, String secretKey) {
        return register(accessKey, secretKey);
    }

    /** What the names of the headers begin with; {@code X-BG} by default. */
    public HmacHeadersBuilder prefix(String newPrefix) {
        prefix = Objects.requireNonNull(newPrefix, "prefix");
        return this;
    }

    @Override
    HmacHeadersBuilder self() {
        return this;
    }

    @Override
    Dialect dialect(GatewaySettings settings) {
        return new HmacHeaders(settings, prefix);
    }
}
