package armfarm.episodes.postgres;

import armfarm.messages.board.ProcessLock;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An advisory lock of a session. It needs a connection of its own for as long as it is held, straight to the server: behind a
 * pooler that shares sessions it would be worthless.
 */
final class PostgresProcessLock implements ProcessLock {
    private static final Logger log = LoggerFactory.getLogger(PostgresProcessLock.class);
    private static final String KEY = "hashtextextended(?, 0)";
    private static final int ANSWER_SECONDS = 3;

    private final DataSource dataSource;
    private final String name;
    private Connection connection;
    private boolean closed;

    PostgresProcessLock(DataSource dataSource, String name) {
        this.dataSource = dataSource;
        this.name = "armfarm " + name;
    }

    @Override
    public synchronized State check() {
        if (closed) {
            return State.TAKEN;
        }
        try {
            if (connection != null) {
                if (connection.isValid(ANSWER_SECONDS)) {
                    return State.HELD;
                }
                log.warn("The connection that holds '{}' is broken", name);
                cut();
            }
            return take() ? State.HELD : State.TAKEN;
        } catch (SQLException e) {
            log.debug("'{}' cannot be checked", name, e);
            cut();
            return State.UNREACHABLE;
        }
    }

    private boolean take() throws SQLException {
        connection = dataSource.getConnection();
        try (Statement settings = connection.createStatement()) {
            // By default the server notices after two hours that a machine is gone.
            settings.execute(
                    "set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 3; set tcp_keepalives_count = 3");
        }
        boolean taken = Sql.list(connection, "select pg_try_advisory_lock(" + KEY + ")", row -> row.getBoolean(1), name)
                .get(0);
        if (!taken) {
            connection.close();
            connection = null;
        }
        return taken;
    }

    /** The session must not go back into the pool with the lock. */
    private void cut() {
        if (connection == null) {
            return;
        }
        try (Connection gone = connection) {
            gone.abort(Runnable::run);
        } catch (SQLException e) {
            log.debug("The connection was already broken", e);
        }
        connection = null;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (connection == null) {
            return;
        }
        try {
            Sql.list(connection, "select pg_advisory_unlock(" + KEY + ")", row -> "", name);
            connection.close();
            connection = null;
        } catch (SQLException e) {
            cut();
        }
    }
}
