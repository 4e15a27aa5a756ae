package io.govshare.service;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Leads each call of a data service to what was made for its method when the service was. */
final class ServiceProxy implements InvocationHandler {

    private static final @Nullable Object[] NONE = {};

    private final Class<?> service;
    private final Map<Method, Invocation> methods;
    private final Object owner;

    ServiceProxy(Class<?> service, Map<Method, Invocation> methods, Object owner) {
        this.service = service;
        this.methods = Map.copyOf(methods);
        this.owner = owner;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        @Nullable Object[] given = arguments == null ? NONE : arguments;
        @Nullable Invocation known = methods.get(method);
        return known == null ? ofObject(proxy, method, given) : known.invoke(proxy, given);
    }

    private Object ofObject(Object proxy, Method method, @Nullable Object[] given) {
        return switch (method.getName()) {
            case "equals" -> proxy == given[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> service.getSimpleName() + "[data service of " + owner + "]";
        };
    }
}
