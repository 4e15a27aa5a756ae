package io.govshare.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.govshare.error.ConfigurationException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ContextScopeTest {

    private static final CallContext PERMIT =
            CallContext.purpose("residence-permit").build();
    private static final CallContext SCHOOL =
            CallContext.purpose("school-enrolment").build();
    private static final CallContext CASE =
            CallContext.builder().caseNumber("2026-0815").build();

    @AfterEach
    void nothingIsLeftOnTheThread() {
        assertThat(ContextScope.capture()).isEqualTo(CallContext.none());
    }

    @Test
    void inContext_nestedScopes_mergeAndAreRestored() {
        ContextScope.inContext(PERMIT, () -> {
            ContextScope.inContext(CASE, () -> {
                assertThat(ContextScope.capture()).isEqualTo(CASE.over(PERMIT));
                return true;
            });
            return assertThat(ContextScope.capture()).isEqualTo(PERMIT);
        });
    }

    @Test
    void inContext_result_isReturned() {
        assertThat(ContextScope.<String, RuntimeException>inContext(PERMIT, () -> "done"))
                .isEqualTo("done");
    }

    @Test
    void inContext_checkedException_passesThroughAndScopeEnds() {
        assertThatThrownBy(() -> readIn(PERMIT)).isInstanceOf(IOException.class).hasMessage("disk");
    }

    /** Compiles only because the type of the exception is kept. */
    private static String readIn(CallContext context) throws IOException {
        return ContextScope.inContext(context, () -> {
            throw new IOException("disk");
        });
    }

    @Test
    void restore_onAThreadWithItsOwnScope_replacesItForTheTask() {
        ContextScope.inContext(CASE, () -> {
            ContextScope.restore(
                    PERMIT, () -> assertThat(ContextScope.capture()).isEqualTo(PERMIT));
            return assertThat(ContextScope.capture()).isEqualTo(CASE);
        });
    }

    @Test
    void wrap_callable_runsInTheScopeOfItsWrapping() throws Exception {
        Callable<CallContext> wrapped = ContextScope.inContext(PERMIT, () -> CallContext.wrap(ContextScope::capture));

        ExecutorService pool = Executors.newSingleThreadExecutor();
        try {
            assertThat(pool.submit(wrapped).get()).isEqualTo(PERMIT);
            Future<CallContext> after = pool.submit(ContextScope::capture);
            assertThat(after.get()).as("left behind on the pool's thread").isEqualTo(CallContext.none());
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void wrap_executor_takesTheScopeOfEachSubmission() {
        Deque<Runnable> queue = new ArrayDeque<>();
        AtomicReference<CallContext> seen = new AtomicReference<>();
        ContextScope.inContext(PERMIT, () -> {
            CallContext.wrap(queue::add).execute(() -> seen.set(ContextScope.capture()));
            return true;
        });

        ContextScope.inContext(SCHOOL, () -> {
            queue.remove().run();
            return true;
        });

        assertThat(seen).hasValue(PERMIT);
    }

    @Test
    void wrap_taskThatFails_leavesNothingBehind() {
        Runnable wrapped = ContextScope.inContext(
                PERMIT,
                () -> CallContext.wrap((Runnable) () -> {
                    throw new IllegalStateException("boom");
                }));

        assertThatThrownBy(wrapped::run).hasMessage("boom");
    }

    @Test
    void merged_callScopeAndSource_nearestWinsMemberByMember() {
        CallContext source = CallContext.purpose("other")
                .department("11440000006939748R")
                .caseNumber("2026-0001")
                .build();

        CallContext merged = ContextScope.inContext(CASE, () -> ContextScope.merged(PERMIT, () -> source));

        assertThat(merged)
                .isEqualTo(CallContext.purpose("residence-permit")
                        .caseNumber("2026-0815")
                        .department("11440000006939748R")
                        .build());
    }

    @Test
    @SuppressWarnings("NullAway")
    void merged_sourceReturnsNull_namesTheBuilderMethod() {
        assertThatThrownBy(() -> ContextScope.merged(PERMIT, () -> null))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(".context(…)")
                .hasMessageContaining("CallContext.none()");
    }

    @Test
    void wrap_executorService_runsEveryTaskInTheScopeOfItsSubmission() throws Exception {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        ExecutorService wrapped = CallContext.wrap(pool);
        Callable<CallContext> task = ContextScope::capture;
        AtomicReference<CallContext> seen = new AtomicReference<>();
        Runnable run = () -> seen.set(ContextScope.capture());
        try {
            List<CallContext> contexts = ContextScope.inContext(PERMIT, () -> {
                List<CallContext> found = new ArrayList<>();
                found.add(wrapped.submit(task).get());
                found.add(wrapped.invokeAll(List.of(task)).get(0).get());
                found.add(wrapped.invokeAll(List.of(task), 1, TimeUnit.MINUTES)
                        .get(0)
                        .get());
                found.add(wrapped.invokeAny(List.of(task)));
                found.add(wrapped.invokeAny(List.of(task), 1, TimeUnit.MINUTES));
                wrapped.submit(run).get();
                found.add(seen.getAndSet(null));
                assertThat(wrapped.submit(run, "done").get()).isEqualTo("done");
                found.add(seen.getAndSet(null));
                return found;
            });
            assertThat(contexts).hasSize(7).containsOnly(PERMIT);
            ContextScope.inContext(SCHOOL, () -> wrapped.execute(run));
            wrapped.shutdown();
            assertThat(wrapped.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
            assertThat(seen).hasValue(SCHOOL);
            assertThat(wrapped.isShutdown()).isTrue();
            assertThat(wrapped.isTerminated()).isTrue();
            assertThat(pool.isShutdown()).isTrue();
        } finally {
            assertThat(wrapped.shutdownNow()).isEmpty();
        }
    }
}
