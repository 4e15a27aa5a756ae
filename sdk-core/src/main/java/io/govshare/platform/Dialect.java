package io.govshare.platform;

import io.govshare.catalog.CatalogueSource;
import io.govshare.dataset.Envelope;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a family of platforms is spoken to, composed of parts. Immutable; made once for each client.
 *
 * <p>Addressing, classifier and envelope must be given; all other parts have a default that does nothing: no credential, no
 * signature, no context on the wire, no catalogue, no usage delivery. Safe for concurrent use, as its parts must be.
 */
public final class Dialect {

    private final Builder parts;

    private Dialect(Builder parts) {
        this.parts = parts;
    }

    /** Begins a dialect with the parts that every one must have. */
    public static Builder of(Addressing addressing, Classifier classifier, Envelope envelope) {
        return new Builder(addressing, classifier, envelope);
    }

    /** Which request means a dataset, a query, a key. */
    public Addressing addressing() {
        return parts.addressing;
    }

    /** What an answer means. */
    public Classifier classifier() {
        return parts.classifier;
    }

    /** Where the records are in an answer. */
    public Envelope envelope() {
        return parts.envelope;
    }

    /** The exchange; empty when the platform has no token. */
    public Optional<CredentialExchange> exchange() {
        return Optional.ofNullable(parts.exchange);
    }

    /** Credential and signature of an attempt; places nothing by default. */
    public RequestSigner signer() {
        return parts.signer;
    }

    /** Where the context goes on the wire; nowhere by default. */
    public ContextCarrier carrier() {
        return parts.carrier;
    }

    /** What can be carried; {@link Capabilities#equalityOnly()} by default. */
    public Capabilities capabilities() {
        return parts.capabilities;
    }

    /** The check of signed answers; finds none by default. */
    public AnswerVerifier verifier() {
        return parts.verifier;
    }

    /** Whether {@code Digest} in answers is the older digest field (RFC 3230), so that it is checked too; no by default. */
    public boolean usesOlderDigest() {
        return parts.olderDigest;
    }

    /** Descriptions and grants; none by default, so that datasets are bound by configuration. */
    public CatalogueSource catalogue() {
        return parts.catalogue;
    }

    /** The delivery; empty when the platform takes no usage reports. */
    public Optional<UsageSink> usage() {
        return Optional.ofNullable(parts.usage);
    }

    /** Collects the parts of a dialect. Not safe for concurrent use. */
    public static final class Builder {

        private final Addressing addressing;
        private final Classifier classifier;
        private final Envelope envelope;
        private @Nullable CredentialExchange exchange;
        private RequestSigner signer = RequestSigner.NONE;
        private ContextCarrier carrier = ContextCarrier.NONE;
        private Capabilities capabilities = Capabilities.equalityOnly();
        private AnswerVerifier verifier = AnswerVerifier.NONE;
        private CatalogueSource catalogue = CatalogueSource.NONE;
        private @Nullable UsageSink usage;
        private boolean olderDigest;

        private Builder(Addressing addressing, Classifier classifier, Envelope envelope) {
            this.addressing = Objects.requireNonNull(addressing, "addressing");
            this.classifier = Objects.requireNonNull(classifier, "classifier");
            this.envelope = Objects.requireNonNull(envelope, "envelope");
        }

        private Builder(Builder other) {
            this(other.addressing, other.classifier, other.envelope);
            exchange = other.exchange;
            signer = other.signer;
            carrier = other.carrier;
            capabilities = other.capabilities;
            verifier = other.verifier;
            catalogue = other.catalogue;
            usage = other.usage;
            olderDigest = other.olderDigest;
        }

        /** How a credential is had; none by default. */
        public Builder exchange(CredentialExchange part) {
            exchange = part;
            return this;
        }

        /** What places credential and signature; {@link RequestSigner#NONE} by default. */
        public Builder signer(RequestSigner part) {
            signer = part;
            return this;
        }

        /** What places the context; {@link ContextCarrier#NONE} by default. */
        public Builder carrier(ContextCarrier part) {
            carrier = part;
            return this;
        }

        /** What can be carried; {@link Capabilities#equalityOnly()} by default. */
        public Builder capabilities(Capabilities part) {
            capabilities = part;
            return this;
        }

        /** What checks signed answers; {@link AnswerVerifier#NONE} by default. */
        public Builder verifier(AnswerVerifier part) {
            verifier = part;
            return this;
        }

        /** Whether {@code Digest} in answers is the older digest field (RFC 3230); no by default. */
        public Builder olderDigest(boolean used) {
            olderDigest = used;
            return this;
        }

        /** Where descriptions and grants are read; {@link CatalogueSource#NONE} by default. */
        public Builder catalogue(CatalogueSource part) {
            catalogue = part;
            return this;
        }

        /** How usage events are delivered; not at all by default, so that they stay in the spool. */
        public Builder usage(UsageSink part) {
            usage = part;
            return this;
        }

        /** The dialect of these parts. */
        public Dialect build() {
            return new Dialect(new Builder(this));
        }
    }
}
