package io.govshare.dialect.standard;

import io.govshare.platform.SignaturePolicy;
import io.govshare.signing.VerificationKey;
import io.govshare.signing.VerificationKeys;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What configuration says about the signatures of answers: whether they must be there, and secrets that check them. */
record AnswerTrust(SignaturePolicy policy, Map<String, VerificationKey> secrets) implements VerificationKeys {

    static final AnswerTrust USUAL = new AnswerTrust(SignaturePolicy.AUTO, Map.of());

    AnswerTrust with(SignaturePolicy other) {
        return new AnswerTrust(other, secrets);
    }

    AnswerTrust with(VerificationKey secret) {
        Map<String, VerificationKey> more = new LinkedHashMap<>(secrets);
        more.put(secret.keyId(), secret);
        return new AnswerTrust(policy, Map.copyOf(more));
    }

    boolean isOff() {
        return policy == SignaturePolicy.OFF;
    }

    /** Whether answers must be signed from the first on. */
    boolean isRequired() {
        return policy == SignaturePolicy.REQUIRE || !secrets.isEmpty();
    }

    @Override
    public Optional<VerificationKey> find(String keyId) {
        return Optional.ofNullable(secrets.get(keyId));
    }
}
