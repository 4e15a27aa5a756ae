package io.govshare.context;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who asks and why: purpose and legal basis, matter, case, operator, subject, terminal. Immutable; members that are not set
 * come from the surrounding scope or the builder's source.
 */
public final class CallContext {

    /** The members of a context. */
    public enum Member {
        /** Code of the purpose that the grant names, such as {@code residence-permit}. */
        PURPOSE(false),
        /** Law or rule that the use rests on. */
        LEGAL_BASIS(false),
        /** Code of the administrative matter (事项). */
        MATTER(false),
        /** Name of the administrative matter. */
        MATTER_NAME(false),
        /** Number of the case (办件). */
        CASE(true),
        /** Identifier of the person who operates. */
        OPERATOR(true),
        /** Name of the person who operates. */
        OPERATOR_NAME(true),
        /** Identifier of the department that asks. */
        DEPARTMENT(false),
        /** Identifier of the person or organisation that is asked about. */
        SUBJECT(true),
        /** Name of the person or organisation that is asked about. */
        SUBJECT_NAME(true),
        /** Kind of the identifier in SUBJECT. */
        SUBJECT_TYPE(false),
        /** Terminal or address the operator works at. */
        TERMINAL(true),
        /** Material (document) that the answer replaces. */
        MATERIAL(false);

        private final boolean personal;

        Member(boolean personal) {
            this.personal = personal;
        }

        /** Whether its value is personal data and stays out of logs, messages and usage events in clear. */
        public boolean isPersonal() {
            return personal;
        }
    }

    private static final CallContext NONE = new CallContext(new EnumMap<>(Member.class));

    private final Map<Member, String> members;

    private CallContext(Map<Member, String> members) {
        this.members = members;
    }

    /** A context with nothing set. */
    public static CallContext none() {
        return NONE;
    }

    /** Begins a context with its purpose. */
    public static Builder purpose(String purpose) {
        return new Builder().set(Member.PURPOSE, purpose);
    }

    /** Begins a context that adds to a purpose set elsewhere. */
    public static Builder builder() {
        return new Builder();
    }

    /** The value of this member, if it is set. */
    public Optional<String> get(Member member) {
        return Optional.ofNullable(members.get(member));
    }

    /** The purpose, if it is set. */
    public Optional<String> purpose() {
        return get(Member.PURPOSE);
    }

    /** This context, with members that it lacks taken from {@code wider}. */
    public CallContext over(CallContext wider) {
        if (members.isEmpty()) {
            return wider;
        }
        if (wider.members.isEmpty()) {
            return this;
        }
        Map<Member, String> all = new EnumMap<>(wider.members);
        all.putAll(members);
        return new CallContext(all);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CallContext that && members.equals(that.members);
    }

    @Override
    public int hashCode() {
        return members.hashCode();
    }

    /** The members that are set, personal ones masked. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("CallContext[");
        members.forEach((member, value) -> text.append(text.length() == 12 ? "" : ", ")
                .append(member.name().toLowerCase(java.util.Locale.ROOT))
                .append('=')
                .append(member.isPersonal() ? "***" : value));
        return text.append(']').toString();
    }

    /** Collects the members of a context. Not safe for concurrent use. */
    public static final class Builder {

        private final EnumMap<Member, String> members = new EnumMap<>(Member.class);

        private Builder() {}

        /** Sets a member. */
        public Builder set(Member member, String value) {
            members.put(member, value);
            return this;
        }

        /** The context. */
        public CallContext build() {
            return new CallContext(new EnumMap<>(members));
        }
    }
}
