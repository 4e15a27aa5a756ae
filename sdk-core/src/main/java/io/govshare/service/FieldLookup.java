package io.govshare.service;

import io.govshare.dataset.Query;
import io.govshare.dataset.RecordFields;
import io.govshare.dataset.RecordFields.Member;
import io.govshare.error.ConfigurationException;
import io.govshare.error.InvalidRequestException;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the fields that a method names, and notes what is none. */
final class FieldLookup {

    private static final int MOST_SHOWN = 12;

    private final Method method;
    private final RecordFields fields;
    private final Mistakes mistakes;

    FieldLookup(Method method, RecordFields fields, Mistakes mistakes) {
        this.method = method;
        this.fields = fields;
        this.mistakes = mistakes;
    }

    /** The name of the type that has the fields. */
    String type() {
        return fields.type().getSimpleName();
    }

    /**
     * The field of this name; null if there is none, which is noted.
     *
     * @param who what names it, as messages say it
     * @param otherwise what to do if no field was meant; may be empty
     */
    @Nullable
    Member find(String name, String who, String otherwise) {
        try {
            Query.where(name);
            Optional<Member> found = fields.find(name);
            if (found.isPresent()) {
                return found.get();
            }
        } catch (ConfigurationException e) {
            mistakes.add(
                    method, who + ": " + e.diagnosis().cause(), e.diagnosis().remedy());
            return null;
        } catch (InvalidRequestException e) {
            mistakes.add(method, who + " names no field", e.diagnosis().remedy());
            return null;
        }
        if (fields.isOpen()) {
            return new Member(name, name, Object.class);
        }
        mistakes.add(
                method,
                who + " names no field of " + type() + ", which has " + known(),
                "Name one of these, by the name of the parameter or by @Filter(field = \"…\"); a field that the data has and "
                        + type() + " lacks is added to " + type() + "." + otherwise);
        return null;
    }

    private String known() {
        return fields.members().stream().map(Member::accessor).limit(MOST_SHOWN).collect(Collectors.joining(", "))
                + (fields.members().size() > MOST_SHOWN ? ", …" : "");
    }
}
