package io.govshare.dialect.clientid;

import io.govshare.dialect.gateway.Codes;
import io.govshare.dialect.gateway.Gateway;
import io.govshare.dialect.gateway.GatewayConnection;
import io.govshare.dialect.gateway.GatewaySettings;
import io.govshare.dialect.gateway.Hashes;
import io.govshare.dialect.gateway.Position;
import io.govshare.dialect.gateway.SignatureLayout;
import io.govshare.dialect.gateway.SignatureLayout.Stamp;
import io.govshare.http.Outcome.Kind;
import io.govshare.platform.RequestSigner;
import java.time.Duration;

/**
 * A gateway compatible with the {@code X-Client-Id} style: each request carries id, time in milliseconds, nonce and {@code
 * Base64(HmacSHA256(clientSecret, clientId + timestamp + nonce))}. Immutable: each method returns a changed copy.
 *
 * <p>Usual: header fields {@code X-Client-Id}, {@code X-Timestamp}, {@code X-Nonce}, {@code X-Signature}; records at {@code
 * /data}, which is often a string with JSON in it; at most 100 on a page, by parameters that each service names its own way.
 */
public final class ClientIdGateway extends Gateway<ClientIdGateway> {

    private static final Codes CODES = Codes.at("/code", "/errcode")
            .message("/msg", "/message", "/errmsg")
            .requestId("/requestId")
            .success("0", "00", "200")
            .onSaying(Kind.CLOCK, "400", "timestamp", "时间戳")
            .onSaying(Kind.CLOCK, "401", "timestamp", "时间戳")
            .onSaying(Kind.SIGNATURE_REJECTED, "400", "nonce", "随机")
            .on(Kind.INVALID, "400")
            .on(Kind.SIGNATURE_REJECTED, "401")
            .on(Kind.DENIED, "403")
            .on(Kind.NOT_FOUND, "404")
            .on(Kind.QUOTA, "429")
            .on(Kind.UPSTREAM, "408", "417", "500", "502", "503", "504")
            .emptyInUsualWords();

    private final SignatureLayout layout;

    private ClientIdGateway(GatewaySettings settings, SignatureLayout layout) {
        super(settings);
        this.layout = layout;
    }

    /** The gateway at this address. @throws io.govshare.error.ConfigurationException if it is no http or https URL */
    public static ClientIdGateway at(String base) {
        return new ClientIdGateway(
                GatewaySettings.at(base).codes(CODES),
                SignatureLayout.of(Position.HEADER, "X-Client-Id", "X-Timestamp", "X-Nonce", "X-Signature"));
    }

    @Override
    protected ClientIdGateway with(GatewaySettings changed) {
        return new ClientIdGateway(changed, layout);
    }

    /** The names of the header fields. */
    public ClientIdGateway names(String id, String timestamp, String nonce, String signature) {
        return new ClientIdGateway(settings(), layout.names(id, timestamp, nonce, signature));
    }

    /** How time is spelled; in milliseconds by default. */
    public ClientIdGateway timestamp(SignatureLayout.Timestamp spelling) {
        return new ClientIdGateway(settings(), layout.timestamp(spelling));
    }

    /** What nonces are made of, and how long they are; 16 letters and digits by default. */
    public ClientIdGateway nonce(String characters, int length) {
        return new ClientIdGateway(settings(), layout.nonce(characters, length));
    }

    /** What is added to the clock; nothing by default. */
    public ClientIdGateway clockOffset(Duration added) {
        return new ClientIdGateway(settings(), layout.offset(added));
    }

    @Override
    protected RequestSigner signer(GatewayConnection connection) {
        return (request, attempt) -> layout.sign(
                request,
                connection.id(attempt.facts()),
                connection.secret(attempt.facts()),
                attempt.now(),
                ClientIdGateway::signature);
    }

    static String signature(Stamp stamp) {
        return Hashes.hmacSha256Base64(stamp.secret(), stamp.id() + stamp.timestamp() + stamp.nonce());
    }
}
