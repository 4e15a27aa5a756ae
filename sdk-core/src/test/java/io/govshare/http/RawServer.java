package io.govshare.http;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Counts the requests that reach a socket, answers each with the same bytes, or resets the connection. */
final class RawServer implements Closeable {

    /** Says what is written for the request of this number, from 1; null resets the connection. */
    @FunctionalInterface
    interface Script {
        String answer(int number);
    }

    private final ServerSocket socket;
    private final Script script;
    private final List<List<String>> requests = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Thread acceptor = new Thread(this::accept, "raw-server");

    RawServer(Script script) throws IOException {
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.script = script;
        acceptor.start();
    }

    String url(String path) {
        return "http://127.0.0.1:" + socket.getLocalPort() + path;
    }

    int port() {
        return socket.getLocalPort();
    }

    /** The head of each request, line by line. */
    List<List<String>> requests() {
        return requests;
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                open.add(connection);
                Thread thread = new Thread(() -> serve(connection), "raw-server-connection");
                thread.start();
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
            OutputStream out = connection.getOutputStream();
            for (List<String> head = head(in); !head.isEmpty(); head = head(in)) {
                requests.add(head);
                String answer = script.answer(requests.size());
                if (answer == null) {
                    connection.setSoLinger(true, 0);
                    return;
                }
                out.write(answer.getBytes(StandardCharsets.ISO_8859_1));
                out.flush();
                if (answer.contains("Connection: close")) {
                    return;
                }
            }
        } catch (IOException e) {
            // the client went away, as some tests want it
        } finally {
            open.remove(connection);
        }
    }

    private static List<String> head(BufferedReader in) throws IOException {
        List<String> lines = new java.util.ArrayList<>();
        long content = 0;
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            lines.add(line);
            if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
                content = Long.parseLong(line.substring(15).trim());
            }
        }
        for (long left = content; left > 0; left -= in.skip(left)) {
            // the content of a request
        }
        return lines;
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket connection : open) {
            connection.close();
        }
        try {
            acceptor.join(2000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
