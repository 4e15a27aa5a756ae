package io.govshare.usage;

import io.govshare.platform.UsageBatch;
import io.govshare.platform.UsageSink;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A platform that takes batches, refuses some events for ever, and fails when told to. */
final class FakePlatform implements UsageSink {

    final List<List<UsageBatch.Event>> batches = new ArrayList<>();
    final Map<String, String> refused = new HashMap<>();
    final Deque<Exception> failures = new ArrayDeque<>();
    int attempts;

    @Override
    public synchronized Receipt deliver(UsageBatch delivered) throws IOException {
        List<UsageBatch.Event> batch = delivered.events();
        attempts++;

        Exception failure = failures.poll();
        if (failure instanceof IOException io) {
            throw io;
        }
        if (failure != null) {
            throw (RuntimeException) failure;
        }
        batches.add(List.copyOf(batch));
        Map<String, String> reasons = new HashMap<>(refused);
        reasons.keySet().retainAll(batch.stream().map(UsageBatch.Event::id).toList());
        return new Receipt(reasons);
    }

    synchronized List<String> ids() {
        return batches.stream().flatMap(List::stream).map(UsageBatch.Event::id).toList();
    }

    synchronized List<UsageEvent> events() {
        return batches.stream()
                .flatMap(List::stream)
                .map(event -> Events.decoded(event.json()))
                .toList();
    }

    synchronized int attempts() {
        return attempts;
    }
}
