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
 * <p>Usual: POST with parameters, signature and {@code additional} (the call context) in the form; records at {@code
 * /datas/data}, mostly inside a string; success is code {@code 00}; the matter is required.
 */
public final class RotationGateway extends Gateway<RotationGateway> {

    private static final Codes CODES = Codes.at("/code")
            .message("/msg")
            .requestId("/requestId")
            .success("00")
            .on(Kind.SIGNATURE_REJECTED, "14")
            .on(Kind.CREDENTIAL_REJECTED, "11")
            .on(Kind.QUOTA, "18")
            .within(Codes.at("/datas/success")
                    .message("/datas/errorMsg")
                    .success("true")
                    .emptyInUsualWords())
            .emptyInUsualWords();

    private static final ContextPlacement ADDITIONAL = ContextPlacement.text(Position.FORM, "additional")
            .put(Member.MATTER, "powerMatters")
            .put(Member.MATTER, "subPowerMatters")
            .put(Member.OPERATOR, "accesscardId")
            .put(Member.MATERIAL, "materialName")
            .put(Member.SUBJECT_NAME, "sponsorName")
            .put(Member.SUBJECT, "sponsorCode")
            .put(Member.CASE, "projectId")
            .required(Member.MATTER);

    private final SignatureLayout layout;
    private final String byKey;
    private final String bySecret;

    private RotationGateway(GatewaySettings settings, SignatureLayout layout, String byKey, String bySecret) {
        super(settings);
        this.layout = layout;
        this.byKey = byKey;
        this.bySecret = bySecret;
    }

    /** The gateway at this address. @throws io.govshare.error.ConfigurationException if it is no http or https URL */
    public static RotationGateway at(String base) {
        return new RotationGateway(
                GatewaySettings.at(base)
                        .requests("POST", Position.FORM)
                        .records("/datas/data")
                        .codes(CODES)
                        .context(ADDITIONAL),
                SignatureLayout.of(Position.FORM, "appKey", "requestTime", "", "sign"),
                "/gateway/app/refreshTokenByKey.htm",
                "/gateway/app/refreshTokenBySec.htm");
    }

    /** The usual path of an interface, for {@code Service.at(dataset, path)}. */
    public static String path(String directory, String interfaceId) {
        return "/gateway/api/" + directory + "/dataSharing/" + interfaceId + ".htm";
    }

    @Override
    protected RotationGateway with(GatewaySettings changed) {
        return new RotationGateway(changed, layout, byKey, bySecret);
    }

    /** Paths or URLs of the two exchanges. */
    public RotationGateway tokenPaths(String newByKey, String newBySecret) {
        return new RotationGateway(settings(), layout, newByKey, newBySecret);
    }

    /** The names of identifier, time and signature; {@code appKey}, {@code requestTime} and {@code sign} by default. */
    public RotationGateway names(String id, String time, String signature) {
        return new RotationGateway(settings(), layout.names(id, time, "", signature), byKey, bySecret);
    }

    /** Calls with a JSON body, and the signature in header fields; without this all is in the form. */
    public RotationGateway jsonBody() {
        return new RotationGateway(
                settings().requests("POST", Position.JSON), layout.in(Position.HEADER), byKey, bySecret);
    }

    /** What is added to the clock; nothing by default. */
    public RotationGateway clockOffset(Duration added) {
        return new RotationGateway(settings(), layout.offset(added), byKey, bySecret);
    }

    @Override
    protected Optional<CredentialExchange> exchange(GatewayConnection connection) {
        return Optional.of(new RotationExchange(
                connection,
                layout.in(Position.QUERY),
                settings().url(byKey),
                settings().url(bySecret)));
    }

    @Override
    protected RequestSigner signer(GatewayConnection connection) {
        return (request, attempt) -> {
            @Nullable Credential credential = attempt.credential();
            return credential == null
                    ? request
                    : layout.sign(
                            request,
                            connection.id(attempt.facts()),
                            credential.value(),
                            attempt.now(),
                            RotationGateway::signature);
        };
    }

    /** MD5 only because the gateway computes it so. */
    static String signature(Stamp stamp) {
        try {
            String text = stamp.id() + stamp.secret().revealText() + stamp.timestamp();
            byte[] hash = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has MD5", e);
        }
    }
}
