package com.example.streams;

import static io.govshare.dataset.Query.where;

import io.govshare.GovShare;
import io.govshare.dataset.CallOptions;
import io.govshare.dataset.Dataset;
import io.govshare.dataset.Page;
import io.govshare.dataset.Query;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The examples of docs/streams.md. */
final class Townships {

    private static final Logger log = LoggerFactory.getLogger(Townships.class);

    record Township(String code, String name, String cityCode, String provinceCode) {}

    private final Dataset<Township> townships;

    Townships(GovShare govshare) {
        townships = govshare.dataset("cn.stats.townships", Township.class);
    }

    long pageByPage() {
        long seen = 0;
        Query<Township> inFujian = where(Township::provinceCode).is("35").counted();
        Optional<Page<Township>> page = Optional.of(townships.query(inFujian));
        while (page.isPresent()) {
            for (Township township : page.get()) {
                seen++;
                show(township);
            }
            page = page.get().next();
        }
        return seen;
    }

    boolean isOld() {
        Page<Township> page = townships.query(where(Township::cityCode).is("3501"));
        Duration age = Duration.between(page.asOf(), Instant.now());
        if (page.isFromCache() && age.compareTo(Duration.ofMinutes(10)) > 0) {
            page = townships
                    .with(CallOptions.defaults().fresh())
                    .query(where(Township::cityCode).is("3501"));
        }
        return page.isFromCache();
    }

    Map<String, Long> countedByProvince() {
        Map<String, Long> counts = new TreeMap<>();
        try (Stream<Township> all = townships.stream(Query.all())) {
            all.forEach(township -> counts.merge(township.provinceCode(), 1L, Long::sum));
        }
        return counts;
    }

    long withProgress() {
        AtomicLong read = new AtomicLong();
        CallOptions told = CallOptions.defaults()
                .progress(progress -> log.info(
                        "{} records, {} a second, {} left",
                        progress.records(),
                        Math.round(progress.recordsPerSecond()),
                        progress.remaining().map(Duration::toString).orElse("nobody knows how long")));
        try (Stream<Township> all = townships.with(told).stream(Query.all().counted())) {
            all.forEach(township -> read.incrementAndGet());
        }
        return read.get();
    }

    private static void show(Township township) {
        log.debug("{} {}", township.code(), township.name());
    }
}
