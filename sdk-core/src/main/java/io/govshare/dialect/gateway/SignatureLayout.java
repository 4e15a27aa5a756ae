package io.govshare.dialect.gateway;

import io.govshare.error.ConfigurationException;
import io.govshare.http.Request;
import io.govshare.signing.Secret;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Where identifier, timestamp, nonce and signature of an attempt stand, and how they are spelled. Immutable: each method
 * returns a changed copy. Safe for concurrent use.
 */
public final class SignatureLayout {

    /** How a timestamp is spelled. */
    public enum Timestamp {
        /** Seconds since 1970. */
        SECONDS,
        /** Milliseconds since 1970. */
        MILLIS,
        /** A date as in HTTP (RFC 9110 §5.6.7), such as {@code Tue, 09 Nov 2021 08:49:20 GMT}. */
        HTTP_DATE,
        /** Date and time in China (UTC+8), such as {@code 2021-11-09 16:49:20}. */
        CHINA_TIME;

        private static final DateTimeFormatter HTTP = DateTimeFormatter.ofPattern(
                        "EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH)
                .withZone(ZoneOffset.UTC);
        private static final DateTimeFormatter CHINA =
                DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.ofHours(8));

        /** This instant, so spelled. */
        public String of(Instant now) {
            return switch (this) {
                case SECONDS -> Long.toString(now.getEpochSecond());
                case MILLIS -> Long.toString(now.toEpochMilli());
                case HTTP_DATE -> HTTP.format(now);
                case CHINA_TIME -> CHINA.format(now);
            };
        }
    }

    /**
     * What one attempt is signed over.
     *
     * @param id identifier of the application, or what stands in its place
     * @param timestamp the time as it is sent
     * @param nonce the nonce; empty when the layout has none
     * @param secret the key of the signature; its text masks itself
     * @param request the request without signature
     */
    public record Stamp(String id, String timestamp, String nonce, Secret secret, Request request) {}

    /** How a signature is made. Must be safe for concurrent use. */
    @FunctionalInterface
    public interface Rule {
        /** The signature as it goes on the wire. */
        String sign(Stamp stamp);
    }

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz";

    private record Names(String id, String timestamp, String nonce, String signature) {}

    private final Position position;
    private final Names names;
    private final Timestamp timestamp;
    private final Duration offset;
    private final String alphabet;
    private final int length;
    private final Map<String, String> fixed;

    private SignatureLayout(
            Position position,
            Names names,
            Timestamp timestamp,
            Duration offset,
            String alphabet,
            int length,
            Map<String, String> fixed) {
        this.position = position;
        this.names = names;
        this.timestamp = timestamp;
        this.offset = offset;
        this.alphabet = alphabet;
        this.length = length;
        this.fixed = fixed;
    }

    /**
     * A layout with a timestamp in milliseconds and, where it has a name, a nonce of 16 letters and digits.
     *
     * @param position where all of it stands
     * @param nonce name of the nonce; empty for none
     */
    public static SignatureLayout of(Position position, String id, String timestamp, String nonce, String signature) {
        return new SignatureLayout(
                position,
                new Names(id, timestamp, nonce, signature),
                Timestamp.MILLIS,
                Duration.ZERO,
                ALPHABET,
                16,
                Map.of());
    }

    /** This layout at another place in the request. */
    public SignatureLayout in(Position newPosition) {
        return new SignatureLayout(newPosition, names, timestamp, offset, alphabet, length, fixed);
    }

    /** This layout under other names; that of the nonce is empty where there is none. */
    public SignatureLayout names(String id, String time, String nonce, String signature) {
        return new SignatureLayout(
                position, new Names(id, time, nonce, signature), timestamp, offset, alphabet, length, fixed);
    }

    /** This layout with another spelling of time. */
    public SignatureLayout timestamp(Timestamp spelling) {
        return new SignatureLayout(position, names, spelling, offset, alphabet, length, fixed);
    }

    /** This layout with so much added to the clock, such as two seconds less for a gateway that refuses a clock ahead. */
    public SignatureLayout offset(Duration added) {
        return new SignatureLayout(position, names, timestamp, added, alphabet, length, fixed);
    }

    /**
     * This layout with other nonces.
     *
     * @param characters the characters that a nonce is made of, at least two different ones, all of them visible ASCII
     * @param size how many characters a nonce has, so that at least 32 bits are random
     */
    public SignatureLayout nonce(String characters, int size) {
        long different = characters.chars().distinct().count();
        if (different < 2 || size * (Math.log((double) different) / Math.log(2)) < 32) {
            throw new ConfigurationException(
                    "A nonce of " + size + " out of " + different + " characters repeats itself too soon",
                    "Give nonce(characters, size) more characters, or a greater size.");
        }
        if (!characters.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new ConfigurationException(
                    "A nonce of characters that are not visible ASCII cannot stand in a header field",
                    "Give nonce(characters, size) letters, digits and the like.");
        }
        return new SignatureLayout(position, names, timestamp, offset, characters, size, fixed);
    }

    /** This layout with one more field that is the same for all attempts. */
    public SignatureLayout fixed(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(fixed);
        more.put(name, value);
        return new SignatureLayout(position, names, timestamp, offset, alphabet, length, more);
    }

    /** The request with identifier, time, a new nonce, and the signature that the rule makes of them. */
    public Request sign(Request request, String id, Secret secret, Instant now, Rule rule) {
        return place(request, new Stamp(id, timestamp.of(now.plus(offset)), nonce(), secret, request), rule);
    }

    /** The same with a time that has been used before, such as that of the exchange. */
    public Request signAt(Request request, String id, Secret secret, String time, Rule rule) {
        return place(request, new Stamp(id, time, nonce(), secret, request), rule);
    }

    private Request place(Request request, Stamp stamp, Rule rule) {
        Request placed = position.put(request, names.id, stamp.id());
        for (Map.Entry<String, String> field : fixed.entrySet()) {
            placed = position.put(placed, field.getKey(), field.getValue());
        }
        placed = position.put(placed, names.timestamp, stamp.timestamp());
        if (!names.nonce.isEmpty()) {
            placed = position.put(placed, names.nonce, stamp.nonce());
        }
        return position.put(placed, names.signature, rule.sign(stamp));
    }

    /** How the time of this attempt is sent. */
    public String time(Instant now) {
        return timestamp.of(now.plus(offset));
    }

    private String nonce() {
        if (names.nonce.isEmpty()) {
            return "";
        }
        StringBuilder nonce = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            nonce.append(alphabet.charAt(RANDOM.nextInt(alphabet.length())));
        }
        return nonce.toString();
    }
}
