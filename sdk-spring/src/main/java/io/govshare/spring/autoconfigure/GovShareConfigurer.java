package io.govshare.spring.autoconfigure;

import io.govshare.GovShare;
import io.govshare.auth.Credentials;
import io.govshare.catalog.Grant;
import io.govshare.context.CallContext;
import io.govshare.dialect.standard.StandardPlatform;
import io.govshare.error.ConfigurationException;
import io.govshare.http.Origin;
import io.govshare.platform.UsageSink;
import io.govshare.signing.Secret;
import io.govshare.signing.SigningKey;
import io.govshare.usage.UsageOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.core.io.Resource;
import org.springframework.util.unit.DataSize;

/** The only place that turns properties into a client; every failure names the property to change, and shows no secret. */
final class GovShareConfigurer {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*");
    private static final String UNKNOWN_VERSION = "unknown";

    private final GovShareProperties properties;
    private final @Nullable String springName;
    private final @Nullable String springVersion;
    private final @Nullable UsageSink sink;

    /**
     * Settings and what they fall back on.
     *
     * @param springName {@code spring.application.name}
     * @param springVersion {@code spring.application.version}, which Boot takes from the manifest
     * @param sink where uses are reported; null for the platform
     */
    GovShareConfigurer(
            GovShareProperties properties,
            @Nullable String springName,
            @Nullable String springVersion,
            @Nullable UsageSink sink) {
        this.properties = properties;
        this.springName = springName;
        this.springVersion = springVersion;
        this.sink = sink;
    }

    GovShare build() {
        String name = platformName();
        String prefix = "govshare.platform." + name;
        GovShareProperties.Platform platform =
                Objects.requireNonNull(properties.platform().get(name));
        GovShare.Builder builder = GovShare.builder()
                .application(applicationName(), applicationVersion())
                .platform(standard(name, prefix, platform))
                .credentials(credentials(prefix + ".credentials", platform.credentials()))
                .context(context(properties.context()))
                .grants(platform.grantPolicy());
        for (int i = 0; i < platform.grants().size(); i++) {
            builder.bind(grant(prefix + ".grants[" + i + "]", platform.grants().get(i)));
        }
        timeouts(builder, properties.http());
        builder.usage(usage(properties.usage(), sink));
        try {
            return builder.build();
        } catch (ConfigurationException e) {
            throw new FailureAnalyzedException(
                    "The data sharing client of '" + prefix + "' cannot be built: "
                            + e.diagnosis().cause(),
                    e.diagnosis().remedy() + " The property for the folder is 'govshare.usage.folder'.",
                    e);
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
                    platforms.size() + " data sharing platforms are configured under 'govshare.platform': "
                            + platforms.keySet(),
                    "Keep one there, and build clients of the others with GovShare.builder().");
        }
        String name = platforms.keySet().iterator().next();
        if (!NAME.matcher(name).matches()) {
            throw new FailureAnalyzedException(
                    "'govshare.platform." + name + "' has a name that environment variables cannot spell.",
                    "Use lower-case letters and digits only, beginning with a letter.");
        }
        return name;
    }

    private String applicationName() {
        @Nullable String name = firstGiven(properties.application().name(), springName);
        if (name == null) {
            throw new FailureAnalyzedException(
                    "The name of the application is not set; usage reports need it.",
                    "Set 'spring.application.name' or 'govshare.application.name'.");
        }
        return name;
    }

    private String applicationVersion() {
        @Nullable String version = firstGiven(properties.application().version(), springVersion);
        return version == null ? UNKNOWN_VERSION : version;
    }

    private static @Nullable String firstGiven(@Nullable String nearest, @Nullable String otherwise) {
        @Nullable String given = isGiven(nearest) ? nearest : otherwise;
        return isGiven(given) ? given : null;
    }

    private static boolean isGiven(@Nullable String value) {
        return value != null && !value.isBlank();
    }

    private static StandardPlatform standard(String name, String prefix, GovShareProperties.Platform given) {
        String property = prefix + ".endpoint";
        @Nullable URI endpoint = given.endpoint();
        if (endpoint == null) {
            throw missing(property, "the base URI of the platform");
        }
        StandardPlatform platform =
                checked(property, () -> StandardPlatform.at(endpoint).name(name));
        if (given.allowPlainHttp()) {
            return platform.allowPlainHttp();
        }
        if (Origin.of(endpoint).isOpenToReaders()) {
            throw new FailureAnalyzedException(
                    "'" + property + "' is plain http: everyone on the way could read tokens and records.",
                    "Use the https address; if the platform has none, set '" + prefix + ".allow-plain-http' to true.");
        }
        return platform;
    }

    private static Grant grant(String prefix, GovShareProperties.Grant given) {
        @Nullable String id = firstGiven(given.id(), null);
        if (id == null) {
            throw missing(prefix + ".id", "the identifier of the agreement, which usage reports name");
        }
        @Nullable String dataset = firstGiven(given.dataset(), null);
        if (dataset == null) {
            throw missing(prefix + ".dataset", "the identifier of the dataset");
        }
        return new Grant(
                id,
                dataset,
                given.purposes(),
                given.fields(),
                given.validFrom(),
                given.validUntil(),
                given.applicationNumber(),
                given.rows());
    }

    private static Credentials credentials(String prefix, GovShareProperties.Credentials given) {
        @Nullable String clientId = given.clientId();
        if (clientId == null) {
            throw missing(prefix + ".client-id", "the identifier of this application on the platform");
        }
        @Nullable Resource key = given.keyLocation();
        long ways = Stream.of(given.clientSecret(), given.clientSecretLocation(), key)
                .filter(Objects::nonNull)
                .count();
        if (ways != 1) {
            throw new FailureAnalyzedException(
                    (ways == 0 ? "None" : "More than one") + " of '" + prefix + ".key-location', '" + prefix
                            + ".client-secret' and '" + prefix + ".client-secret-location' is set.",
                    "Set exactly one: 'key-location' is the private key to identify and sign with.");
        }
        if (key != null) {
            SigningKey signing = key(prefix, key, given.keyId());
            return checked(prefix + ".client-id", () -> Credentials.privateKeyJwt(clientId, signing));
        }
        if (given.keyId() != null) {
            throw new FailureAnalyzedException(
                    "'" + prefix + ".key-id' is set, but no '" + prefix + ".key-location'.",
                    "Set the location of the key, or leave its identifier out.");
        }
        Secret secret = secret(prefix + ".client-secret", given.clientSecret(), given.clientSecretLocation());
        return checked(prefix + ".client-id", () -> Credentials.clientSecretBasic(clientId, secret));
    }

    private static SigningKey key(String prefix, Resource location, @Nullable String keyId) {
        String property = prefix + ".key-location";
        SigningKey key = checked(property, () -> SigningKey.load(file(property, location)));
        return keyId == null ? key : checked(prefix + ".key-id", () -> key.withKeyId(keyId));
    }

    /** The secret that is in a property in clear, or else in the file that the property of its location names. */
    private static Secret secret(String property, @Nullable String inClear, @Nullable Resource location) {
        if (inClear != null) {
            return checked(property, () -> Secret.of(inClear));
        }
        String ofLocation = property + "-location";
        return checked(ofLocation, () -> Secret.ofFile(file(ofLocation, Objects.requireNonNull(location))));
    }

    private static Path file(String property, Resource resource) {
        try {
            return resource.getFile().toPath();
        } catch (IOException e) {
            throw new FailureAnalyzedException(
                    "'" + property + "' is " + resource.getDescription() + ", which is no file.",
                    "Give a file, such as 'file:/run/secrets/key.pem'; a path without 'file:' is looked for on the class"
                            + " path.",
                    e);
        }
    }

    private static CallContext context(GovShareProperties.Context given) {
        CallContext.Builder context = CallContext.builder();
        member(context, "purpose", CallContext.Member.PURPOSE, given.purpose());
        member(context, "legal-basis", CallContext.Member.LEGAL_BASIS, given.legalBasis());
        member(context, "department", CallContext.Member.DEPARTMENT, given.department());
        return context.build();
    }

    private static void member(
            CallContext.Builder context, String property, CallContext.Member member, @Nullable String value) {
        if (value == null) {
            return;
        }
        context.set(member, value);
        try {
            // Each by itself, since the builder does not say which member it refused.
            CallContext.builder().set(member, value).build();
        } catch (ConfigurationException e) {
            throw new FailureAnalyzedException(
                    "'govshare.context." + property + "' is refused. "
                            + e.diagnosis().cause(),
                    "Set it to " + member.goodValue() + ", or leave it out.",
                    e);
        }
    }

    private static void timeouts(GovShare.Builder builder, GovShareProperties.Http given) {
        timeout("connect-timeout", given.connectTimeout(), time -> builder.http(http -> http.connectTimeout(time)));
        timeout("attempt-timeout", given.attemptTimeout(), time -> builder.http(http -> http.attemptTimeout(time)));
        timeout("total-timeout", given.totalTimeout(), time -> builder.resilience(calls -> calls.totalTimeout(time)));
    }

    private static void timeout(
            String property, @Nullable Duration time, Function<Duration, GovShare.Builder> setting) {
        if (time != null) {
            checked("govshare.http." + property, () -> setting.apply(time));
        }
    }

    static UsageOptions usage(GovShareProperties.Usage given, @Nullable UsageSink sink) {
        UsageOptions options = UsageOptions.defaults();
        options = with(options, "folder", given.folder(), UsageOptions::folder);
        options = with(options, "durability", given.durability(), UsageOptions::durability);
        options = with(options, "interval", given.interval(), UsageOptions::interval);
        options = with(options, "batch-events", given.batchEvents(), UsageOptions::batchEvents);
        options = with(options, "batch-bytes", bytes(given.batchBytes()), UsageOptions::batchBytes);
        options = with(options, "max-bytes", bytes(given.maxBytes()), UsageOptions::maxBytes);
        options = with(options, "free-bytes", bytes(given.freeBytes()), UsageOptions::freeBytes);
        options = with(options, "when-full", given.whenFull(), UsageOptions::whenFull);
        options = with(options, "retention", given.retention(), UsageOptions::retention);
        options = with(options, "pending-age", given.pendingAge(), UsageOptions::pendingAge);
        options = with(options, "close-timeout", given.closeTimeout(), UsageOptions::closeTimeout);
        options = with(options, "pseudonym-key", pseudonymKey(given), UsageOptions::pseudonymKey);
        return sink == null ? options : options.sink(sink);
    }

    private static <V> UsageOptions with(
            UsageOptions options,
            String property,
            @Nullable V value,
            BiFunction<UsageOptions, V, UsageOptions> setting) {
        return value == null ? options : checked("govshare.usage." + property, () -> setting.apply(options, value));
    }

    private static @Nullable Long bytes(@Nullable DataSize size) {
        return size == null ? null : size.toBytes();
    }

    private static @Nullable Secret pseudonymKey(GovShareProperties.Usage given) {
        String property = "govshare.usage.pseudonym-key";
        @Nullable Resource location = given.pseudonymKeyLocation();
        if (given.pseudonymKey() != null && location != null) {
            throw new FailureAnalyzedException(
                    "Both '" + property + "' and '" + property + "-location' are set.",
                    "Keep the location of the file that holds the key.");
        }
        return given.pseudonymKey() == null && location == null
                ? null
                : secret(property, given.pseudonymKey(), location);
    }

    /** What the setting makes; where the SDK refuses it, the failure names its property. */
    private static <T> T checked(String property, Supplier<T> setting) {
        try {
            return setting.get();
        } catch (ConfigurationException e) {
            throw new FailureAnalyzedException(
                    "'" + property + "' is refused. " + e.diagnosis().cause(),
                    "Correct '" + property + "'. " + e.diagnosis().remedy(),
                    e);
        }
    }

    private static FailureAnalyzedException missing(String property, String what) {
        return new FailureAnalyzedException("'" + property + "' is not set.", "Set it to " + what + ".");
    }
}
