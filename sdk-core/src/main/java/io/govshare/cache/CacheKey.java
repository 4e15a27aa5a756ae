package io.govshare.cache;

import io.govshare.catalog.DatasetDescription;
import io.govshare.catalog.Grant;
import io.govshare.context.CallContext;
import io.govshare.context.CallContext.Member;
import io.govshare.http.Body;
import io.govshare.http.Call;
import io.govshare.http.Headers;
import io.govshare.http.Request;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What must be the same for an answer to be given again: who asks which dataset for what, by which grant, with which request
 * and in which context. Taken where the request still has neither context nor credential nor signature on it, since those
 * differ in each attempt.
 *
 * <p>All header fields of the request count, but for those that only name the call: a gateway may select by any field of its
 * own without saying so in {@code Vary}.
 */
record CacheKey(
        String platform,
        String identity,
        String dataset,
        String version,
        String purpose,
        String grant,
        String method,
        String url,
        String body,
        Headers headers,
        Map<Member, String> context) {

    /** Fields that differ from call to call and do not change what is answered. */
    private static final Set<String> OF_THE_CALL = Set.of(
            "cache-control",
            "pragma",
            "user-agent",
            "accept-encoding",
            "traceparent",
            "tracestate",
            "baggage",
            "b3",
            "x-request-id",
            "x-correlation-id");

    /** Bytes that the objects of a key take beside their characters. */
    private static final int OVERHEAD = 320;

    static CacheKey of(String platform, String identity, Set<Member> carried, Call call, Request request) {
        CallContext context = call.find(CallContext.class).orElse(CallContext.none());
        EnumMap<Member, String> onTheWire = new EnumMap<>(Member.class);
        carried.forEach(member -> context.get(member).ifPresent(value -> onTheWire.put(member, value)));
        return new CacheKey(
                platform,
                identity,
                call.dataset(),
                orEmpty(call.find(DatasetDescription.class).map(DatasetDescription::version)),
                orEmpty(context.purpose()),
                orEmpty(call.find(Grant.class).map(Grant::id)),
                request.method(),
                request.url(),
                digest(request.body()),
                selecting(request.headers()),
                onTheWire);
    }

    /** About how many bytes of memory it takes. */
    int weight() {
        int[] characters = {url.length() + body.length()};
        headers.forEach((name, value) -> characters[0] += name.length() + value.length());
        context.forEach((member, value) -> characters[0] += value.length());
        return OVERHEAD + 2 * characters[0];
    }

    private static String orEmpty(Optional<@Nullable String> value) {
        return value.orElse("");
    }

    private static Headers selecting(Headers headers) {
        Headers[] kept = {headers};
        headers.forEach((name, value) -> {
            if (OF_THE_CALL.contains(name.toLowerCase(Locale.ROOT))) {
                kept[0] = kept[0].without(name);
            }
        });
        return kept[0];
    }

    private static String digest(@Nullable Body body) {
        if (body == null) {
            return "";
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(body.toBytes());
            return body.contentType() + ' ' + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** Dataset and method; the rest may be personal. */
    @Override
    public String toString() {
        return "CacheKey[" + dataset + ' ' + method + ']';
    }
}
