package io.govshare.service;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

/** Calls the body that an interface itself gives to a method. */
final class DefaultMethod {

    private static final MethodType SPREAD = MethodType.methodType(Object.class, Object.class, Object[].class);

    private DefaultMethod() {}

    /** @throws IllegalAccessException if the interface is not public, and its module does not open its package to us */
    static Invocation of(Method method) throws IllegalAccessException {
        Class<?> declaring = method.getDeclaringClass();
        boolean reachable = Modifier.isPublic(declaring.getModifiers())
                && declaring.getModule().isExported(declaring.getPackageName(), DefaultMethod.class.getModule());
        if (reachable) {
            return (proxy, arguments) -> InvocationHandler.invokeDefault(proxy, method, arguments);
        }
        // What the JDK offers for proxies is closed to interfaces that only their own package sees.
        MethodHandle body = MethodHandles.privateLookupIn(declaring, MethodHandles.lookup())
                .unreflectSpecial(method, declaring)
                .asFixedArity()
                .asSpreader(Object[].class, method.getParameterCount())
                .asType(SPREAD);
        return (proxy, arguments) -> (Object) body.invokeExact(proxy, arguments);
    }
}
