package io.govshare.cache;

import io.govshare.catalog.DatasetDescription;
import io.govshare.catalog.Grant;
import io.govshare.catalog.SharingAttribute;
import io.govshare.context.CallContext;
import io.govshare.context.CallContext.Member;
import io.govshare.http.Answer;
import io.govshare.http.Call;
import io.govshare.http.Exchange;
import io.govshare.http.Headers;
import io.govshare.http.Request;
import io.govshare.http.Stage;
import io.govshare.http.TurnableClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** A cache stage between a caller and a platform whose answers a test sets, and which remembers what it was asked. */
final class Upstream {

    static final String ID = "cn.stats.counties";
    static final String URL = "https://share.example.gov/odata/cn.stats.counties";

    /** What the platform does with a request. */
    @FunctionalInterface
    interface Behaviour {
        Answer answer(Request request) throws IOException;
    }

    final TurnableClock time = new TurnableClock();
    final List<Request> asked = Collections.synchronizedList(new ArrayList<>());
    private volatile Behaviour behaviour = request -> answer(request, 200, "", "Cache-Control", "max-age=60");
    private final CacheStage stage;

    Upstream() {
        this(CacheOptions.defaults(), "client-1");
    }

    Upstream(CacheOptions options, String identity) {
        stage = new CacheStage(
                options, "share.example.gov", identity, Set.of(Member.PURPOSE, Member.OPERATOR), time::now, time);
    }

    /** Answers with this body and these header fields, and 304 when asked for a tag that they carry. */
    Upstream serves(String body, String... headers) {
        return does(request -> {
            Headers fields = Headers.of(headers);
            String tag = fields.get("ETag");
            boolean same = tag != null && tag.equals(request.headers().get("If-None-Match"));
            return answer(request, same ? 304 : 200, same ? "" : body, headers);
        });
    }

    Upstream does(Behaviour newBehaviour) {
        behaviour = newBehaviour;
        return this;
    }

    CacheStage stage() {
        return stage;
    }

    /** The last request that reached the platform. */
    Request lastAsked() {
        return asked.get(asked.size() - 1);
    }

    static Answer answer(Request request, int status, String body, String... headers) {
        return Answer.whole(request, status, Headers.of(headers), body.getBytes(StandardCharsets.UTF_8));
    }

    Call call(String operation) {
        return call(operation, SharingAttribute.UNCONDITIONAL);
    }

    Call call(String operation, SharingAttribute sharing) {
        return new Call(ID, operation, time, null)
                .put(DatasetDescription.class, description(sharing, "2023-06-30"))
                .put(CallContext.class, CallContext.purpose("residence-permit").build());
    }

    static DatasetDescription description(SharingAttribute sharing, String version) {
        return DatasetDescription.builder(ID).sharing(sharing).version(version).build();
    }

    static Grant grant(String id) {
        return new Grant(id, ID, Set.of(), Set.of(), null, null);
    }

    Answer get(Call call) throws IOException {
        return send(call, Request.get(URL));
    }

    Answer send(Call call, Request request) throws IOException {
        return stage.handle(Exchange.of(call, request), next());
    }

    private Stage.Next next() {
        return exchange -> {
            asked.add(exchange.request());
            return behaviour.answer(exchange.request());
        };
    }
}
