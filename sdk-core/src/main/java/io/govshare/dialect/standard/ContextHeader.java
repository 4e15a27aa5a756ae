package io.govshare.dialect.standard;

import io.govshare.context.CallContext;
import io.govshare.context.CallContext.Member;
import io.govshare.http.Request;
import io.govshare.platform.Attempt;
import io.govshare.platform.ContextCarrier;
import io.govshare.signing.StructuredFields;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Carries the context in the header field {@code GovShare-Context}, a Dictionary (RFC 9651 §3.2) of what is set. */
final class ContextHeader implements ContextCarrier {

    static final String NAME = "GovShare-Context";

    @Override
    public Set<Member> carried() {
        return EnumSet.allOf(Member.class);
    }

    @Override
    public Request carry(Request request, Attempt attempt) {
        CallContext context = attempt.facts().context();
        Map<String, String> members = new LinkedHashMap<>();
        for (Member member : Member.values()) {
            context.get(member).ifPresent(value -> members.put(key(member), value));
        }
        return members.isEmpty() ? request : request.with(NAME, StructuredFields.dictionary(members));
    }

    private static String key(Member member) {
        return member.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
