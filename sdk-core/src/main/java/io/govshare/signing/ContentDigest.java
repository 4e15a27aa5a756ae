package io.govshare.signing;

import io.govshare.error.Internal;
import io.govshare.http.Answer;
import io.govshare.http.Bodies;
import io.govshare.http.Headers;
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
 * Checks the digests that come with content: {@code Content-Digest} (RFC 9530 §2), and of an answer that has its
 * representation whole also {@code Repr-Digest} (§3) and, where it is in use, {@code Digest} (RFC 3230). {@code sha-256}
 * and {@code sha-512} are checked, all that are there, also under a key that stands twice; other algorithms are ignored, since
 * they prove nothing or are not known.
 */
@Internal
public final class ContentDigest {

    /** The name of the field. */
    public static final String FIELD = DigestField.CONTENT_DIGEST.name();

    private static final String USUAL_START = "sha-256=:";
    private static final int USUAL_LENGTH = USUAL_START.length() + 44 + 1;

    /**
     * What came of a check. It speaks of the {@code Content-Digest}, which signatures cover; the other fields can only have it
     * rejected.
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

    /** The value of the field for this content, by SHA-256. */
    public static String of(byte[] content) {
        return DigestField.CONTENT_DIGEST.value(content);
    }

    /** Checks content that is here whole against the value of the field; null when there is no field. */
    public static Check verify(@Nullable String field, byte[] content) {
        if (field == null) {
            return Check.ABSENT;
        }
        return isUsual(field, content) ? Check.VERIFIED : whole(begin(field), content);
    }

    /**
     * Checks the wire bytes of an answer that is here whole. What has no content, such as 304, may give the digest of what it
     * speaks of, which cannot be checked.
     *
     * @param older whether the platform uses {@code Digest} as RFC 3230 has it
     */
    public static Check verify(Answer wire, boolean older) {
        if (!Bodies.hasContent(wire)) {
            return Check.ABSENT;
        }
        Headers headers = wire.headers();
        boolean alone = headers.get(DigestField.REPR_DIGEST.name()) == null
                && !(older && headers.get(DigestField.DIGEST.name()) != null);
        return alone ? verify(headers.joined(FIELD), wire.bytes()) : whole(begin(wire, older), wire.bytes());
    }

    /** What nearly all platforms send; nothing is to be parsed then. All else goes the long way. */
    private static boolean isUsual(String field, byte[] content) {
        if (field.length() != USUAL_LENGTH || !field.startsWith(USUAL_START) || !field.endsWith(":")) {
            return false;
        }
        try {
            byte[] expected = Base64.getDecoder().decode(field.substring(USUAL_START.length(), USUAL_LENGTH - 1));
            return MessageDigest.isEqual(expected, Digests.sha256(content));
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    private static Check whole(Running running, byte[] content) {
        running.update(content, 0, content.length);
        return running.end();
    }

    /** Begins the check of content that comes in parts against the value of the field; null when there is no field. */
    public static Running begin(@Nullable String field) {
        Running running = new Running();
        running.expect(FIELD, field);
        return running;
    }

    /** Begins the check of the wire bytes of an answer, as {@link #verify(Answer, boolean)}. */
    public static Running begin(Answer wire, boolean older) {
        Headers headers = wire.headers();
        Running running = begin(headers.joined(FIELD));
        if (isWholeRepresentation(wire)) {
            String repr = DigestField.REPR_DIGEST.name();
            running.expect(repr, headers.joined(repr));
            if (older) {
                running.expectOlder(headers.joined(DigestField.DIGEST.name()));
            }
        }
        return running;
    }

    /** Not a range (RFC 9110 §15.3.7) nor a difference (RFC 3229 §10.4.1), whose representation is more than the content. */
    private static boolean isWholeRepresentation(Answer wire) {
        return wire.status() != 206 && wire.status() != 226 && wire.headers().get("Content-Range") == null;
    }

    /** A check that is under way, for one thread. */
    public static final class Running {

        private record Expected(String field, Digests algorithm, byte[] digest) {}

        private final List<Expected> expected = new ArrayList<>(1);
        private final Map<Digests, MessageDigest> digests = new LinkedHashMap<>(2);
        private @Nullable String malformed;
        private long length;

        private Running() {}

        private void expect(String field, @Nullable String value) {
            try {
                for (Map.Entry<String, Member> member : StructuredFields.parseMembers(value == null ? "" : value)) {
                    Digests algorithm = Digests.named(member.getKey());
                    if (algorithm == null) {
                        continue;
                    }
                    if (!(member.getValue() instanceof Item item) || !(item.value() instanceof byte[] digest)) {
                        malformed = field + " is malformed: " + algorithm + " is no byte sequence.";
                        return;
                    }
                    expect(field, algorithm, digest);
                }
            } catch (MalformedFieldException e) {
                malformed = field + " is malformed: it " + e.reason() + ".";
            }
        }

        /** The older field: names in any case, base64 without colons (RFC 3230 §4.3.2, RFC 5843 §2.1). */
        private void expectOlder(@Nullable String value) {
            for (String member : value == null ? new String[0] : value.split(",")) {
                int equals = member.indexOf('=');
                String name = equals < 0 ? member : member.substring(0, equals);
                Digests algorithm = Digests.named(name.trim().toLowerCase(Locale.ROOT));
                if (algorithm != null) {
                    try {
                        byte[] digest = Base64.getDecoder()
                                .decode(member.substring(equals + 1).trim());
                        expect(DigestField.DIGEST.name(), algorithm, digest);
                    } catch (IllegalArgumentException notBase64) {
                        malformed = DigestField.DIGEST.name() + " is malformed: " + algorithm + " is not base64.";
                    }
                }
            }
        }

        private void expect(String field, Digests algorithm, byte[] digest) {
            expected.add(new Expected(field, algorithm, digest));
            digests.computeIfAbsent(algorithm, Digests::begin);
        }

        /** Adds a part of the content. */
        public void update(byte[] part, int offset, int count) {
            length += count;
            for (MessageDigest digest : digests.values()) {
                digest.update(part, offset, count);
            }
        }

        /** What the check will say of the right content. */
        public Check ofRightContent() {
            if (malformed != null) {
                return Check.rejected(malformed);
            }
            for (Expected one : expected) {
                if (one.field().equals(FIELD)) {
                    return Check.VERIFIED;
                }
            }
            return Check.ABSENT;
        }

        /** Ends the check; to be called once. */
        public Check end() {
            Map<Digests, byte[]> made = new LinkedHashMap<>(2);
            digests.forEach((algorithm, digest) -> made.put(algorithm, digest.digest()));
            for (Expected one : expected) {
                if (!MessageDigest.isEqual(made.get(one.algorithm()), one.digest()) && malformed == null) {
                    return Check.rejected(String.format(
                            Locale.ROOT,
                            "The %s digest in %s does not match the content of %,d bytes: it was changed or cut on the way.",
                            one.algorithm(),
                            one.field(),
                            length));
                }
            }
            return ofRightContent();
        }
    }
}
