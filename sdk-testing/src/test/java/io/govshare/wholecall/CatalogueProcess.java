package io.govshare.wholecall;

import io.govshare.GovShare;
import io.govshare.catalog.CatalogueQuery;
import io.govshare.catalog.DatasetDescription;
import java.nio.file.Path;
import java.util.stream.Stream;

/** An application with little memory that reads a whole catalogue, and says how many datasets and dirty ones it met. */
final class CatalogueProcess {

    private CatalogueProcess() {}

    /**
     * Reads it through.
     *
     * @param arguments platform, key file, folder of the spool
     */
    public static void main(String[] arguments) {
        int datasets = 0;
        int dirty = 0;
        try (GovShare govshare = KilledClientTest.client(arguments[0], Path.of(arguments[1]), Path.of(arguments[2]))
                        .build();
                Stream<DatasetDescription> all =
                        govshare.catalogue().stream(CatalogueQuery.all().pageSize(500))) {
            for (DatasetDescription dataset : (Iterable<DatasetDescription>) all::iterator) {
                datasets++;
                dirty += dataset.defects().isEmpty() ? 0 : 1;
            }
        }
        System.out.println(datasets + " datasets, " + dirty + " dirty");
    }
}
