package io.govshare;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.auth.Credentials;
import io.govshare.dataset.CallOptions;
import io.govshare.dataset.Dataset;
import io.govshare.dataset.Query;
import io.govshare.http.Headers;
import io.govshare.http.Request;
import io.govshare.signing.MessageVerifier;
import io.govshare.signing.SignatureCheck;
import io.govshare.signing.SignatureRequirements;
import io.govshare.signing.SigningKey;
import io.govshare.signing.TurnedKeyFile;
import io.govshare.signing.VerificationKeys;
import java.io.IOException;
import java.nio.file.Path;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A platform that knows no tokens: who asks is known by the signature alone, whose key changes in its file. */
class SignedWithoutTokenTest {

    record Numbered(int number) {}

    @TempDir
    private Path folder;

    private SigningPlatform platform;
    private TurnedKeyFile file;
    private GovShare govshare;

    @BeforeEach
    void open() throws IOException {
        platform = new SigningPlatform();
        file = new TurnedKeyFile(folder.resolve("key.pem"));
        govshare = platform.client(platform.platform())
                .bind(platform.dataset())
                .credentials(Credentials.none("residence-permits"))
                .signing(file.source(platform.clock))
                .build();
    }

    @AfterEach
    void close() {
        govshare.close();
        platform.close();
    }

    private RecordedRequest sent() {
        Dataset<Numbered> numbers = govshare.dataset(SigningPlatform.ID, Numbered.class)
                .with(CallOptions.defaults().fresh());
        assertThat(numbers.query(Query.all()).items()).containsExactly(new Numbered(7));
        return platform.requests.get(platform.requests.size() - 1);
    }

    private SignatureCheck.Result checked(RecordedRequest sent, SigningKey key) {
        Headers headers = Headers.none();
        for (var field : sent.getHeaders()) {
            headers = headers.with(Headers.of(field.getFirst(), field.getSecond()));
        }
        Request request = Request.get(sent.getUrl().toString()).with(headers);
        return MessageVerifier.of(VerificationKeys.of(key.verificationKey()), SignatureRequirements.REQUEST)
                .verify(request, platform.clock.now())
                .result();
    }

    @Test
    void request_isSignedAndHasNoAuthorization() {
        SigningKey key = file.replace();
        platform.clock.turn(TurnedKeyFile.LOOK);

        RecordedRequest sent = sent();

        assertThat(sent.getHeaders().get("Authorization")).isNull();
        assertThat(sent.getHeaders().get("Signature-Input")).doesNotContain("authorization");
        assertThat(checked(sent, key)).isEqualTo(SignatureCheck.Result.VERIFIED);
        assertThat(checked(sent, SigningKey.generate())).isNotEqualTo(SignatureCheck.Result.VERIFIED);
        assertThat(platform.asked).noneMatch(path -> path.contains("token") || path.contains("oauth"));
    }

    @Test
    void keyFile_replacedThenHalfWritten_signsByTheNewestWholeKey() {
        sent();
        SigningKey second = file.replace();
        platform.clock.turn(TurnedKeyFile.LOOK);
        RecordedRequest afterTheChange = sent();
        file.cut();
        platform.clock.turn(TurnedKeyFile.LOOK);
        RecordedRequest whileHalfWritten = sent();

        assertThat(checked(afterTheChange, second)).isEqualTo(SignatureCheck.Result.VERIFIED);
        assertThat(checked(whileHalfWritten, second)).isEqualTo(SignatureCheck.Result.VERIFIED);
    }
}
