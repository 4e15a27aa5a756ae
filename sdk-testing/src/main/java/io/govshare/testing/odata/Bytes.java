package io.govshare.testing.odata;

import io.govshare.error.Internal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that grow while they are written; a {@code ByteArrayOutputStream} without its locks. Not safe for concurrent use. */
@Internal
public final class Bytes {

    private byte[] array;
    private int size;

    public Bytes(int expected) {
        array = new byte[Math.max(16, expected)];
    }

    public void write(byte[] source, int from, int length) {
        ensure(length);
        System.arraycopy(source, from, array, size, length);
        size += length;
    }

    public void write(char ascii) {
        ensure(1);
        array[size++] = (byte) ascii;
    }

    public void write(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        write(encoded, 0, encoded.length);
    }

    public int size() {
        return size;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(array, size);
    }

    private void ensure(int more) {
        if (array.length - size < more) {
            array = Arrays.copyOf(array, Math.max(array.length * 2, Math.addExact(size, more)));
        }
    }
}
