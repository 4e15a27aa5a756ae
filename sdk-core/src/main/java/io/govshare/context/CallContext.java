package io.govshare.context;

import io.govshare.error.Internal;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Who asks and why: purpose and legal basis, matter, case, operator, subject, terminal. Immutable; members that are not set
 * come from the surrounding scope or the builder's source.
 *
 * <p>Values are checked by {@link Builder#build()}: a blank, a placeholder such as {@code 1}, {@code X}, {@code test} or
 * {@code 无}, a control character, or more than {@value MemberValue#LONGEST} characters are refused, because a record of use
 * that says nothing protects nobody.
 */
public final class CallContext {

    /** The members of a context. */
    public enum Member {
        /** Code of the purpose that the grant names, such as {@code residence-permit}. */
        PURPOSE(false, "purpose(code)", "the code of the purpose that the grant names, such as residence-permit"),
        /** Law or rule that the use rests on. */
        LEGAL_BASIS(false, "legalBasis(text)", "law and article that the use rests on, such as Decree 663, Art. 9"),
        /** Code of the administrative matter (事项). */
        MATTER(
                false,
                "matter(code)",
                "the code of the matter in the list of government services, such as 442000-residence"),
        /** Name of the administrative matter. */
        MATTER_NAME(false, "matter(code, name)", "the name of the matter in the list of government services"),
        /** Number of the case (办件). */
        CASE(true, "caseNumber(number)", "the number that your system gave to the case"),
        /** Identifier of the person who operates. */
        OPERATOR(true, "operator(id)", "the id of the person who is signed in, as your department knows it"),
        /** Name of the person who operates. */
        OPERATOR_NAME(true, "operator(id, name)", "the name of the person who is signed in"),
        /** Identifier of the department that asks. */
        DEPARTMENT(
                false,
                "department(id)",
                "the code of the department that asks, such as its unified social credit code"),
        /** Identifier of the person or organisation that is asked about. */
        SUBJECT(true, "subject(id, type)", "the identifier of the person or organisation that is asked about"),
        /** Name of the person or organisation that is asked about. */
        SUBJECT_NAME(true, "subject(id, type, name)", "the name of the person or organisation that is asked about"),
        /** Kind of the identifier in SUBJECT; never comes from another source than SUBJECT itself. */
        SUBJECT_TYPE(false, "subject(id, type)", "the kind of the identifier, such as 111 for an identity card"),
        /** Terminal or address the operator works at. */
        TERMINAL(true, "terminal(address)", "the address or number of the terminal that the operator works at"),
        /** Material (document) that the answer replaces. */
        MATERIAL(false, "material(name)", "the name of the document that the answer replaces");

        private final boolean personal;
        private final String method;
        private final String goodValue;

        Member(boolean personal, String method, String goodValue) {
            this.personal = personal;
            this.method = method;
            this.goodValue = goodValue;
        }

        /** Whether its value is personal data and stays out of logs, messages and usage events in clear. */
        public boolean isPersonal() {
            return personal;
        }

        /** The builder method that sets it, as messages spell it. */
        @Internal
        public String method() {
            return method;
        }

        /** What a good value is, as messages say it. */
        @Internal
        public String goodValue() {
            return goodValue;
        }

        /** The member that this one only explains, and without which it says nothing; null when it stands alone. */
        private @Nullable Member explains() {
            return switch (this) {
                case MATTER_NAME -> MATTER;
                case OPERATOR_NAME -> OPERATOR;
                case SUBJECT_NAME, SUBJECT_TYPE -> SUBJECT;
                default -> null;
            };
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
        return new Builder().purpose(purpose);
    }

    /** Begins a context that adds to a purpose set elsewhere. */
    public static Builder builder() {
        return new Builder();
    }

    /** The task, to be run later and elsewhere in the scope that surrounds this call, and in no other. */
    public static Runnable wrap(Runnable task) {
        CallContext captured = ContextScope.capture();
        return () -> ContextScope.restore(captured, task);
    }

    /** The task, to be run later and elsewhere in the scope that surrounds this call, and in no other. */
    public static <T extends @Nullable Object> Callable<T> wrap(Callable<T> task) {
        CallContext captured = ContextScope.capture();
        return () -> ContextScope.restore(captured, task::call);
    }

    /** An executor that runs each task in the scope that surrounds {@link Executor#execute execute}. */
    public static Executor wrap(Executor executor) {
        return task -> executor.execute(wrap(task));
    }

    /**
     * An executor service that runs each task in the scope that surrounds its submission. Shutting it down, or closing it on
     * JDK 19 and newer, does so to the one given.
     */
    public static ExecutorService wrap(ExecutorService executor) {
        return new ScopedExecutorService(executor);
    }

    /** The value of this member, if it is set. */
    public Optional<String> get(Member member) {
        return Optional.ofNullable(members.get(member));
    }

    /** The purpose, if it is set. */
    public Optional<String> purpose() {
        return get(Member.PURPOSE);
    }

    /**
     * This context, with members that it lacks taken from {@code wider}. A name or type is only taken together with the
     * identifier that it explains, so that nobody gets another one's name.
     */
    public CallContext over(CallContext wider) {
        if (members.isEmpty()) {
            return wider;
        }
        if (wider.members.isEmpty()) {
            return this;
        }
        EnumMap<Member, String> all = new EnumMap<>(members);
        wider.members.forEach((member, value) -> {
            Member explained = member.explains();
            String ours = explained == null ? null : members.get(explained);
            if (ours == null || ours.equals(wider.members.get(explained))) {
                all.putIfAbsent(member, value);
            }
        });
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
        String separator = "";
        for (Map.Entry<Member, String> member : members.entrySet()) {
            text.append(separator)
                    .append(member.getKey().name().toLowerCase(Locale.ROOT))
                    .append('=')
                    .append(member.getKey().isPersonal() ? "***" : member.getValue());
            separator = ", ";
        }
        return text.append(']').toString();
    }

    /** Collects the members of a context; white space around values is dropped. Not safe for concurrent use. */
    public static final class Builder {

        private final EnumMap<Member, @Nullable String> members = new EnumMap<>(Member.class);

        private Builder() {}

        /** Code of the purpose that the grant names, such as {@code residence-permit}. */
        public Builder purpose(String code) {
            return set(Member.PURPOSE, code);
        }

        /** Law or rule that the use rests on, with its article. */
        public Builder legalBasis(String text) {
            return set(Member.LEGAL_BASIS, text);
        }

        /** Code of the administrative matter (事项). */
        public Builder matter(String code) {
            return set(Member.MATTER, code);
        }

        /** Code and name of the administrative matter (事项). */
        public Builder matter(String code, String name) {
            return set(Member.MATTER, code).set(Member.MATTER_NAME, name);
        }

        /** Number of the case (办件). */
        public Builder caseNumber(String number) {
            return set(Member.CASE, number);
        }

        /** Identifier of the person who operates. */
        public Builder operator(String id) {
            return set(Member.OPERATOR, id);
        }

        /** Identifier and name of the person who operates. */
        public Builder operator(String id, String name) {
            return set(Member.OPERATOR, id).set(Member.OPERATOR_NAME, name);
        }

        /** Identifier of the department that asks. */
        public Builder department(String id) {
            return set(Member.DEPARTMENT, id);
        }

        /** Identifier of the person or organisation that is asked about, and the kind of this identifier. */
        public Builder subject(String id, String type) {
            return set(Member.SUBJECT, id).set(Member.SUBJECT_TYPE, type);
        }

        /** Identifier of the person or organisation that is asked about, the kind of this identifier, and the name. */
        public Builder subject(String id, String type, String name) {
            return subject(id, type).set(Member.SUBJECT_NAME, name);
        }

        /** Terminal or address the operator works at. */
        public Builder terminal(String address) {
            return set(Member.TERMINAL, address);
        }

        /** Material (document) that the answer replaces. */
        public Builder material(String name) {
            return set(Member.MATERIAL, name);
        }

        /** Sets a member that is known only at run time, such as by configuration. */
        public Builder set(Member member, String value) {
            members.put(member, value);
            return this;
        }

        /**
         * The context.
         *
         * @throws io.govshare.error.ConfigurationException if a value is missing, a placeholder, longer than {@value
         *     MemberValue#LONGEST} characters, or holds a control character; the message names the method and what a good
         *     value is, never a personal value
         */
        public CallContext build() {
            EnumMap<Member, String> checked = new EnumMap<>(Member.class);
            members.forEach((member, value) -> checked.put(member, MemberValue.checked(member, value)));
            return new CallContext(checked);
        }
    }
}
