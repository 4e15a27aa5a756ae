package io.govshare.leaks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Fails the run when a secret, a token, a key or a personal value of a fixture is in a log line or in the message of an
 * exception. It is registered for every test of the module.
 *
 * <p>A log line fails the test after which it was found. The messages of exceptions are read when all tests are over, and fail
 * the run; for both, what is reported is masked and says where it comes from.
 */
public final class CanaryExtension implements Extension, BeforeAllCallback, AfterEachCallback, AfterAllCallback {

    private static final Namespace RUN = Namespace.create(CanaryExtension.class);

    /** One for the process, since a test may run others within itself. */
    private static final AtomicReference<@Nullable Run> LISTENING = new AtomicReference<>();

    private record Run(ThrownMessages thrown) implements AutoCloseable {

        @Override
        public void close() throws IOException {
            try (thrown) {
                List<String> found = new ArrayList<>(CanaryAppender.take());
                found.addAll(thrown.withCanaries());
                report("The test run", found);
            } finally {
                LISTENING.set(null);
            }
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        if (LISTENING.get() == null) {
            Run run = new Run(ThrownMessages.listen());
            LISTENING.set(run);
            context.getRoot().getStore(RUN).put(Run.class, run);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        report(context.getDisplayName(), CanaryAppender.take());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        report(context.getDisplayName(), CanaryAppender.take());
    }

    private static void report(String who, List<String> found) {
        if (!found.isEmpty()) {
            throw new AssertionError(who + " shows what must not be shown:\n  " + String.join("\n  ", found));
        }
    }
}
