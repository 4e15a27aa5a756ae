package io.govshare.leaks;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Fails a test that leaves a thread, a connection, a response body or a file handle behind.
 *
 * <p>It is registered for every test of the module. What is open is compared before the first {@code @BeforeEach} and
 * after the last {@code @AfterEach}, and again around the whole class; what ends by itself within the grace period
 * ({@value #GRACE}, an ISO-8601 duration, three seconds by default) is no leak. A class whose resources live as long as
 * the class says so with {@link SharedResources}. The comparison is of the whole process, so tests must not run in
 * parallel.
 */
public final class LeakExtension
        implements Extension, BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {

    /** The configuration parameter of JUnit that sets the grace period. */
    static final String GRACE = "govshare.leaks.grace";

    private static final Duration DEFAULT_GRACE = Duration.ofSeconds(3);
    private static final Duration POLL = Duration.ofMillis(5);

    @Override
    public void beforeAll(ExtensionContext context) {
        remember(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        if (checkedAfterEach(context)) {
            remember(context);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (checkedAfterEach(context)) {
            check(context);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        check(context);
    }

    private static boolean checkedAfterEach(ExtensionContext context) {
        return AnnotationSupport.findAnnotation(
                        context.getRequiredTestClass(), SharedResources.class, context.getEnclosingTestClasses())
                .isEmpty();
    }

    private static void remember(ExtensionContext context) {
        if (context.getExecutionMode() == ExecutionMode.CONCURRENT) {
            throw new ExtensionConfigurationException(
                    "Tests under the leak check cannot run in parallel: it compares the whole process before and after.");
        }
        store(context).put(OpenResources.class, OpenResources.now());
        store(context).put(AbandonedConnections.class, AbandonedConnections.listen());
    }

    private static void check(ExtensionContext context) {
        OpenResources before = store(context).remove(OpenResources.class, OpenResources.class);
        AbandonedConnections abandoned = store(context).remove(AbandonedConnections.class, AbandonedConnections.class);
        try {
            long deadline = System.nanoTime() + grace(context).toNanos();
            List<String> left = OpenResources.now().since(before);
            while (!left.isEmpty() && System.nanoTime() < deadline) {
                LockSupport.parkNanos(POLL.toNanos());
                left = OpenResources.now().since(before);
            }
            report(context, left, abandoned.messages());
        } finally {
            abandoned.close();
        }
    }

    private static void report(ExtensionContext context, List<String> left, List<String> abandoned) {
        if (left.isEmpty() && abandoned.isEmpty()) {
            return;
        }
        StringBuilder message = new StringBuilder(context.getDisplayName())
                .append(" left behind, ")
                .append(grace(context))
                .append(" after its end:");
        left.forEach(leak -> message.append("\n  ").append(leak));
        abandoned.forEach(leak -> message.append("\n  ").append(leak));
        throw new AssertionError(message.toString());
    }

    private static Duration grace(ExtensionContext context) {
        Optional<Duration> configured = context.getConfigurationParameter(GRACE, Duration::parse);
        return configured.orElse(DEFAULT_GRACE);
    }

    /** A store of its own for each context: what a class remembers must not be taken for what its test remembers. */
    private static Store store(ExtensionContext context) {
        return context.getStore(Namespace.create(LeakExtension.class, context.getUniqueId()));
    }
}
