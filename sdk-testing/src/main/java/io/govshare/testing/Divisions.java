package io.govshare.testing;

import java.nio.file.Path;
import java.util.List;

/**
 * The administrative divisions of China as datasets of the sandbox: real and public data of the National Bureau of Statistics
 * as of 2023-06-30. Source and licence stand in the README beside the data files. Loaded once for each JVM.
 *
 * <p>Provinces and cities are unconditional; counties and townships are conditional, so that their use needs a grant.
 */
public final class Divisions {

    /** Id of the 31 provinces; fields {@code code}, {@code name}. */
    public static final String PROVINCES = "cn.stats.provinces";

    /** Id of the 342 cities; fields {@code code}, {@code name}, {@code provinceCode}. */
    public static final String CITIES = "cn.stats.cities";

    /** Id of the 2,978 counties; fields {@code code}, {@code name}, {@code cityCode}, {@code provinceCode}. */
    public static final String COUNTIES = "cn.stats.counties";

    /**
     * Id of the 41,352 townships; fields {@code code}, {@code name}, {@code areaCode} (the county), {@code cityCode}, {@code
     * provinceCode}.
     */
    public static final String TOWNSHIPS = "cn.stats.townships";

    /** Id of the 620,573 villages; fields as for townships and {@code streetCode} (the township). */
    public static final String VILLAGES = "cn.stats.villages";

    private static final class Loaded {
        private static final SandboxDataset PROVINCES =
                described(resource(Divisions.PROVINCES, "provinces"), "Provinces", Sharing.UNCONDITIONAL);
        private static final SandboxDataset CITIES =
                described(resource(Divisions.CITIES, "cities"), "Cities", Sharing.UNCONDITIONAL);
        private static final SandboxDataset COUNTIES =
                described(resource(Divisions.COUNTIES, "counties"), "Counties", Sharing.CONDITIONAL);
        private static final SandboxDataset TOWNSHIPS =
                described(resource(Divisions.TOWNSHIPS, "townships"), "Townships", Sharing.CONDITIONAL);
    }

    private Divisions() {}

    public static SandboxDataset provinces() {
        return Loaded.PROVINCES;
    }

    public static SandboxDataset cities() {
        return Loaded.CITIES;
    }

    public static SandboxDataset counties() {
        return Loaded.COUNTIES;
    }

    public static SandboxDataset townships() {
        return Loaded.TOWNSHIPS;
    }

    /** Provinces, cities, counties and townships. */
    public static List<SandboxDataset> all() {
        return List.of(provinces(), cities(), counties(), townships());
    }

    /** The villages in the file that the script {@code benchmarks/fetch-villages} fetches; they are too many to be published. */
    public static SandboxDataset villages(Path csv) {
        return described(SandboxDataset.ofCsv(VILLAGES, csv, "code"), "Villages", Sharing.CONDITIONAL);
    }

    private static SandboxDataset resource(String id, String file) {
        return SandboxDataset.ofCsvResource(id, "/io/govshare/testing/divisions/" + file + ".csv.gz", "code");
    }

    private static SandboxDataset described(SandboxDataset dataset, String title, Sharing sharing) {
        return dataset.title(title)
                .publisher("National Bureau of Statistics")
                .version("2023-06-30")
                .sharing(sharing)
                .fieldTitle("code", "Division code")
                .fieldTitle("name", "Name")
                .cacheControl("private, max-age=3600");
    }
}
