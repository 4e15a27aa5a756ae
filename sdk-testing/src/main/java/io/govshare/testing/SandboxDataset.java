package io.govshare.testing;

import io.govshare.testing.odata.EdmType;
import io.govshare.testing.odata.Table;
import io.govshare.testing.platform.Published;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Records that the sandbox serves, and what its catalogue says of them. Immutable: each setting returns a new dataset that
 * shares the records.
 *
 * <p>By default a dataset is {@link Sharing#CONDITIONAL}, has its id as title, version {@code 1}, no rate, no quota, no
 * personal fields, and is cached only to be revalidated ({@code private, no-cache}).
 */
public final class SandboxDataset {

    private final Published published;

    private SandboxDataset(Published published) {
        this.published = published;
    }

    /**
     * A dataset of Java records, or of anything else that Jackson writes as a JSON object.
     *
     * @param key names of the fields that make up the key; none if records cannot be looked up
     * @throws IllegalArgumentException if a record has no key, or the same as another
     */
    public static SandboxDataset ofRecords(String id, List<?> records, String... key) {
        return of(id, RecordFields.table(records, Map.of(), List.of(key)));
    }

    /**
     * A dataset of Java records whose fields have other types than their values show, such as {@code Edm.Date} for a string.
     *
     * @param types OData type by field
     */
    public static SandboxDataset ofRecords(String id, List<?> records, Map<String, String> types, String... key) {
        Map<String, EdmType> declared = new HashMap<>();
        types.forEach((field, type) -> declared.put(field, EdmType.named(type)));
        return of(id, RecordFields.table(records, declared, List.of(key)));
    }

    /**
     * A dataset of comma-separated values in UTF-8 whose first line names the fields; all of them strings, empty ones null. A
     * file whose name ends in {@code .gz} is decompressed.
     *
     * @throws UncheckedIOException if the file cannot be read
     * @throws IllegalArgumentException if a line does not fit the first, or a key is missing or occurs twice
     */
    public static SandboxDataset ofCsv(String id, Path file, String... key) {
        try (InputStream in = Files.newInputStream(file)) {
            return ofCsv(id, file.toString(), in, key);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * The same from a resource on the class path.
     *
     * @param resource absolute name of the resource, such as {@code /counties.csv.gz}
     */
    public static SandboxDataset ofCsvResource(String id, String resource, String... key) {
        try (InputStream in = SandboxDataset.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("there is no resource " + resource + " on the class path");
            }
            return ofCsv(id, resource, in, key);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read resource " + resource + ": " + e.getMessage(), e);
        }
    }

    private static SandboxDataset ofCsv(String id, String name, InputStream raw, String... key) throws IOException {
        InputStream in =
                name.endsWith(".gz") ? new GZIPInputStream(raw, 1 << 16) : new BufferedInputStream(raw, 1 << 16);
        Csv csv = new Csv(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8), 1 << 16));
        List<String> header = csv.next().orElseThrow(() -> new IllegalArgumentException(name + " is empty"));
        Map<String, EdmType> fields = new LinkedHashMap<>();
        header.forEach(field -> fields.put(field, EdmType.STRING));
        Table.Builder table = Table.of(fields);
        for (Optional<List<String>> line = csv.next(); line.isPresent(); line = csv.next()) {
            List<@Nullable String> values = new ArrayList<>(line.get());
            values.replaceAll(value -> value == null || value.isEmpty() ? null : value);
            table.add(values);
        }
        return of(id, table.build(List.of(key)));
    }

    private static SandboxDataset of(String id, Table table) {
        if (!id.matches("[A-Za-z0-9][A-Za-z0-9._~-]{0,127}")) {
            throw new IllegalArgumentException(
                    "the id of a dataset is made of letters, digits and . _ ~ -, not '" + id + "'");
        }
        return new SandboxDataset(new Published(
                id,
                id,
                "Sandbox",
                "1",
                Sharing.CONDITIONAL.name(),
                Map.of(),
                Set.of(),
                null,
                null,
                "private, no-cache",
                false,
                table));
    }

    /** How it is shared; {@link Sharing#CONDITIONAL} by default. */
    public SandboxDataset sharing(Sharing sharing) {
        return with(published.title(), published.publisher(), published.version(), sharing.name());
    }

    public SandboxDataset title(String title) {
        return with(title, published.publisher(), published.version(), published.sharing());
    }

    public SandboxDataset publisher(String publisher) {
        return with(published.title(), publisher, published.version(), published.sharing());
    }

    public SandboxDataset version(String version) {
        return with(published.title(), published.publisher(), version, published.sharing());
    }

    /** Title of a field, for people. */
    public SandboxDataset fieldTitle(String field, String title) {
        requireField(field);
        Map<String, String> titles = new HashMap<>(published.titles());
        titles.put(field, title);
        return with(titles, published.personal(), published.rate(), published.quota(), published.cacheControl());
    }

    /** The catalogue says that these fields hold personal data. */
    public SandboxDataset personal(String... fields) {
        Arrays.stream(fields).forEach(this::requireField);
        Set<String> personal = new HashSet<>(published.personal());
        personal.addAll(List.of(fields));
        return with(published.titles(), personal, published.rate(), published.quota(), published.cacheControl());
    }

    /** Calls a second for each client, said in the catalogue and enforced; at least 1, no limit by default. */
    public SandboxDataset rate(int callsPerSecond) {
        return with(
                published.titles(),
                published.personal(),
                atLeastOne(callsPerSecond, "rate"),
                published.quota(),
                published.cacheControl());
    }

    /** Calls a day (UTC) for each client; at least 1, no limit by default. */
    public SandboxDataset quota(int callsPerDay) {
        return with(
                published.titles(),
                published.personal(),
                published.rate(),
                atLeastOne(callsPerDay, "quota"),
                published.cacheControl());
    }

    /** The {@code Cache-Control} field of its records; {@code private, no-cache} by default. */
    public SandboxDataset cacheControl(String field) {
        return with(published.titles(), published.personal(), published.rate(), published.quota(), field);
    }

    /**
     * Offers all records of a query at once, one on each line (NDJSON), and says so in the catalogue; only pages by default.
     */
    public SandboxDataset ndjson() {
        return new SandboxDataset(new Published(
                id(),
                published.title(),
                published.publisher(),
                published.version(),
                published.sharing(),
                published.titles(),
                published.personal(),
                published.rate(),
                published.quota(),
                published.cacheControl(),
                true,
                published.table()));
    }

    /** Its id in the catalogue. */
    public String id() {
        return published.id();
    }

    /** How many records it has. */
    public int size() {
        return published.table().size();
    }

    /** How it is shared. */
    public Sharing sharing() {
        return Sharing.valueOf(published.sharing());
    }

    Published published() {
        return published;
    }

    private static int atLeastOne(int calls, String setting) {
        if (calls < 1) {
            throw new IllegalArgumentException("SandboxDataset." + setting + " takes 1 or more, not " + calls);
        }
        return calls;
    }

    private void requireField(String field) {
        if (!published.table().fields().containsKey(field)) {
            throw new IllegalArgumentException(id() + " has no field " + field + "; it has "
                    + published.table().fields().keySet());
        }
    }

    private SandboxDataset with(String title, String publisher, String version, String sharing) {
        return new SandboxDataset(new Published(
                id(),
                title,
                publisher,
                version,
                sharing,
                published.titles(),
                published.personal(),
                published.rate(),
                published.quota(),
                published.cacheControl(),
                published.lines(),
                published.table()));
    }

    private SandboxDataset with(
            Map<String, String> titles,
            Set<String> personal,
            @Nullable Integer rate,
            @Nullable Integer quota,
            String cacheControl) {
        return new SandboxDataset(new Published(
                id(),
                published.title(),
                published.publisher(),
                published.version(),
                published.sharing(),
                Map.copyOf(titles),
                Set.copyOf(personal),
                rate,
                quota,
                cacheControl,
                published.lines(),
                published.table()));
    }

    @Override
    public String toString() {
        return "SandboxDataset[" + id() + ", " + size() + " records]";
    }
}
