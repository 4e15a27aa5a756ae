package io.govshare;

import io.govshare.error.ConfigurationException;
import io.govshare.http.Origin;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** Checks what is given to {@link GovShare.Builder#allowOrigin}: an origin, and nothing that narrows it. */
final class AllowedOrigin {

    static final String EXAMPLE = "scheme and host, such as https://data.example.gov";

    private AllowedOrigin() {}

    static Origin of(String text) {
        try {
            return of(new URI(text));
        } catch (URISyntaxException e) {
            throw noOrigin("Not an absolute http or https URI");
        }
    }

    static Origin of(URI uri) {
        Origin origin;
        try {
            origin = Origin.of(uri);
        } catch (IllegalArgumentException e) {
            throw noOrigin(e.getMessage());
        }
        @Nullable String path = uri.getRawPath();
        boolean bare = uri.getRawUserInfo() == null
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null
                && (path == null || path.isEmpty() || path.equals("/"));
        if (!bare) {
            throw noOrigin(origin
                    + " is given with more than scheme, host and port, but all of an origin is allowed or nothing");
        }
        return origin;
    }

    private static ConfigurationException noOrigin(@Nullable String why) {
        return new ConfigurationException(
                "allowOrigin(…): " + why, "Give scheme, host and port, such as https://data.example.gov.");
    }
}
