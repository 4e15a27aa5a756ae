package io.govshare.testing.gateway;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The secrets that a gateway has issued and that sign calls. Safe for concurrent use. */
final class Secrets {

    private static final int REMEMBERED = 64;
    private static final String NONE = "none";

    /**
     * One secret.
     *
     * @param origin time of the request that it was issued for, as it was written there
     * @param end when it ends
     */
    record Issued(String value, String origin, Instant end) {

        @Override
        public String toString() {
            return "Issued[until " + end + "]";
        }
    }

    private final SecureRandom random = new SecureRandom();
    private final Map<String, Deque<Issued>> byClient = new HashMap<>();

    /** A new secret; those before remain valid until their own end. */
    synchronized Issued issue(String client, String origin, Instant end) {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        Issued issued = new Issued(HexFormat.of().formatHex(bytes), origin, end);
        Deque<Issued> all = byClient.computeIfAbsent(client, key -> new ArrayDeque<>());
        all.addFirst(issued);
        if (all.size() > REMEMBERED) {
            all.removeLast();
        }
        return issued;
    }

    /** All secrets so far have ended. */
    synchronized void expireAll() {
        byClient.replaceAll((client, all) -> {
            Deque<Issued> ended = new ArrayDeque<>();
            all.forEach(secret -> ended.addLast(new Issued(secret.value(), secret.origin(), Instant.EPOCH)));
            return ended;
        });
    }

    /** The last one that this client was given. */
    Optional<String> latest(String client) {
        return of(client).stream().findFirst().map(Issued::value);
    }

    private synchronized Deque<Issued> of(String client) {
        return new ArrayDeque<>(byClient.getOrDefault(client, new ArrayDeque<>()));
    }

    /**
     * The secret that something was signed with.
     *
     * @param where the header or parameter that the signature stands in
     * @param sign how a secret signs
     * @param mistakes what usual mistakes with the latest secret give
     * @throws Refusal if it was signed with none, or with one that has ended
     */
    Issued check(
            String where,
            String client,
            String given,
            SignatureForm form,
            Function<String, byte[]> sign,
            Function<String, Map<String, byte[]>> mistakes,
            Instant now) {
        Deque<Issued> issued = of(client);
        for (Issued secret : issued) {
            if (form.matches(given, sign.apply(secret.value()))) {
                if (now.isBefore(secret.end())) {
                    return secret;
                }
                throw new Refusal(
                        GatewayProblem.EXPIRED,
                        "token无效: the secret behind " + where + " is not in validity any more; exchange a new one");
            }
        }
        if (issued.isEmpty()) {
            throw Refusal.signature(where + " "
                    + form.complaint(given, new byte[0], mistakes.apply(NONE))
                    + " (no secret was exchanged for this client yet)");
        }
        String latest = issued.getFirst().value();
        throw Refusal.signature(where + " " + form.complaint(given, sign.apply(latest), mistakes.apply(latest)));
    }
}
