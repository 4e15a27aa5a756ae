package com.example.trust;

import io.govshare.GovShare;
import io.govshare.auth.Credentials;
import io.govshare.dataset.Dataset;
import io.govshare.dataset.Page;
import io.govshare.dialect.standard.StandardPlatform;
import io.govshare.platform.SignaturePolicy;
import io.govshare.signing.DigestField;
import io.govshare.signing.Proof;
import io.govshare.signing.Secret;
import io.govshare.signing.SigningKey;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The examples of docs/signing.md and docs/proof.md, as a reader would type them in. */
public final class Signing {

    private Signing() {}

    /** What is read. */
    public record County(String code, String name) {}

    /** A secret for the token, a key for the requests. */
    public static GovShare.Builder signed(Secret secret) {
        GovShare.Builder signed = GovShare.builder()
                .credentials(Credentials.clientSecretBasic("residence-permits", secret))
                .signing(SigningKey.load(Path.of("key.pem")));
        return signed;
    }

    /** What may be asked of a platform's answers, and how it is asked. */
    public static List<StandardPlatform> platforms() {
        StandardPlatform older =
                StandardPlatform.at("https://share.example.gov").digest(DigestField.DIGEST);
        StandardPlatform strict = StandardPlatform.at("https://share.example.gov")
                .answers(SignaturePolicy.REQUIRE.maxAge(Duration.ofMinutes(1)).requiringNonce());
        StandardPlatform withPublisher = StandardPlatform.at("https://share.example.gov")
                .publisherKeys("cn.stats", URI.create("https://stats.example.gov/jwks"));
        StandardPlatform keeping =
                StandardPlatform.at("https://share.example.gov").answers(SignaturePolicy.REQUIRE.keepingProofs());
        return List.of(older, strict, withPublisher, keeping);
    }

    /** A platform whose answers are kept as proofs. */
    public static StandardPlatform proving() {
        StandardPlatform platform =
                StandardPlatform.at("https://share.example.gov").answers(SignaturePolicy.REQUIRE.keepingProofs());
        return platform;
    }

    /** Stores the proof of a record. */
    public static Proof store(Dataset<County> counties, Path file) throws IOException {
        Page<County> page = counties.findPage("350102");
        Proof proof = page.proof().orElseThrow();
        Files.write(file, proof.toBytes());
        return proof;
    }

    /** Verifies it, years later. */
    public static Proof verified(Path file, Path keys) throws IOException {
        Proof proof = Proof.parse(Files.readAllBytes(file)).verify(Files.readString(keys));
        return proof;
    }
}
