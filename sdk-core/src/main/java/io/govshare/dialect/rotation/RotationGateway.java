package io.govshare.dialect.rotation;

import io.govshare.context.CallContext.Member;
import io.govshare.dialect.gateway.Codes;
import io.govshare.dialect.gateway.ContextPlacement;
import io.govshare.dialect.gateway.Gateway;
import io.govshare.dialect.gateway.GatewayConnection;
import io.govshare.dialect.gateway.GatewaySettings;
import io.govshare.dialect.gateway.Position;
import io.govshare.dialect.gateway.SignatureLayout;
import io.govshare.dialect.gateway.SignatureLayout.Stamp;
import io.govshare.http.Outcome.Kind;
import io.govshare.platform.Credential;
import io.govshare.platform.CredentialExchange;
import io.govshare.platform.RequestSigner;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A gateway compatible with the {@code refreshTokenByKey} style: the {@code appSecret} is exchanged for a {@code requestSecret},
 * which signs calls, and a {@code refreshSecret}, with which both are renewed. Immutable: each method returns a changed copy.
 *
 * <p>Signatures are {@code md5(appKey + secret + requestTime)}, as such gateways want it: MD5 is broken, and whoever sees a
 * request can try secrets against it, so call such a gateway over TLS only.
 *
 * <p>Usual: POST with parameters, signature and {@code additional} (the call context) in the form; a service with {@code
 * method("GET")} has all of them in the query. Records at {@code /datas/data}, mostly inside a string; success is code {@code
 * 00}, 14 a signature refused, 11 a secret that has ended, 18 a quota; the matter is required. Gateways differ in their other
 * codes: {@code codes(…)} takes them.
 */
public final class RotationGateway extends Gateway<RotationGateway> {

    private static final Codes CODES = Codes.at("/code")
            .message("/msg")
            .requestId("/requestId")
            .success("00")
            .on(Kind.SIGNATURE_REJECTED, "14")
            .on(Kind.CREDENTIAL_REJECTED, "11")
            .on(Kind.QUOTA, "18")
            .on(Kind.UPSTREAM, "417")
            .onPhrase(Kind.CREDENTIAL_REJECTED, "token无效", "密钥失效", "密钥过期")
            .onPhrase(Kind.CLOCK, "时间戳", "requestTime")
            .onPhrase(Kind.SIGNATURE_REJECTED, "签名")
            .within(Codes.at("/datas/success")
                    .message("/datas/errorMsg")
                    .success("true")
                    .emptyInUsualWords())
            .emptyInUsualWords()
            .likeStatuses();

    private record Options(SignatureLayout layout, boolean upperCase, String byKey, String bySecret) {}

    private final Options options;

    private RotationGateway(GatewaySettings settings, Options options) {
        super(settings);
        this.options = options;
    }

    private static ContextPlacement additional() {
        return ContextPlacement.text(Position.FORM, "additional")
                .put(Member.MATTER, "powerMatters")
                .put(Member.MATTER, "subPowerMatters")
                .put(Member.OPERATOR, "accesscardId")
                .put(Member.MATERIAL, "materialName")
                .put(Member.SUBJECT_NAME, "sponsorName")
                .put(Member.SUBJECT, "sponsorCode")
                .put(Member.CASE, "projectId")
                .required(Member.MATTER);
    }

    /** The gateway at this address. @throws io.govshare.error.ConfigurationException if it is no http or https URL */
    public static RotationGateway at(String base) {
        return new RotationGateway(
                GatewaySettings.at(base)
                        .requests("POST", Position.FORM)
                        .records("/datas/data")
                        .codes(CODES)
                        .context(additional()),
                new Options(
                        SignatureLayout.of(Position.FORM, "appKey", "requestTime", "", "sign"),
                        false,
                        "/gateway/app/refreshTokenByKey.htm",
                        "/gateway/app/refreshTokenBySec.htm"));
    }

    /** The usual path of an interface, for {@code Service.at(dataset, path)}. */
    public static String path(String directory, String interfaceId) {
        return "/gateway/api/" + directory + "/dataSharing/" + interfaceId + ".htm";
    }

    @Override
    protected RotationGateway with(GatewaySettings changed) {
        return new RotationGateway(changed, options);
    }

    private RotationGateway with(SignatureLayout layout) {
        return new RotationGateway(settings(), new Options(layout, options.upperCase, options.byKey, options.bySecret));
    }

    /** Paths or URLs of the two exchanges. */
    public RotationGateway tokenPaths(String byKey, String bySecret) {
        return new RotationGateway(settings(), new Options(options.layout, options.upperCase, byKey, bySecret));
    }

    /** The names of identifier, time and signature; {@code appKey}, {@code requestTime} and {@code sign} by default. */
    public RotationGateway names(String id, String time, String signature) {
        return with(options.layout.names(id, time, "", signature));
    }

    /** Signatures in upper-case hexadecimal; in lower case by default. */
    public RotationGateway upperCaseHex() {
        return new RotationGateway(settings(), new Options(options.layout, true, options.byKey, options.bySecret));
    }

    /**
     * Calls with a JSON body that holds parameters and {@code additional}, and the signature in header fields; without this
     * all is in the form. A context that was put into header fields or elsewhere before stays there.
     */
    public RotationGateway jsonBody() {
        GatewaySettings json = settings().requests("POST", Position.JSON);
        return new RotationGateway(
                json.context(json.context().moved(Position.FORM, Position.JSON)),
                new Options(options.layout.in(Position.HEADER), options.upperCase, options.byKey, options.bySecret));
    }

    /** Where identifier, time and signature of calls stand: in the form by default, in header fields with {@link #jsonBody}. */
    public RotationGateway signatureIn(Position position) {
        return with(options.layout.in(position));
    }

    /**
     * The matter in the header fields {@code powerMatters} and {@code subPowerMatters}, and no {@code additional}, as some of
     * these gateways want it.
     */
    public RotationGateway purposeInHeaders() {
        return with(settings()
                .context(ContextPlacement.each(Position.HEADER)
                        .put(Member.MATTER, "powerMatters")
                        .put(Member.MATTER, "subPowerMatters")
                        .required(Member.MATTER)));
    }

    /** What is added to the clock; nothing by default. */
    public RotationGateway clockOffset(Duration added) {
        return with(options.layout.offset(added));
    }

    @Override
    protected Optional<CredentialExchange> exchange(GatewayConnection connection) {
        return Optional.of(new RotationExchange(
                connection,
                options.layout.in(Position.QUERY),
                this::sign,
                settings().url(options.byKey),
                settings().url(options.bySecret)));
    }

    @Override
    protected RequestSigner signer(GatewayConnection connection) {
        return (request, attempt) -> {
            @Nullable Credential credential = attempt.credential();
            return credential == null
                    ? request
                    : options.layout.sign(
                            request, connection.id(attempt.facts()), credential.value(), attempt.now(), this::sign);
        };
    }

    private String sign(Stamp stamp) {
        return options.upperCase ? HexFormat.of().withUpperCase().formatHex(md5(stamp)) : signature(stamp);
    }

    static String signature(Stamp stamp) {
        return HexFormat.of().formatHex(md5(stamp));
    }

    /** MD5 only because the gateway computes it so. */
    private static byte[] md5(Stamp stamp) {
        try {
            String text = stamp.id() + stamp.secret().revealText() + stamp.timestamp();
            return MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has MD5", e);
        }
    }
}
