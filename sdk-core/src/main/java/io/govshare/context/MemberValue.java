package io.govshare.context;

import io.govshare.context.CallContext.Member;
import io.govshare.error.ConfigurationException;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What may stand in a member of a context: something said, of bounded length, that fits on one line. */
final class MemberValue {

    /** Longest value, in characters (Unicode code points). */
    static final int LONGEST = 256;

    /** What people type into a field that they are forced to fill; compared in lower case and half width. */
    private static final Set<String> PLACEHOLDERS = Set.of(
            "n/a",
            "na",
            "n.a",
            "n.a.",
            "nil",
            "null",
            "none",
            "nothing",
            "undefined",
            "unknown",
            "empty",
            "blank",
            "not applicable",
            "test",
            "tests",
            "testing",
            "tester",
            "demo",
            "dummy",
            "sample",
            "example",
            "placeholder",
            "foo",
            "foobar",
            "abc",
            "asdf",
            "qwerty",
            "todo",
            "tbd",
            "tba",
            "fixme",
            "temp",
            "tmp",
            "string",
            "default",
            "123456",
            "无",
            "暂无",
            "没有",
            "空",
            "测试",
            "试",
            "未知",
            "不详",
            "不明",
            "待定",
            "未定",
            "略",
            "占位",
            "占位符",
            "默认",
            "演示",
            "示例",
            "样例",
            "随便",
            "不适用",
            "无此项",
            "无内容");

    private MemberValue() {}

    /** The value without white space around it. @throws ConfigurationException if it may not stand in this member */
    static String checked(Member member, @Nullable String value) {
        String trimmed = value == null ? "" : trimmed(value);
        if (trimmed.isEmpty()) {
            throw refused(member, value == null ? "the value is null" : "the value is blank");
        }
        if (!isPrintable(trimmed)) {
            throw refused(member, "the value holds a control character or a broken surrogate pair");
        }
        int length = trimmed.codePointCount(0, trimmed.length());
        if (length > LONGEST) {
            throw refused(member, "the value is " + length + " characters long; at most " + LONGEST + " are possible");
        }
        if (isPlaceholder(member, trimmed)) {
            String shown = member.isPersonal() ? "the value" : "'" + trimmed + "'";
            throw refused(member, shown + " is a placeholder that says nothing");
        }
        return trimmed;
    }

    private static ConfigurationException refused(Member member, String what) {
        return new ConfigurationException(
                "CallContext." + member.method() + ": " + what,
                "Give " + member.goodValue() + "; leave the method out where there is nothing to say.");
    }

    /** Strips no-break, ideographic and zero-width spaces as well, which web forms like to send. */
    private static String trimmed(String value) {
        int from = 0;
        int to = value.length();
        while (from < to && isSpace(value.charAt(from))) {
            from++;
        }
        while (to > from && isSpace(value.charAt(to - 1))) {
            to--;
        }
        return value.substring(from, to);
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u200b' || c == '\u2060' || c == '\ufeff';
    }

    private static boolean isPrintable(String value) {
        return value.codePoints().noneMatch(c -> switch (Character.getType(c)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                true;
            default -> false;
        });
    }

    private static boolean isPlaceholder(Member member, String value) {
        String plain = Normalizer.normalize(value, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        if (PLACEHOLDERS.contains(plain) || plain.codePoints().noneMatch(Character::isLetterOrDigit)) {
            return true;
        }
        // Kinds of identifiers are short official codes: 1, 111, A.
        return member != Member.SUBJECT_TYPE && isOneCharacterRepeated(plain);
    }

    /** One character alone counts too. Two equal ideographs do not, since they are names that people have. */
    private static boolean isOneCharacterRepeated(String plain) {
        int first = plain.codePointAt(0);
        boolean repeated = plain.codePoints().allMatch(c -> c == first);
        boolean name = Character.isIdeographic(first)
                && plain.codePointCount(0, plain.length()) == 2
                && !PLACEHOLDERS.contains(Character.toString(first));
        return repeated && !name;
    }
}
