package io.govshare.testing.platform;

import io.govshare.testing.fault.Fault;
import io.govshare.testing.odata.Bytes;
import io.govshare.testing.odata.InvalidQueryException;
import io.govshare.testing.odata.Json;
import io.govshare.testing.odata.KeyLookup;
import io.govshare.testing.odata.QueryOptions;
import io.govshare.testing.odata.Table;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The entity sets: pages, single records, counts and queries in a body (OData 4.01). Safe for concurrent use. */
final class RecordsEndpoint {

    static final String ROOT = "/odata/";

    /** One record on each line. */
    static final String LINES_TYPE = "application/x-ndjson";

    private static final String RECORDS_TYPE = "application/json";
    private static final int LONGEST_URL = 2_000;
    private static final String FOREIGN = "https://elsewhere.invalid/odata/records?$skiptoken=1";

    private final String origin;
    private final Directory directory;
    private final Grants grants;
    private final Limits limits;
    private final int pageSize;
    private final Cursors cursors = new Cursors();

    RecordsEndpoint(String origin, Directory directory, Grants grants, Limits limits, int pageSize) {
        this.origin = origin;
        this.directory = directory;
        this.grants = grants;
        this.limits = limits;
        this.pageSize = pageSize;
    }

    /** The dataset that a path leads to; null when it leads to none. */
    static @Nullable String dataset(String path) {
        return path.startsWith(ROOT) ? path.substring(ROOT.length(), end(path)) : null;
    }

    private static int end(String path) {
        for (int i = ROOT.length(); i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '/' || c == '(' || c == '%') {
                return i;
            }
        }
        return path.length();
    }

    /**
     * @param allowed fields that the client may read; null for all
     */
    private record Call(
            Incoming request,
            Client client,
            Published dataset,
            @Nullable Set<String> allowed,
            @Nullable Fault fault) {}

    Reply answer(Incoming request, Client client, @Nullable Fault fault) {
        Published dataset = directory.dataset(request.path().substring(ROOT.length(), end(request.path())));
        if (!dataset.isShared()) {
            throw Refused.denied("not-shared", dataset.id() + " is not shared");
        }
        limits.check(client, dataset);
        Set<String> allowed = allowed(request, client, dataset);
        String rest =
                Incoming.decoded(request.path().substring(end(request.path())).replace("+", "%2B"), "path");
        Call call = new Call(request, client, dataset, allowed, fault);
        try {
            return route(call, rest);
        } catch (InvalidQueryException e) {
            throw Refused.query(String.valueOf(e.getMessage()));
        }
    }

    private @Nullable Set<String> allowed(Incoming request, Client client, Published dataset) {
        Map<String, String> context = CallContextField.read(request);
        if (!dataset.isConditional()) {
            return null;
        }
        String purpose = context.get("purpose");
        if (purpose == null) {
            throw CallContextField.missing(
                    context.isEmpty()
                            ? "the request has no GovShare-Context header, and " + dataset.id() + " is conditional"
                            : "GovShare-Context has no member purpose, and " + dataset.id() + " is conditional");
        }
        return grants.check(client, dataset, purpose);
    }

    private Reply route(Call call, String rest) {
        if (rest.equals("/$query")) {
            PlatformServer.requireMethod(call.request(), "POST");
            return query(call);
        }
        PlatformServer.requireMethod(call.request(), "GET");
        requireShort(call.request());
        if (rest.isEmpty()) {
            return page(call, call.request().parameters());
        }
        if (rest.equals("/$count")) {
            return count(call);
        }
        if (rest.startsWith("(")) {
            return single(call, rest);
        }
        throw Refused.notFound("not-found", "an entity set has no " + rest);
    }

    /** Next links may be longer, since they are the platform's own. */
    private static void requireShort(Incoming request) {
        int length = request.targetUri().length();
        if (length > LONGEST_URL && !request.parameters().containsKey("$skiptoken")) {
            throw Refused.query("the URL has " + length + " characters; a query of more than " + LONGEST_URL
                    + " goes into the content of a POST to $query");
        }
    }

    /** @throws Refused if values of a field that is personal stand in the URL */
    private static void requireNoPersonalValue(Call call, Collection<String> fields) {
        for (String field : fields) {
            if (covers(call.dataset().personal(), field)) {
                throw Refused.query("field " + field + " of " + call.dataset().id()
                        + " is personal: its values go into the content of a POST to $query, not into the URL");
            }
        }
    }

    private Reply query(Call call) {
        if (!call.request().mediaType().equals("text/plain")) {
            throw Refused.query(
                    "the content of $query is text/plain, not " + call.request().mediaType());
        }
        if (call.request().query() != null) {
            throw Refused.query("the options of $query are in its content, not in the URL");
        }
        return page(call, Incoming.parameters(call.request().body().utf8(), "content of $query"));
    }

    private Reply page(Call call, Map<String, String> given) {
        PagePosition position = PagePosition.of(call.request(), given.get("$skiptoken"), pageSize);
        Map<String, String> texts = new TreeMap<>(given);
        texts.remove("$skiptoken");
        if (position.cursor() != null) {
            if (!texts.isEmpty()) {
                throw Refused.query("the next link of a $query has no other options than its $skiptoken");
            }
            Map<String, String> kept = cursors.find(
                    position.cursor(), call.client().id(), call.dataset().id());
            if (kept == null) {
                throw Refused.query("the query of this $skiptoken is no longer kept, or belongs to another client");
            }
            texts.putAll(kept);
        }
        QueryOptions options = QueryOptions.parse(texts);
        checkFields(call, options.fieldsNamed(), options);
        if (call.request().method().equals("GET") && position.cursor() == null) {
            requireNoPersonalValue(call, options.fieldsCompared());
        }
        if (call.dataset().lines() && call.request().field("Accept").orElse("").contains(LINES_TYPE)) {
            return lines(call, options);
        }
        String tag = tag(call, texts.toString(), position.token());
        if (isKnown(call, tag)) {
            return unchanged(call, tag);
        }
        byte[] body = body(call, options, texts, position);
        Reply reply = described(call, Reply.of(200, RECORDS_TYPE, body), tag);
        return PagePosition.preference(call.request()) > 0
                ? reply.header("Preference-Applied", "odata.maxpagesize=" + position.size())
                : reply;
    }

    /** All records at once; not to be kept. */
    private Reply lines(Call call, QueryOptions options) {
        Bytes out = new Bytes(1 << 16);
        options.writeLines(call.dataset().table(), fields(call, options.select()), out);
        return Reply.of(200, LINES_TYPE, out.toByteArray())
                .header("Cache-Control", "no-store")
                .header("OData-Version", "4.01");
    }

    private byte[] body(Call call, QueryOptions options, Map<String, String> texts, PagePosition position) {
        Table table = call.dataset().table();
        Bytes out = new Bytes(position.size() * 160);
        out.write("{\"value\":");
        int end = options.write(table, position.offset(), position.size(), fields(call, options.select()), out);
        if (options.isCounted()) {
            out.write(",\"@odata.count\":" + options.count(table));
        }
        String next = next(call, options, texts, position.at(end));
        if (next != null) {
            out.write(",\"@odata.nextLink\":" + Json.quoted(next));
        }
        out.write("}");
        return out.toByteArray();
    }

    private @Nullable String next(Call call, QueryOptions options, Map<String, String> texts, PagePosition after) {
        if (call.fault() != null && call.fault().kind() == Fault.Kind.FOREIGN_NEXT_LINK) {
            return FOREIGN;
        }
        if (call.fault() != null && call.fault().kind() == Fault.Kind.LOOPED_NEXT_LINK) {
            return call.request().targetUri();
        }
        if (call.fault() != null && call.fault().kind() == Fault.Kind.REPEATED_PAGE) {
            String token = new PagePosition(null, after.offset() - after.size(), Math.max(1, after.size() - 1)).token();
            return origin + ROOT + call.dataset().id() + "?$skiptoken=" + token;
        }
        if (!options.continuesAfter(call.dataset().table(), after.offset())) {
            return null;
        }
        String set = origin + ROOT + call.dataset().id();
        if (call.request().method().equals("POST")) {
            String cursor = cursors.keep(call.client().id(), call.dataset().id(), texts);
            return set + "?$skiptoken=" + after.named(cursor).token();
        }
        List<String> pairs = new ArrayList<>();
        if (call.request().query() != null) {
            for (String pair : call.request().query().split("&", -1)) {
                if (!Incoming.decoded(pair, "query").startsWith("$skiptoken=")) {
                    pairs.add(pair);
                }
            }
        }
        pairs.add("$skiptoken=" + after.token());
        return set + "?" + String.join("&", pairs);
    }

    private Reply count(Call call) {
        Map<String, String> texts = call.request().parameters();
        if (!Set.of("$filter").containsAll(texts.keySet())) {
            throw Refused.query("$count takes $filter only, not " + texts.keySet());
        }
        QueryOptions options = QueryOptions.parse(texts);
        checkFields(call, options.fieldsNamed(), options);
        requireNoPersonalValue(call, options.fieldsCompared());
        String tag = tag(call, "count " + texts, "");
        return isKnown(call, tag)
                ? unchanged(call, tag)
                : described(
                        call,
                        Reply.text(Integer.toString(options.count(call.dataset().table()))),
                        tag);
    }

    private Reply single(Call call, String key) {
        Map<String, String> texts = call.request().parameters();
        if (!Set.of("$select").containsAll(texts.keySet())) {
            throw Refused.query("the look-up of one record takes $select only, not " + texts.keySet());
        }
        QueryOptions options = QueryOptions.parse(texts);
        checkFields(call, options.fieldsNamed(), options);
        Table table = call.dataset().table();
        requireNoPersonalValue(call, table.key());
        OptionalInt row = table.find(KeyLookup.parse(key));
        if (row.isEmpty()) {
            throw Refused.notFound("no-such-record", call.dataset().id() + " has no record with this key");
        }
        String tag = tag(call, key + texts, "");
        return isKnown(call, tag)
                ? unchanged(call, tag)
                : described(
                        call,
                        Reply.of(200, RECORDS_TYPE, table.record(row.getAsInt(), fields(call, options.select()))),
                        tag);
    }

    private static void checkFields(Call call, Set<String> named, QueryOptions options) {
        options.checkFields(call.dataset().table());
        if (call.allowed() == null) {
            return;
        }
        for (String field : named) {
            if (!covers(call.allowed(), field)) {
                throw Refused.denied(
                        "field-not-granted",
                        "the grant of client " + call.client().id() + " for "
                                + call.dataset().id() + " does not cover field " + field);
            }
        }
    }

    /** Whether a field, or one that it is nested in, is among these. */
    private static boolean covers(Set<String> fields, String path) {
        for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
            if (fields.contains(path.substring(0, end))) {
                return true;
            }
        }
        return false;
    }

    /** The fields to answer with: those asked for, else those granted; null for all. */
    private static @Nullable List<String> fields(Call call, @Nullable List<String> select) {
        Set<String> allowed = call.allowed();
        if (select != null || allowed == null) {
            return select;
        }
        return call.dataset().table().fields().keySet().stream()
                .filter(allowed::contains)
                .toList();
    }

    /** A strong validator: it differs for other records, another query, other fields and another content coding. */
    private static String tag(Call call, String query, String position) {
        String identity = String.join(
                "\n",
                call.dataset().table().fingerprint(),
                query,
                position,
                call.allowed() == null ? "*" : String.join(",", call.allowed()),
                call.request().accepts("gzip") ? "gzip" : "identity");
        byte[] hash = Digests.sha256(identity.getBytes(StandardCharsets.UTF_8));
        return '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, 12)) + '"';
    }

    private static boolean isKnown(Call call, String tag) {
        if (call.fault() != null) {
            return false;
        }
        for (String known : call.request().field("If-None-Match").orElse("").split(",", -1)) {
            String stripped = known.strip();
            if (stripped.equals("*") || stripped.equals(tag) || stripped.equals("W/" + tag)) {
                return true;
            }
        }
        return false;
    }

    private static Reply unchanged(Call call, String tag) {
        return described(call, Reply.empty(304), tag);
    }

    private static Reply described(Call call, Reply reply, String tag) {
        return reply.header("ETag", tag)
                .header("Cache-Control", call.dataset().cacheControl())
                .header(
                        "Vary",
                        call.dataset().isConditional()
                                ? "Accept-Encoding, Prefer, GovShare-Context"
                                : "Accept-Encoding, Prefer")
                .header("OData-Version", "4.01");
    }
}
