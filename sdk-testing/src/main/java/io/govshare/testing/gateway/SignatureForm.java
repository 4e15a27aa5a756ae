package io.govshare.testing.gateway;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;

/** How a gateway wants the bytes of a signature written, and what can be said of one that is not so. */
enum SignatureForm {
    BASE64("Base64") {
        @Override
        String write(byte[] signature) {
            return Base64.getEncoder().encodeToString(signature);
        }
    },
    LOWER_HEX("lower-case hex") {
        @Override
        String write(byte[] signature) {
            return HexFormat.of().formatHex(signature);
        }
    },
    UPPER_HEX("upper-case hex") {
        @Override
        String write(byte[] signature) {
            return HexFormat.of().withUpperCase().formatHex(signature);
        }
    };

    private final String words;

    SignatureForm(String words) {
        this.words = words;
    }

    abstract String write(byte[] signature);

    boolean matches(String given, byte[] right) {
        return MessageDigest.isEqual(
                given.getBytes(StandardCharsets.UTF_8), write(right).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Verifies a signature.
     *
     * @param where the header or parameter that it stands in
     * @param mistakes what it would be if one of the usual mistakes had been made, by what was done
     * @throws Refusal if it is not right, saying what was done instead as far as that can be found out
     */
    void require(String where, String given, byte[] right, Map<String, byte[]> mistakes) {
        if (!matches(given, right)) {
            throw Refusal.signature(where + " " + complaint(given, right, mistakes));
        }
    }

    String complaint(String given, byte[] right, Map<String, byte[]> mistakes) {
        if (given.isEmpty()) {
            return "is empty";
        }
        for (SignatureForm other : values()) {
            if (other != this && other.matches(given, right)) {
                return "is right, but in " + other.words + "; this gateway wants " + words;
            }
        }
        String wrong = Base64.getUrlEncoder().withoutPadding().encodeToString(right);
        if (this == BASE64 && given.replace("=", "").equals(wrong)) {
            return "is right, but in the Base64 of URLs or without padding; this gateway wants " + words;
        }
        if (!given.equals(given.strip()) && matches(given.strip(), right)) {
            return "is right, but there is white space around it";
        }
        for (Map.Entry<String, byte[]> mistake : mistakes.entrySet()) {
            for (SignatureForm form : values()) {
                if (form.matches(given, mistake.getValue())) {
                    return "is wrong: " + mistake.getKey();
                }
            }
        }
        return "is wrong: another key, or another text was signed; it has " + given.length() + " characters";
    }
}
