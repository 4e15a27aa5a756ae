package io.govshare.service;

import io.govshare.error.ConfigurationException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** All that is wrong with a data service, so that it is mended at one go. Not safe for concurrent use. */
final class Mistakes {

    private record Mistake(String where, String what, String remedy) {}

    private final Class<?> service;
    private final List<Mistake> found = new ArrayList<>();

    Mistakes(Class<?> service) {
        this.service = service;
    }

    /** How messages name a method: {@code find(String)}. */
    static String label(Method method) {
        return method.getName()
                + Arrays.stream(method.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(", ", "(", ")"));
    }

    /** Something is wrong with the interface itself. */
    void add(String what, String remedy) {
        found.add(new Mistake("", what, remedy));
    }

    void add(Method method, String what, String remedy) {
        found.add(new Mistake(label(method), what, remedy));
    }

    void throwIfAny() {
        if (found.size() == 1) {
            Mistake only = found.get(0);
            String where = only.where().isEmpty() ? "" : "." + only.where();
            throw new ConfigurationException(service.getTypeName() + where + ": " + only.what(), only.remedy());
        }
        if (!found.isEmpty()) {
            throw new ConfigurationException(
                    service.getTypeName() + " has " + found.size() + " mistakes",
                    found.stream().map(this::line).collect(Collectors.joining()));
        }
    }

    private String line(Mistake mistake) {
        String where = mistake.where().isEmpty() ? service.getSimpleName() : mistake.where();
        return "\n- " + where + ": " + mistake.what() + ". " + mistake.remedy();
    }
}
