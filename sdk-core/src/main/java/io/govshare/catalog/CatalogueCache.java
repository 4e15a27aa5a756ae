package io.govshare.catalog;

import io.govshare.error.Internal;
import io.govshare.http.Kept;
import io.govshare.http.ThrottledWarning;
import io.govshare.http.TimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known of datasets and grants, so that the catalogue is asked on first use and then rarely: one reader at a time
 * for each dataset, and the last known answer when the catalogue is down. Datasets and grants bound by configuration need no
 * catalogue. Safe for concurrent use; has no thread of its own.
 *
 * <p>What is older than it should be is still given for as long again while it is read anew in the background; after that
 * who asks waits for it.
 */
@Internal
public final class CatalogueCache {

    /** How long a description is kept before it is read anew. */
    public static final Duration DESCRIPTIONS_KEPT = Duration.ofHours(4);

    /** How long grants are kept before they are read anew. */
    public static final Duration GRANTS_KEPT = Duration.ofMinutes(10);

    /** Between two fresh readings of one dataset's grants on behalf of refused calls. */
    public static final Duration CONFIRMATIONS_APART = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(CatalogueCache.class);

    private final Shelf<DatasetDescription> descriptions;
    private final Shelf<List<Grant>> grants;
    private final Consumer<String> grantLost;
    private final Map<String, DatasetDescription> boundDescriptions = new ConcurrentHashMap<>();
    private final Map<String, List<Grant>> boundGrants = new ConcurrentHashMap<>();

    /**
     * A cache in front of the catalogue.
     *
     * @param background runs the reading of what is old but may still be given; {@code Runnable::run} for none
     * @param grantLost told the id of a dataset when one of its grants is there no longer
     */
    public CatalogueCache(CatalogueSource source, TimeSource time, Executor background, Consumer<String> grantLost) {
        this.grantLost = grantLost;
        this.descriptions = new Shelf<>(
                "The description of",
                source::find,
                DESCRIPTIONS_KEPT,
                time,
                background,
                (id, old, fresh) -> {},
                new ThrottledWarning(LOG, time::nanoTime));
        this.grants = new Shelf<>(
                "The grants for",
                source::grants,
                GRANTS_KEPT,
                time,
                background,
                this::compare,
                new ThrottledWarning(LOG, time::nanoTime));
    }

    /** Binds a dataset by configuration: the catalogue is not asked for it. */
    public void bind(DatasetDescription description) {
        boundDescriptions.put(description.id(), description);
    }

    /** Binds a grant by configuration: the platform is not asked for the grants of its dataset. */
    public void bind(Grant grant) {
        boundGrants.merge(
                grant.dataset(),
                List.of(grant),
                (some, more) -> Stream.of(some, more).flatMap(List::stream).toList());
    }

    /**
     * The description of this dataset, or empty if neither configuration nor catalogue know it.
     *
     * @throws IOException or {@link io.govshare.error.GovShareException} if it was never read and cannot be
     */
    public Optional<DatasetDescription> find(String id) throws IOException {
        DatasetDescription bound = boundDescriptions.get(id);
        return bound != null ? Optional.of(bound) : descriptions.get(id);
    }

    /**
     * The grants for this dataset, or empty if the platform keeps none that can be read.
     *
     * @throws IOException or {@link io.govshare.error.GovShareException} if they were never read and cannot be
     */
    Optional<List<Grant>> grants(String dataset) throws IOException {
        List<Grant> bound = boundGrants.get(dataset);
        return bound != null ? Optional.of(bound) : grants.get(dataset);
    }

    /** The grants for this dataset, read anew unless that was tried within {@link #CONFIRMATIONS_APART}. */
    Kept.Reread<Optional<List<Grant>>> confirmedGrants(String dataset) throws IOException {
        List<Grant> bound = boundGrants.get(dataset);
        return bound != null
                ? new Kept.Reread<>(Optional.of(bound), true)
                : grants.reread(dataset, CONFIRMATIONS_APART);
    }

    private void compare(String dataset, Optional<List<Grant>> old, Optional<List<Grant>> fresh) {
        if (!ids(fresh).containsAll(ids(old))) {
            grantLost.accept(dataset);
        }
    }

    private static Set<String> ids(Optional<List<Grant>> grants) {
        return grants.orElse(List.of()).stream().map(Grant::id).collect(Collectors.toSet());
    }
}
