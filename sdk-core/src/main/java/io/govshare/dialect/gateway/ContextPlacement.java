package io.govshare.dialect.gateway;

import io.govshare.context.CallContext;
import io.govshare.context.CallContext.Member;
import io.govshare.dialect.gateway.SignatureLayout.Timestamp;
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
import java.util.UUID;
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
    private final Map<String, Timestamp> times;
    private final Set<String> ids;

    private ContextPlacement(
            Position position,
            String object,
            boolean text,
            Map<String, Member> names,
            Map<String, String> constants,
            Set<Member> required,
            Map<String, Timestamp> times,
            Set<String> ids) {
        this.position = position;
        this.object = object;
        this.text = text;
        this.names = names;
        this.constants = constants;
        this.required = required;
        this.times = times;
        this.ids = ids;
    }

    private static ContextPlacement of(Position position, String object, boolean text) {
        return new ContextPlacement(position, object, text, Map.of(), Map.of(), Set.of(), Map.of(), Set.of());
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
        return new ContextPlacement(position, object, text, more, constants, required, times, ids);
    }

    /** What is sent with each request beside the members. */
    public ContextPlacement constant(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(constants);
        more.put(name, value);
        return new ContextPlacement(position, object, text, names, more, required, times, ids);
    }

    /** The members without which the gateway refuses, in the place of those given before. */
    public ContextPlacement required(Member... members) {
        Set<Member> all = EnumSet.noneOf(Member.class);
        all.addAll(Set.of(members));
        return new ContextPlacement(position, object, text, names, constants, all, times, ids);
    }

    /** A name for the time of the attempt, in milliseconds since 1970; not sent by default. */
    public ContextPlacement time(String name) {
        return time(name, Timestamp.MILLIS);
    }

    /** A name for the time of the attempt, so spelled; in the place of another spelling under this name. */
    public ContextPlacement time(String name, Timestamp spelling) {
        Map<String, Timestamp> more = new LinkedHashMap<>(times);
        more.put(name, spelling);
        return new ContextPlacement(position, object, text, names, constants, required, more, ids);
    }

    /**
     * A name for an id of the request, 32 hexadecimal digits that are new for each attempt; not sent by default. In a JSON
     * body a value that stands there already, such as a parameter of the service, is left as it is.
     */
    public ContextPlacement requestId(String name) {
        Set<String> more = new LinkedHashSet<>(ids);
        more.add(name);
        return new ContextPlacement(position, object, text, names, constants, required, times, more);
    }

    /** This placement at another place, if it is at the one that is left. */
    public ContextPlacement moved(Position from, Position to) {
        return position == from ? new ContextPlacement(to, object, text, names, constants, required, times, ids) : this;
    }

    /** Whether something goes into a JSON body, which a GET has not. */
    boolean needsBody() {
        boolean nothing = names.isEmpty() && constants.isEmpty() && times.isEmpty() && ids.isEmpty();
        return position == Position.JSON && !nothing;
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
            String name = placed(value.getKey());
            if (!ids.contains(value.getKey()) || !position.has(request, name)) {
                carrying = position.put(carrying, name, value.getValue());
            }
        }
        return carrying;
    }

    private String placed(String name) {
        return object.isEmpty() || name.startsWith("/") ? name : object + "/" + name;
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
        times.forEach((name, spelling) -> values.put(name, spelling.of(now)));
        ids.forEach(name -> values.put(name, UUID.randomUUID().toString().replace("-", "")));
        return values;
    }

    private static ConfigurationException inUrl(Member member) {
        return new ConfigurationException(
                "The context's " + member.name().toLowerCase(Locale.ROOT)
                        + " is personal, and would stand in the URL, which proxies and access logs keep",
                "Call the service by method(\"POST\"), or accept it by Service.allowPersonalInUrl().");
    }
}
