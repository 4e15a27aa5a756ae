package io.govshare.dialect.gjgxjhpt;

import io.govshare.dialect.gateway.Codes;
import io.govshare.dialect.gateway.Gateway;
import io.govshare.dialect.gateway.GatewayConnection;
import io.govshare.dialect.gateway.GatewaySettings;
import io.govshare.dialect.gateway.Hashes;
import io.govshare.dialect.gateway.Position;
import io.govshare.dialect.gateway.SecretExchange;
import io.govshare.dialect.gateway.Service;
import io.govshare.dialect.gateway.SignatureLayout;
import io.govshare.dialect.gateway.SignatureLayout.Timestamp;
import io.govshare.dialect.rtime.SealedSecret;
import io.govshare.error.ConfigurationException;
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
 * A gateway compatible with the national exchange platform's {@code gjgxjhpt_*} style: all services behind {@code /httpproxy},
 * told apart by their {@code sid}; for each, the {@code appKey} is exchanged for a sealed secret that signs its calls with
 * {@code Base64(HmacSHA256(secret, sid + rid + rtime))}. Immutable: each method returns a changed copy.
 *
 * <p>The {@code rid} is the id of the credentials, the {@code appKey} their secret; since each service has its own {@code
 * appKey}, give each {@link Service#credentials}. Services are made by {@link Service#named}, or read from their registration
 * by {@link ServiceRegistration}.
 *
 * <p>Usual: prefix {@code gjgxjhpt_}, secrets sealed in mode CBC, used until the end that the reply names, else 30 minutes;
 * records at {@code /data}; codes at {@code /code} or {@code /errCode}, of which {@code 0}, {@code 00} and {@code 200} mean
 * success, and those spelled like HTTP statuses what these mean; all of it can be changed by {@code records(…)} and {@code
 * codes(…)}. The context goes nowhere: {@code context(…)} puts it where a service wants it.
 */
public final class ExchangeGateway extends Gateway<ExchangeGateway> {

    /** How session secrets are sealed, which is not the same everywhere. */
    public enum Seal {
        /** AES in CBC mode with a fixed vector. */
        CBC(SealedSecret.Mode.CBC),
        /** AES in ECB mode. */
        ECB(SealedSecret.Mode.ECB);

        private final SealedSecret.Mode mode;

        Seal(SealedSecret.Mode mode) {
            this.mode = mode;
        }
    }

    private static final Duration USUAL_LIFE = Duration.ofMinutes(30);
    private static final Codes CODES = Codes.at("/code", "/errCode")
            .message("/errMsg", "/msg", "/message")
            .requestId("/requestId")
            .success("0", "200", "00")
            .on(Kind.UPSTREAM, "417")
            .onPhrase(Kind.CREDENTIAL_REJECTED, "token无效", "token失效", "token过期", "密钥无效", "密钥失效", "密钥过期")
            .onPhrase(Kind.CLOCK, "时间戳", "rtime")
            .onPhrase(Kind.SIGNATURE_REJECTED, "签名")
            .emptyInUsualWords()
            .likeStatuses();

    private record Options(String prefix, String secretPath, Seal seal, Duration offset) {}

    private final Options options;

    private ExchangeGateway(GatewaySettings settings, Options options) {
        super(settings);
        this.options = options;
    }

    /** The gateway at this address. @throws ConfigurationException if it is no http or https URL */
    public static ExchangeGateway at(String base) {
        return new ExchangeGateway(
                GatewaySettings.at(base).codes(CODES).address("/httpproxy"),
                new Options("gjgxjhpt_", "/sysapi/auth/refreshappsecret", Seal.CBC, Duration.ZERO));
    }

    @Override
    protected ExchangeGateway with(GatewaySettings changed) {
        return new ExchangeGateway(changed, options);
    }

    private ExchangeGateway with(Options changed) {
        return new ExchangeGateway(settings(), changed);
    }

    /** What the names of header fields and members begin with; {@code gjgxjhpt_} by default. */
    public ExchangeGateway prefix(String prefix) {
        return with(new Options(prefix, options.secretPath, options.seal, options.offset));
    }

    /** Paths or URLs of the exchange and of all services; {@code /sysapi/auth/refreshappsecret} and {@code /httpproxy}. */
    public ExchangeGateway paths(String secret, String proxy) {
        return new ExchangeGateway(
                settings().address(proxy), new Options(options.prefix, secret, options.seal, options.offset));
    }

    /** How session secrets are sealed; {@link Seal#CBC} by default. */
    public ExchangeGateway seal(Seal seal) {
        return with(new Options(options.prefix, options.secretPath, seal, options.offset));
    }

    /** What is added to the clock; nothing by default. */
    public ExchangeGateway clockOffset(Duration added) {
        return with(new Options(options.prefix, options.secretPath, options.seal, added));
    }

    @Override
    protected Optional<CredentialExchange> exchange(GatewayConnection connection) {
        String url = settings().url(options.secretPath);
        return Optional.of(SecretExchange.perService(
                connection,
                (facts, now) -> signed(
                        Request.of("POST", url, null), Position.JSON, connection, facts, connection.secret(facts), now),
                (facts, reply, asked) -> Credential.of(
                        SealedSecret.open(connection.secret(facts), reply.text("/data/secret"), options.seal.mode),
                        asked,
                        reply.end("/data/secretEndTime", asked, USUAL_LIFE))));
    }

    @Override
    protected RequestSigner signer(GatewayConnection connection) {
        return (request, attempt) -> {
            @Nullable Credential credential = attempt.credential();
            return credential == null
                    ? request
                    : signed(
                            request,
                            Position.HEADER,
                            connection,
                            attempt.facts(),
                            credential.value(),
                            SecretExchange.ownTime(attempt.now(), credential));
        };
    }

    private Request signed(
            Request request,
            Position position,
            GatewayConnection connection,
            CallFacts facts,
            Secret secret,
            Instant now) {
        String rid = connection.id(facts);
        String sid = connection
                .service(facts)
                .map(Service::id)
                .filter(id -> !id.isEmpty())
                .orElseThrow(() -> new ConfigurationException(
                        "The service of this call has no sid",
                        "Make it by Service.named(dataset, \"s_…\") on the gateway."));
        String prefix = options.prefix;
        return SignatureLayout.of(position, prefix + "rid", prefix + "rtime", "", prefix + "sign")
                .timestamp(Timestamp.MILLIS)
                .offset(options.offset)
                .fixed(prefix + "sid", sid)
                .sign(request, rid, secret, now, stamp -> signature(secret, sid, rid, stamp.timestamp()));
    }

    static String signature(Secret secret, String sid, String rid, String rtime) {
        return Hashes.hmacSha256Base64(secret, sid + rid + rtime);
    }
}
