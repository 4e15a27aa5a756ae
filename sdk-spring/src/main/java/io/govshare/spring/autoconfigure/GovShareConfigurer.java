package io.govshare.spring.autoconfigure;

import io.govshare.GovShare;
import io.govshare.auth.Credentials;
import io.govshare.context.CallContext;
import io.govshare.dialect.standard.StandardPlatform;
import io.govshare.error.ConfigurationException;
import io.govshare.signing.Secret;
import io.govshare.signing.SigningKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.core.io.Resource;

/** The only place that turns properties into a client; every message names the property to set. */
final class GovShareConfigurer {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*");

    private final GovShareProperties properties;
    private final @Nullable String springApplicationName;

    GovShareConfigurer(GovShareProperties properties, @Nullable String springApplicationName) {
        this.properties = properties;
        this.springApplicationName = springApplicationName;
    }

    GovShare build() {
        String name = platformName();
        GovShareProperties.Platform platform =
                Objects.requireNonNull(properties.platform().get(name));
        String prefix = "govshare.platform." + name;
        try {
            GovShare.Builder builder = GovShare.builder()
                    .application(applicationName(), properties.application().version())
                    .platform(standard(name, prefix, platform))
                    .credentials(credentials(prefix + ".credentials", platform.credentials()))
                    .context(context(properties.context()));
            timeouts(builder, properties.http());
            @Nullable Path folder = properties.usage().folder();
            if (folder != null) {
                builder.usage(options -> options.folder(folder));
            }
            return builder.build();
        } catch (ConfigurationException e) {
            throw new FailureAnalyzedException(
                    "The data sharing client of platform '" + name + "' cannot be built: "
                            + e.diagnosis().cause(),
                    e.diagnosis().remedy() + " The settings are under '" + prefix + "' and 'govshare'.",
                    e);
        }
    }

    private static void timeouts(GovShare.Builder builder, GovShareProperties.Http http) {
        @Nullable Duration connect = http.connectTimeout();
        if (connect != null) {
            builder.http(options -> options.connectTimeout(connect));
        }
        @Nullable Duration attempt = http.attemptTimeout();
        if (attempt != null) {
            builder.http(options -> options.attemptTimeout(attempt));
        }
        @Nullable Duration total = http.totalTimeout();
        if (total != null) {
            builder.resilience(options -> options.totalTimeout(total));
        }
    }

    private String platformName() {
        Map<String, GovShareProperties.Platform> platforms = properties.platform();
        if (platforms.isEmpty()) {
            throw new FailureAnalyzedException(
                    "No data sharing platform is configured.",
                    "Set 'govshare.platform.<name>.endpoint' and 'govshare.platform.<name>.credentials'.");
        }
        if (platforms.size() > 1) {
            throw new FailureAnalyzedException(
                    platforms.size() + " data sharing platforms are configured: " + platforms.keySet(),
                    "Keep one under 'govshare.platform', and build clients of the others with GovShare.builder().");
        }
        String name = platforms.keySet().iterator().next();
        if (!NAME.matcher(name).matches()) {
            throw new FailureAnalyzedException(
                    "'govshare.platform." + name + "' is no name that environment variables can spell.",
                    "Use lower-case letters and digits only, beginning with a letter.");
        }
        return name;
    }

    private String applicationName() {
        String name = properties.application().name();
        String chosen = name != null ? name : springApplicationName;
        if (chosen == null || chosen.isBlank()) {
            throw new FailureAnalyzedException(
                    "The name of the application is not set; usage reports need it.",
                    "Set 'spring.application.name' or 'govshare.application.name'.");
        }
        return chosen;
    }

    private static StandardPlatform standard(String name, String prefix, GovShareProperties.Platform platform) {
        if (platform.endpoint() == null) {
            throw missing(prefix + ".endpoint", "the base URI of the platform");
        }
        StandardPlatform standard = StandardPlatform.at(platform.endpoint()).name(name);
        return platform.allowPlainHttp() ? standard.allowPlainHttp() : standard;
    }

    private static Credentials credentials(String prefix, GovShareProperties.Credentials given) {
        if (given.clientId() == null) {
            throw missing(prefix + ".client-id", "the identifier of this application on the platform");
        }
        int ways = (given.clientSecret() != null ? 1 : 0)
                + (given.clientSecretLocation() != null ? 1 : 0)
                + (given.keyLocation() != null ? 1 : 0);
        if (ways != 1) {
            throw new FailureAnalyzedException(
                    (ways == 0 ? "None" : "More than one") + " of '" + prefix + ".key-location', '.client-secret' and "
                            + "'.client-secret-location' is set.",
                    "Set exactly one: 'key-location' is the private key to identify and sign with.");
        }
        if (given.keyLocation() != null) {
            SigningKey key = SigningKey.load(file(prefix + ".key-location", given.keyLocation()));
            return Credentials.privateKeyJwt(
                    given.clientId(), given.keyId() == null ? key : key.withKeyId(given.keyId()));
        }
        String secret = given.clientSecret() != null
                ? given.clientSecret()
                : text(prefix + ".client-secret-location", given.clientSecretLocation());
        return Credentials.clientSecretBasic(given.clientId(), Secret.of(secret));
    }

    private static String text(String property, @Nullable Resource resource) {
        try {
            return resource == null ? "" : resource.getContentAsString(java.nio.charset.StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new FailureAnalyzedException(
                    "'" + property + "' names " + resource + ", which cannot be read: "
                            + e.getClass().getSimpleName(),
                    "Check that it exists and that this process may read it.",
                    e);
        }
    }

    private static Path file(String property, Resource resource) {
        try {
            return resource.getFile().toPath();
        } catch (IOException e) {
            throw new FailureAnalyzedException(
                    "'" + property + "' names " + resource + ", which is no file.",
                    "Give a file, such as 'file:/run/secrets/key.pem'.",
                    e);
        }
    }

    private static CallContext context(GovShareProperties.Context given) {
        CallContext.Builder context = CallContext.builder();
        if (given.purpose() != null) {
            context.set(CallContext.Member.PURPOSE, given.purpose());
        }
        if (given.legalBasis() != null) {
            context.set(CallContext.Member.LEGAL_BASIS, given.legalBasis());
        }
        if (given.department() != null) {
            context.set(CallContext.Member.DEPARTMENT, given.department());
        }
        return context.build();
    }

    private static FailureAnalyzedException missing(String property, String what) {
        return new FailureAnalyzedException("'" + property + "' is not set.", "Set it to " + what + ".");
    }
}
