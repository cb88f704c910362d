package armfarm.episodes.postgres;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** Asks a database whether it answers questions, with a query that needs no table. Thread-safe. */
public final class DatabaseProbe {
    private final Database database;
    private final Duration limit;

    /** @param limit for the answer, once there is a connection */
    public DatabaseProbe(Database database, Duration limit) {
        this.database = database;
        this.limit = limit;
    }

    /** Blocks until the database has answered. @throws FarmException (RESOURCE) if it does not */
    public void ask() {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.setQueryTimeout((int) Math.max(1, limit.toSeconds()));
            try (ResultSet rows = statement.executeQuery("select 1")) {
                if (!rows.next() || rows.getInt(1) != 1) {
                    throw new FarmException(
                            ErrorCode.DATA,
                            "PostgreSQL at " + database.location() + " answered 'select 1' with something else");
                }
            }
        } catch (SQLException e) {
            throw SqlErrors.translate("no answer to a query", e);
        }
    }
}
