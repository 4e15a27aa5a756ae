package io.govshare.catalog;

import io.govshare.error.GovShareException;
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
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
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
    private final Executor background;
    private final Consumer<String> grantLost;
    private final Map<String, DatasetDescription> boundDescriptions = new ConcurrentHashMap<>();
    private final Map<String, List<Grant>> boundGrants = new ConcurrentHashMap<>();

    /** Datasets whose grants a task in the background is about to read. */
    private final Set<String> doubted = ConcurrentHashMap.newKeySet();

    /**
     * A cache in front of the catalogue.
     *
     * @param background runs the reading of what is old but may still be given; {@code Runnable::run} for none
     * @param grantLost told the id of a dataset when one of its grants is there no longer as it was, or its sharing
     *     attribute is another
     */
    public CatalogueCache(CatalogueSource source, TimeSource time, Executor background, Consumer<String> grantLost) {
        this.background = background;
        this.grantLost = grantLost;
        this.descriptions = new Shelf<>(
                "The description of",
                source::find,
                DESCRIPTIONS_KEPT,
                time,
                background,
                this::compareSharing,
                new ThrottledWarning(LOG, time::nanoTime));
        this.grants = new Shelf<>(
                "The grants for",
                source::grants,
                GRANTS_KEPT,
                time,
                background,
                this::compareGrants,
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
     * The same for a call: a description by which the dataset is not shared is confirmed by a fresh reading first, unless that
     * was tried within {@link #CONFIRMATIONS_APART}.
     *
     * @throws IOException or {@link io.govshare.error.GovShareException} if it was never read and cannot be
     */
    public Optional<DatasetDescription> findForCall(String id) throws IOException {
        Optional<DatasetDescription> found = find(id);
        boolean refusing = found.filter(dataset -> dataset.sharing() == SharingAttribute.NOT_SHARED)
                .isPresent();
        return refusing && !boundDescriptions.containsKey(id)
                ? descriptions.reread(id, CONFIRMATIONS_APART).value()
                : found;
    }

    /**
     * The grants for this dataset, or empty if the platform keeps none that can be read.
     *
     * @throws IOException or {@link io.govshare.error.GovShareException} if they were never read and cannot be
     */
    public Optional<List<Grant>> grants(String dataset) throws IOException {
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

    /** Has the grants for this dataset read anew in the background, unless that was tried within {@link #CONFIRMATIONS_APART}. */
    void doubtGrants(String dataset) {
        // One task for each dataset, since those that wait for the one that reads would hold up other work.
        if (boundGrants.containsKey(dataset) || !doubted.add(dataset)) {
            return;
        }
        try {
            background.execute(() -> readDoubted(dataset));
        } catch (RejectedExecutionException closing) {
            doubted.remove(dataset);
            LOG.debug("The grants for {} are not read anew: no thread takes the task", dataset);
        }
    }

    private void readDoubted(String dataset) {
        try {
            grants.reread(dataset, CONFIRMATIONS_APART);
        } catch (IOException | GovShareException e) {
            LOG.debug("The grants for {} were not read anew: {}", dataset, ThrottledWarning.describe(e));
        } finally {
            doubted.remove(dataset);
        }
    }

    /** A grant that is there no longer as it was, since it was revoked or changed, takes its answers with it. */
    private void compareGrants(String dataset, Optional<List<Grant>> old, Optional<List<Grant>> fresh) {
        if (!fresh.orElse(List.of()).containsAll(old.orElse(List.of()))) {
            grantLost.accept(dataset);
        }
    }

    private void compareSharing(String dataset, Optional<DatasetDescription> old, Optional<DatasetDescription> fresh) {
        if (!old.map(DatasetDescription::sharing).equals(fresh.map(DatasetDescription::sharing))) {
            grantLost.accept(dataset);
        }
    }
}
