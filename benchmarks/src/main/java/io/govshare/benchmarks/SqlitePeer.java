package io.govshare.benchmarks;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What one would write in the place of a spool: a table in SQLite, write-ahead log, {@code synchronous=NORMAL} (survives the
 * process, not the loss of power), each event a transaction. Threads take turns at one connection: with one for each they
 * would wait for each other in steps of milliseconds.
 */
final class SqlitePeer implements AutoCloseable {

    private final ReentrantLock turn = new ReentrantLock();
    private final Connection connection;
    private final PreparedStatement insert;

    SqlitePeer(Path folder) throws SQLException {
        connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("events.db"));
        try (Statement setUp = connection.createStatement()) {
            setUp.execute("PRAGMA journal_mode=WAL");
            setUp.execute("PRAGMA synchronous=NORMAL");
            setUp.execute("CREATE TABLE IF NOT EXISTS event (number INTEGER PRIMARY KEY, json BLOB NOT NULL)");
        }
        insert = connection.prepareStatement("INSERT INTO event (json) VALUES (?)");
    }

    Integer append(byte[] json) throws SQLException {
        turn.lock();
        try {
            insert.setBytes(1, json);
            return insert.executeUpdate();
        } finally {
            turn.unlock();
        }
    }

    @Override
    public void close() throws SQLException {
        insert.close();
        connection.close();
    }
}
