package io.govshare.dialect.standard;

import io.govshare.catalog.DatasetDescription;
import io.govshare.platform.SignaturePolicy;
import io.govshare.signing.VerificationKey;
import io.govshare.signing.VerificationKeys;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What configuration says about the signatures of answers: what they must be like, secrets that check them, and where
 * publishers have their keys.
 *
 * @param publishers addresses of key sets by code or name of the publisher
 */
record AnswerTrust(SignaturePolicy policy, Map<String, VerificationKey> secrets, Map<String, URI> publishers)
        implements VerificationKeys {

    static final AnswerTrust USUAL = new AnswerTrust(SignaturePolicy.AUTO, Map.of(), Map.of());

    AnswerTrust with(SignaturePolicy other) {
        return new AnswerTrust(other, secrets, publishers);
    }

    AnswerTrust with(VerificationKey secret) {
        Map<String, VerificationKey> more = new LinkedHashMap<>(secrets);
        more.put(secret.keyId(), secret);
        return new AnswerTrust(policy, Map.copyOf(more), publishers);
    }

    AnswerTrust with(String publisher, URI jwks) {
        Map<String, URI> more = new LinkedHashMap<>(publishers);
        more.put(publisher, jwks);
        return new AnswerTrust(policy, secrets, Map.copyOf(more));
    }

    /** Where the keys of this dataset's publisher are, if it has its own: as configured, else as the catalogue says. */
    @Nullable
    URI publisherKeys(DatasetDescription dataset) {
        @Nullable URI byCode = publishers.get(dataset.publisherId());
        @Nullable URI configured = byCode == null ? publishers.get(dataset.publisher()) : byCode;
        return configured == null ? dataset.publisherKeys().orElse(null) : configured;
    }

    @Override
    public Optional<VerificationKey> find(String keyId) {
        return Optional.ofNullable(secrets.get(keyId));
    }
}
