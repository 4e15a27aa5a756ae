package io.govshare.catalog;

import io.govshare.error.ConfigurationException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a dialect reads descriptions and grants; the SDK keeps what it returns for hours, so an implementation reads anew
 * each time. Called concurrently.
 */
public interface CatalogueSource {

    /**
     * The description of this dataset, or empty if the catalogue does not know it.
     *
     * @throws IOException if the network failed
     * @throws io.govshare.error.GovShareException if the platform refused, or its answer cannot be read
     */
    Optional<DatasetDescription> find(String id) throws IOException;

    /**
     * The grants that this application holds for this dataset now.
     *
     * @return empty if the platform keeps no grants that can be read; then the platform alone decides
     * @throws IOException if the network failed
     * @throws io.govshare.error.GovShareException if the platform refused, or its answer cannot be read
     */
    Optional<List<Grant>> grants(String dataset) throws IOException;

    /**
     * Reads one page of the datasets that match. The SDK asks for one page after another, bounds what is given by {@link
     * CatalogueQuery#limit()}, and notices pages that run in a circle.
     *
     * @param next {@link CataloguePage#next()} of the page before; null for the first
     * @throws ConfigurationException if the platform has no catalogue that can be searched, as by default
     * @throws IOException if the network failed
     * @throws io.govshare.error.GovShareException if the platform refused, or its answer cannot be read
     */
    default CataloguePage<DatasetDescription> search(CatalogueQuery query, @Nullable String next) throws IOException {
        throw notSearchable();
    }

    /**
     * Reads one page of the interfaces that match, as {@link #search} does for datasets.
     *
     * @param next {@link CataloguePage#next()} of the page before; null for the first
     * @throws ConfigurationException if the platform has no catalogue that can be searched, as by default
     * @throws IOException if the network failed
     * @throws io.govshare.error.GovShareException if the platform refused, or its answer cannot be read
     */
    default CataloguePage<ServiceDescription> services(CatalogueQuery query, @Nullable String next) throws IOException {
        throw notSearchable();
    }

    private static ConfigurationException notSearchable() {
        return new ConfigurationException(
                "This platform has no catalogue that can be searched",
                "Ask for datasets by their ids: dataset(id, type), or catalogue().find(id).");
    }

    /** A platform without catalogue: all datasets are bound by configuration. */
    CatalogueSource NONE = new CatalogueSource() {
        @Override
        public Optional<DatasetDescription> find(String id) {
            return Optional.empty();
        }

        @Override
        public Optional<List<Grant>> grants(String dataset) {
            return Optional.empty();
        }
    };
}
