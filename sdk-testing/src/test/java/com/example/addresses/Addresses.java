package com.example.addresses;

import io.govshare.GovShare;
import io.govshare.context.CallContext;
import io.govshare.dataset.CallOptions;
import io.govshare.dataset.Dataset;
import io.govshare.error.PlatformUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** The example of docs/fan-out.md: an address in words, of four datasets that are asked at once. */
public final class Addresses {

    record Division(String code, String name) {}

    private final ExecutorService executor;
    private final Dataset<Division> provinces;
    private final Dataset<Division> cities;
    private final Dataset<Division> counties;
    private final Dataset<Division> townships;

    public Addresses(GovShare govshare, ExecutorService executor) {
        this.executor = CallContext.wrap(executor);
        provinces = govshare.dataset("cn.stats.provinces", Division.class);
        cities = govshare.dataset("cn.stats.cities", Division.class);
        counties = govshare.dataset("cn.stats.counties", Division.class);
        townships = govshare.dataset("cn.stats.townships", Division.class);
    }

    public List<String> of(String township, Duration patience) throws InterruptedException {
        CallOptions inTime = CallOptions.defaults().deadline(Instant.now().plus(patience));
        List<Callable<Optional<Division>>> lookups = List.of(
                () -> provinces.with(inTime).find(township.substring(0, 2)),
                () -> cities.with(inTime).find(township.substring(0, 4)),
                () -> counties.with(inTime).find(township.substring(0, 6)),
                () -> townships.with(inTime).find(township));
        List<String> address = new ArrayList<>();
        for (Future<Optional<Division>> lookup : executor.invokeAll(lookups)) {
            address.add(name(lookup));
        }
        return address;
    }

    private static String name(Future<Optional<Division>> lookup) throws InterruptedException {
        try {
            return lookup.get().map(Division::name).orElse("(none)");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof PlatformUnavailableException) {
                return "(not there in time)";
            }
            throw new IllegalStateException("The address cannot be read", e.getCause());
        }
    }
}
