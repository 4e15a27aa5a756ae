package io.govshare.dialect.standard;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The addresses of a standard platform that discovery names and configuration may override. */
enum Endpoint {
    ISSUER,
    /** Named by the metadata of the authorization server (RFC 8414), not by discovery. */
    TOKEN_ENDPOINT,
    CATALOGUE,
    GRANTS,
    USAGE,
    JWKS;

    /** Its extension relation type in the linkset (RFC 8288 §2.1.2); null when no linkset names it. */
    @Nullable
    String relation() {
        return this == TOKEN_ENDPOINT ? null : "https://govshare.io/rel/" + name().toLowerCase(Locale.ROOT);
    }

    /** The method of {@link StandardPlatform} that overrides it, for messages. */
    String method() {
        return this == TOKEN_ENDPOINT ? "tokenEndpoint(…)" : name().toLowerCase(Locale.ROOT) + "(…)";
    }
}
