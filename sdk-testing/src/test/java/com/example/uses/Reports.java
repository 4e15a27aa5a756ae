package com.example.uses;

import io.govshare.GovShare;
import io.govshare.platform.UsageBatch;
import io.govshare.platform.UsageSink;
import io.govshare.usage.DailyCsvSink;
import io.govshare.usage.UsageLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;

/** What the page on usage reporting shows of delivery. */
final class Reports {

    private Reports() {}

    static String health(GovShare govshare) {
        UsageLog.Status status = govshare.usage().status();
        return status.lastError()
                .map(error ->
                        status.pending() + " uses wait to be reported, since " + status.oldestPending() + ": " + error)
                .orElse("");
    }

    static boolean beforeAnInspection(GovShare govshare) {
        return govshare.usage().flush(Duration.ofMinutes(1));
    }

    static GovShare.Builder toFiles(GovShare.Builder builder, Path folder) {
        return builder.usage(usage -> usage.sink(DailyCsvSink.in(folder).zone(ZoneId.of("Asia/Shanghai"))));
    }

    static GovShare.Builder toTheDepartment(GovShare.Builder builder, AuditStore store) {
        return builder.usage(usage -> usage.sink(new AuditSink(store)));
    }

    /** What the department keeps its records in. */
    interface AuditStore {

        void put(String id, String event) throws IOException;

        void commit() throws IOException;
    }

    record AuditSink(AuditStore store) implements UsageSink {

        @Override
        public Receipt deliver(UsageBatch batch) throws IOException {
            for (UsageBatch.Event event : batch.events()) {
                store.put(event.id(), event.json());
            }
            store.commit();
            return Receipt.all();
        }
    }
}
