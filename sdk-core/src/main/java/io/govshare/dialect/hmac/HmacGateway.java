package io.govshare.dialect.hmac;

import io.govshare.dialect.gateway.Codes;
import io.govshare.dialect.gateway.Gateway;
import io.govshare.dialect.gateway.GatewayConnection;
import io.govshare.dialect.gateway.GatewaySettings;
import io.govshare.dialect.gateway.Hashes;
import io.govshare.dialect.gateway.Position;
import io.govshare.dialect.gateway.SignatureLayout;
import io.govshare.dialect.gateway.SignatureLayout.Stamp;
import io.govshare.dialect.gateway.SignatureLayout.Timestamp;
import io.govshare.http.Outcome.Kind;
import io.govshare.http.PercentEncoding;
import io.govshare.http.Request;
import io.govshare.platform.RequestSigner;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A gateway compatible with the {@code X-BG-HMAC-*} style: method, path, sorted query, access key and date are signed with
 * HMAC-SHA256; the body is not. Immutable: each method returns a changed copy.
 *
 * <p>Usual: header fields that begin with {@code X-BG}, records at {@code /data}, no codes but HTTP statuses with a message.
 */
public final class HmacGateway extends Gateway<HmacGateway> {

    private static final Codes CODES = Codes.at()
            .message("/message", "/msg")
            .onPhrase(Kind.SIGNATURE_REJECTED, "Invalid signature")
            .onPhrase(Kind.CREDENTIAL_REJECTED, "Invalid access key")
            .onPhrase(Kind.CLOCK, "Clock skew exceeded")
            .onPhrase(Kind.DENIED, "route_id is forbidden")
            .emptyInUsualWords();

    private static final Comparator<Pair> BY_NAME = (one, other) -> Arrays.compareUnsigned(
            one.name.getBytes(StandardCharsets.UTF_8), other.name.getBytes(StandardCharsets.UTF_8));

    private final String prefix;
    private final Duration offset;

    private HmacGateway(GatewaySettings settings, String prefix, Duration offset) {
        super(settings);
        this.prefix = prefix;
        this.offset = offset;
    }

    /** The gateway at this address. @throws io.govshare.error.ConfigurationException if it is no http or https URL */
    public static HmacGateway at(String base) {
        return new HmacGateway(GatewaySettings.at(base).codes(CODES), "X-BG", Duration.ZERO);
    }

    @Override
    protected HmacGateway with(GatewaySettings changed) {
        return new HmacGateway(changed, prefix, offset);
    }

    /** What the header fields begin with; {@code X-BG} by default. */
    public HmacGateway prefix(String newPrefix) {
        return new HmacGateway(settings(), newPrefix, offset);
    }

    /** What is added to the clock; nothing by default. */
    public HmacGateway clockOffset(Duration added) {
        return new HmacGateway(settings(), prefix, added);
    }

    @Override
    protected RequestSigner signer(GatewayConnection connection) {
        SignatureLayout layout = SignatureLayout.of(
                        Position.HEADER,
                        prefix + "-HMAC-ACCESS-KEY",
                        prefix + "-DATE-TIME",
                        "",
                        prefix + "-HMAC-SIGNATURE")
                .timestamp(Timestamp.HTTP_DATE)
                .offset(offset);
        return (request, attempt) -> layout.sign(
                request.with(prefix + "-HMAC-ALGORITHM", "hmac-sha256"),
                connection.id(attempt.facts()),
                connection.secret(attempt.facts()),
                attempt.now(),
                HmacGateway::signature);
    }

    /** Every line is ended, the last one too. */
    static String signature(Stamp stamp) {
        Request request = stamp.request();
        return Hashes.hmacSha256Base64(
                stamp.secret(),
                request.method()
                        + '\n'
                        + request.path()
                        + '\n'
                        + canonical(request.rawQuery())
                        + '\n'
                        + stamp.id()
                        + '\n'
                        + stamp.timestamp()
                        + '\n');
    }

    /**
     * The pairs sorted by name, those of one name in their order, each spelled as RFC 3986 §2.3 leaves it. Names are compared
     * by their bytes before they are encoded, as the gateway has them; the encoded ones would stand in another order.
     */
    static String canonical(@Nullable String query) {
        if (query == null || query.isEmpty()) {
            return "";
        }
        return Arrays.stream(query.split("&"))
                .filter(pair -> !pair.isEmpty())
                .map(Pair::of)
                .sorted(BY_NAME)
                .map(pair -> PercentEncoding.encoded(pair.name) + "=" + PercentEncoding.encoded(pair.value))
                .collect(Collectors.joining("&"));
    }

    private record Pair(String name, String value) {

        static Pair of(String raw) {
            int equals = raw.indexOf('=');
            return equals < 0
                    ? new Pair(decoded(raw), "")
                    : new Pair(decoded(raw.substring(0, equals)), decoded(raw.substring(equals + 1)));
        }

        private static String decoded(String raw) {
            return URLDecoder.decode(raw, StandardCharsets.UTF_8);
        }
    }
}
