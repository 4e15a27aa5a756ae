package io.govshare.benchmarks;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Sends prepared bytes over a socket and reads the answer without looking at it. It does what no client can do without, so
 * what it reaches is what the server and the machine can do: a contender far below it is not held up by the server.
 */
final class RawClient implements Closeable {

    private final URI server;
    private final byte[] request;
    private final Queue<Connection> idle = new ConcurrentLinkedQueue<>();

    RawClient(String url, String path) {
        this.server = URI.create(url);
        this.request = ("GET " + path + " HTTP/1.1\r\nHost: " + server.getAuthority() + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** One exchange; returns the bytes that came. */
    Integer call() throws IOException {
        Connection taken = idle.poll();
        Connection connection = taken != null ? taken : new Connection(server);
        int bytes = connection.exchange(request);
        idle.add(connection);
        return bytes;
    }

    @Override
    public void close() throws IOException {
        for (Connection connection = idle.poll(); connection != null; connection = idle.poll()) {
            connection.socket.close();
        }
    }

    /** A connection, and how long the answer is, all answers being the same. */
    private static final class Connection {

        private final Socket socket;
        private byte[] answer = new byte[0];

        Connection(URI server) throws IOException {
            socket = new Socket(server.getHost(), server.getPort());
            socket.setTcpNoDelay(true);
        }

        int exchange(byte[] request) throws IOException {
            socket.getOutputStream().write(request);
            InputStream in = socket.getInputStream();
            if (answer.length == 0) {
                answer = new byte[lengthOfFirst(in)];
            } else if (in.readNBytes(answer, 0, answer.length) < answer.length) {
                throw new IOException("The server closed the connection");
            }
            return answer.length;
        }

        /** Reads the first answer, whose length its own Content-Length gives. */
        private static int lengthOfFirst(InputStream in) throws IOException {
            DataInputStream data = new DataInputStream(in);
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) data.readUnsignedByte());
            }
            String field = "Content-Length: ";
            int start = head.indexOf(field) + field.length();
            int content = Integer.parseInt(head.substring(start, head.indexOf("\r\n", start)));
            data.readFully(new byte[content]);
            return head.length() + content;
        }
    }
}
