package io.govshare.usage;

import io.govshare.error.Diagnosis;
import io.govshare.error.ErrorDetails;
import io.govshare.error.InvalidRequestException;
import io.govshare.platform.UsageBatch;
import io.govshare.platform.UsageSink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** A platform that refuses batches as a whole: those that are too large, and those with an event that it cannot stand. */
final class PickyPlatform implements UsageSink {

    /** All batches that came, also those that were refused. */
    final List<List<String>> came = new ArrayList<>();

    /** Ids in the order in which they were taken. */
    final List<String> taken = new ArrayList<>();

    final Set<String> unbearable = new HashSet<>();
    int largest = Integer.MAX_VALUE;

    /** Status of the refusal of everything; 0 if there is none. */
    int refusingAll;

    /** Whether all events of all batches are rejected one by one. */
    boolean rejectingAll;

    @Override
    public Receipt deliver(UsageBatch batch) throws IOException {
        List<String> ids = batch.events().stream().map(UsageBatch.Event::id).toList();
        came.add(ids);
        if (refusingAll > 0) {
            throw refusal(refusingAll);
        }
        if (ids.size() > largest) {
            throw refusal(413);
        }
        if (ids.stream().anyMatch(unbearable::contains)) {
            throw refusal(422);
        }
        if (rejectingAll) {
            Map<String, String> reasons = new HashMap<>();
            ids.forEach(id -> reasons.put(id, "no such application"));
            return new Receipt(reasons);
        }
        taken.addAll(ids);
        return Receipt.all();
    }

    static InvalidRequestException refusal(int status) {
        return new InvalidRequestException(
                new ErrorDetails(
                        "p",
                        null,
                        status,
                        null,
                        null,
                        null,
                        1,
                        null,
                        Diagnosis.of("refused with " + status, "change it")),
                null);
    }

    void cannotStand(UUID id) {
        unbearable.add(id.toString());
    }
}
