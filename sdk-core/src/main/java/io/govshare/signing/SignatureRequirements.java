package io.govshare.signing;

import io.govshare.error.Internal;
import io.govshare.signing.StructuredFields.Member;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a signature must have to be accepted (RFC 9421 §3.2.1). Immutable; safe for concurrent use. */
@Internal
public final class SignatureRequirements {

    private static final Duration TOLERANCE = Duration.ofSeconds(30);

    /** What the standard platform asks of requests (docs/protocol.md). */
    public static final SignatureRequirements REQUEST = covering(Components.of("@method", "@target-uri"))
            .coveringIfPresent(Components.of("content-digest", "authorization", "govshare-context"))
            .tag(MessageSigner.TAG)
            .singleUse(true)
            .build();

    /**
     * What an answer must cover of a request that had content. Without it the answer to one question passes for that to another
     * at the same address, such as the record of somebody else.
     */
    public static final Components QUESTION = Components.of("content-digest;req");

    /** What is asked of the answers of the standard platform (docs/protocol.md). */
    public static final SignatureRequirements ANSWER = covering(Components.ANSWER)
            .coveringIfPresent(QUESTION)
            .tag(MessageSigner.TAG)
            .build();

    private final @Nullable String label;
    private final @Nullable String tag;
    private final Components covered;
    private final Components coveredIfPresent;
    private final boolean singleUse;
    private final Duration tolerance;
    private final @Nullable Duration maximumAge;
    private final Set<SignatureAlgorithm> algorithms;
    private final @Nullable NonceMemory nonces;
    private final FieldTypes fieldTypes;

    private SignatureRequirements(Builder builder) {
        this.label = builder.label;
        this.tag = builder.tag;
        this.covered = builder.covered;
        this.coveredIfPresent = builder.coveredIfPresent;
        this.singleUse = builder.singleUse;
        this.tolerance = builder.tolerance;
        this.maximumAge = builder.maximumAge;
        this.algorithms = Set.copyOf(builder.algorithms);
        this.nonces = builder.nonces;
        this.fieldTypes = builder.fieldTypes;
    }

    /** Requirements that a signature covers this, and for the time being nothing more. */
    public static Builder covering(Components covered) {
        return new Builder(covered);
    }

    /** These requirements, to be changed in part. */
    public Builder toBuilder() {
        Builder builder = new Builder(covered);
        builder.label = label;
        builder.tag = tag;
        builder.coveredIfPresent = coveredIfPresent;
        builder.singleUse = singleUse;
        builder.tolerance = tolerance;
        builder.maximumAge = maximumAge;
        builder.algorithms = algorithms;
        builder.nonces = nonces;
        builder.fieldTypes = fieldTypes;
        return builder;
    }

    /** Whether a member of {@code Signature-Input} is a signature that these requirements are about. */
    boolean concern(String memberLabel, Member member) {
        return (label == null || label.equals(memberLabel))
                && (tag == null || tag.equals(member.parameters().get("tag")));
    }

    /** That none of the signatures of these labels is one that these requirements are about. */
    SignatureCheck absent(Set<String> labels) {
        return SignatureCheck.absent("None of the signatures "
                + (labels.size() > MessageVerifier.MOST_SIGNATURES ? "(" + labels.size() + " of them)" : labels)
                + " has "
                + (label == null ? "" : "the label " + label + (tag == null ? "." : " and "))
                + (tag == null ? "" : "the tag " + tag + "."));
    }

    Components covered() {
        return covered;
    }

    Components coveredIfPresent() {
        return coveredIfPresent;
    }

    boolean singleUse() {
        return singleUse;
    }

    Duration tolerance() {
        return tolerance;
    }

    @Nullable
    Duration maximumAge() {
        return maximumAge;
    }

    Set<SignatureAlgorithm> algorithms() {
        return algorithms;
    }

    @Nullable
    NonceMemory nonces() {
        return nonces;
    }

    FieldTypes fieldTypes() {
        return fieldTypes;
    }

    /** Makes {@link SignatureRequirements}. For one thread. */
    public static final class Builder {

        private final Components covered;
        private @Nullable String label;
        private @Nullable String tag;
        private Components coveredIfPresent = Components.NONE;
        private boolean singleUse;
        private Duration tolerance = TOLERANCE;
        private @Nullable Duration maximumAge;
        private Set<SignatureAlgorithm> algorithms = EnumSet.allOf(SignatureAlgorithm.class);
        private @Nullable NonceMemory nonces;
        private FieldTypes fieldTypes = FieldTypes.KNOWN;

        private Builder(Components covered) {
            this.covered = covered;
        }

        /** Only the signature of this label counts; by default any. */
        public Builder label(@Nullable String newLabel) {
            this.label = newLabel;
            return this;
        }

        /** Only signatures with this {@code tag} count; by default any. */
        public Builder tag(@Nullable String newTag) {
            this.tag = newTag;
            return this;
        }

        /** What must be covered if the message has it; by default nothing. */
        public Builder coveringIfPresent(Components newCoveredIfPresent) {
            this.coveredIfPresent = newCoveredIfPresent;
            return this;
        }

        /** Whether {@code expires} and {@code nonce} must be there, as in requests; by default not. */
        public Builder singleUse(boolean newSingleUse) {
            this.singleUse = newSingleUse;
            return this;
        }

        /** How far {@code created} may lie in the future of the verifier's clock; by default 30 s. */
        public Builder tolerance(Duration newTolerance) {
            this.tolerance = newTolerance;
            return this;
        }

        /** How far {@code created} may lie in the past of the verifier's clock; null, the default, for any time. */
        public Builder maximumAge(@Nullable Duration newMaximumAge) {
            this.maximumAge = newMaximumAge;
            return this;
        }

        /** The algorithms whose keys are accepted; by default all. */
        public Builder algorithms(Set<SignatureAlgorithm> newAlgorithms) {
            this.algorithms = newAlgorithms;
            return this;
        }

        /** Where nonces are remembered, so that a signature that has one is accepted once; null, the default, for nowhere. */
        public Builder nonces(@Nullable NonceMemory newNonces) {
            this.nonces = newNonces;
            return this;
        }

        /** The types of structured fields; by default {@link FieldTypes#KNOWN}. */
        public Builder fieldTypes(FieldTypes newFieldTypes) {
            this.fieldTypes = newFieldTypes;
            return this;
        }

        /** The requirements. */
        public SignatureRequirements build() {
            return new SignatureRequirements(this);
        }
    }
}
