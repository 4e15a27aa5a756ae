package io.govshare.dialect.paasid;

import io.govshare.context.CallContext.Member;
import io.govshare.dialect.gateway.Codes;
import io.govshare.dialect.gateway.ContextPlacement;
import io.govshare.dialect.gateway.Gateway;
import io.govshare.dialect.gateway.GatewayConnection;
import io.govshare.dialect.gateway.GatewaySettings;
import io.govshare.dialect.gateway.Hashes;
import io.govshare.dialect.gateway.Position;
import io.govshare.dialect.gateway.Service;
import io.govshare.dialect.gateway.SignatureLayout;
import io.govshare.dialect.gateway.SignatureLayout.Stamp;
import io.govshare.dialect.gateway.SignatureLayout.Timestamp;
import io.govshare.error.ConfigurationException;
import io.govshare.http.Outcome.Kind;
import io.govshare.http.Request;
import io.govshare.platform.RequestSigner;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A gateway compatible with the {@code {prefix}-paasid} style, with prefixes such as {@code x-tif}, {@code x-rio}, {@code
 * x-dsp} and {@code x-sal}. Each request carries id, time in seconds, nonce and {@code hex(SHA256(time + token + nonce +
 * time))} in header fields; its JSON body holds the parameters in {@code query} and the call context in {@code audit_info}.
 * Immutable: each method returns a changed copy.
 *
 * <pre>{@code
 * PaasIdGateway.at("https://gw.example.gov")
 *         .serviceId("ZWFW-0001")
 *         .system("SYS-0001", "91440000000000000X", "11440000000000000X")
 *         .service(Service.at("cn.mca.marriages", "/ebus/marriages").required("UID", ValueType.TEXT).personal("UID"))
 * }</pre>
 *
 * <p>Usual: prefix {@code x-tif}, signature in lower case (in upper case once there is a service id), nonces of 16 letters
 * and digits, a clock two seconds behind since such gateways refuse one that is ahead; operator with name and matter
 * required; times in the body in milliseconds; an id of the request as {@code UID} unless a parameter stands there; records
 * not given again from the cache, since the gateway logs each operator's access.
 */
public final class PaasIdGateway extends Gateway<PaasIdGateway> {

    private static final ContextPlacement AUDIT = ContextPlacement.object("/audit_info")
            .put(Member.OPERATOR, "operator_id")
            .put(Member.OPERATOR_NAME, "operator_name")
            .put(Member.SUBJECT, "query_object_id")
            .put(Member.SUBJECT_TYPE, "query_object_id_type")
            .put(Member.MATTER, "item_id")
            .put(Member.MATTER, "item_code")
            .put(Member.CASE, "item_sequence")
            .put(Member.TERMINAL, "terminal_info")
            .put(Member.DEPARTMENT, "/department_id")
            .time("query_timestamp")
            .time("/query_timestamp")
            .requestId("/UID")
            .required(Member.OPERATOR, Member.OPERATOR_NAME, Member.MATTER);

    /** One code for header fields, timestamp and nonce, and on many gateways for the content too; the message tells which. */
    private static final String BAD_REQUEST = "400000400";

    private static final Codes CODES = Codes.at("/errcode")
            .message("/errmsg")
            .success("0")
            .onSaying(Kind.INVALID, BAD_REQUEST, "query_timestamp", "audit_info")
            .onSaying(Kind.CLOCK, BAD_REQUEST, "timestamp", "时间戳")
            .onSaying(Kind.SIGNATURE_REJECTED, BAD_REQUEST, "nonce", "随机")
            .onSaying(Kind.INVALID, BAD_REQUEST, "参数", "parameter", "member")
            .on(Kind.CLOCK, BAD_REQUEST)
            .on(Kind.SIGNATURE_REJECTED, "400000401")
            .on(Kind.DENIED, "400000403")
            .on(Kind.NOT_FOUND, "400000404")
            .on(Kind.QUOTA, "400000429")
            .on(Kind.UPSTREAM, "400000529")
            .emptyInUsualWords();

    /** What of the headers can be chosen; null case for what is usual with or without a service id. */
    private record Options(
            String prefix, String serviceId, Case letters, SignatureLayout layout, boolean asksAsSystem) {

        SignatureLayout named() {
            return layout.names(prefix + "-paasid", prefix + "-timestamp", prefix + "-nonce", prefix + "-signature");
        }
    }

    private enum Case {
        USUAL,
        LOWER,
        UPPER
    }

    private static final Options USUAL = new Options(
            "x-tif",
            "",
            Case.USUAL,
            SignatureLayout.of(Position.HEADER, "id", "time", "nonce", "signature")
                    .timestamp(Timestamp.SECONDS)
                    .offset(Duration.ofSeconds(-2)),
            false);

    private final Options options;

    private PaasIdGateway(GatewaySettings settings, Options options) {
        super(settings);
        this.options = options;
    }

    /** The gateway at this address. @throws io.govshare.error.ConfigurationException if it is no http or https URL */
    public static PaasIdGateway at(String base) {
        return new PaasIdGateway(
                GatewaySettings.at(base)
                        .requests("POST", Position.JSON)
                        .parametersAt("/query")
                        .constant("/query", Map.of())
                        .constant("/metadata", Map.of())
                        .records("/data/data")
                        .codes(CODES)
                        .context(AUDIT)
                        .kept(false),
                USUAL);
    }

    @Override
    protected PaasIdGateway with(GatewaySettings changed) {
        return new PaasIdGateway(changed, options);
    }

    private PaasIdGateway with(Options changed) {
        return new PaasIdGateway(settings(), changed);
    }

    /** What the header fields begin with; {@code x-tif} by default. */
    public PaasIdGateway prefix(String prefix) {
        return with(new Options(prefix, options.serviceId, options.letters, options.layout, options.asksAsSystem));
    }

    /** The service id of all services that have none of their own, as {@code {prefix}-serviceId}; none by default. */
    public PaasIdGateway serviceId(String id) {
        return with(new Options(options.prefix, id, options.letters, options.layout, options.asksAsSystem));
    }

    /** Whether signatures are in upper case; by default where there is a service id. */
    public PaasIdGateway upperCase(boolean upper) {
        return with(new Options(
                options.prefix,
                options.serviceId,
                upper ? Case.UPPER : Case.LOWER,
                options.layout,
                options.asksAsSystem));
    }

    /**
     * What nonces are made of, and how long they are; 16 letters and digits by default. Some of these gateways refuse less than
     * 10 and more than 20.
     */
    public PaasIdGateway nonce(String characters, int length) {
        return with(options.layout.nonce(characters, length));
    }

    /** What is added to the clock; two seconds less by default. */
    public PaasIdGateway clockOffset(Duration added) {
        return with(options.layout.offset(added));
    }

    private PaasIdGateway with(SignatureLayout layout) {
        return with(new Options(options.prefix, options.serviceId, options.letters, layout, options.asksAsSystem));
    }

    /**
     * Who asks, as {@code system_id}, {@code vender_id} and {@code department_id} in the body. Required, or else {@link
     * #system(String, String)} or {@link #withoutSystem}. A context with a department of its own sends that.
     *
     * @param systemId the system, as the gateway has it registered
     * @param venderId who made it; the gateways spell the member like this
     * @param departmentId the department that answers for it, mostly by its unified social credit code
     * @throws ConfigurationException if one is blank
     */
    public PaasIdGateway system(String systemId, String venderId, String departmentId) {
        ContextPlacement asking =
                asking(systemId, venderId).constant("/department_id", given("departmentId", departmentId));
        return with(settings().context(asking)).withoutSystem();
    }

    /**
     * The same for a system of several departments: each call context must name the one that asks.
     *
     * @throws ConfigurationException if one is blank
     */
    public PaasIdGateway system(String systemId, String venderId) {
        Set<Member> required = EnumSet.of(Member.DEPARTMENT);
        required.addAll(settings().context().required());
        ContextPlacement asking = asking(systemId, venderId).required(required.toArray(Member[]::new));
        return with(settings().context(asking)).withoutSystem();
    }

    private ContextPlacement asking(String systemId, String venderId) {
        return settings()
                .context()
                .constant("/system_id", given("systemId", systemId))
                .constant("/vender_id", given("venderId", venderId));
    }

    private static String given(String name, String value) {
        if (value.isBlank()) {
            throw new ConfigurationException(
                    "PaasIdGateway.system(…): " + name + " is blank",
                    "Give the ids that the gateway's operators have registered.");
        }
        return value;
    }

    /** For a gateway whose body says nothing of the system, or where {@code context(…)} or services say it. */
    public PaasIdGateway withoutSystem() {
        return with(new Options(options.prefix, options.serviceId, options.letters, options.layout, true));
    }

    private void requireSystem() {
        if (!options.asksAsSystem && !settings().services().isEmpty()) {
            throw new ConfigurationException(
                    "The paasid gateway " + settings().name() + " is not told which system asks",
                    "Add .system(systemId, venderId, departmentId) with the ids that its operators have registered, or"
                            + " .withoutSystem() if its body has no such members.");
        }
    }

    @Override
    protected RequestSigner signer(GatewayConnection connection) {
        requireSystem();
        SignatureLayout layout = options.named();
        return (request, attempt) -> {
            String service = connection
                    .service(attempt.facts())
                    .map(Service::id)
                    .filter(id -> !id.isEmpty())
                    .orElse(options.serviceId);
            Request marked = service.isEmpty() ? request : request.with(options.prefix + "-serviceId", service);
            boolean upper = options.letters == Case.UPPER || (options.letters == Case.USUAL && !service.isEmpty());
            return layout.sign(
                    marked,
                    connection.id(attempt.facts()),
                    connection.secret(attempt.facts()),
                    attempt.now(),
                    stamp -> upper ? signature(stamp).toUpperCase(Locale.ROOT) : signature(stamp));
        };
    }

    static String signature(Stamp stamp) {
        return Hashes.sha256Hex(stamp.timestamp() + stamp.secret().revealText() + stamp.nonce() + stamp.timestamp());
    }
}
