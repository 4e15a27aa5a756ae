package io.govshare.testing.platform;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import okio.ByteString;

/** {@code Content-Digest} (RFC 9530 §2). */
final class Digests {

    private static final Map<String, String> ALGORITHMS = Map.of("sha-256", "SHA-256", "sha-512", "SHA-512");

    /** The field that was before {@code Content-Digest}. */
    static final String OLD = "Digest";

    private Digests() {}

    static byte[] sha256(byte[] content) {
        return digest("SHA-256", content);
    }

    /** The field for this content. */
    static String field(byte[] content) {
        return "sha-256=:" + Base64.getEncoder().encodeToString(sha256(content)) + ":";
    }

    /**
     * Checks the field of a request against its content.
     *
     * @param old whether {@code Digest} (RFC 3230) will do
     * @throws Refused naming what is missing or wrong
     */
    static void check(Incoming request, boolean old) {
        String field = request.field("Content-Digest").orElse(null);
        if (field == null && old) {
            checkOld(request);
            return;
        }
        if (field == null) {
            throw invalid("the request has content but no Content-Digest header");
        }
        Map<String, StructuredFields.Member> digests;
        try {
            digests = StructuredFields.dictionary(field);
        } catch (StructuredFields.MalformedException e) {
            throw invalid("Content-Digest is no RFC 9651 dictionary: " + e.getMessage());
        }
        int checked = 0;
        for (Map.Entry<String, StructuredFields.Member> digest : digests.entrySet()) {
            String algorithm = ALGORITHMS.get(digest.getKey());
            if (algorithm == null) {
                continue;
            }
            if (!(digest.getValue() instanceof StructuredFields.Item item)
                    || !(item.value() instanceof ByteString bytes)) {
                throw invalid("Content-Digest " + digest.getKey() + " is no byte sequence (:base64:)");
            }
            if (!MessageDigest.isEqual(digest(algorithm, request.body().toByteArray()), bytes.toByteArray())) {
                throw invalid("Content-Digest " + digest.getKey() + " is not the digest of the "
                        + request.body().size() + " bytes of content that arrived");
            }
            checked++;
        }
        if (checked == 0) {
            throw invalid("Content-Digest names none of sha-256, sha-512");
        }
    }

    /** {@code Digest: SHA-256=base64} (RFC 3230 §4.3.2, RFC 5843 §2.2). */
    private static void checkOld(Incoming request) {
        String field = request.field(OLD)
                .orElseThrow(() -> invalid("the request has content but neither a Content-Digest nor a Digest header"));
        int checked = 0;
        for (String digest : field.split(",", -1)) {
            int equals = digest.indexOf('=');
            String name = (equals < 0 ? digest : digest.substring(0, equals)).strip();
            String algorithm = ALGORITHMS.get(name.toLowerCase(Locale.ROOT));
            if (algorithm != null) {
                byte[] made = digest(algorithm, request.body().toByteArray());
                if (!Base64.getEncoder()
                        .encodeToString(made)
                        .equals(digest.substring(equals + 1).strip())) {
                    throw invalid("Digest " + name + " is not the base64 of the digest of the "
                            + request.body().size() + " bytes of content that arrived");
                }
                checked++;
            }
        }
        if (checked == 0) {
            throw invalid("Digest names none of SHA-256, SHA-512");
        }
    }

    private static Refused invalid(String detail) {
        return Refused.of(400, "digest-invalid", detail);
    }

    private static byte[] digest(String algorithm, byte[] content) {
        try {
            return MessageDigest.getInstance(algorithm).digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }
}
