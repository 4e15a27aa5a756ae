package io.govshare.catalog;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a directory marks a field as personal. A mark that is misread would show personal values, so what is not understood
 * counts as personal.
 */
final class PrivacyMark {

    private static final Set<String> YES = Set.of("true", "yes", "y", "1", "是");
    private static final Set<String> NO = Set.of("false", "no", "n", "0", "否");

    private static final Set<String> PERSONAL_LEVELS =
            Set.of("personal", "sensitive", "个人信息", "敏感", "敏感个人信息", "敏感信息", "隐私");

    private static final Set<String> OTHER_LEVELS =
            Set.of("none", "public", "internal", "非敏感", "不敏感", "公开", "内部", "一般", "普通", "无");

    private PrivacyMark() {}

    /** What a yes or no means; null when it is neither. */
    static @Nullable Boolean flag(@Nullable Object value) {
        if (value instanceof Boolean given) {
            return given;
        }
        String text = value instanceof String || value instanceof Integer
                ? value.toString().strip().toLowerCase(Locale.ROOT)
                : "";
        if (YES.contains(text)) {
            return true;
        }
        return NO.contains(text) ? Boolean.FALSE : null;
    }

    /** Whether a level of protection says that values are personal; null when it is not known. */
    static @Nullable Boolean level(String sensitivity) {
        String level = sensitivity.strip().toLowerCase(Locale.ROOT);
        if (level.isEmpty() || OTHER_LEVELS.contains(level)) {
            return false;
        }
        return PERSONAL_LEVELS.contains(level) ? Boolean.TRUE : null;
    }

    /**
     * What flag and level say together.
     *
     * @param flag null when the directory has none
     * @param understood whether flag and level, as far as there are any, are such at all
     */
    static boolean isPersonal(@Nullable Boolean flag, boolean understood, String sensitivity) {
        @Nullable Boolean level = level(sensitivity);
        if (!understood || Boolean.TRUE.equals(level) || Boolean.TRUE.equals(flag)) {
            return true;
        }
        return flag == null && level == null;
    }
}
