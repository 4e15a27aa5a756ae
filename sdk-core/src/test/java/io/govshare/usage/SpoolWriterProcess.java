package io.govshare.usage;

import io.govshare.http.Answer;
import io.govshare.http.Call;
import io.govshare.http.Exchange;
import io.govshare.http.Headers;
import io.govshare.http.Request;
import io.govshare.http.TimeSource;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/** A process that records uses from four threads until it is killed, and names each one once it is on record. */
final class SpoolWriterProcess {

    static final int THREADS = 4;

    private SpoolWriterProcess() {}

    public static void main(String[] arguments) throws IOException {
        Outbox outbox = Outbox.open(
                Path.of(arguments[0]), Events.SOURCE, UsageOptions.defaults().spooledOnly(), null, TimeSource.SYSTEM);
        beginStream(outbox);
        for (int thread = 0; thread < THREADS; thread++) {
            new Thread(() -> record(outbox)).start();
        }
    }

    private static void beginStream(Outbox outbox) throws IOException {
        UseRecorder recorder = new UseRecorder(Events.SOURCE, Optional.empty(), TimeSource.SYSTEM, outbox::append);
        Request request = Request.get("https://share.example.gov/");
        new UseStage(recorder, call -> {}, false)
                .handle(
                        Exchange.of(new Call("lasting", "stream", TimeSource.SYSTEM, null), request),
                        exchange -> Answer.whole(request, 200, Headers.none(), new byte[0]));
    }

    private static void record(Outbox outbox) {
        try (FileOutputStream out = new FileOutputStream(FileDescriptor.out)) {
            while (true) {
                UUID id = EventIds.ofProcess().next(TimeSource.SYSTEM);
                outbox.append(Frame.EVENT, id, UsageJson.encode(Events.of(id)));
                out.write((id + "\n").getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
