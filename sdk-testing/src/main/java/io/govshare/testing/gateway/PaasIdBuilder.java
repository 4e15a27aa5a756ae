package io.govshare.testing.gateway;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects a gateway of the {@code {prefix}-paasid} style. Not safe for concurrent use.
 *
 * <p>Each service has its own path, unless {@link #serviceIds} makes a header name it. A nonce has 10 to 20 characters and
 * works once; a timestamp may be less than 180 s behind and 1 s ahead. Content must have {@code system_id}, {@code vender_id},
 * {@code department_id}, {@code query_timestamp} and {@code UID}, and in {@code audit_info} the {@code operator_id}, {@code
 * operator_name}, {@code item_id} and {@code query_timestamp}. Rows are in {@code data} of {@code data}.
 */
public final class PaasIdBuilder extends GatewayBuilder<PaasIdBuilder> {

    private String prefix = "x-tif";
    private @Nullable String proxyPath;
    private @Nullable SignatureForm form;
    private int shortestNonce = 10;
    private int longestNonce = 20;
    private String nonceAlphabet = "[\\x21-\\x7e]+";
    private Set<String> requiredMembers =
            new LinkedHashSet<>(List.of("system_id", "vender_id", "department_id", "query_timestamp", "UID"));
    private Set<String> requiredAudit =
            new LinkedHashSet<>(List.of("operator_id", "operator_name", "item_id", "query_timestamp"));

    PaasIdBuilder() {
        super(TimeWindow.ofSeconds(180, 1), "data");
    }

    /** Registers an application. */
    public PaasIdBuilder client(String paasId, String token) {
        return register(paasId, token);
    }

    /** What the names of the headers begin with, such as {@code x-rio}, {@code x-dsp}, {@code x-sal}; {@code x-tif} by default. */
    public PaasIdBuilder prefix(String newPrefix) {
        prefix = Objects.requireNonNull(newPrefix, "prefix");
        return this;
    }

    /**
     * All services are called at one path; the header {@code {prefix}-serviceId} names the service, and signatures are in
     * upper-case hex if not set otherwise.
     */
    public PaasIdBuilder serviceIds(String path) {
        proxyPath = Objects.requireNonNull(path, "path");
        return this;
    }

    /** Wants signatures in upper-case hex. */
    public PaasIdBuilder upperCaseHex() {
        form = SignatureForm.UPPER_HEX;
        return this;
    }

    /** Wants signatures in lower-case hex. */
    public PaasIdBuilder lowerCaseHex() {
        form = SignatureForm.LOWER_HEX;
        return this;
    }

    /** Characters that a nonce may have; 10 to 20 by default. */
    public PaasIdBuilder nonceLength(int shortest, int longest) {
        shortestNonce = shortest;
        longestNonce = longest;
        return this;
    }

    /** The regular expression that a nonce must match, such as {@code [0-9a-f-]+}; any visible ASCII by default. */
    public PaasIdBuilder nonceAlphabet(String pattern) {
        nonceAlphabet = Objects.requireNonNull(pattern, "pattern");
        return this;
    }

    /** The members of the content that may not be missing, in place of the default ones. */
    public PaasIdBuilder requireMembers(String... members) {
        requiredMembers = some(PaasIdContent.MEMBERS, "requireMembers", members);
        return this;
    }

    /** The members of {@code audit_info} that may not be missing, in place of the default ones. */
    public PaasIdBuilder requireAudit(String... members) {
        requiredAudit = some(PaasIdContent.AUDIT, "requireAudit", members);
        return this;
    }

    private static Set<String> some(List<String> known, String method, String... members) {
        for (String member : members) {
            if (!known.contains(member)) {
                throw new IllegalArgumentException(method + " takes some of " + known + ", not " + member);
            }
        }
        return new LinkedHashSet<>(List.of(members));
    }

    @Override
    PaasIdBuilder self() {
        return this;
    }

    @Override
    Dialect dialect(GatewaySettings settings) {
        SignatureForm byMode = proxyPath == null ? SignatureForm.LOWER_HEX : SignatureForm.UPPER_HEX;
        return new PaasId(
                settings,
                prefix,
                proxyPath,
                form == null ? byMode : form,
                new Nonces(shortestNonce, longestNonce, nonceAlphabet),
                new PaasIdContent(requiredMembers, requiredAudit));
    }
}
