package io.govshare.platform;

import io.govshare.error.ConfigurationException;
import io.govshare.error.Internal;
import io.govshare.signing.Components;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether answers must be signed (RFC 9421), and what is asked of a signature. It must cover {@code @status}, {@code
 * content-digest}, and {@code @method}, {@code @target-uri} and, if it had content, {@code content-digest} of the request, be made with the one algorithm of its key,
 * and be at most {@value #MINUTES} minutes old when it comes over the network. What was verified then stays so in the
 * cache for as long as the answer says that it is fresh; once stale it is confirmed by 304, which nobody signs, within this
 * age only, and fetched anew after it. Immutable: each method returns a changed copy.
 *
 * <pre>{@code
 * StandardPlatform.at("https://share.example.gov")
 *         .answers(SignaturePolicy.REQUIRE.maxAge(Duration.ofMinutes(1)).keepingProofs());
 * }</pre>
 */
public final class SignaturePolicy {

    /** How old a signature may be when nothing else is said, in minutes. */
    public static final int MINUTES = 5;

    private static final Duration LONGEST_AGE = Duration.ofDays(365);
    private static final Duration LONGEST_TOLERANCE = Duration.ofDays(1);
    private static final String USUAL_TAG = "govshare";
    private static final List<String> ALWAYS = List.of("@status", "content-digest", "@method;req", "@target-uri;req");

    private enum Rule {
        OFF,
        AUTO,
        REQUIRE
    }

    /** Signatures of answers are not looked at. */
    public static final SignaturePolicy OFF = usual(Rule.OFF);

    /**
     * A signature that is there is verified, and a bad one refused. Signatures are required where the keys for them are
     * configured, where the platform says that it or the publisher has such keys, and as soon as a valid one has once come.
     * Until then unsigned answers are taken: who can strip signatures from the first ones on is stopped by {@link #REQUIRE} only.
     */
    public static final SignaturePolicy AUTO = usual(Rule.AUTO);

    /** An answer without a valid signature is refused. */
    public static final SignaturePolicy REQUIRE = usual(Rule.REQUIRE);

    private final Rule rule;
    private final Duration maxAge;
    private final Duration tolerance;
    private final boolean nonceRequired;
    private final String tag;
    private final List<String> covered;
    private final boolean keepsProofs;

    private SignaturePolicy(
            Rule rule,
            Duration maxAge,
            Duration tolerance,
            boolean nonceRequired,
            String tag,
            List<String> covered,
            boolean keepsProofs) {
        this.rule = rule;
        this.maxAge = maxAge;
        this.tolerance = tolerance;
        this.nonceRequired = nonceRequired;
        this.tag = tag;
        this.covered = covered;
        this.keepsProofs = keepsProofs;
    }

    private static SignaturePolicy usual(Rule rule) {
        return new SignaturePolicy(
                rule, Duration.ofMinutes(MINUTES), LONGEST_TOLERANCE, false, USUAL_TAG, ALWAYS, false);
    }

    /**
     * How long ago a signature may have been made ({@code created}) when it comes; {@value #MINUTES} minutes by default. More
     * where answers come out of a cache before the platform.
     *
     * @param age from a second to a year
     * @throws ConfigurationException if it is outside of this range
     */
    public SignaturePolicy maxAge(Duration age) {
        if (age.compareTo(Duration.ofSeconds(1)) < 0 || age.compareTo(LONGEST_AGE) > 0) {
            throw new ConfigurationException(
                    "SignaturePolicy.maxAge: " + age + " is no age of a signature",
                    "Give a duration from a second to a year, such as Duration.ofMinutes(5).");
        }
        return new SignaturePolicy(rule, age, tolerance, nonceRequired, tag, covered, keepsProofs);
    }

    /**
     * How far {@code created} may lie in the future of the platform's clock as the SDK knows it; a day by default, since a
     * signature from our future harms nobody, and clocks differ.
     *
     * @param ahead from zero to a day
     * @throws ConfigurationException if it is outside of this range
     */
    public SignaturePolicy tolerance(Duration ahead) {
        if (ahead.isNegative() || ahead.compareTo(LONGEST_TOLERANCE) > 0) {
            throw new ConfigurationException(
                    "SignaturePolicy.tolerance: " + ahead + " is no difference of clocks",
                    "Give a duration from zero to a day, such as Duration.ofSeconds(30).");
        }
        return new SignaturePolicy(rule, maxAge, ahead, nonceRequired, tag, covered, keepsProofs);
    }

    /**
     * A signature must have a {@code nonce}, or it counts as none. A nonce that a signature has is taken once in any case: an
     * answer that comes a second time is refused.
     */
    public SignaturePolicy requiringNonce() {
        return new SignaturePolicy(rule, maxAge, tolerance, true, tag, covered, keepsProofs);
    }

    /**
     * The {@code tag} by which the platform marks the signatures that are meant for this (RFC 9421 §7.2.7); {@code govshare} by
     * default. Others count as none.
     *
     * @throws ConfigurationException if it is empty or not printable ASCII
     */
    public SignaturePolicy tag(String newTag) {
        if (newTag.isEmpty() || !newTag.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            throw new ConfigurationException(
                    "SignaturePolicy.tag: the tag is empty or has characters outside printable ASCII",
                    "Give the tag that the platform names in its signatures.");
        }
        return new SignaturePolicy(rule, maxAge, tolerance, nonceRequired, newTag, covered, keepsProofs);
    }

    /**
     * What a signature must cover besides what it always must, such as {@code content-type}, {@code cache-control}, which says
     * how long the answer may be kept, or {@code signature;req}, which
     * binds an answer to the very request that was sent. One that does not counts as none.
     *
     * @param components header fields and derived components in the spelling of RFC 9421 §2, without quotes
     * @throws ConfigurationException if one is none that can be signed
     */
    public SignaturePolicy covering(String... components) {
        List<String> more = new ArrayList<>(covered);
        for (String component : components) {
            if (!more.contains(component)) {
                more.add(component);
            }
        }
        try {
            Components.of(more.toArray(String[]::new));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(
                    "SignaturePolicy.covering: " + String.join(", ", components) + ": one is no component of an answer",
                    "Give header fields in lower case, or derived components such as @authority;req (RFC 9421 §2).");
        }
        return new SignaturePolicy(rule, maxAge, tolerance, nonceRequired, tag, List.copyOf(more), keepsProofs);
    }

    /**
     * What is verified is kept as {@link io.govshare.signing.Proof} with the records, in the cache as well; not by default,
     * since it takes memory: the bytes of the answer as they came, while a page or a kept answer lives.
     */
    public SignaturePolicy keepingProofs() {
        return new SignaturePolicy(rule, maxAge, tolerance, nonceRequired, tag, covered, true);
    }

    /** Whether signatures are not looked at. */
    public boolean isOff() {
        return rule == Rule.OFF;
    }

    /** Whether answers must be signed from the first on. */
    public boolean isRequired() {
        return rule == Rule.REQUIRE;
    }

    /** How long ago a signature may have been made when it comes. */
    public Duration maxAge() {
        return maxAge;
    }

    /** How far a signature may have been made in the future. */
    public Duration tolerance() {
        return tolerance;
    }

    /** Whether a signature must have a nonce. */
    public boolean requiresNonce() {
        return nonceRequired;
    }

    /** The tag that a signature must have. */
    public String tag() {
        return tag;
    }

    /** Whether proofs are kept. */
    public boolean keepsProofs() {
        return keepsProofs;
    }

    /** What a signature must cover. */
    @Internal
    public Components covered() {
        return Components.of(covered.toArray(String[]::new));
    }

    @Override
    public String toString() {
        return "SignaturePolicy[" + rule + ", at most " + maxAge + " old, covering " + String.join(" ", covered)
                + ", tag " + tag + (nonceRequired ? ", with nonce" : "") + (keepsProofs ? ", keeping proofs]" : "]");
    }
}
