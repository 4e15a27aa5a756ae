package io.govshare.dialect.standard;

import static org.assertj.core.api.Assertions.assertThat;

import io.govshare.http.Answer;
import io.govshare.http.Headers;
import io.govshare.http.Outcome;
import io.govshare.http.Request;
import io.govshare.platform.Attempt;
import io.govshare.platform.CallFacts;
import io.govshare.platform.Credential;
import io.govshare.signing.DigestField;
import io.govshare.signing.KeySource;
import io.govshare.signing.Secret;
import io.govshare.signing.SigningKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StandardSignerTest {

    private static final Attempt ATTEMPT = new Attempt(CallFacts.OWN, null, Instant.parse("2026-09-01T08:00:00Z"), 1);
    private static final Request REQUEST = Request.get("https://share.example.gov/data");

    private static final RequestDigests DIGESTS =
            new RequestDigests(List.of(DigestField.CONTENT_DIGEST), facts -> false);

    private final SigningKey before = SigningKey.generate();
    private final SigningKey fresh = SigningKey.generate();
    private final Keys keys = new Keys();
    private final StandardSigner signer = new StandardSigner(keys, null, DIGESTS);

    /** Gives the key that was set, and takes down which were refused. */
    private final class Keys implements KeySource {

        private final List<SigningKey> refused = new ArrayList<>();
        private SigningKey current = before;

        @Override
        public SigningKey current() {
            return current;
        }

        @Override
        public boolean refused(SigningKey key) {
            refused.add(key);
            current = before;
            return current != key;
        }
    }

    private static boolean hasAnother(StandardSigner refused, Request signed) {
        return refused.heard(Answer.whole(signed, 401, Headers.none(), new byte[0])
                        .with(Outcome.of(Outcome.Kind.SIGNATURE_REJECTED)))
                .isPresent();
    }

    private static String input(Request signed) {
        return String.valueOf(signed.headers().get("Signature-Input"));
    }

    @Test
    void sign_afterTheKeyChanged_isByTheNewKey() {
        assertThat(input(signer.sign(REQUEST, ATTEMPT))).contains(before.keyId());

        keys.current = fresh;

        assertThat(input(signer.sign(REQUEST, ATTEMPT))).contains(fresh.keyId());
    }

    @Test
    void heard_refusalOfTheNewKey_tellsTheSourceAndIsWorthAnother() {
        keys.current = fresh;
        Request signed = signer.sign(REQUEST, ATTEMPT);

        assertThat(hasAnother(signer, signed)).isTrue();

        assertThat(keys.refused).containsExactly(fresh);
        Request again = signer.sign(REQUEST, ATTEMPT);
        assertThat(input(again)).contains(before.keyId());
        assertThat(hasAnother(signer, again)).as("there is no other").isFalse();
    }

    @Test
    void heard_refusalOfARequestSignedBeforeTheChange_isWorthAnotherAndBlamesNoKey() {
        Request old = signer.sign(REQUEST, ATTEMPT);
        keys.current = fresh;
        signer.sign(REQUEST, ATTEMPT);

        assertThat(hasAnother(signer, old)).isTrue();
        assertThat(keys.refused).isEmpty();
    }

    @Test
    void heard_refusalWithoutAKey_isWorthNothing() {
        StandardSigner none = new StandardSigner(null, null, DIGESTS);
        assertThat(hasAnother(none, none.sign(REQUEST, ATTEMPT))).isFalse();
    }

    @Test
    void sign_credentialsInTurn_placesEachOwnToken() {
        for (String token : List.of("first", "second", "first")) {
            Credential credential = Credential.of(Secret.of(token), ATTEMPT.now(), null);
            Request signed = signer.sign(REQUEST, new Attempt(CallFacts.OWN, credential, ATTEMPT.now(), 1));
            assertThat(signed.headers().all("Authorization")).containsExactly("Bearer " + token);
        }
    }

    @Test
    void sign_severalCredentialsAtOnce_placesTheTokenOfTheAttempt() {
        List<Credential> credentials = IntStream.range(0, 4)
                .mapToObj(i -> Credential.of(Secret.of("token-" + i), ATTEMPT.now(), null))
                .toList();
        StandardSigner shared = new StandardSigner(null, null, DIGESTS);
        IntStream.range(0, 4_000).parallel().forEach(i -> {
            Attempt attempt = new Attempt(CallFacts.OWN, credentials.get(i % 4), ATTEMPT.now(), 1);
            assertThat(shared.sign(REQUEST, attempt).headers().get("Authorization"))
                    .isEqualTo("Bearer token-" + i % 4);
        });
    }
}
