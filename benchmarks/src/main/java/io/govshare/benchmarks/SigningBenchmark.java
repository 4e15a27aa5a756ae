package io.govshare.benchmarks;

import io.govshare.dialect.standard.StandardPlatform;
import io.govshare.http.Answer;
import io.govshare.http.Body;
import io.govshare.http.Headers;
import io.govshare.http.Request;
import io.govshare.platform.Attempt;
import io.govshare.platform.CallFacts;
import io.govshare.platform.Credential;
import io.govshare.platform.RequestSigner;
import io.govshare.signing.Components;
import io.govshare.signing.ContentDigest;
import io.govshare.signing.MessageSigner;
import io.govshare.signing.MessageVerifier;
import io.govshare.signing.Secret;
import io.govshare.signing.SignatureRequirements;
import io.govshare.signing.SigningKey;
import io.govshare.signing.VerificationKeys;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.Security;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * What trust costs: a signed request against one that the AWS SDK signs, what is around the primitives, the primitives of all
 * providers, and the check of a token that is there.
 */
final class SigningBenchmark {

    private static final int ROUNDS = Integer.getInteger("rounds", 15);
    private static final int WARM_UP = Integer.getInteger("warmUp", 10);

    /** Calls of what takes microseconds before the rounds that warm up. */
    private static final int REPEATED = 40_000;

    private static final long SLOT_MILLIS = Long.getLong("slotMillis", 200);
    private static final Duration LIFETIME = Duration.ofSeconds(60);

    private static final String URL =
            "https://share.example.gov/odata/cn.stats.counties?$filter=provinceCode%20eq%20'35'"
                    + "&$orderby=code&$top=50";
    private static final String SECRET = "benchmark-secret-0123456789abcdef";
    private static final SecretKey MAC_KEY =
            new SecretKeySpec(SECRET.getBytes(StandardCharsets.US_ASCII), "HmacSHA256");

    private final SigningKey hmac = SigningKey.hmac("benchmark-hmac", Secret.of(SECRET));
    private final TokenCheck tokens = new TokenCheck();
    private final Credential credential;

    private SigningBenchmark() throws Exception {
        credential = tokens.credential();
    }

    public static void main(String[] args) throws Exception {
        new SigningBenchmark().run();
    }

    private void run() throws Exception {
        Request get = Request.get(URL)
                .with("Accept", "application/json")
                .with("GovShare-Context", "purpose=\"residence-permit\", matter=\"residence\"");
        Request post = Request.post(
                        "https://share.example.gov/odata/cn.stats.counties/$query",
                        Body.bytes(
                                "application/json",
                                "{\"code\":\"350102\"}".repeat(60).getBytes(StandardCharsets.US_ASCII)))
                .with("Accept", "application/json")
                .with("Content-Type", "application/json")
                .with("GovShare-Context", "purpose=\"residence-permit\", matter=\"residence\"");
        Rounds ofGet = againstSigV4("GET", get);
        Rounds ofPost = againstSigV4("POST of 1 KiB", post);
        Request request =
                get.with("Authorization", "Bearer " + credential.value().revealText());
        overhead(request);
        byte[] base = SignedBytes.of(sign(MessageSigner.of(hmac), request));
        Providers providers = new Providers(base, MAC_KEY);
        providers.measure(WARM_UP, ROUNDS);
        double ed25519 = Math.max(
                ed25519(request), providers.ratio("ed25519", "verify", Providers.BOUNCY_CASTLE, Providers.JDK));
        double check = tokens.nanos(1, ROUNDS, SLOT_MILLIS);
        double checkOfTwo = tokens.nanos(2, ROUNDS, SLOT_MILLIS);
        System.out.printf(
                Locale.ROOT,
                "a token that is there: %.0f ns of CPU a check on 1 thread, %.0f ns on 2 at once%n",
                check,
                checkOfTwo);
        System.out.printf(
                Locale.ROOT,
                "signing hmac_vs_sigv4=%.2f ed25519_bc_vs_jdk=%.2f token_check_ns=%.0f floor=%.2f%n",
                Math.max(ofGet.cpu("hmac", "sigv4"), ofPost.cpu("hmac", "sigv4")),
                ed25519,
                Math.max(check, checkOfTwo),
                ofGet.cpu("sigv4 again", "sigv4"));
    }

    private static RequestSigner signer(SigningKey key) {
        return StandardPlatform.at("https://share.example.gov")
                .connect(new Unconnected(Optional.empty(), Optional.of(key)))
                .signer();
    }

    private Attempt attempt() {
        return new Attempt(CallFacts.OWN, credential, Instant.now(), 1);
    }

    /** The whole signer of a call, which places and covers the token too, against that of the AWS SDK, which has none. */
    private Rounds againstSigV4(String what, Request request) throws Exception {
        RequestSigner signer = signer(hmac);
        SigV4 sigV4 = new SigV4(request);
        Rounds rounds = new Rounds(1, SLOT_MILLIS)
                .add("sigv4", sigV4::sign)
                .add("hmac", () -> signer.sign(request, attempt()))
                .add("sigv4 again", sigV4::sign);
        rounds.repeat(REPEATED);
        measured(rounds, what + ", signed by HMAC and by SigV4");
        System.out.printf(Locale.ROOT, "  hmac ×%.2f%n", rounds.cpu("hmac", "sigv4"));
        return rounds;
    }

    private static void measured(Rounds rounds, String what) throws Exception {
        rounds.warmUp(WARM_UP);
        rounds.measure(ROUNDS);
        System.out.println(what + " (medians of " + ROUNDS + " interleaved rounds)");
        rounds.names().forEach(name -> System.out.println(rounds.summary(name)));
    }

    private static Request sign(MessageSigner signer, Request request) {
        return signer.sign(request, Instant.now(), LIFETIME, Components.REQUEST);
    }

    /** What signer and verifier take around their primitive. */
    private void overhead(Request request) throws Exception {
        MessageSigner signer = MessageSigner.of(hmac);
        Instant created = Instant.now();
        Request signed = signer.sign(request, created, LIFETIME, Components.REQUEST);
        byte[] base = SignedBytes.of(signed);
        VerificationKeys keys = VerificationKeys.of(hmac.verificationKey());
        MessageVerifier parser = MessageVerifier.of(keys, SignatureRequirements.REQUEST);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(MAC_KEY);
        String value = "sig1=:" + Base64.getEncoder().encodeToString(mac.doFinal(base)) + ":";
        if (!value.equals(signed.headers().get("Signature"))) {
            throw new IllegalStateException("The primitive alone signs something else than the signer");
        }
        byte[] content = "{\"value\":[{\"code\":\"350102\"}]}".getBytes(StandardCharsets.US_ASCII);
        Headers fields = Headers.of("Content-Type", "application/json", ContentDigest.FIELD, ContentDigest.of(content));
        Answer answer = signer.sign(Answer.whole(signed, 200, fields, content), Instant.now(), Components.ANSWER);
        byte[] baseOfAnswer = SignedBytes.of(answer);
        byte[] expected = mac.doFinal(baseOfAnswer);
        MessageVerifier verifier = MessageVerifier.of(keys, SignatureRequirements.ANSWER);
        if (!verifier.verify(answer, Instant.now()).isVerified()
                || !parser.verify(signed, created).isVerified()) {
            throw new IllegalStateException("What is signed is not verified");
        }
        Rounds rounds = new Rounds(1, SLOT_MILLIS)
                .add("sign", () -> sign(signer, request))
                .add("bare sign", () -> mac.doFinal(base))
                .add("verify", () -> verifier.verify(answer, Instant.now()))
                .add("bare verify", () -> MessageDigest.isEqual(mac.doFinal(baseOfAnswer), expected))
                .add("parse, verify", () -> parser.verify(signed, created));
        rounds.repeat(REPEATED);
        measured(rounds, "a request signed and an answer verified, and the primitives alone");
        System.out.printf(
                Locale.ROOT,
                "  around the primitive: %.2f µs to sign a request, %.2f µs to verify an answer, %.2f µs to parse and verify"
                        + " a request%n",
                rounds.micros("sign") - rounds.micros("bare sign"),
                rounds.micros("verify") - rounds.micros("bare verify"),
                rounds.micros("parse, verify") - rounds.micros("bare sign"));
    }

    /** A request signed with Ed25519 as it is by default with Bouncy Castle on the class path, against the JDK's own. */
    private static double ed25519(Request request) throws Exception {
        SigningKey key = SigningKey.generate();
        MessageSigner found = MessageSigner.of(key);
        MessageSigner jdk = MessageSigner.of(key.withProvider(Security.getProvider("SunEC")));
        Rounds rounds = new Rounds(1, SLOT_MILLIS)
                .add("jdk", () -> sign(jdk, request))
                .add("found", () -> sign(found, request));
        measured(rounds, "a request signed with Ed25519 by the JDK and by what the SDK finds");
        return rounds.cpu("found", "jdk");
    }
}
