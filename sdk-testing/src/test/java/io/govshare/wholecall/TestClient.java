package io.govshare.wholecall;

import io.govshare.GovShare;
import io.govshare.auth.Credentials;
import io.govshare.context.CallContext;
import io.govshare.dialect.standard.StandardPlatform;
import io.govshare.signing.SigningKey;
import io.govshare.testing.Divisions;
import io.govshare.testing.Sandbox;
import io.govshare.testing.SandboxBuilder;
import java.nio.file.Path;

/** A client and the platform that knows it. */
final class TestClient {

    static final String ID = "residence-permits";
    static final String PURPOSE = "residence-permit";
    static final SigningKey KEY = SigningKey.generate();

    private TestClient() {}

    /** A platform with the division codes and a grant for counties and townships. */
    static SandboxBuilder platform() {
        return Sandbox.builder()
                .client(ID, KEY.publicJwk())
                .datasets(Divisions.all())
                .grant(ID, Divisions.COUNTIES, PURPOSE)
                .grant(ID, Divisions.TOWNSHIPS, PURPOSE);
    }

    static GovShare.Builder of(Sandbox sandbox, Path spool) {
        return GovShare.builder()
                .application(ID, "1.0.0")
                .platform(StandardPlatform.at(sandbox.url()))
                .credentials(Credentials.privateKeyJwt(ID, KEY))
                .context(CallContext.purpose(PURPOSE).build())
                .usage(usage -> usage.folder(spool));
    }
}
