package io.govshare.testing.platform;

import io.govshare.testing.platform.StructuredFields.Display;
import io.govshare.testing.platform.StructuredFields.Item;
import io.govshare.testing.platform.StructuredFields.MalformedException;
import io.govshare.testing.platform.StructuredFields.Member;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The {@code GovShare-Context} field: who asks and why, an RFC 9651 dictionary of strings. */
final class CallContextField {

    private static final Set<String> MEMBERS = Set.of(
            "purpose",
            "legal-basis",
            "matter",
            "matter-name",
            "case",
            "operator",
            "operator-name",
            "department",
            "subject",
            "subject-name",
            "subject-type",
            "terminal",
            "material");

    private CallContextField() {}

    /**
     * The members; empty when the request has no such field.
     *
     * @throws Refused naming what is wrong in it
     */
    static Map<String, String> read(Incoming request) {
        String field = request.field("GovShare-Context").orElse(null);
        if (field == null) {
            return Map.of();
        }
        Map<String, String> members = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, Member> member :
                    StructuredFields.dictionary(field).entrySet()) {
                members.put(member.getKey(), text(member.getKey(), member.getValue()));
            }
        } catch (MalformedException e) {
            throw invalid("GovShare-Context is no RFC 9651 dictionary: " + e.getMessage());
        }
        return members;
    }

    private static String text(String name, Member member) {
        if (!MEMBERS.contains(name)) {
            throw invalid("GovShare-Context has an unknown member " + name);
        }
        String text = member instanceof Item item && item.value() instanceof String string
                ? string
                : member instanceof Item item && item.value() instanceof Display display ? display.text() : null;
        if (text == null) {
            throw invalid("GovShare-Context member " + name + " is neither a string nor a display string");
        }
        if (text.isBlank()) {
            throw invalid("GovShare-Context member " + name + " is blank");
        }
        return text;
    }

    static Refused missing(String detail) {
        return Refused.of(400, "context-missing", detail);
    }

    private static Refused invalid(String detail) {
        return Refused.of(400, "context-invalid", detail);
    }
}
