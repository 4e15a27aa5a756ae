package io.govshare.signing;

import io.govshare.error.Internal;
import io.govshare.signing.StructuredFields.Item;
import io.govshare.signing.StructuredFields.Member;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes and checks {@code Content-Digest} (RFC 9530 §2): {@code sha-256} is made, {@code sha-256} and {@code sha-512} are
 * checked, all that are there; other algorithms are ignored, since they prove nothing or are not known.
 */
@Internal
public final class ContentDigest {

    /** The name of the field. */
    public static final String FIELD = "Content-Digest";

    private static final Map<String, String> KNOWN = Map.of("sha-256", "SHA-256", "sha-512", "SHA-512");

    /**
     * What came of a check.
     *
     * @param result verified, absent (no field, or only algorithms that we do not know) or rejected
     * @param reason why it was rejected, a whole sentence; null otherwise
     */
    public record Check(Result result, @Nullable String reason) {

        /** The results. */
        public enum Result {
            VERIFIED,
            ABSENT,
            REJECTED
        }

        private static final Check ABSENT = new Check(Result.ABSENT, null);
        private static final Check VERIFIED = new Check(Result.VERIFIED, null);

        private static Check rejected(String reason) {
            return new Check(Result.REJECTED, reason);
        }
    }

    private ContentDigest() {}

    /** The value of the field for this content. */
    public static String of(byte[] content) {
        return "sha-256=:" + Base64.getEncoder().encodeToString(Digests.sha256(content)) + ":";
    }

    /** Checks content that is here whole against the value of the field; null when there is no field. */
    public static Check verify(@Nullable String field, byte[] content) {
        if (field == null) {
            return Check.ABSENT;
        }
        if (field.equals(of(content))) {
            // What nearly all platforms send; nothing is to be parsed then. All else goes the long way.
            return Check.VERIFIED;
        }
        Running running = begin(field);
        running.update(content, 0, content.length);
        return running.end();
    }

    /** Begins the check of content that comes in parts. */
    public static Running begin(@Nullable String field) {
        Map<String, byte[]> expected = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, Member> member :
                    StructuredFields.parseDictionary(field == null ? "" : field).entrySet()) {
                if (!KNOWN.containsKey(member.getKey())) {
                    continue;
                }
                if (!(member.getValue() instanceof Item item) || !(item.value() instanceof byte[] digest)) {
                    return new Running(FIELD + " is malformed: " + member.getKey() + " is no byte sequence.");
                }
                expected.put(member.getKey(), digest);
            }
        } catch (MalformedFieldException e) {
            return new Running(FIELD + " is malformed: it " + e.reason() + ".");
        }
        return new Running(expected);
    }

    /** A check that is under way, for one thread. */
    public static final class Running {

        private final @Nullable String malformed;
        private final Map<String, byte[]> expected;
        private final List<MessageDigest> digests = new ArrayList<>(1);
        private long length;

        private Running(String malformed) {
            this.malformed = malformed;
            this.expected = Map.of();
        }

        private Running(Map<String, byte[]> expected) {
            this.malformed = null;
            this.expected = expected;
            for (String algorithm : expected.keySet()) {
                digests.add(Digests.begin(KNOWN.getOrDefault(algorithm, algorithm)));
            }
        }

        /** Adds a part of the content. */
        public void update(byte[] part, int offset, int count) {
            length += count;
            for (MessageDigest digest : digests) {
                digest.update(part, offset, count);
            }
        }

        /** What the check will say of the right content. */
        public Check ofRightContent() {
            return malformed != null ? Check.rejected(malformed) : expected.isEmpty() ? Check.ABSENT : Check.VERIFIED;
        }

        /** Ends the check; to be called once. */
        public Check end() {
            if (malformed != null) {
                return Check.rejected(malformed);
            }
            int next = 0;
            for (Map.Entry<String, byte[]> member : expected.entrySet()) {
                if (!MessageDigest.isEqual(digests.get(next++).digest(), member.getValue())) {
                    return Check.rejected(String.format(
                            Locale.ROOT,
                            "The %s digest in %s does not match the content of %,d bytes: it was changed or cut on the way.",
                            member.getKey(),
                            FIELD,
                            length));
                }
            }
            return expected.isEmpty() ? Check.ABSENT : Check.VERIFIED;
        }
    }
}
