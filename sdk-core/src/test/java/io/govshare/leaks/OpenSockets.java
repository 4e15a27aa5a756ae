package io.govshare.leaks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The TCP sockets of this process, by inode. A connection that a response body still holds, or that waits in the pool of
 * a client nobody closed, is one of them; so is a server that still listens.
 */
record OpenSockets(Map<String, String> byInode) {

    /** Columns of /proc/net/tcp, see proc(5): local address, remote address, state, inode. */
    private static final int LOCAL = 1;

    private static final int REMOTE = 2;
    private static final int STATE = 3;
    private static final int INODE = 9;

    /** The states in which a process still holds its end; in the others only the kernel does. */
    private static final Map<String, String> HELD = Map.of(
            "01", "ESTABLISHED",
            "02", "SYN_SENT",
            "08", "CLOSE_WAIT",
            "0A", "LISTEN");

    static OpenSockets among(FileDescriptors descriptors) {
        Set<String> ours = descriptors.targets().stream()
                .filter(target -> target.startsWith("socket:["))
                .map(target -> target.substring("socket:[".length(), target.length() - 1))
                .collect(Collectors.toSet());
        Map<String, String> byInode = new HashMap<>();
        if (!ours.isEmpty()) {
            read(Path.of("/proc/self/net/tcp"), ours, byInode);
            read(Path.of("/proc/self/net/tcp6"), ours, byInode);
        }
        return new OpenSockets(Map.copyOf(byInode));
    }

    List<String> since(OpenSockets before) {
        return byInode.entrySet().stream()
                .filter(socket -> !before.byInode.containsKey(socket.getKey()))
                .map(socket -> "socket " + socket.getValue()
                        + ": a response body, a client's connection pool or a server was not closed")
                .sorted()
                .toList();
    }

    private static void read(Path table, Set<String> ours, Map<String, String> byInode) {
        if (!Files.exists(table)) {
            return;
        }
        try {
            for (String line : Files.readAllLines(table)) {
                String[] columns = line.trim().split("\\s+", INODE + 2);
                if (columns.length > INODE && ours.contains(columns[INODE]) && HELD.containsKey(columns[STATE])) {
                    byInode.put(
                            columns[INODE],
                            HELD.get(columns[STATE]) + " local port " + port(columns[LOCAL]) + ", remote port "
                                    + port(columns[REMOTE]));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the sockets of this process from " + table, e);
        }
    }

    private static int port(String address) {
        return Integer.parseInt(address.substring(address.indexOf(':') + 1), 16);
    }
}
