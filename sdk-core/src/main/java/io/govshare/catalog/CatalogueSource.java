package io.govshare.catalog;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

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
