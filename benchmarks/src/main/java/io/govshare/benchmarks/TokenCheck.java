package io.govshare.benchmarks;

import io.govshare.auth.CredentialCache;
import io.govshare.auth.Credentials;
import io.govshare.catalog.DatasetDescription;
import io.govshare.context.CallContext;
import io.govshare.dialect.standard.StandardPlatform;
import io.govshare.http.Call;
import io.govshare.http.TimeSource;
import io.govshare.platform.CallFacts;
import io.govshare.platform.Credential;
import io.govshare.platform.CredentialExchange;
import io.govshare.signing.Secret;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/** How long a call takes to have a credential that is there and fresh: the facts of the call, the place of the credential, its age. */
final class TokenCheck {

    /** Checks in one measured call, since one alone is shorter than the looks at the clock around it. */
    static final int CHECKS = 1_000;

    private final CredentialCache cache;
    private final CallFacts facts = new CallFacts(
            DatasetDescription.at("cn.stats.counties", URI.create("https://share.example.gov/odata/cn.stats.counties")),
            CallContext.purpose("residence-permit").build());

    TokenCheck() {
        CredentialExchange exchange = StandardPlatform.at("https://share.example.gov")
                .tokenEndpoint(URI.create("https://share.example.gov/token"))
                .connect(new Unconnected(
                        Optional.of(Credentials.clientSecretBasic("benchmark", Secret.of("benchmark"))),
                        Optional.empty()))
                .exchange()
                .orElseThrow();
        cache = new CredentialCache(exchange, TimeSource.SYSTEM, Runnable::run);
    }

    /** The credential, asked for on the first call only. */
    Credential credential() throws IOException {
        return checks(1);
    }

    /** Nanoseconds of CPU for one check, on so many threads at once: the median of so many rounds. */
    double nanos(int threads, int times, long slotMillis) throws Exception {
        Rounds rounds = new Rounds(threads, slotMillis).add("check", () -> checks(CHECKS));
        rounds.warmUp(times);
        rounds.measure(times);
        return rounds.micros("check") * 1_000 / CHECKS;
    }

    /** So many checks for one call, as the stage of credentials makes them. */
    private Credential checks(int number) throws IOException {
        try (Call call = new Call("cn.stats.counties", "query", TimeSource.SYSTEM, null).put(CallFacts.class, facts)) {
            Credential credential = null;
            for (int i = 0; i < number; i++) {
                credential = cache.get(call.find(CallFacts.class).orElse(CallFacts.OWN), call);
            }
            return credential;
        }
    }
}
