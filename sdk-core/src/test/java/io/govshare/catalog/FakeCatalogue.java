package io.govshare.catalog;

import io.govshare.error.GovShareException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A catalogue whose answers a test sets, and which counts how often it is asked. */
final class FakeCatalogue implements CatalogueSource {

    final AtomicInteger readings = new AtomicInteger();
    private final Map<String, DatasetDescription> datasets = new HashMap<>();
    private final Map<String, List<Grant>> grants = new HashMap<>();
    private volatile @Nullable Exception failure;
    private volatile Runnable whileReading = () -> {};

    FakeCatalogue dataset(DatasetDescription description) {
        datasets.put(description.id(), description);
        return this;
    }

    FakeCatalogue holds(String dataset, Grant... held) {
        grants.put(dataset, List.of(held));
        return this;
    }

    FakeCatalogue fails(@Nullable Exception reason) {
        failure = reason;
        return this;
    }

    FakeCatalogue whileReading(Runnable action) {
        whileReading = action;
        return this;
    }

    @Override
    public Optional<DatasetDescription> find(String id) throws IOException {
        read();
        return Optional.ofNullable(datasets.get(id));
    }

    @Override
    public Optional<List<Grant>> grants(String dataset) throws IOException {
        read();
        return Optional.ofNullable(grants.get(dataset));
    }

    private void read() throws IOException {
        readings.incrementAndGet();
        whileReading.run();
        Exception reason = failure;
        if (reason instanceof IOException network) {
            throw network;
        }
        if (reason instanceof GovShareException refusal) {
            throw refusal;
        }
    }
}
