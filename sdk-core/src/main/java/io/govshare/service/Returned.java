package io.govshare.service;

import io.govshare.dataset.Dataset;
import io.govshare.dataset.Page;
import io.govshare.dataset.Query;
import io.govshare.error.InvalidRequestException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a method of a data service can return, and how it is asked for. */
enum Returned {
    OPTIONAL(Optional.class) {
        @Override
        <T> Object ask(Dataset<T> dataset, Query<T> query, String method) {
            return query.order().isEmpty() ? only(dataset, query, method) : dataset.first(query);
        }
    },
    LIST(List.class) {
        @Override
        <T> Object ask(Dataset<T> dataset, Query<T> query, String method) {
            return all(dataset, query, method);
        }
    },
    PAGE(Page.class) {
        @Override
        <T> Object ask(Dataset<T> dataset, Query<T> query, String method) {
            return dataset.query(query);
        }
    },
    STREAM(Stream.class) {
        @Override
        <T> Object ask(Dataset<T> dataset, Query<T> query, String method) {
            return dataset.stream(query);
        }
    },
    COUNT(long.class) {
        @Override
        <T> Object ask(Dataset<T> dataset, Query<T> query, String method) {
            return dataset.count(query);
        }
    },
    EXISTS(boolean.class) {
        @Override
        <T> Object ask(Dataset<T> dataset, Query<T> query, String method) {
            return dataset.exists(query);
        }
    };

    private final Class<?> type;

    Returned(Class<?> type) {
        this.type = type;
    }

    /** Null if no method can return this type. */
    static @Nullable Returned of(@Nullable Class<?> type) {
        for (Returned returned : values()) {
            if (returned.type == type) {
                return returned;
            }
        }
        return null;
    }

    /** Asks the dataset, and returns what the method does. */
    abstract <T> Object ask(Dataset<T> dataset, Query<T> query, String method);

    /** Whether it holds records, of which the type must be known. */
    boolean holdsRecords() {
        return !type.isPrimitive();
    }

    /** Whether the caller may say how many. */
    boolean isPaged() {
        return holdsRecords() && this != OPTIONAL;
    }

    private static <T> Optional<T> only(Dataset<T> dataset, Query<T> query, String method) {
        Query<T> two = query.limit(2);
        Page<T> page = dataset.query(two);
        List<T> items = page.items();
        if (items.size() < 2 && page.hasNext()) {
            // A page may be shorter than what was asked for, even empty, with a link to the rest; a stream finds links
            // that never end.
            try (Stream<T> records = dataset.stream(two)) {
                items = records.toList();
            }
        }
        if (items.size() > 1) {
            throw new InvalidRequestException(
                    method + " returns Optional, but more than one record matches",
                    "Return a List or Page, add a condition, or mark the method @OrderBy to have the first.");
        }
        return items.stream().findFirst();
    }

    private static <T> List<T> all(Dataset<T> dataset, Query<T> query, String method) {
        boolean asked = query.limit().isPresent();
        try (Stream<T> records = dataset.stream(asked ? query : query.limit(DataService.MOST_IN_LIST + 1))) {
            List<T> all = records.toList();
            if (!asked && all.size() > DataService.MOST_IN_LIST) {
                throw new InvalidRequestException(
                        method + " returns a List, but more than " + DataService.MOST_IN_LIST + " records match",
                        "Return a Stream, which takes any number, add a condition, or say how many by PageRequest.of(…).");
            }
            return all;
        }
    }
}
