package io.govshare.service;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the type variables of the interfaces that a data service extends stand for in it. */
final class TypeVariables {

    private final Map<TypeVariable<?>, Type> bound = new HashMap<>();

    TypeVariables(Class<?> service) {
        bind(service);
    }

    private void bind(Class<?> type) {
        for (Type extended : type.getGenericInterfaces()) {
            if (extended instanceof ParameterizedType generic && generic.getRawType() instanceof Class<?> raw) {
                for (int i = 0; i < raw.getTypeParameters().length; i++) {
                    bound.put(raw.getTypeParameters()[i], generic.getActualTypeArguments()[i]);
                }
                bind(raw);
            } else if (extended instanceof Class<?> raw) {
                bind(raw);
            }
        }
    }

    /** The type with variables replaced; null if it is one that nothing was given for. */
    @Nullable
    Type resolved(@Nullable Type type) {
        @Nullable Type resolved = type;
        while (resolved instanceof TypeVariable<?> || resolved instanceof WildcardType) {
            resolved = resolved instanceof WildcardType wildcard ? wildcard.getUpperBounds()[0] : bound.get(resolved);
        }
        return resolved;
    }

    /** The class of a type; null if it is a variable that nothing was given for. */
    @Nullable
    Class<?> raw(@Nullable Type type) {
        @Nullable Type resolved = resolved(type);
        if (resolved instanceof Class<?> plain) {
            return plain;
        }
        if (resolved instanceof ParameterizedType generic) {
            return raw(generic.getRawType());
        }
        if (resolved instanceof GenericArrayType array) {
            @Nullable Class<?> component = raw(array.getGenericComponentType());
            return component == null ? null : component.arrayType();
        }
        return null;
    }

    /** The only type argument; null if the type is raw, has several, or the argument is a variable that stands for nothing. */
    @Nullable
    Type argument(@Nullable Type type) {
        return resolved(type) instanceof ParameterizedType generic && generic.getActualTypeArguments().length == 1
                ? resolved(generic.getActualTypeArguments()[0])
                : null;
    }
}
