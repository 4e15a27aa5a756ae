package io.govshare.testing.platform;

import io.govshare.testing.platform.StructuredFields.InnerList;
import io.govshare.testing.platform.StructuredFields.Item;
import io.govshare.testing.platform.StructuredFields.MalformedException;
import io.govshare.testing.platform.StructuredFields.Member;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import okio.ByteString;

/**
 * Checks the signature of a request (RFC 9421 §3.2) as strictly as docs/protocol.md allows; each refusal names the part that
 * is missing or wrong. Safe for concurrent use.
 */
final class SignatureCheck {

    private static final String LABEL = "sig1";
    private static final Duration MOST_AHEAD = Duration.ofSeconds(30);
    private static final Set<String> SECRET_COMPONENTS = Set.of("authorization", "govshare-context");

    private final Clock clock;
    private final OnceOnly nonces = new OnceOnly();

    SignatureCheck(Clock clock) {
        this.clock = clock;
    }

    /**
     * Checks it with the keys of the client that the token belongs to.
     *
     * @throws Refused naming what is wrong
     */
    void check(Incoming request, Client client) {
        String inputField = request.field("Signature-Input").orElse(null);
        String signatureField = request.field("Signature").orElse(null);
        if (inputField == null || signatureField == null) {
            if (!client.signing() && inputField == null && signatureField == null) {
                return;
            }
            throw Refused.of(
                    401,
                    "signature-missing",
                    "the request has no " + (inputField == null ? "Signature-Input" : "Signature")
                            + " header, but client " + client.id() + " registered a signing key");
        }
        if (!(labelled("Signature-Input", inputField) instanceof InnerList input)) {
            throw Refused.signature("Signature-Input " + LABEL + " is no inner list of components");
        }
        if (!(labelled("Signature", signatureField) instanceof Item item)
                || !(item.value() instanceof ByteString signature)) {
            throw Refused.signature("Signature " + LABEL + " is no byte sequence (:base64:)");
        }
        checkComponents(request, input);
        SignatureParameters parameters = SignatureParameters.of(input.parameters());
        VerificationKey key = key(client, parameters.keyid());
        if (!key.httpAlgorithm().equals(parameters.alg())) {
            throw Refused.signature("parameter alg is " + parameters.alg() + ", but key " + key.id() + " is for "
                    + key.httpAlgorithm());
        }
        Map<String, String> lines = base(request, input);
        if (!key.verifiesHttp(text(lines).getBytes(StandardCharsets.UTF_8), signature.toByteArray())) {
            throw Refused.signature("the signature does not verify with key " + key.id()
                    + "; what the platform sees signed is: " + shown(lines));
        }
        checkTimeAndNonce(parameters, key);
    }

    private static Member labelled(String name, String field) {
        try {
            Map<String, Member> members = StructuredFields.dictionary(field);
            Member member = members.get(LABEL);
            if (member == null) {
                throw Refused.signature(name + " has no member " + LABEL + "; it has " + members.keySet());
            }
            return member;
        } catch (MalformedException e) {
            throw Refused.signature(name + " is no RFC 9651 dictionary: " + e.getMessage());
        }
    }

    private static void checkComponents(Incoming request, InnerList input) {
        Set<String> covered = new LinkedHashSet<>();
        for (Item component : input.items()) {
            if (!(component.value() instanceof String name)) {
                throw Refused.signature("a component of the signature is no string: " + component.value());
            }
            if (!component.parameters().isEmpty()) {
                throw Refused.signature(
                        "component \"" + name + "\" has parameters, which a request here does not take: "
                                + component.parameters().keySet());
            }
            if (!name.equals(name.toLowerCase(Locale.ROOT))) {
                throw Refused.signature("component \"" + name + "\" is not in lower case");
            }
            if (!covered.add(name)) {
                throw Refused.signature("component \"" + name + "\" is covered twice");
            }
        }
        Set<String> needed = new LinkedHashSet<>(List.of("@method", "@target-uri"));
        if (request.hasContent()) {
            needed.add(request.field("Content-Digest").isPresent() ? "content-digest" : "digest");
        }
        needed.add("authorization");
        for (String name : List.of("DPoP", "Content-Encoding", "GovShare-Context", UsageChains.FIELD)) {
            if (request.headers().get(name) != null) {
                needed.add(name.toLowerCase(Locale.ROOT));
            }
        }
        for (String name : needed) {
            if (!covered.contains(name)) {
                throw Refused.signature("the signature does not cover \"" + name + "\"");
            }
        }
    }

    private static VerificationKey key(Client client, String keyid) {
        VerificationKey key = client.signingKeys().get(keyid);
        if (key == null) {
            throw Refused.signature("parameter keyid is \"" + keyid + "\", but client " + client.id()
                    + ", to whom the token was issued, registered "
                    + client.signingKeys().ids());
        }
        return key;
    }

    /** The signature base (RFC 9421 §2.5), line by line. */
    private static Map<String, String> base(Incoming request, InnerList input) {
        Map<String, String> lines = new LinkedHashMap<>();
        for (Item component : input.items()) {
            lines.put((String) component.value(), value(request, (String) component.value()));
        }
        lines.put("@signature-params", StructuredFields.serialized(input));
        return lines;
    }

    private static String value(Incoming request, String name) {
        return switch (name) {
            case "@method" -> request.method();
            case "@target-uri" -> request.targetUri();
            case "@path" -> request.path();
            case "@query" -> "?" + (request.query() == null ? "" : request.query());
            case "@authority" -> request.field("Host").orElse("").toLowerCase(Locale.ROOT);
            case "@scheme" ->
                request.targetUri().substring(0, request.targetUri().indexOf(':'));
            default -> {
                if (name.startsWith("@")) {
                    throw Refused.signature("component \"" + name + "\" is unknown");
                }
                yield request.field(name)
                        .orElseThrow(() -> Refused.signature(
                                "the signature covers \"" + name + "\", but the request has no such header"));
            }
        };
    }

    private static String text(Map<String, String> lines) {
        StringBuilder text = new StringBuilder();
        lines.forEach((name, value) -> text.append(text.length() == 0 ? "" : "\n")
                .append('"')
                .append(name)
                .append("\": ")
                .append(value));
        return text.toString();
    }

    private static String shown(Map<String, String> lines) {
        Map<String, String> masked = new LinkedHashMap<>(lines);
        SECRET_COMPONENTS.forEach(name -> masked.computeIfPresent(name, (key, value) -> "***"));
        return text(masked).replace("\n", " | ");
    }

    private void checkTimeAndNonce(SignatureParameters parameters, VerificationKey key) {
        Instant now = clock.instant();
        Instant created = parameters.created();
        Instant expires = parameters.expires();
        if (created.isAfter(now.plus(MOST_AHEAD))) {
            throw Refused.of(
                    401,
                    "clock-skew",
                    "created is " + created + ", "
                            + Duration.between(now, created).toSeconds()
                            + " s in the future; the platform's clock says " + now);
        }
        if (!expires.isAfter(now)) {
            throw Refused.of(
                    401,
                    "clock-skew",
                    "expires is " + expires + ", "
                            + Duration.between(expires, now).toSeconds() + " s past; the platform's clock says " + now);
        }
        if (!nonces.use(key.id() + ' ' + parameters.nonce(), expires, now)) {
            throw Refused.of(401, "nonce-replayed", "the nonce was used before by key " + key.id());
        }
    }
}
