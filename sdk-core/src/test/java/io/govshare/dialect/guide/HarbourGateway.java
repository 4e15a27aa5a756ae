package io.govshare.dialect.guide;

import io.govshare.context.CallContext.Member;
import io.govshare.dialect.gateway.Codes;
import io.govshare.dialect.gateway.ContextPlacement;
import io.govshare.dialect.gateway.Gateway;
import io.govshare.dialect.gateway.GatewayConnection;
import io.govshare.dialect.gateway.GatewaySettings;
import io.govshare.dialect.gateway.Hashes;
import io.govshare.dialect.gateway.Position;
import io.govshare.dialect.gateway.SignatureLayout;
import io.govshare.http.Outcome.Kind;
import io.govshare.platform.RequestSigner;
import java.util.Locale;

/** The gateway of a harbour office: a hash over id, time, nonce and secret in the form, the purpose as JSON text. */
final class HarbourGateway extends Gateway<HarbourGateway> {

    private static final SignatureLayout LAYOUT =
            SignatureLayout.of(Position.FORM, "app", "time", "once", "sign").nonce("0123456789ABCDEF", 12);

    private HarbourGateway(GatewaySettings settings) {
        super(settings);
    }

    static HarbourGateway at(String base) {
        return new HarbourGateway(GatewaySettings.at(base)
                .requests("POST", Position.FORM)
                .records("/result/rows")
                .codes(Codes.at("/result/code")
                        .message("/result/text")
                        .success("OK")
                        .on(Kind.SIGNATURE_REJECTED, "E-SIGN")
                        .on(Kind.QUOTA, "E-MANY")
                        .empty("nothing found"))
                .context(ContextPlacement.text(Position.FORM, "reason")
                        .put(Member.PURPOSE, "why")
                        .put(Member.OPERATOR, "who")
                        .required(Member.OPERATOR)));
    }

    @Override
    protected HarbourGateway with(GatewaySettings changed) {
        return new HarbourGateway(changed);
    }

    @Override
    protected RequestSigner signer(GatewayConnection connection) {
        return (request, attempt) -> LAYOUT.sign(
                request,
                connection.id(attempt.facts()),
                connection.secret(attempt.facts()),
                attempt.now(),
                stamp -> Hashes.sha256Hex(stamp.id()
                                + stamp.timestamp()
                                + stamp.nonce()
                                + stamp.secret().revealText())
                        .toUpperCase(Locale.ROOT));
    }
}
