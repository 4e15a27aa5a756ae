package io.govshare.testing.platform;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** The parameters of a request's signature (RFC 9421 §2.3), all of which docs/protocol.md requires. */
record SignatureParameters(Instant created, Instant expires, String nonce, String alg, String keyid) {

    private static final String TAG = "govshare";
    private static final Duration LONGEST_LIFE = Duration.ofSeconds(60);
    private static final Set<String> KNOWN = Set.of("created", "expires", "nonce", "alg", "keyid", "tag");

    /**
     * Reads and checks them.
     *
     * @throws Refused naming the one that is missing, unknown or wrong
     */
    static SignatureParameters of(Map<String, Object> parameters) {
        for (String name : parameters.keySet()) {
            if (!KNOWN.contains(name)) {
                throw Refused.signature("parameter " + name + " is unknown");
            }
        }
        SignatureParameters read = new SignatureParameters(
                Instant.ofEpochSecond(value(parameters, "created", Long.class)),
                Instant.ofEpochSecond(value(parameters, "expires", Long.class)),
                value(parameters, "nonce", String.class),
                value(parameters, "alg", String.class),
                value(parameters, "keyid", String.class));
        String tag = value(parameters, "tag", String.class);
        if (!TAG.equals(tag)) {
            throw Refused.signature("parameter tag is \"" + tag + "\" instead of \"" + TAG + "\"");
        }
        if (read.nonce.length() < 16 || read.nonce.length() > 64) {
            throw Refused.signature("parameter nonce has " + read.nonce.length() + " characters instead of 16 to 64");
        }
        Duration life = Duration.between(read.created, read.expires);
        if (life.isNegative() || life.isZero() || life.compareTo(LONGEST_LIFE) > 0) {
            throw Refused.signature("parameter expires is " + life.toSeconds() + " s after created instead of 1 to "
                    + LONGEST_LIFE.toSeconds() + " s");
        }
        return read;
    }

    private static <T> T value(Map<String, Object> parameters, String name, Class<T> type) {
        Object value = parameters.get(name);
        if (value == null) {
            throw Refused.signature("the signature has no parameter " + name);
        }
        if (!type.isInstance(value)) {
            throw Refused.signature("parameter " + name + " is no " + (type == Long.class ? "integer" : "string"));
        }
        return type.cast(value);
    }
}
