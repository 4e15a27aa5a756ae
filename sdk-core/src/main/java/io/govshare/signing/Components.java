package io.govshare.signing;

import io.govshare.error.Internal;
import java.util.ArrayList;
import java.util.List;

/**
 * Which parts of a message a signature covers, in their order (RFC 9421 §2). Immutable.
 *
 * <p>Header fields by name, and {@code @method @target-uri @authority @scheme @request-target @path @query @query-param
 * @status}; with their parameters: {@code ;req}, which in an answer means the request it belongs to, {@code ;sf} and {@code
 * ;key="…"} for structured fields, {@code ;name="…"} for {@code @query-param}.
 */
@Internal
public final class Components {

    /** Nothing. */
    public static final Components NONE = of();

    /** What requests to the standard platform cover, as far as it is there (docs/protocol.md). */
    public static final Components REQUEST = of(
            "@method",
            "@target-uri",
            "content-digest",
            "content-encoding",
            "authorization",
            "dpop",
            "govshare-context",
            "govshare-usage-chain");

    /** What answers of the standard platform cover (docs/protocol.md). */
    public static final Components ANSWER = of("@status", "content-digest", "@method;req", "@target-uri;req");

    private final List<Component> list;

    private Components(List<Component> list) {
        this.list = list;
    }

    /**
     * These components.
     *
     * @throws IllegalArgumentException if one is not known, not in lower case, has wrong parameters, or is there twice
     */
    public static Components of(String... written) {
        List<Component> list = new ArrayList<>();
        for (String one : written) {
            Component component = component(one);
            if (list.contains(component)) {
                throw new IllegalArgumentException("There twice: " + one);
            }
            list.add(component);
        }
        return new Components(List.copyOf(list));
    }

    /** The component written so. @throws IllegalArgumentException if it cannot be signed */
    static Component component(String written) {
        try {
            return Component.of(written);
        } catch (MalformedFieldException e) {
            throw new IllegalArgumentException("Not a component that can be signed: " + written + " " + e.reason(), e);
        }
    }

    /** These components, which are known to be different. */
    static Components of(List<Component> list) {
        return new Components(List.copyOf(list));
    }

    /**
     * These components and then those.
     *
     * @throws IllegalArgumentException as {@link #of}
     */
    public Components and(String... written) {
        List<Component> both = new ArrayList<>(list);
        for (Component component : of(written).list) {
            if (both.contains(component)) {
                throw new IllegalArgumentException("There twice: " + component.identifier());
            }
            both.add(component);
        }
        return new Components(List.copyOf(both));
    }

    /** Whether the component written so is among them. */
    public boolean covers(String written) {
        return covers(component(written));
    }

    List<Component> list() {
        return list;
    }

    boolean covers(Component component) {
        return list.contains(component);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Component component : list) {
            text.append(text.length() == 0 ? "(" : " ").append(component.identifier());
        }
        return text.append(text.length() == 0 ? "()" : ")").toString();
    }
}
