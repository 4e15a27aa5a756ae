package io.govshare.leaks;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The threads that someone has to end: ours, those of OkHttp and of its mock server, and pools without a name. */
record OpenThreads(Set<Thread> threads) {

    private static final Pattern OWNED =
            Pattern.compile("govshare-.*|OkHttp.*|MockWebServer.*|pool-\\d+-thread-\\d+|Thread-\\d+");

    /** The pool that all clients of a JVM share; its idle threads belong to nobody and end after a minute. */
    private static final String SHARED_POOL = "OkHttp TaskRunner";

    private static final String SHARED_POOL_TASK = "okhttp3.internal.concurrent.TaskRunner";

    static OpenThreads now() {
        return new OpenThreads(Arrays.stream(alive())
                .filter(thread -> OWNED.matcher(thread.getName()).matches())
                .filter(thread -> !idleInSharedPool(thread))
                .collect(Collectors.toUnmodifiableSet()));
    }

    List<String> since(OpenThreads before) {
        return threads.stream()
                .filter(thread -> !before.threads.contains(thread))
                .map(OpenThreads::describe)
                .sorted()
                .toList();
    }

    private static Thread[] alive() {
        ThreadGroup root = Thread.currentThread().getThreadGroup();
        while (root.getParent() != null) {
            root = root.getParent();
        }
        // Enumeration drops what does not fit: it is repeated until there was room to spare.
        for (int room = root.activeCount() + 32; ; room *= 2) {
            Thread[] threads = new Thread[room];
            int count = root.enumerate(threads);
            if (count < room) {
                return Arrays.copyOf(threads, count);
            }
        }
    }

    private static boolean idleInSharedPool(Thread thread) {
        return thread.getName().equals(SHARED_POOL)
                && Arrays.stream(thread.getStackTrace())
                        .noneMatch(frame -> frame.getClassName().startsWith(SHARED_POOL_TASK));
    }

    private static String describe(Thread thread) {
        String where = Arrays.stream(thread.getStackTrace())
                .limit(8)
                .map(frame -> "\n      at " + frame)
                .collect(Collectors.joining());
        return "thread " + thread.getName() + " (" + thread.getState() + ")" + where;
    }
}
