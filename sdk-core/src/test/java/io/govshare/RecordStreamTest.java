package io.govshare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.catalog.DatasetDescription;
import io.govshare.catalog.SharingAttribute;
import io.govshare.context.CallContext;
import io.govshare.dataset.Dataset;
import io.govshare.dataset.KeyField;
import io.govshare.dataset.Page;
import io.govshare.dataset.Query;
import io.govshare.dialect.standard.StandardPlatform;
import io.govshare.error.InvalidRequestException;
import io.govshare.error.ResponseRejectedException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Spliterator;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading page after page, as a stream and page by page, from a platform that pages as it likes. */
class RecordStreamTest {

    record Numbered(int number) {}

    private static final String ID = "numbers";

    @TempDir
    Path spool;

    private final MockWebServer server = PromptServer.create();
    private final AtomicInteger requests = new AtomicInteger();
    private final List<String> contexts = new CopyOnWriteArrayList<>();

    /** What the page of this number, from 0, is. */
    private IntFunction<String> pages = number -> "{\"value\":[]}";

    private GovShare govshare;
    private Dataset<Numbered> numbers;

    @BeforeEach
    void open() throws Exception {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                if (!request.getUrl().encodedPath().equals("/" + ID)) {
                    return new MockResponse.Builder().code(404).build();
                }
                requests.incrementAndGet();
                contexts.add(request.getHeaders().get("GovShare-Context"));
                String page = request.getUrl().queryParameter("page");
                return new MockResponse.Builder()
                        .setHeader("Content-Type", "application/json")
                        .body(pages.apply(page == null ? 0 : Integer.parseInt(page)))
                        .build();
            }
        });
        server.start();
        DatasetDescription bound =
                DatasetDescription.at(ID, server.url("/" + ID).uri()).sharing(SharingAttribute.UNCONDITIONAL);
        govshare = GovShare.builder()
                .application("streams", "1")
                .platform(StandardPlatform.at(
                        URI.create(server.url("/").toString().replaceAll("/$", ""))))
                .context(CallContext.purpose("residence-permit").build())
                .bind(bound)
                .usage(usage -> usage.folder(spool).spooledOnly())
                .build();
        numbers = govshare.dataset(ID, Numbered.class);
    }

    @AfterEach
    void close() {
        govshare.close();
        server.close();
    }

    /** A page of the numbers from here to there, with a link to the page of this number; negative for none. */
    private static String page(int from, int to, int next) {
        String value = IntStream.range(from, to)
                .mapToObj(i -> "{\"number\":" + i + "}")
                .collect(Collectors.joining(","));
        return "{\"value\":[" + value + "]" + (next < 0 ? "" : ",\"@odata.nextLink\":\"?page=" + next + "\"") + "}";
    }

    /** So many pages of ten. */
    private static IntFunction<String> tens(int count) {
        return number -> page(number * 10, number * 10 + 10, number + 1 < count ? number + 1 : -1);
    }

    private List<Integer> read(Query<Object> query) {
        try (Stream<Numbered> all = numbers.stream(query)) {
            return all.map(Numbered::number).toList();
        }
    }

    private long uses() {
        return govshare.usage().status().pending();
    }

    @Test
    void stream_pagesWithoutRecordsInBetween_areReadOver() {
        Map<Integer, String> sparse = new HashMap<>();
        sparse.put(0, page(0, 0, 1));
        sparse.put(1, page(0, 2, 2));
        sparse.put(2, page(0, 0, 3));
        sparse.put(3, page(0, 0, 4));
        sparse.put(4, page(2, 3, 5));
        sparse.put(5, page(0, 0, -1));
        pages = sparse::get;

        assertThat(read(Query.all())).containsExactly(0, 1, 2);
        assertThat(requests).hasValue(6);
        assertThat(uses()).isEqualTo(1);
    }

    @Test
    void stream_linksInACircle_isRefused() {
        pages = number -> page(number, number + 1, number == 6 ? 2 : number + 1);

        assertThatThrownBy(() -> read(Query.all()))
                .isInstanceOf(ResponseRejectedException.class)
                .hasMessageContaining(ID)
                .hasMessageContaining("circle");
        assertThat(requests.get()).isLessThan(40);
    }

    @Test
    void pages_linksInACircle_areRefused_andMayBeReadTwiceBefore() {
        pages = number -> page(number, number + 1, number == 6 ? 2 : number + 1);
        Page<Numbered> first = numbers.query(Query.all());
        assertThat(first.next()).isPresent();
        assertThat(first.next()).isPresent();

        assertThatThrownBy(() -> {
                    for (Page<Numbered> page = first; page.hasNext(); ) {
                        page = page.next().orElseThrow();
                    }
                })
                .isInstanceOf(ResponseRejectedException.class)
                .hasMessageContaining("circle");
        assertThat(requests.get()).isLessThan(40);
    }

    @Test
    void pages_theSameBehindEverNewLinks_areRefusedWhereRecordsHaveAKey() {
        record Keyed(@KeyField int number) {}
        pages = number -> page(0, 3, number + 1);
        Page<Keyed> first = govshare.dataset(ID, Keyed.class).query(Query.all());

        assertThatThrownBy(first::next)
                .isInstanceOf(ResponseRejectedException.class)
                .hasMessageContaining("Page 2 begins with the same record as page 1");
    }

    @Test
    void stream_theSamePageBehindEverNewLinks_isRefusedWhereRecordsHaveAKey() {
        record Keyed(@KeyField int number) {}
        pages = number -> page(0, 3, number + 1);

        assertThatThrownBy(() -> {
                    try (Stream<Keyed> all = govshare.dataset(ID, Keyed.class).stream(Query.all())) {
                        all.forEach(each -> {});
                    }
                })
                .isInstanceOf(ResponseRejectedException.class)
                .hasMessageContaining("Page 2 begins with the same record as page 1");
    }

    @Test
    void stream_limit_isTheSameWhateverThePagesAre() {
        pages = tens(5);

        assertThat(read(Query.all().limit(3))).as("less than a page").containsExactly(0, 1, 2);
        assertThat(requests).hasValue(1);
        assertThat(read(Query.all().limit(10))).as("a page").hasSize(10);
        assertThat(requests).hasValue(2);
        assertThat(read(Query.all().limit(25))).as("more than a page").hasSize(25);
        assertThat(requests).hasValue(5);
        assertThat(read(Query.all().limit(1_000))).as("more than there is").hasSize(50);
    }

    @Test
    void query_limit_holdsWhereThePlatformIgnoresIt() {
        pages = tens(3);

        Page<Numbered> page = numbers.query(Query.all().limit(4));
        assertThat(page.size()).isEqualTo(4);
        assertThat(page.hasNext()).isFalse();

        Page<Numbered> first = numbers.query(Query.all().limit(14));
        assertThat(first.size()).isEqualTo(10);
        Page<Numbered> second = first.next().orElseThrow();
        assertThat(second.items()).extracting(Numbered::number).containsExactly(10, 11, 12, 13);
        assertThat(second.hasNext()).isFalse();
        assertThat(numbers.first(Query.all())).hasValue(new Numbered(0));
    }

    @Test
    void stream_consumerThrows_readsNoFurtherAndIsOneUse() {
        pages = tens(5);
        IllegalStateException own = new IllegalStateException("of the consumer");

        assertThatThrownBy(() -> {
                    try (Stream<Numbered> all = numbers.stream(Query.all())) {
                        all.forEach(each -> {
                            if (each.number() == 12) {
                                throw own;
                            }
                        });
                    }
                })
                .isSameAs(own);
        assertThat(requests.get()).as("two pages, and one read ahead").isBetween(2, 3);
        assertThat(uses()).isEqualTo(1);
    }

    @Test
    void stream_neverRead_asksForNothing() {
        try (Stream<Numbered> all = numbers.stream(Query.all())) {
            assertThat(all).isNotNull();
        }
        assertThat(requests).hasValue(0);
    }

    @Test
    void iterator_afterTheStreamIsClosed_isRefusedRatherThanReadOffTheRecord() {
        pages = tens(5);
        Iterator<Numbered> iterator;
        try (Stream<Numbered> all = numbers.stream(Query.all())) {
            iterator = all.iterator();
            assertThat(iterator.next()).isEqualTo(new Numbered(0));
        }

        assertThatThrownBy(iterator::hasNext)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(ID)
                .hasMessageContaining("closed");
        assertThat(requests).hasValue(1);
    }

    @Test
    void spliterator_afterTheClientIsClosed_isRefused() {
        pages = tens(5);
        Spliterator<Numbered> spliterator = numbers.stream(Query.all()).spliterator();
        spliterator.tryAdvance(first -> {});
        govshare.close();

        assertThatThrownBy(() -> spliterator.forEachRemaining(each -> {})).isInstanceOf(IllegalStateException.class);
        assertThat(requests).hasValue(1);
    }

    @Test
    void iterator_afterAFailure_failsAgainRatherThanEnds() {
        pages = number -> number == 0 ? page(0, 2, 1) : "{\"value\":[{\"number\":\"seven\"}]}";
        try (Stream<Numbered> all = numbers.stream(Query.all())) {
            Iterator<Numbered> iterator = all.iterator();
            iterator.next();
            iterator.next();

            assertThatThrownBy(iterator::hasNext).isInstanceOf(ResponseRejectedException.class);
            assertThatThrownBy(iterator::hasNext).isInstanceOf(ResponseRejectedException.class);
        }
        assertThat(requests).hasValue(2);
    }

    @Test
    void iterator_atItsEnd_staysThere() {
        pages = tens(1);
        try (Stream<Numbered> all = numbers.stream(Query.all())) {
            Iterator<Numbered> iterator = all.iterator();
            while (iterator.hasNext()) {
                iterator.next();
            }
            assertThat(iterator.hasNext()).isFalse();
        }
    }

    @Test
    void parallelStream_isReadInOrderByOneThreadAtATime() {
        pages = tens(40);
        Map<String, Boolean> threads = new ConcurrentHashMap<>();

        try (Stream<Numbered> all = numbers.stream(Query.all()).parallel()) {
            List<Integer> read = all.peek(
                            each -> threads.put(Thread.currentThread().getName(), true))
                    .map(Numbered::number)
                    .toList();
            assertThat(read).isEqualTo(IntStream.range(0, 400).boxed().toList());
        }
        assertThat(threads).hasSize(1);
        assertThat(requests).hasValue(40);
        assertThat(uses()).isEqualTo(1);
    }

    @Test
    void pages_areUsesOfTheirOwn_inTheContextOfTheirQuery() {
        pages = tens(3);

        Page<Numbered> first =
                GovShare.inContext(CallContext.purpose("school-enrolment").build(), () -> numbers.query(Query.all()));
        Page<Numbered> second = GovShare.inContext(
                CallContext.purpose("tax-assessment").build(),
                () -> first.next().orElseThrow());
        assertThat(second.next()).isPresent();

        assertThat(contexts).hasSize(3).allMatch(context -> context.contains("school-enrolment"));
        assertThat(uses()).isEqualTo(3);
    }

    @Test
    void stream_isReadInTheContextThatItWasMadeIn() {
        pages = tens(2);
        List<Stream<Numbered>> made = new ArrayList<>();
        GovShare.inContext(CallContext.purpose("school-enrolment").build(), () -> {
            made.add(numbers.stream(Query.all()));
        });

        try (Stream<Numbered> all = made.get(0)) {
            assertThat(all.count()).isEqualTo(20);
        }
        assertThat(contexts).allMatch(context -> context.contains("school-enrolment"));
    }

    @Test
    void contextThatCannotBeHad_isOnRecord() {
        GovShare.Builder builder = GovShare.builder()
                .application("streams", "2")
                .platform(StandardPlatform.at(server.url("/").uri()))
                .context(() -> CallContext.purpose("1").build())
                .usage(usage -> usage.folder(spool.resolve("other")).spooledOnly());
        try (GovShare broken = builder.build()) {
            assertThatThrownBy(() -> broken.dataset(ID, Numbered.class).find(1))
                    .hasMessageContaining("placeholder")
                    .hasMessageContaining(ID);
            assertThat(broken.usage().status().pending()).isEqualTo(1);
        }
    }

    @Test
    @SuppressWarnings("NullAway")
    void nothingAskedFor_namesTheMethod() {
        assertThatThrownBy(() -> numbers.find(null))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("find(…)");
        assertThatThrownBy(() -> numbers.query(null)).hasMessageContaining("query(…) got null");
        assertThatThrownBy(() -> numbers.count(null)).hasMessageContaining("count(…) got null");
        assertThatThrownBy(() -> numbers.stream(null)).hasMessageContaining("stream(…) got null");
        assertThatThrownBy(() -> numbers.with((CallContext) null)).hasMessageContaining("with(…) got null");
        assertThatThrownBy(() -> govshare.dataset(" ", Numbered.class)).hasMessageContaining("dataset(id, type)");
        assertThatThrownBy(() -> govshare.okHttp(null)).hasMessageContaining("okHttp(dataset)");
    }
}
