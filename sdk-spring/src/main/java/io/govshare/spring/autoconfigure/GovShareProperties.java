package io.govshare.spring.autoconfigure;

import io.govshare.catalog.GrantPolicy;
import io.govshare.usage.UsageOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.core.io.Resource;
import org.springframework.util.unit.DataSize;

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
     * @param durability What a record outlives: the end of the process (FAST), or the loss of power (DURABLE). REQUIRED also
     *     refuses calls that cannot be recorded.
     * @param maxBytes Space that the spool takes of the disk at most.
     * @param freeBytes Space that the spool leaves free on the disk.
     * @param whenFull What becomes of uses while the spool has no room.
     * @param retention Time for which events are kept that the platform has. Days if no unit is given.
     * @param pendingAge Time after which events are given up that the platform does not take. Days if no unit is given.
     * @param pseudonymKey Key under which operator and case are recorded as pseudonyms. They are not recorded without one.
     * @param pseudonymKeyLocation Location of the file that holds the key for pseudonyms.
     * @param interval Longest time that an event waits for others to share its batch.
     * @param batchEvents Largest number of events in a batch.
     * @param batchBytes Largest size of a batch.
     * @param closeTimeout Time that closing may take to report what waits.
     */
    public record Usage(
            @Nullable Path folder,
            UsageOptions.@Nullable Durability durability,
            @Nullable DataSize maxBytes,
            @Nullable DataSize freeBytes,
            UsageOptions.@Nullable WhenFull whenFull,
            @DurationUnit(ChronoUnit.DAYS) @Nullable Duration retention,
            @DurationUnit(ChronoUnit.DAYS) @Nullable Duration pendingAge,
            @Nullable String pseudonymKey,
            @Nullable Resource pseudonymKeyLocation,
            @Nullable Duration interval,
            @Nullable Integer batchEvents,
            @Nullable DataSize batchBytes,
            @Nullable Duration closeTimeout) {

        /** Shows all but the key. */
        @Override
        public String toString() {
            return "Usage[folder=" + folder + ", durability=" + durability + ", maxBytes=" + maxBytes + ", freeBytes="
                    + freeBytes + ", whenFull=" + whenFull + ", retention=" + retention + ", pendingAge=" + pendingAge
                    + ", pseudonymKey=" + (pseudonymKey == null ? null : "***") + ", pseudonymKeyLocation="
                    + pseudonymKeyLocation + ", interval=" + interval + ", batchEvents=" + batchEvents
                    + ", batchBytes=" + batchBytes + ", closeTimeout=" + closeTimeout + "]";
        }
    }
}
