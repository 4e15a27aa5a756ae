package io.govshare.catalog;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a DCAT directory spells the sharing attribute: in our own vocabulary. The EU's access rights are something else: what
 * every department may use is not thereby public, so {@code dct:accessRights} is neither read for it nor written.
 */
final class SharingTerm {

    static final String UNKNOWN = "is none of UNCONDITIONAL, CONDITIONAL, NOT_SHARED; taken as CONDITIONAL";

    private SharingTerm() {}

    /** The attribute of this name, bare or in our namespace; null when it is none, or when there are several. */
    static @Nullable SharingAttribute of(@Nullable Object value) {
        @Nullable String text = JsonLd.text(value);
        if (text == null || JsonLd.list(value).size() > 1) {
            return null;
        }
        String name = text.strip();
        for (String prefix : new String[] {"govshare:", "https://govshare.io/ns#"}) {
            name = name.startsWith(prefix) ? name.substring(prefix.length()) : name;
        }
        return switch (name.toUpperCase(Locale.ROOT).replace('-', '_')) {
            case "UNCONDITIONAL" -> SharingAttribute.UNCONDITIONAL;
            case "CONDITIONAL" -> SharingAttribute.CONDITIONAL;
            case "NOT_SHARED" -> SharingAttribute.NOT_SHARED;
            default -> null;
        };
    }
}
