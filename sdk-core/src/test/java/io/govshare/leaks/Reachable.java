package io.govshare.leaks;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What the objects say of themselves that can be reached from some others: fields of our own types, whatever their
 * visibility, and the elements of collections, maps, arrays and references.
 */
public final class Reachable {

    private static final String OURS = "io.govshare.";

    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Object> left = new ArrayDeque<>();
    private final Set<String> texts = new TreeSet<>();

    private Reachable() {}

    /** The type and the text of each object of ours that can be reached. */
    public static List<String> texts(Object... roots) throws IllegalAccessException {
        Reachable reachable = new Reachable();
        for (Object root : roots) {
            reachable.visit(root);
        }
        while (!reachable.left.isEmpty()) {
            reachable.open(reachable.left.pop());
        }
        return List.copyOf(reachable.texts);
    }

    private void visit(@Nullable Object object) {
        if (object != null && seen.add(object)) {
            left.push(object);
        }
    }

    private void open(Object object) throws IllegalAccessException {
        if (object instanceof Iterable<?> elements && !(object instanceof Path)) {
            elements.forEach(this::visit);
        } else if (object instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                visit(key);
                visit(value);
            });
        } else if (object instanceof Object[] array) {
            Arrays.asList(array).forEach(this::visit);
        } else if (object instanceof Optional<?> optional) {
            optional.ifPresent(this::visit);
        } else if (object instanceof AtomicReference<?> reference) {
            visit(reference.get());
        } else if (object instanceof AtomicReferenceArray<?> references) {
            for (int i = 0; i < references.length(); i++) {
                visit(references.get(i));
            }
        }
        if (object.getClass().getName().startsWith(OURS)) {
            texts.add(object.getClass().getName() + ": " + object);
            fields(object);
        }
    }

    private void fields(Object object) throws IllegalAccessException {
        for (Class<?> type = object.getClass();
                type != null && type.getName().startsWith(OURS);
                type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                    field.setAccessible(true);
                    visit(field.get(object));
                }
            }
        }
    }
}
