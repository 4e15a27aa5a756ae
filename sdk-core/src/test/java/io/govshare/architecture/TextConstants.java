package io.govshare.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The texts that a class holds as constants, joined ones included, read from its class file (JVMS 17 §4.4). */
final class TextConstants {

    private static final int MAGIC = 0xCAFEBABE;

    private TextConstants() {}

    static List<String> of(JavaClass type) {
        URI file = type.getSource()
                .orElseThrow(() -> new AssertionError(type + " has no class file"))
                .getUri();
        try (InputStream bytes = file.toURL().openStream();
                DataInputStream in = new DataInputStream(bytes)) {
            if (in.readInt() != MAGIC) {
                throw new AssertionError(file + " is no class file");
            }
            in.readInt(); // version
            return texts(in);
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    private static List<String> texts(DataInputStream in) throws IOException {
        int end = in.readUnsignedShort();
        Map<Integer, String> words = new HashMap<>();
        List<Integer> strings = new ArrayList<>();
        for (int at = 1; at < end; at++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case 1 -> words.put(at, in.readUTF());
                case 8 -> strings.add(in.readUnsignedShort());
                case 7, 16, 19, 20 -> in.readUnsignedShort();
                case 15 -> in.skipNBytes(3);
                case 3, 4, 9, 10, 11, 12, 17, 18 -> in.readInt();
                case 5, 6 -> {
                    in.readLong();
                    at++; // takes two places
                }
                default -> throw new AssertionError("tag " + tag + " at " + at);
            }
        }
        return strings.stream().map(words::get).toList();
    }
}
