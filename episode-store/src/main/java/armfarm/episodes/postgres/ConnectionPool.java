package armfarm.episodes.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;

/** The pool both kinds of database share. */
final class ConnectionPool {
    /** One for the writer, one for the trainer's reads, the rest for the page and commands. */
    private static final int MAX_CONNECTIONS = 6;

    /** One holds a lock, one reports, one asks. */
    private static final int FEW_CONNECTIONS = 3;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    static {
        // The pool hands out a connection unasked that was used in the last 500 ms: after the server restarted, a dead
        // one.
        System.setProperty("com.zaxxer.hikari.aliveBypassWindowMs", "0");
    }

    private ConnectionPool() {}

    static HikariDataSource open(String jdbcUrl, String user, String password) {
        return new HikariDataSource(config(jdbcUrl, user, password));
    }

    /**
     * A smaller pool that gives up soon.
     *
     * @param patience for a connection, and for the answer to any statement
     */
    static HikariDataSource open(String jdbcUrl, String user, String password, Duration patience) {
        HikariConfig config = config(jdbcUrl, user, password);
        config.setMaximumPoolSize(FEW_CONNECTIONS);
        config.setConnectionTimeout(patience.toMillis());
        config.setValidationTimeout(Math.min(config.getValidationTimeout(), patience.toMillis()));
        config.addDataSourceProperty("socketTimeout", Long.toString(patience.toSeconds()));
        return new HikariDataSource(config);
    }

    private static HikariConfig config(String jdbcUrl, String user, String password) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("episodes");
        config.setJdbcUrl(jdbcUrl);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(MAX_CONNECTIONS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECT_TIMEOUT.toMillis());
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        config.addDataSourceProperty(
                "ApplicationName", "armfarm " + ProcessHandle.current().pid());
        return config;
    }
}
