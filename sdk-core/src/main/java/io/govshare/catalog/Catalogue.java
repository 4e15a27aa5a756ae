package io.govshare.catalog;

import io.govshare.dataset.Page;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The platform's directory of what may be had. Looking into it is no use of data: it needs no context and no grant, and is not
 * reported. Safe for concurrent use.
 *
 * <pre>{@code
 * Catalogue catalogue = govshare.catalogue();
 * Page<DatasetDescription> page = catalogue.search(CatalogueQuery.text("婚姻登记").publisher("民政部"));
 * try (Stream<DatasetDescription> all = catalogue.stream(CatalogueQuery.all())) {
 *     all.filter(dataset -> !dataset.defects().isEmpty()).forEach(System.out::println);
 * }
 * }</pre>
 *
 * <p>What cannot be read is a {@link io.govshare.error.GovShareException}; a platform whose catalogue cannot be searched is a
 * {@link io.govshare.error.ConfigurationException}. An entry that is not clean is given all the same, with its {@linkplain
 * DatasetDescription#defects() defects}.
 */
public interface Catalogue {

    /**
     * The first page of the datasets that match; {@link Page#next()} reads on.
     *
     * @throws io.govshare.error.GovShareException if it cannot be read
     */
    Page<DatasetDescription> search(CatalogueQuery query);

    /**
     * The first page of the datasets that have these words, as {@link CatalogueQuery#text} says it.
     *
     * @throws io.govshare.error.InvalidRequestException if it is blank
     * @throws io.govshare.error.GovShareException if it cannot be read
     */
    default Page<DatasetDescription> search(String words) {
        return search(CatalogueQuery.text(words));
    }

    /**
     * All datasets that match, no more than one page of them in memory; to be closed. Reads the first page when the first
     * dataset is asked for, and no further page before it is needed. Not safe for concurrent use; does not split.
     */
    Stream<DatasetDescription> stream(CatalogueQuery query);

    /**
     * The dataset of this id, as the catalogue or a binding describes it; kept for 4 hours
     * once it was read, as calls for the dataset do.
     *
     * @throws io.govshare.error.InvalidRequestException if the id is blank
     * @throws io.govshare.error.GovShareException if it cannot be read
     */
    Optional<DatasetDescription> find(String id);

    /**
     * The grants that this application holds for the dataset, whether or not they are valid now, as the platform or
     * configuration has them; kept as for calls: read anew in the background after 10 minutes.
     *
     * @return empty if the platform keeps no grants that can be read
     * @throws io.govshare.error.InvalidRequestException if the id is blank
     * @throws io.govshare.error.GovShareException if they cannot be read
     */
    Optional<List<Grant>> grants(String id);

    /**
     * The first page of the interfaces that match; {@link Page#next()} reads on.
     *
     * @throws io.govshare.error.GovShareException if it cannot be read
     */
    Page<ServiceDescription> services(CatalogueQuery query);

    /** All interfaces that match, as {@link #stream} gives datasets; to be closed. */
    Stream<ServiceDescription> streamServices(CatalogueQuery query);
}
