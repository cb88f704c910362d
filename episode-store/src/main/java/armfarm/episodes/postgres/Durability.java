package armfarm.episodes.postgres;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Refuses a server that could lose what it acknowledged, or that would damage text. */
final class Durability {
    private static final int OLDEST_VERSION = 140_000;

    private Durability() {}

    /** @throws FarmException (CONFIG) that lists every setting that is wrong */
    static void check(DataSource dataSource, String location) {
        List<String> problems = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            expectOn(statement, "fsync", problems);
            expectOn(statement, "full_page_writes", problems);
            if (show(statement, "synchronous_commit").equals("off")) {
                problems.add("synchronous_commit is off, expected on");
            }
            String encoding = show(statement, "server_encoding");
            if (!encoding.equals("UTF8")) {
                problems.add("server_encoding is " + encoding + ", expected UTF8");
            }
            if (Integer.parseInt(show(statement, "server_version_num")) < OLDEST_VERSION) {
                problems.add("server version is " + show(statement, "server_version") + ", expected 14 or newer");
            }
        } catch (SQLException e) {
            throw SqlErrors.translate("Cannot read the settings of " + location, e);
        }
        if (!problems.isEmpty()) {
            throw new FarmException(
                    ErrorCode.CONFIG,
                    "PostgreSQL at " + location + " is not safe to store attempts in: " + String.join("; ", problems)
                            + ". Change the server's settings and start again.");
        }
    }

    private static void expectOn(Statement statement, String setting, List<String> problems) throws SQLException {
        String value = show(statement, setting);
        if (!value.equals("on")) {
            problems.add(setting + " is " + value + ", expected on");
        }
    }

    private static String show(Statement statement, String setting) throws SQLException {
        try (ResultSet rows = statement.executeQuery("show " + setting)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
