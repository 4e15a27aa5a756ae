package io.govshare.spring.autoconfigure;

import io.govshare.catalog.GrantPolicy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.Resource;

/**
 * Settings of the data sharing client.
 *
 * @param platform Platform to use, under a name of lower-case letters and digits that usage reports show.
 * @param application Application that asks.
 * @param context Context of calls that name nothing nearer.
 * @param http Connection settings.
 * @param usage Usage recording.
 */
@ConfigurationProperties("govshare")
public record GovShareProperties(
        @DefaultValue Map<String, Platform> platform,
        @DefaultValue Application application,
        @DefaultValue Context context,
        @DefaultValue Http http,
        @DefaultValue Usage usage) {

    /**
     * One platform.
     *
     * @param endpoint Base URI of the platform. https only, except loopback.
     * @param allowPlainHttp Whether plain http to another machine is allowed.
     * @param credentials Credentials of this application on the platform.
     * @param grantPolicy What to do while grants cannot be read.
     * @param grants Grants of this application, where the platform has none that can be read.
     */
    public record Platform(
            @Nullable URI endpoint,
            @DefaultValue("false") boolean allowPlainHttp,
            @DefaultValue Credentials credentials,
            @DefaultValue("LENIENT") GrantPolicy grantPolicy,
            @DefaultValue List<Grant> grants) {}

    /**
     * A grant.
     *
     * @param id Identifier of the agreement.
     * @param dataset Identifier of the dataset, for which the platform is then not asked.
     * @param purposes Purposes that it was given for. Any purpose if not set.
     * @param fields Fields that may be read. All if not set.
     * @param validFrom First instant at which it is valid.
     * @param validUntil First instant at which it is no longer valid.
     * @param applicationNumber Number of the application that it was approved on.
     * @param rows Which records it is for, in words.
     */
    public record Grant(
            @Nullable String id,
            @Nullable String dataset,
            @DefaultValue Set<String> purposes,
            @DefaultValue Set<String> fields,
            @Nullable Instant validFrom,
            @Nullable Instant validUntil,
            @Nullable String applicationNumber,
            @Nullable String rows) {}

    /**
     * Credentials of the application.
     *
     * @param clientId Identifier of this application on the platform.
     * @param clientSecret Secret of this application.
     * @param clientSecretLocation Location of the file that holds the secret of this application.
     * @param keyLocation Location of the private key (PEM or JWK) that this application identifies itself and signs with.
     * @param keyId Identifier of the key on the platform.
     */
    public record Credentials(
            @Nullable String clientId,
            @Nullable String clientSecret,
            @Nullable Resource clientSecretLocation,
            @Nullable Resource keyLocation,
            @Nullable String keyId) {

        /** Shows all but the secret. */
        @Override
        public String toString() {
            return "Credentials[clientId=" + clientId + ", clientSecret=" + (clientSecret == null ? null : "***")
                    + ", clientSecretLocation=" + clientSecretLocation + ", keyLocation=" + keyLocation + ", keyId="
                    + keyId + "]";
        }
    }

    /**
     * The application.
     *
     * @param name Name of the application in usage reports. Taken from 'spring.application.name' if not set.
     * @param version Version of the application in usage reports. Taken from 'spring.application.version' if not set.
     */
    public record Application(
            @Nullable String name, @Nullable String version) {}

    /**
     * The context of calls.
     *
     * @param purpose Purpose that the grants name.
     * @param legalBasis Law or rule that the use rests on.
     * @param department Identifier of the department that asks.
     */
    public record Context(
            @Nullable String purpose,
            @Nullable String legalBasis,
            @Nullable String department) {}

    /**
     * The connection.
     *
     * @param connectTimeout Time to wait for a connection.
     * @param attemptTimeout Time that one attempt may take.
     * @param totalTimeout Time that one call may take, attempts and waits together.
     */
    public record Http(
            @Nullable Duration connectTimeout,
            @Nullable Duration attemptTimeout,
            @Nullable Duration totalTimeout) {}

    /**
     * The record of uses.
     *
     * @param folder Folder of the usage spool.
     */
    public record Usage(@Nullable Path folder) {}
}
