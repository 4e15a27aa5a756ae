package io.govshare.wholecall;

import io.govshare.GovShare;
import io.govshare.context.CallContext;
import io.govshare.dataset.CallOptions;
import io.govshare.dataset.Dataset;
import io.govshare.dataset.Query;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * An application that calls from eight threads until it is killed, and says which calls were answered. It also reads from a
 * stream that it never comes to the end of.
 */
final class ClientProcess {

    static final int THREADS = 8;

    /** What a line begins with that names an answered use. */
    static final String ANSWERED = "answered-";

    record County(String code, String name) {}

    private ClientProcess() {}

    /**
     * Calls until it is killed.
     *
     * @param arguments platform, key file, folder of the spool
     */
    public static void main(String[] arguments) {
        GovShare govshare = KilledClientTest.client(arguments[0], Path.of(arguments[1]), Path.of(arguments[2]))
                .usage(usage -> usage.interval(Duration.ofMillis(200)))
                .build();
        Dataset<County> counties = govshare.dataset(KilledClientTest.DATASET, County.class);
        Stream<County> all = counties.with(matter("stream")).stream(Query.all());
        Iterator<County> begun = all.iterator();
        begun.next();
        for (int thread = 0; thread < THREADS; thread++) {
            new Thread(() -> call(counties)).start();
        }
    }

    private static CallContext matter(String id) {
        return CallContext.purpose("residence-permit").matter(id).build();
    }

    private static void call(Dataset<County> counties) {
        try (FileOutputStream out = new FileOutputStream(FileDescriptor.out)) {
            while (true) {
                String matter = ANSWERED + UUID.randomUUID();
                if (counties.with(matter(matter))
                        .with(CallOptions.defaults().fresh())
                        .find("350102")
                        .isEmpty()) {
                    throw new IllegalStateException("The platform does not know a county that it has");
                }
                out.write((matter + ".\n").getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
