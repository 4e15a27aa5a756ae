package io.govshare.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.context.CallContext;
import io.govshare.http.Answer;
import io.govshare.http.Body;
import io.govshare.http.Call;
import io.govshare.http.Call.CacheResult;
import io.govshare.http.Request;
import io.govshare.http.TurnableClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

class CacheConcurrencyTest {

    private final Upstream upstream = new Upstream();

    @Test
    void handle_manyPurposesAtOnce_eachGetsItsOwn() throws Exception {
        ThreadLocal<String> asking = new ThreadLocal<>();
        upstream.does(request -> Upstream.answer(request, 200, asking.get(), "Cache-Control", "max-age=60"));
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> workers = new ArrayList<>();
            for (int worker = 0; worker < 8; worker++) {
                workers.add(pool.submit(() -> {
                    for (int i = 0; i < 500; i++) {
                        String purpose =
                                "purpose-" + ThreadLocalRandom.current().nextInt(20);
                        asking.set(purpose);
                        Call call = upstream.call("query")
                                .put(
                                        CallContext.class,
                                        CallContext.purpose(purpose).build());
                        assertThat(new String(upstream.get(call).bytes(), StandardCharsets.UTF_8))
                                .isEqualTo(purpose);
                    }
                    asking.remove();
                    return null;
                }));
            }
            for (Future<?> worker : workers) {
                worker.get();
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(upstream.asked.size()).as("calls that reached the platform").isBetween(20, 160);
    }

    @Test
    void evict_whileAnAnswerIsUnderWay_isNotKept() throws Exception {
        upstream.does(request -> {
            upstream.stage().evict(Upstream.ID);
            return Upstream.answer(request, 200, "[old]", "Cache-Control", "max-age=60");
        });
        upstream.get(upstream.call("query")).close();
        upstream.serves("[new]", "Cache-Control", "max-age=60");
        Call call = upstream.call("query");
        upstream.get(call).close();

        assertThat(call.cache()).isEqualTo(CacheResult.MISS);
    }

    @Test
    void handle_changedWhileAnAnswerIsUnderWay_isNotKept() throws Exception {
        Request write = Request.post(Upstream.URL, Body.text("text/plain", "new"));
        upstream.does(request -> {
            if (request.isQuery()) {
                upstream.send(upstream.call("raw"), write);
            }
            return Upstream.answer(request, 200, "[old]", "Cache-Control", "max-age=60");
        });
        upstream.get(upstream.call("query")).close();
        upstream.serves("[new]", "Cache-Control", "max-age=60");
        Call call = upstream.call("query");
        upstream.get(call).close();

        assertThat(call.cache()).isEqualTo(CacheResult.MISS);
    }

    @Test
    void evict_otherDataset_isLeft() throws Exception {
        upstream.get(upstream.call("query")).close();
        upstream.stage().evict("cn.stats.towns");
        Call call = upstream.call("query");
        upstream.get(call).close();
        assertThat(call.cache()).isEqualTo(CacheResult.HIT);

        upstream.stage().clear();
        Call cleared = upstream.call("query");
        upstream.get(cleared).close();
        assertThat(cleared.cache()).isEqualTo(CacheResult.MISS);
    }

    @Test
    void keep_olderAnswerArrivesLate_youngerStays() {
        TurnableClock time = new TurnableClock();
        AnswerStore store = new AnswerStore(1 << 20, time);
        CacheKey key = key("https://share.example.gov/a");
        store.keep(key, stored(time, 10, "Tue, 01 Sep 2026 08:00:00 GMT"), store.version(key));
        store.keep(key, stored(time, 20, "Tue, 01 Sep 2026 07:59:59 GMT"), store.version(key));

        StoredAnswer kept = store.get(key);
        assertThat(kept).isNotNull();
        assertThat(kept.answer(time.nanoTime()).bytes()).hasSize(10);
    }

    @Test
    void keep_moreThanFits_staysWithinItsBytes() {
        TurnableClock time = new TurnableClock();
        long most = 256 << 10;
        AnswerStore store = new AnswerStore(most, time);
        for (int i = 0; i < 1_000; i++) {
            CacheKey key = key("https://share.example.gov/" + i);
            store.keep(key, stored(time, 4_096, "Tue, 01 Sep 2026 08:00:00 GMT"), store.version(key));
        }

        assertThat(store.size()).isLessThanOrEqualTo(most).isGreaterThan(most / 2);
    }

    @Test
    void keep_largerThanTheCache_isNotKept() {
        TurnableClock time = new TurnableClock();
        AnswerStore store = new AnswerStore(64 << 10, time);
        CacheKey key = key("https://share.example.gov/a");
        store.keep(key, stored(time, 65 << 10, "Tue, 01 Sep 2026 08:00:00 GMT"), store.version(key));

        assertThat(store.size()).isZero();
    }

    @Test
    void keep_ofNoMoreUse_isLetGo() {
        TurnableClock time = new TurnableClock();
        AnswerStore store = new AnswerStore(1 << 20, time);
        CacheKey key = key("https://share.example.gov/a");
        store.keep(key, stored(time, 4_096, "Tue, 01 Sep 2026 08:00:00 GMT"), store.version(key));
        time.turn(Duration.ofSeconds(61));

        assertThat(store.size())
                .as("bytes of personal data that nobody can be given")
                .isZero();
    }

    private CacheKey key(String url) {
        return CacheKey.of("share.example.gov", "client-1", Set.of(), upstream.call("query"), Request.get(url));
    }

    private static StoredAnswer stored(TurnableClock time, int bytes, String date) {
        Request request = Request.get("https://share.example.gov/a");
        Answer answer = Upstream.answer(request, 200, "x".repeat(bytes), "Cache-Control", "max-age=60", "Date", date);
        return StoredAnswer.of(request, answer, true, time.now(), Duration.ZERO, time.nanoTime())
                .orElseThrow();
    }
}
