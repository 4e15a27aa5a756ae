package io.govshare.dialect.rtime;

import io.govshare.dialect.gateway.Codes;
import io.govshare.dialect.gateway.Gateway;
import io.govshare.dialect.gateway.GatewayConnection;
import io.govshare.dialect.gateway.GatewaySettings;
import io.govshare.dialect.gateway.Hashes;
import io.govshare.dialect.gateway.Position;
import io.govshare.dialect.gateway.SecretExchange;
import io.govshare.dialect.gateway.SignatureLayout;
import io.govshare.dialect.gateway.SignatureLayout.Stamp;
import io.govshare.error.ConfigurationException;
import io.govshare.http.Headers;
import io.govshare.http.Outcome.Kind;
import io.govshare.http.Request;
import io.govshare.platform.CallFacts;
import io.govshare.platform.Credential;
import io.govshare.platform.CredentialExchange;
import io.govshare.platform.RequestSigner;
import io.govshare.signing.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A gateway compatible with the {@code gateway_appid} style: {@code POST /auth/token} gives a sealed session secret, and each
 * call carries id, time and {@code Base64(HmacSHA256(secret, appId + rtime))} in header fields. Immutable: each method
 * returns a changed copy.
 *
 * <p>Usual: header fields {@code gateway_appid}, {@code gateway_rtime}, {@code gateway_sig}; the time of the exchange is
 * sent with each call; a secret is used for 512 s; records at {@code /body}; success is code {@code 200}, and other codes spelled
 * like HTTP statuses mean what these mean. The context goes
 * nowhere: {@code context(…)} puts it where a gateway wants it.
 */
public final class RtimeGateway extends Gateway<RtimeGateway> {

    /** Which time a call carries. */
    public enum Rtime {
        /** That of the exchange, as most clients do. */
        REUSE,
        /** Its own. */
        FRESH
    }

    private static final Codes CODES = Codes.at("/code")
            .message("/msg", "/message")
            .requestId("/requestId")
            .success("200")
            .on(Kind.UPSTREAM, "417")
            .onPhrase(Kind.CREDENTIAL_REJECTED, "token无效", "token失效", "token过期")
            .onPhrase(Kind.CLOCK, "时间戳", "rtime")
            .onPhrase(Kind.SIGNATURE_REJECTED, "签名")
            .emptyInUsualWords()
            .likeStatuses();

    private record Options(
            SignatureLayout layout, String rtimeName, String tokenPath, Rtime rtime, Duration lifetime) {}

    private static final Options USUAL = new Options(
            SignatureLayout.of(Position.HEADER, "gateway_appid", "gateway_rtime", "", "gateway_sig"),
            "gateway_rtime",
            "/auth/token",
            Rtime.REUSE,
            Duration.ofSeconds(512));

    private final Options options;

    private RtimeGateway(GatewaySettings settings, Options options) {
        super(settings);
        this.options = options;
    }

    /** The gateway at this address. @throws ConfigurationException if it is no http or https URL */
    public static RtimeGateway at(String base) {
        return new RtimeGateway(GatewaySettings.at(base).records("/body").codes(CODES), USUAL);
    }

    @Override
    protected RtimeGateway with(GatewaySettings changed) {
        return new RtimeGateway(changed, options);
    }

    private RtimeGateway with(Options changed) {
        return new RtimeGateway(settings(), changed);
    }

    /** The names of the header fields. */
    public RtimeGateway names(String id, String time, String signature) {
        return with(new Options(
                options.layout.names(id, time, "", signature),
                time,
                options.tokenPath,
                options.rtime,
                options.lifetime));
    }

    /** Path or URL of the exchange; {@code /auth/token} by default. */
    public RtimeGateway tokenPath(String path) {
        return with(new Options(options.layout, options.rtimeName, path, options.rtime, options.lifetime));
    }

    /** Which time calls carry; {@link Rtime#REUSE} by default. */
    public RtimeGateway rtime(Rtime rtime) {
        return with(new Options(options.layout, options.rtimeName, options.tokenPath, rtime, options.lifetime));
    }

    /** How long a secret is used, which the gateway does not say; 512 s by default. */
    public RtimeGateway secretLifetime(Duration lifetime) {
        if (lifetime.isZero() || lifetime.isNegative()) {
            throw new ConfigurationException(
                    "RtimeGateway.secretLifetime: " + lifetime + " is no time", "Give a time above zero.");
        }
        return with(new Options(options.layout, options.rtimeName, options.tokenPath, options.rtime, lifetime));
    }

    /** What is added to the clock; nothing by default. */
    public RtimeGateway clockOffset(Duration added) {
        return with(new Options(
                options.layout.offset(added), options.rtimeName, options.tokenPath, options.rtime, options.lifetime));
    }

    @Override
    protected Optional<CredentialExchange> exchange(GatewayConnection connection) {
        String url = settings().url(options.tokenPath);
        return Optional.of(SecretExchange.shared(
                connection,
                (facts, now) -> options.layout.sign(
                        Request.of("POST", url, null),
                        connection.id(facts),
                        connection.secret(facts),
                        now,
                        RtimeGateway::signature),
                (facts, reply, asked) -> credential(connection, facts, reply, asked)));
    }

    private Credential credential(
            GatewayConnection connection, CallFacts facts, SecretExchange.Reply reply, Instant asked) {
        Secret secret =
                SealedSecret.open(connection.secret(facts), reply.text("/body/access_token"), SealedSecret.Mode.CBC);
        Credential credential = Credential.of(secret, asked, asked.plus(options.lifetime));
        @Nullable String sent = reply.request().headers().get(options.rtimeName);
        return options.rtime == Rtime.REUSE && sent != null
                ? credential.companions(Headers.of(options.rtimeName, sent)).timed()
                : credential;
    }

    @Override
    protected RequestSigner signer(GatewayConnection connection) {
        return (request, attempt) -> {
            @Nullable Credential credential = attempt.credential();
            if (credential == null) {
                return request;
            }
            String id = connection.id(attempt.facts());
            @Nullable String reused = credential.companions().get(options.rtimeName);
            return reused == null
                    ? options.layout.sign(
                            request,
                            id,
                            credential.value(),
                            SecretExchange.ownTime(attempt.now(), credential),
                            RtimeGateway::signature)
                    : options.layout.signAt(request, id, credential.value(), reused, RtimeGateway::signature);
        };
    }

    static String signature(Stamp stamp) {
        return Hashes.hmacSha256Base64(stamp.secret(), stamp.id() + stamp.timestamp());
    }
}
