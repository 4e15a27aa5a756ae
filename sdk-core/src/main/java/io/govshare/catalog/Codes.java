package io.govshare.catalog;

import java.util.Optional;
import java.util.function.Function;

/** Finds what a code or a name in a directory means. */
final class Codes {

    private Codes() {}

    static <E> Optional<E> find(E[] values, String text, Function<E, String> code, Function<E, String> label) {
        String stripped = text.strip();
        String bare = stripped.length() == 2 && stripped.charAt(0) == '0' ? stripped.substring(1) : stripped;
        for (E value : values) {
            if (code.apply(value).equals(bare) || label.apply(value).equals(bare)) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }
}
