package io.govshare.usage;

import io.govshare.usage.RecordedEvents.Recorded;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** Adds up uses by day, dataset, purpose and outcome. Not safe for concurrent use. */
final class DailyUses {

    private static final Comparator<Key> ORDER = Comparator.comparing(Key::day)
            .thenComparing(Key::dataset)
            .thenComparing(Key::purpose)
            .thenComparing(Key::outcome);

    private final LocalDate from;
    private final LocalDate to;
    private final ZoneId zone;
    private final TreeMap<Key, Sum> sums = new TreeMap<>(ORDER);

    private record Key(LocalDate day, String dataset, String purpose, String outcome) {}

    private record Sum(long uses, long received, long delivered) {
        Sum plus(Sum other) {
            return new Sum(uses + other.uses, received + other.received, delivered + other.delivered);
        }
    }

    /** Of the days from the one until before the other. */
    DailyUses(LocalDate from, LocalDate to, ZoneId zone) {
        this.from = from;
        this.to = to;
        this.zone = zone;
    }

    /** Adds an event. */
    void add(Recorded event) {
        if (event.event() == null) {
            add(event.time(), "", "", "unreadable", new Sum(1, 0, 0));
            return;
        }
        JsonNode data = event.event().path("data");
        if (UsageJson.isUse(event.event())) {
            add(
                    event.time(),
                    data.path("dataset").asString(""),
                    data.path("purpose").asString(""),
                    data.path("outcome").asString(""),
                    new Sum(
                            1,
                            data.path("received").asLong(0),
                            data.path("delivered").asLong(0)));
        } else if (UsageJson.isGap(event.event())
                && !GapReason.TOO_OLD.word().equals(data.path("reason").asString(""))) {
            // Those that were too old to be delivered are on record themselves.
            Sum shed = new Sum(data.path("shed").asLong(0), 0, 0);
            add(since(data, event.time()), "", "", "not-recorded", shed);
        }
    }

    private static Instant since(JsonNode data, Instant otherwise) {
        try {
            return Instant.parse(data.path("since").asString(""));
        } catch (DateTimeException changed) {
            return otherwise;
        }
    }

    private void add(Instant time, String dataset, String purpose, String outcome, Sum sum) {
        LocalDate day = time.atZone(zone).toLocalDate();
        if (!day.isBefore(from) && day.isBefore(to)) {
            sums.merge(new Key(day, dataset, purpose, outcome), sum, Sum::plus);
        }
    }

    /** What there is, by day, dataset, purpose and outcome. */
    List<DailyUse> all() {
        return sums.entrySet().stream()
                .map(entry -> {
                    Key key = entry.getKey();
                    Sum sum = entry.getValue();
                    return new DailyUse(
                            key.day(),
                            key.dataset(),
                            key.purpose(),
                            key.outcome(),
                            sum.uses(),
                            sum.received(),
                            sum.delivered());
                })
                .toList();
    }
}
