package io.govshare.testing;

import io.govshare.testing.platform.CatalogueEntry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.zip.GZIPInputStream;

/**
 * The directory of a province for a sandbox: by default 40,000 datasets and 6,500 interfaces of departments of Fujian, its
 * cities and counties, with a twentieth of the entries dirty as real directories are. The divisions are real, all else is
 * made up; the same seed makes the same directory. Immutable.
 *
 * <pre>{@code
 * Sandbox sandbox = Sandbox.builder().catalogue(Province.of(35)).client(id, jwk).start();
 * }</pre>
 */
public final class Province {

    private static final int DATASETS = 40_000;
    private static final int SERVICES = 6_500;
    private static final double DIRTY = 0.05;

    private final long seed;
    private final int datasets;
    private final int services;
    private final double dirty;

    private Province(long seed, int datasets, int services, double dirty) {
        this.seed = seed;
        this.datasets = datasets;
        this.services = services;
        this.dirty = dirty;
    }

    /** The directory that this seed makes. */
    public static Province of(long seed) {
        return new Province(seed, DATASETS, SERVICES, DIRTY);
    }

    /** How many datasets; {@value #DATASETS} by default. */
    public Province datasets(int count) {
        return new Province(seed, notNegative(count), services, dirty);
    }

    /** How many interfaces; {@value #SERVICES} by default. */
    public Province services(int count) {
        return new Province(seed, datasets, notNegative(count), dirty);
    }

    /** Share of the entries that are dirty, 0 to 1; {@value #DIRTY} by default. */
    public Province dirty(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("Province.dirty takes a share from 0 to 1, not " + share);
        }
        return new Province(seed, datasets, services, share);
    }

    private static int notNegative(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("Province takes no negative count: " + count);
        }
        return count;
    }

    /** How many datasets of it are dirty. */
    public int dirtyDatasets() {
        int count = 0;
        for (int i = 0; i < datasets; i++) {
            count += isDirty(i) ? 1 : 0;
        }
        return count;
    }

    private boolean isDirty(int number) {
        return new SplittableRandom(seed * 31 + number).nextDouble() < dirty;
    }

    List<CatalogueEntry> entries() {
        List<ProvinceEntry.Division> divisions = divisions();
        List<CatalogueEntry> entries = new ArrayList<>(datasets + services);
        for (int i = 0; i < datasets + services; i++) {
            boolean service = i >= datasets;
            entries.add(new ProvinceEntry(seed, i, service, divisions, isDirty(i)).entry());
        }
        return entries;
    }

    /** The province, its cities and its counties. */
    private static List<ProvinceEntry.Division> divisions() {
        List<ProvinceEntry.Division> divisions = new ArrayList<>();
        divisions.add(new ProvinceEntry.Division("350000", "福建省", "厅"));
        divisions.addAll(divisions("cities", "00"));
        divisions.addAll(divisions("counties", ""));
        return divisions;
    }

    private static List<ProvinceEntry.Division> divisions(String file, String zeros) {
        List<ProvinceEntry.Division> divisions = new ArrayList<>();
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Objects.requireNonNull(
                        Province.class.getResourceAsStream("/io/govshare/testing/divisions/" + file + ".csv.gz"))),
                StandardCharsets.UTF_8))) {
            Csv csv = new Csv(in);
            csv.next();
            for (Optional<List<String>> row = csv.next(); row.isPresent(); row = csv.next()) {
                String code = row.get().get(0);
                if (code.startsWith("35")) {
                    divisions.add(
                            new ProvinceEntry.Division(code + zeros, row.get().get(1), "局"));
                }
            }
            return divisions;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return "Province[seed " + seed + ", " + datasets + " datasets, " + services + " services, " + dirty + " dirty]";
    }
}
