package io.govshare.leaks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedClass;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;

/**
 * The message of every exception and error that is made while it listens, whoever makes it and whether or not anyone catches
 * it: the JVM's own recorder notes them all.
 */
final class ThrownMessages implements AutoCloseable {

    private static final List<String> EVENTS = List.of("jdk.JavaExceptionThrow", "jdk.JavaErrorThrow");
    private static final String OURS = "io.govshare.";

    /** Where leaks are planted that the end of the run must not find. */
    private static final String PLANTED = "io.govshare.leaks.CanaryExtensionTest";

    /**
     * Where exceptions are made that never leave as they are: another without the value is thrown in their place, and is not
     * caused by them; tests of these places look at the whole chain of causes. A refusal gets its values masked when the use
     * adds what it asked for.
     */
    private static final List<String> REPLACED = List.of(
            "io.govshare.platform.Refusal.of",
            "io.govshare.dataset.AnswerReader.records",
            "io.govshare.dialect.gateway.SecretExchange$Reply.time");

    private final Recording recording = new Recording();

    private ThrownMessages() {
        EVENTS.forEach(event -> recording.enable(event).withStackTrace());
        recording.setName("canaries");
        recording.start();
    }

    static ThrownMessages listen() {
        return new ThrownMessages();
    }

    /** Those so far that have a {@linkplain Canaries canary} in them, masked, each with where it was made. */
    List<String> withCanaries() throws IOException {
        return withCanaries(false);
    }

    /** @param planted also those of the test of this check */
    List<String> withCanaries(boolean planted) throws IOException {
        Path file = Files.createTempFile("canaries", ".jfr");
        TreeSet<String> found = new TreeSet<>();
        try {
            recording.dump(file);
            try (RecordingFile events = new RecordingFile(file)) {
                while (events.hasMoreEvents()) {
                    RecordedEvent event = events.readEvent();
                    @Nullable
                    String message =
                            EVENTS.contains(event.getEventType().getName()) ? event.getString("message") : null;
                    if (message != null && Canaries.areIn(message)) {
                        String place = place(event);
                        if (planted || !isExpected(place)) {
                            found.add("exception " + name(event.getClass("thrownClass")) + ": "
                                    + Canaries.masked(message) + place);
                        }
                    }
                }
            }
        } finally {
            Files.delete(file);
        }
        return List.copyOf(found);
    }

    private static boolean isExpected(String place) {
        return place.contains(PLANTED) || REPLACED.stream().anyMatch(replaced -> place.contains(replaced + ":"));
    }

    private static String name(@Nullable RecordedClass type) {
        return type == null ? "?" : type.getName();
    }

    /** The innermost line of ours that is not the making of the exception itself. */
    private static String place(RecordedEvent event) {
        if (event.getStackTrace() == null) {
            return "";
        }
        for (RecordedFrame frame : event.getStackTrace().getFrames()) {
            RecordedMethod method = frame.getMethod();
            if (method.getType().getName().startsWith(OURS) && !method.getName().equals("<init>")) {
                return "\n      at " + method.getType().getName() + "." + method.getName() + ":"
                        + frame.getLineNumber();
            }
        }
        return "";
    }

    @Override
    public void close() {
        recording.close();
    }
}
