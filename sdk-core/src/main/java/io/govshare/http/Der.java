package io.govshare.http;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** Reads the few structures around private keys from DER (X.690 §8, §10), front to back, and writes them. */
final class Der {

    static final int INTEGER = 0x02;
    static final int OCTETS = 0x04;
    static final int NULL = 0x05;
    static final int OID = 0x06;
    static final int SEQUENCE = 0x30;
    /** Context-specific, constructed, number 0. */
    static final int FIRST = 0xa0;

    private final byte[] bytes;
    private final int end;
    private int at;

    private Der(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.at = start;
        this.end = end;
    }

    /** The content of the sequence that is all of these bytes. */
    static Der sequence(byte[] bytes) throws InvalidKeyFormat {
        return new Der(bytes, 0, bytes.length).sequence();
    }

    boolean isNext(int tag) {
        return at < end && (bytes[at] & 0xff) == tag;
    }

    /** Passes over a sequence and gives its content. */
    Der sequence() throws InvalidKeyFormat {
        return inside(SEQUENCE);
    }

    Der inside(int tag) throws InvalidKeyFormat {
        int stop = open(tag);
        Der inner = new Der(bytes, at, stop);
        at = stop;
        return inner;
    }

    /** Passes over an element and gives its content. */
    byte[] content(int tag) throws InvalidKeyFormat {
        int stop = open(tag);
        byte[] content = Arrays.copyOfRange(bytes, at, stop);
        at = stop;
        return content;
    }

    /** Passes over an element and gives all of it. */
    byte[] element() throws InvalidKeyFormat {
        int start = at;
        if (start >= end) {
            throw damaged();
        }
        at = open(bytes[start] & 0xff);
        return Arrays.copyOfRange(bytes, start, at);
    }

    /** A number of at most 31 bits that is not negative. */
    int number() throws InvalidKeyFormat {
        byte[] content = content(INTEGER);
        if (content.length == 0 || content.length > 4 || content[0] < 0) {
            throw damaged();
        }
        int value = 0;
        for (byte digit : content) {
            value = value << 8 | (digit & 0xff);
        }
        return value;
    }

    /** An object identifier in dots (X.690 §8.19). */
    String oid() throws InvalidKeyFormat {
        StringBuilder dots = new StringBuilder();
        long part = 0;
        for (byte digit : content(OID)) {
            part = part << 7 | (digit & 0x7f);
            if (digit >= 0) {
                if (dots.length() == 0) {
                    long first = Math.min(part / 40, 2);
                    dots.append(first).append('.').append(part - 40 * first);
                } else {
                    dots.append('.').append(part);
                }
                part = 0;
            }
        }
        return dots.toString();
    }

    /** Goes behind tag and length; gives where the content ends. */
    private int open(int tag) throws InvalidKeyFormat {
        if (!isNext(tag) || at + 2 > end) {
            throw damaged();
        }
        int length = bytes[at + 1] & 0xff;
        at += 2;
        if (length >= 0x80) {
            int digits = length & 0x7f;
            if (digits == 0 || digits > 3 || at + digits > end) {
                throw damaged();
            }
            length = 0;
            for (int i = 0; i < digits; i++) {
                length = length << 8 | (bytes[at++] & 0xff);
            }
        }
        if (length > end - at) {
            throw damaged();
        }
        return at + length;
    }

    static InvalidKeyFormat damaged() {
        return new InvalidKeyFormat("the key is damaged", "Copy the file again, whole, from where it came.");
    }

    /** An element of these parts. */
    static byte[] of(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        int length = content.size();
        ByteArrayOutputStream element = new ByteArrayOutputStream();
        element.write(tag);
        if (length < 0x80) {
            element.write(length);
        } else {
            int digits = length < 0x100 ? 1 : length < 0x10000 ? 2 : 3;
            element.write(0x80 | digits);
            for (int shift = 8 * (digits - 1); shift >= 0; shift -= 8) {
                element.write(length >> shift);
            }
        }
        element.writeBytes(content.toByteArray());
        return element.toByteArray();
    }
}
