package io.govshare.wholecall;

import io.govshare.GovShare;
import io.govshare.dataset.Query;
import io.govshare.testing.Divisions;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** An application with a small heap that streams all townships and says how many each province has. */
final class TownshipsProcess {

    /** What a line begins with that is no log line. */
    static final String COUNT = "province ";

    record Township(String code, String name, String areaCode, String cityCode, String provinceCode) {}

    private TownshipsProcess() {}

    /**
     * Streams them.
     *
     * @param arguments platform, key file, folder of the spool
     */
    public static void main(String[] arguments) {
        Map<String, Long> counts = new TreeMap<>();
        try (GovShare govshare = KilledClientTest.client(arguments[0], Path.of(arguments[1]), Path.of(arguments[2]))
                        .build();
                Stream<Township> townships =
                        govshare.dataset(Divisions.TOWNSHIPS, Township.class).stream(Query.all())) {
            townships.forEach(township -> counts.merge(township.provinceCode(), 1L, Long::sum));
        }
        counts.forEach((province, count) -> System.out.println(COUNT + province + " " + count));
    }
}
