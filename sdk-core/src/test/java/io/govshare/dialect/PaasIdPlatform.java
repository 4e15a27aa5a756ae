package io.govshare.dialect;

import io.govshare.catalog.DatasetDescription;
import io.govshare.context.CallContext;
import io.govshare.context.CallContext.Member;
import io.govshare.dataset.Condition;
import io.govshare.dataset.Condition.Comparison;
import io.govshare.dataset.Envelope;
import io.govshare.dataset.Key;
import io.govshare.dataset.Query;
import io.govshare.error.InvalidRequestException;
import io.govshare.http.Answer;
import io.govshare.http.Body;
import io.govshare.http.Origin;
import io.govshare.http.Outcome;
import io.govshare.http.Outcome.Kind;
import io.govshare.http.Request;
import io.govshare.platform.Addressing;
import io.govshare.platform.Attempt;
import io.govshare.platform.Capabilities;
import io.govshare.platform.ContextCarrier;
import io.govshare.platform.Dialect;
import io.govshare.platform.PageState;
import io.govshare.platform.Platform;
import io.govshare.platform.PlatformLink;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A gateway with no token, its purpose inside the body and its errors inside HTTP 200: dialect E, as small as it gets. */
record PaasIdPlatform(URI base) implements Platform {

    /** The gateway's verifier refuses a clock one second ahead of its own. */
    private static final Duration BEHIND = Duration.ofSeconds(2);

    private static final JsonMapper JSON = JsonMapper.shared();

    @Override
    public String name() {
        return "paasid";
    }

    @Override
    public Set<Origin> origins() {
        return Set.of(Origin.of(base));
    }

    @Override
    public Dialect connect(PlatformLink link) {
        SharedSecret identity = (SharedSecret) link.credentials().orElseThrow();
        return Dialect.of(new ServiceAddressing(), PaasIdPlatform::classify, Envelope.recordsAt("/data/data"))
                .carrier(new AuditInfo())
                .capabilities(Capabilities.equalityOnly())
                .signer((request, attempt) -> {
                    String timestamp =
                            String.valueOf(attempt.now().minus(BEHIND).getEpochSecond());
                    String nonce = UUID.randomUUID().toString().replace("-", "").substring(0, 16);
                    return request.with("x-tif-paasid", identity.clientId())
                            .with("x-tif-timestamp", timestamp)
                            .with("x-tif-nonce", nonce)
                            .with(
                                    "x-tif-signature",
                                    signature(timestamp, identity.secret().revealText(), nonce));
                })
                .build();
    }

    static String signature(String timestamp, String token, String nonce) {
        try {
            byte[] text = (timestamp + token + nonce + timestamp).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private static Outcome classify(Answer answer) {
        JsonNode body = JSON.readTree(answer.bytes());
        int code = body.path("errcode").asInt(-1);
        Kind kind = switch (code) {
            case 0 -> body.at("/data/data").isEmpty() ? Kind.EMPTY : Kind.OK;
            case 400000400 -> Kind.CLOCK;
            case 400000401 -> Kind.SIGNATURE_REJECTED;
            case 400000403 -> Kind.DENIED;
            case 400000404 -> Kind.NOT_FOUND;
            case 400000429 -> Kind.QUOTA;
            default -> Kind.UPSTREAM;
        };
        return Outcome.of(kind, String.valueOf(code), body.path("errmsg").asString(""), null);
    }

    private final class ServiceAddressing implements Addressing {

        @Override
        public Request query(DatasetDescription dataset, Query<?> query) {
            Map<String, Object> fields = new LinkedHashMap<>();
            query.condition().ifPresent(condition -> equalities(condition, fields));
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("query", fields);
            members.put("metadata", Map.of());
            return Request.post(base + dataset.binding().get("path"), Body.json(members))
                    .asQuery();
        }

        private static void equalities(Condition condition, Map<String, Object> fields) {
            if (condition instanceof Condition.And and) {
                and.all().forEach(each -> equalities(each, fields));
            } else if (condition instanceof Comparison comparison) {
                fields.put(comparison.field(), comparison.values().get(0));
            }
        }

        @Override
        public Optional<Request> next(DatasetDescription dataset, Query<?> query, PageState last) {
            return Optional.empty();
        }

        @Override
        public Request find(DatasetDescription dataset, Key key) {
            throw new InvalidRequestException("This gateway has no look-up by key", "Query by a declared parameter.");
        }

        @Override
        public Request count(DatasetDescription dataset, Query<?> query) {
            throw new InvalidRequestException("This gateway cannot count", "Query and count what comes.");
        }
    }

    private static final class AuditInfo implements ContextCarrier {

        private static final Map<Member, String> NAMES = Map.of(
                Member.OPERATOR, "operator_id",
                Member.OPERATOR_NAME, "operator_name",
                Member.MATTER, "item_code",
                Member.CASE, "item_sequence",
                Member.TERMINAL, "terminal_info");

        @Override
        public Set<Member> carried() {
            return NAMES.keySet();
        }

        @Override
        public Set<Member> required() {
            return Set.of(Member.OPERATOR, Member.MATTER);
        }

        @Override
        public Request carry(Request request, Attempt attempt) {
            CallContext context = attempt.facts().context();
            Instant now = attempt.now();
            Map<String, Object> audit = new LinkedHashMap<>();
            NAMES.forEach((member, name) -> context.get(member).ifPresent(value -> audit.put(name, value)));
            audit.put("query_timestamp", now.toEpochMilli());
            return request.with(request.body().with("audit_info", audit));
        }
    }
}
