package io.govshare.usage;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names of applications and platforms spelled so that every file system, and a URN, takes them. */
final class FileName {

    private static final int LONGEST = 100;
    private static final int KEPT = 80;

    private FileName() {}

    /** The name for a folder: different for different names, never special to the file system, at most 100 characters. */
    static String of(String name) {
        String encoded = encoded(name);
        if (encoded.isEmpty()) {
            return "%";
        }
        if (encoded.startsWith(".")) {
            encoded = "%2E" + encoded.substring(1);
        }
        return encoded.length() <= LONGEST ? encoded : encoded.substring(0, KEPT) + "%" + fingerprint(name);
    }

    /** The name with all but letters, digits, {@code - _ .} of ASCII percent-encoded (RFC 3986 §2.1). */
    static String encoded(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (!isSafe(name.charAt(i))) {
                return encodedFrom(name);
            }
        }
        return name;
    }

    private static boolean isSafe(int c) {
        return between('a', c, 'z') || between('A', c, 'Z') || between('0', c, '9') || "-_.".indexOf(c) >= 0;
    }

    private static boolean between(char first, int c, char last) {
        return first <= c && c <= last;
    }

    private static String encodedFrom(String name) {
        HexFormat hex = HexFormat.of().withUpperCase();
        StringBuilder encoded = new StringBuilder(name.length() * 3);
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            if (isSafe(b)) {
                encoded.append((char) b);
            } else {
                encoded.append('%').append(hex.toHexDigits(b));
            }
        }
        return encoded.toString();
    }

    private static String fingerprint(String name) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
