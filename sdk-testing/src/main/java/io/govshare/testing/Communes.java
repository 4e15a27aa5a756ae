package io.govshare.testing;

import io.govshare.testing.odata.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;

/**
 * The communes of France as a dataset of the sandbox: real and public data of a second publisher, with accents, lists and
 * fields that not every record has. Source and licence stand in the README beside the data file. Loaded once for each JVM.
 */
public final class Communes {

    /**
     * Id of the 37,590 communes as of 2026: those of today, and those delegated, associated, or districts of a city. Fields
     * {@code code} and {@code type} (together the key), {@code nom}, {@code zone}, {@code departement}, {@code region}, and,
     * where there is one, {@code population}, {@code siren}, {@code chefLieu}, {@code commune}, {@code arrondissement}, {@code
     * typeLiaison}, {@code rangChefLieu}, and the lists {@code codesPostaux} and {@code anciensCodes}.
     */
    public static final String ALL = "fr.insee.communes";

    private static final String FILE = "communes/communes.ndjson.gz";

    private static final class Loaded {
        private static final SandboxDataset ALL = SandboxDataset.ofRecords(Communes.ALL, read(), "code", "type")
                .title("Communes")
                .publisher("Insee")
                .version("2026")
                .sharing(Sharing.UNCONDITIONAL)
                .fieldTitle("code", "Code officiel géographique")
                .fieldTitle("nom", "Nom")
                .cacheControl("private, max-age=3600");
    }

    private Communes() {}

    /** All of them; {@link Sharing#UNCONDITIONAL}. */
    public static SandboxDataset all() {
        return Loaded.ALL;
    }

    private static List<JsonNode> read() {
        List<JsonNode> communes = new ArrayList<>(40_000);
        try (InputStream file = Communes.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException("there is no resource " + FILE + " beside " + Communes.class.getName());
            }
            BufferedReader lines = new BufferedReader(
                    new InputStreamReader(new GZIPInputStream(file, 1 << 16), StandardCharsets.UTF_8), 1 << 16);
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                communes.add(Json.MAPPER.readTree(line));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return communes;
    }
}
