package io.govshare.benchmarks;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * A server that costs as little as a server can: a thread for each connection, answers encoded before the first request, no
 * look at header fields but the length of content. It ends with its standard input, so that it never outlives the
 * benchmark that started it.
 */
final class LoopbackServer {

    private final Map<String, byte[]> answers = new HashMap<>();
    private final ServerSocket socket;

    LoopbackServer() throws IOException {
        socket = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
    }

    String url() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    /** Answers requests of this target with 200, these header lines and this content. */
    void answer(String target, String headers, byte[] content) {
        byte[] head = ("HTTP/1.1 200 OK\r\nContent-Length: " + content.length + "\r\n" + headers + "\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        byte[] whole = new byte[head.length + content.length];
        System.arraycopy(head, 0, whole, 0, head.length);
        System.arraycopy(content, 0, whole, head.length, content.length);
        answers.put(target, whole);
    }

    void start() {
        daemon(() -> {
            while (true) {
                Socket connection = socket.accept();
                connection.setTcpNoDelay(true);
                daemon(() -> serve(connection));
            }
        });
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void daemon(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                System.err.println("loopback server: " + e);
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(Socket connection) throws IOException {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream(), 16 * 1024);
            OutputStream out = connection.getOutputStream();
            Lines lines = new Lines(in);
            for (String first = lines.next(); first != null; first = lines.next()) {
                long content = 0;
                for (String line = lines.next(); line != null && !line.isEmpty(); line = lines.next()) {
                    if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
                        content = Long.parseLong(line.substring(15).trim());
                    }
                }
                in.skipNBytes(content);
                int begin = first.indexOf(' ') + 1;
                byte[] answer = answers.get(first.substring(begin, first.indexOf(' ', begin)));
                if (answer == null) {
                    throw new IOException("no answer is prepared for: " + first);
                }
                out.write(answer);
            }
        }
    }

    /** Lines that end with CR LF. */
    private static final class Lines {

        private final InputStream in;
        private final byte[] line = new byte[16 * 1024];

        Lines(InputStream in) {
            this.in = in;
        }

        String next() throws IOException {
            int length = 0;
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) {
                    return null;
                }
                line[length++] = (byte) c;
            }
            return new String(line, 0, Math.max(0, length - 1), StandardCharsets.ISO_8859_1);
        }
    }
}
