package io.govshare.dialect.gateway;

import io.govshare.context.CallContext;
import io.govshare.context.CallContext.Member;
import io.govshare.error.ConfigurationException;
import io.govshare.http.Request;
import io.govshare.platform.Attempt;
import io.govshare.platform.ContextCarrier;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where the members of a call context go on the wire of a gateway, and under which names. Immutable: each method returns a
 * changed copy.
 */
public final class ContextPlacement implements ContextCarrier {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final Position position;
    private final String object;
    private final boolean text;
    private final Map<String, Member> names;
    private final Map<String, String> constants;
    private final Set<Member> required;
    private final Set<String> times;

    private ContextPlacement(
            Position position,
            String object,
            boolean text,
            Map<String, Member> names,
            Map<String, String> constants,
            Set<Member> required,
            Set<String> times) {
        this.position = position;
        this.object = object;
        this.text = text;
        this.names = names;
        this.constants = constants;
        this.required = required;
        this.times = times;
    }

    private static ContextPlacement of(Position position, String object, boolean text) {
        return new ContextPlacement(position, object, text, Map.of(), Map.of(), Set.of(), Set.of());
    }

    /** Each member by itself: a header, a parameter, or a member of the body. */
    public static ContextPlacement each(Position position) {
        return of(position, "", false);
    }

    /** All as one object in the JSON body, at this JSON Pointer, such as {@code /audit_info}. */
    public static ContextPlacement object(String pointer) {
        return of(Position.JSON, pointer, false);
    }

    /** All as the JSON text of one object in this header, parameter or member. */
    public static ContextPlacement text(Position position, String name) {
        return of(position, name, true);
    }

    /** Nothing. */
    public static ContextPlacement none() {
        return of(Position.HEADER, "", false);
    }

    /**
     * A name of a member on the wire; a member may have several. Beside the object of {@link #object} it stands when the name
     * is a JSON Pointer, which begins with a slash.
     */
    public ContextPlacement put(Member member, String name) {
        Map<String, Member> more = new LinkedHashMap<>(names);
        more.put(name, member);
        return new ContextPlacement(position, object, text, more, constants, required, times);
    }

    /** What is sent with each request beside the members. */
    public ContextPlacement constant(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(constants);
        more.put(name, value);
        return new ContextPlacement(position, object, text, names, more, required, times);
    }

    /** The members without which the gateway refuses, in the place of those given before. */
    public ContextPlacement required(Member... members) {
        Set<Member> all = EnumSet.noneOf(Member.class);
        all.addAll(Set.of(members));
        return new ContextPlacement(position, object, text, names, constants, all, times);
    }

    /** A name for the time of the attempt, in milliseconds since 1970; not sent by default. */
    public ContextPlacement time(String name) {
        Set<String> more = new LinkedHashSet<>(times);
        more.add(name);
        return new ContextPlacement(position, object, text, names, constants, required, more);
    }

    @Override
    public Set<Member> carried() {
        return Set.copyOf(names.values());
    }

    @Override
    public Set<Member> required() {
        return required;
    }

    @Override
    public Request carry(Request request, Attempt attempt) {
        Map<String, String> values = values(request, attempt);
        if (values.isEmpty()) {
            return request;
        }
        if (text) {
            return position.put(request, object, MAPPER.writeValueAsString(values));
        }
        Request carrying = request;
        for (Map.Entry<String, String> value : values.entrySet()) {
            String name = value.getKey();
            carrying = position.put(
                    carrying, object.isEmpty() || name.startsWith("/") ? name : object + "/" + name, value.getValue());
        }
        return carrying;
    }

    private Map<String, String> values(Request request, Attempt attempt) {
        CallContext context = attempt.facts().context();
        boolean exposed = position.isInUrl(request.method())
                && (attempt.facts().dataset() == null
                        || !ServiceCatalogue.isPersonalInUrl(attempt.facts().dataset()));
        Map<String, String> values = new LinkedHashMap<>(constants);
        names.forEach((name, member) -> context.get(member).ifPresent(value -> {
            if (exposed && member.isPersonal()) {
                throw inUrl(member);
            }
            values.put(name, value);
        }));
        Instant now = attempt.now();
        times.forEach(name -> values.put(name, Long.toString(now.toEpochMilli())));
        return values;
    }

    private static ConfigurationException inUrl(Member member) {
        return new ConfigurationException(
                "The context's " + member.name().toLowerCase(Locale.ROOT)
                        + " is personal, and would stand in the URL, which proxies and access logs keep",
                "Call the service by method(\"POST\"), or accept it by Service.allowPersonalInUrl().");
    }
}
