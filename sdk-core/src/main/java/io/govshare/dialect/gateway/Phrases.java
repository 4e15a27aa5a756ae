package io.govshare.dialect.gateway;

import io.govshare.http.Outcome.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What sentences mean by the phrases in them, letters in any case. Of several the longest counts, since it says
 * most; of those for one code the first given. "No data" counts only where nothing else is said: 没有数据权限 is a refusal.
 * Immutable.
 */
final class Phrases {

    /** @param code the only code that it counts for; null for any, and for none */
    private record Phrase(@Nullable String code, String part, Kind kind) {

        boolean isOf(@Nullable String said) {
            return code == null ? said == null : code.equals(said);
        }
    }

    private static final Phrases NONE = new Phrases(List.of());

    private final List<Phrase> all;

    private Phrases(List<Phrase> all) {
        this.all = all;
    }

    static Phrases none() {
        return NONE;
    }

    /** With these phrases, each in the place of the same one given before. */
    Phrases and(Kind kind, @Nullable String code, String... parts) {
        List<Phrase> more = new ArrayList<>(all);
        for (String part : parts) {
            Phrase phrase = new Phrase(code, part.toLowerCase(Locale.ROOT), kind);
            int known = index(more, phrase);
            if (known < 0) {
                more.add(phrase);
            } else {
                more.set(known, phrase);
            }
        }
        return new Phrases(List.copyOf(more));
    }

    private static int index(List<Phrase> phrases, Phrase wanted) {
        for (int i = 0; i < phrases.size(); i++) {
            if (phrases.get(i).isOf(wanted.code()) && phrases.get(i).part().equals(wanted.part())) {
                return i;
            }
        }
        return -1;
    }

    /** What these words mean for any code; null when that is not known. */
    @Nullable
    Kind of(String words) {
        return of(null, words);
    }

    /** What these words mean beside this code alone, or by themselves when it is null; null when that is not known. */
    @Nullable
    Kind of(@Nullable String code, String words) {
        String plain = words.toLowerCase(Locale.ROOT);
        @Nullable Kind telling = most(code, plain, phrase -> phrase.kind() != Kind.EMPTY);
        return telling != null ? telling : most(code, plain, phrase -> true);
    }

    private @Nullable Kind most(@Nullable String code, String words, Predicate<Phrase> some) {
        @Nullable Phrase most = null;
        for (Phrase phrase : all) {
            boolean more = most == null
                    || (code == null && phrase.part().length() > most.part().length());
            if (more && phrase.isOf(code) && some.test(phrase) && words.contains(phrase.part())) {
                most = phrase;
            }
        }
        return most == null ? null : most.kind();
    }
}
