package io.govshare.signing;

import io.govshare.error.Internal;
import io.govshare.signing.StructuredFields.Item;
import io.govshare.signing.StructuredFields.Member;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which digests a message asks for: {@code Want-Content-Digest} and {@code Want-Repr-Digest} (RFC 9530 §4). Immutable.
 *
 * @param weights from 0, not acceptable, to 10, most wanted, by algorithm
 */
@Internal
public record DigestPreference(Map<String, Long> weights) {

    /** Asks for the digest of the content of the answer. */
    public static final String WANT_CONTENT = "Want-Content-Digest";

    /** Asks for the digest of the representation of which the answer has all or a part. */
    public static final String WANT_REPR = "Want-Repr-Digest";

    /** What we ask for: either algorithm will do. */
    public static final String OURS = "sha-256=10, sha-512=5";

    private static final long MOST = 10;

    /** The preference with these weights. */
    public DigestPreference {
        weights = Map.copyOf(weights);
    }

    /**
     * Reads the value of such a field; parameters of members mean nothing.
     *
     * @throws MalformedFieldException if it is no dictionary of integers from 0 to 10
     */
    public static DigestPreference parse(String field) throws MalformedFieldException {
        Map<String, Long> weights = new LinkedHashMap<>();
        for (Map.Entry<String, Member> member :
                StructuredFields.parseDictionary(field).entrySet()) {
            if (!(member.getValue() instanceof Item item && item.value() instanceof Long weight)
                    || weight < 0
                    || weight > MOST) {
                throw new MalformedFieldException("has a weight of " + member.getKey() + " that is not from 0 to 10");
            }
            weights.put(member.getKey(), weight);
        }
        return new DigestPreference(weights);
    }

    /** Whether digests by this algorithm are acceptable. */
    public boolean accepts(String algorithm) {
        return weights.getOrDefault(algorithm, 0L) > 0;
    }

    /** The field in its form that is wanted most, if one is acceptable; SHA-256 when both are wanted alike. */
    public Optional<DigestField> best(DigestField field) {
        long sha256 = weights.getOrDefault(Digests.SHA_256.toString(), 0L);
        long sha512 = weights.getOrDefault(Digests.SHA_512.toString(), 0L);
        boolean none = sha256 == 0 && sha512 == 0;
        return none ? Optional.empty() : Optional.of(sha512 > sha256 ? field.sha512() : field);
    }
}
