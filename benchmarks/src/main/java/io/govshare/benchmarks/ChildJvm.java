package io.govshare.benchmarks;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Another JVM with this one's class path and a heap of its own; it ends when it is closed. */
final class ChildJvm implements Closeable {

    private final Process process;
    private final BufferedReader out;

    private ChildJvm(Process process) {
        this.process = process;
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Starts it with a heap of at most so much, such as {@code 64m}. */
    static ChildJvm start(String heap, Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx" + heap,
                "-cp",
                System.getProperty("java.class.path").replace('\n', File.pathSeparatorChar),
                main.getName()));
        command.addAll(List.of(arguments));
        return new ChildJvm(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** What it prints next. @throws IOException if it has ended */
    String line() throws IOException {
        String line = out.readLine();
        if (line == null) {
            throw new IOException("the other JVM ended instead of answering; what it said stands above");
        }
        return line;
    }

    /** Everything that it prints until it ends. @throws IOException if it did not end well */
    List<String> rest() throws IOException, InterruptedException {
        List<String> lines = out.lines().toList();
        int code = process.waitFor();
        if (code != 0) {
            throw new IOException("the other JVM ended with " + code + "; what it said stands above");
        }
        return lines;
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        out.close();
    }
}
