package io.govshare;

import io.govshare.catalog.DatasetDescription;
import io.govshare.catalog.SharingAttribute;
import io.govshare.context.CallContext;
import io.govshare.dialect.standard.StandardPlatform;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

/** A platform that serves numbers, ten on a page unless told otherwise, and answers a page late or wrongly when told to. */
final class NumbersPlatform implements AutoCloseable {

    record Numbered(int number) {}

    static final String ID = "numbers";

    private final MockWebServer server = PromptServer.create();
    private final List<Integer> asked = new CopyOnWriteArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Map<Integer, CountDownLatch> held = new ConcurrentHashMap<>();
    private final Map<Integer, MockResponse> instead = new ConcurrentHashMap<>();
    private final IntFunction<String> pages;

    NumbersPlatform(IntFunction<String> pages) throws IOException {
        this.pages = pages;
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
                return answer(request);
            }
        });
        server.start();
    }

    private MockResponse answer(RecordedRequest request) throws InterruptedException {
        if (request.getUrl().encodedPath().equals("/" + ID + "/$count")) {
            return new MockResponse.Builder().body("1").build();
        }
        if (!request.getUrl().encodedPath().equals("/" + ID)) {
            return new MockResponse.Builder().code(404).build();
        }
        String page = request.getUrl().queryParameter("page");
        int number = page == null ? 0 : Integer.parseInt(page);
        asked.add(number);
        CountDownLatch latch = held.get(number);
        if (latch != null && !latch.await(20, TimeUnit.SECONDS)) {
            throw new IllegalStateException("page " + number + " was held for too long");
        }
        MockResponse once = instead.remove(number);
        return once != null
                ? once
                : new MockResponse.Builder()
                        .setHeader("Content-Type", "application/json")
                        .body(pages.apply(number))
                        .build();
    }

    /** A page of the numbers from here to there, with a link to the page of this number; negative for none. */
    static String page(int from, int to, int next) {
        String value = IntStream.range(from, to)
                .mapToObj(i -> "{\"number\":" + i + "}")
                .collect(Collectors.joining(","));
        return "{\"value\":[" + value + "]" + (next < 0 ? "" : ",\"@odata.nextLink\":\"?page=" + next + "\"") + "}";
    }

    /** So many pages of ten. */
    static IntFunction<String> tens(int count) {
        return number -> page(number * 10, number * 10 + 10, number + 1 < count ? number + 1 : -1);
    }

    /** The pages asked for so far, from 0, in their order. */
    List<Integer> asked() {
        return asked;
    }

    /** Keeps back answers with this page until {@link #close}. */
    void hold(int page) {
        held.put(page, over);
    }

    /** Answers at once whoever asks for this page from now on; who has asked before still waits. */
    void freely(int page) {
        held.remove(page);
    }

    /** Answers once with this instead of the page. */
    void instead(int page, MockResponse answer) {
        instead.put(page, answer);
    }

    /** A client of this platform that records its uses without delivering them. */
    GovShare.Builder client(Path spool) {
        DatasetDescription bound =
                DatasetDescription.at(ID, server.url("/" + ID).uri()).sharing(SharingAttribute.UNCONDITIONAL);
        return GovShare.builder()
                .application("streams", "1")
                .platform(StandardPlatform.at(
                        URI.create(server.url("/").toString().replaceAll("/$", ""))))
                .context(CallContext.purpose("residence-permit").build())
                .bind(bound)
                .usage(usage -> usage.folder(spool).spooledOnly());
    }

    @Override
    public void close() {
        over.countDown();
        server.close();
    }
}
