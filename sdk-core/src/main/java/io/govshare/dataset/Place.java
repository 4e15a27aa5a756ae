package io.govshare.dataset;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A place in an answer that a JSON Pointer (RFC 6901) goes to or through. Built once for an envelope and then only read.
 */
final class Place {

    /** What is to be found at a place. */
    enum Role {
        RECORDS,
        NEXT,
        CURSOR,
        TOTAL
    }

    private final String pointer;
    private final Map<String, Place> members = new HashMap<>(4);
    private @Nullable Role role;
    private boolean towardsRecords;

    private Place(String pointer) {
        this.pointer = pointer;
    }

    /** The whole answer. */
    static Place root() {
        return new Place("");
    }

    /** This place, with what is to be found at the end of a pointer that begins here. */
    Place with(String path, Role wanted) {
        if (!path.isEmpty() && path.charAt(0) != '/') {
            throw new IllegalArgumentException("A JSON Pointer is empty or begins with a slash: " + path);
        }
        Place place = this;
        int from = 0;
        while (from < path.length()) {
            place.towardsRecords |= wanted == Role.RECORDS;
            int end = path.indexOf('/', from + 1);
            end = end < 0 ? path.length() : end;
            String pointerThere = place.pointer + path.substring(from, end);
            String member = path.substring(from + 1, end).replace("~1", "/").replace("~0", "~");
            place = place.members.computeIfAbsent(member, name -> new Place(pointerThere));
            from = end;
        }
        place.towardsRecords |= wanted == Role.RECORDS;
        place.role = wanted;
        return this;
    }

    boolean is(Role wanted) {
        return role == wanted;
    }

    boolean isRoot() {
        return pointer.isEmpty();
    }

    /** Whether a pointer goes on from here. */
    boolean leadsOn() {
        return !members.isEmpty();
    }

    /** Whether the records are here or below. */
    boolean isTowardsRecords() {
        return towardsRecords;
    }

    @Nullable
    Place member(String name) {
        return members.get(name);
    }

    /** The pointer, or {@code the top} for the whole answer. */
    @Override
    public String toString() {
        return pointer.isEmpty() ? "the top" : pointer;
    }
}
