package armfarm.episodes.postgres;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.time.Duration;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** A database that somebody else runs. Its settings are checked as those of the own server. */
public final class ExternalPostgres implements Database {
    private final HikariDataSource pool;
    private final String location;

    private ExternalPostgres(HikariDataSource pool, String location) {
        this.pool = pool;
        this.location = location;
    }

    /**
     * Connects and checks the server's settings.
     *
     * @param jdbcUrl for example {@code jdbc:postgresql://host:5432/armfarm}
     * @throws FarmException if the server cannot be reached (RESOURCE) or is not durable (CONFIG)
     */
    public static ExternalPostgres connect(String jdbcUrl, String user, String password) {
        return connect(jdbcUrl, user, () -> ConnectionPool.open(jdbcUrl, user, password));
    }

    /**
     * As above, for a process that has to go on without the server.
     *
     * @param patience for a connection, and for the answer to any statement; then it fails with RESOURCE
     */
    public static ExternalPostgres connect(String jdbcUrl, String user, String password, Duration patience) {
        return connect(jdbcUrl, user, () -> ConnectionPool.open(jdbcUrl, user, password, patience));
    }

    private static ExternalPostgres connect(String jdbcUrl, String user, Supplier<HikariDataSource> open) {
        if (!jdbcUrl.startsWith("jdbc:postgresql:")) {
            throw new FarmException(
                    ErrorCode.CONFIG,
                    "Database address '" + withoutParameters(jdbcUrl)
                            + "' is not usable: expected jdbc:postgresql://host:port/database");
        }
        String location = withoutParameters(jdbcUrl);
        HikariDataSource pool;
        try {
            pool = open.get();
        } catch (PoolInitializationException e) {
            throw new FarmException(
                    ErrorCode.RESOURCE,
                    "Cannot connect to PostgreSQL at " + location + " as " + user + ": "
                            + e.getCause().getMessage()
                            + ". Check that the server runs and the address and user are right.",
                    e);
        }
        try {
            Durability.check(pool, location);
        } catch (FarmException e) {
            pool.close();
            throw e;
        }
        return new ExternalPostgres(pool, location);
    }

    /** Parameters may hold a password. */
    private static String withoutParameters(String jdbcUrl) {
        int question = jdbcUrl.indexOf('?');
        return question < 0 ? jdbcUrl : jdbcUrl.substring(0, question);
    }

    @Override
    public DataSource dataSource() {
        return pool;
    }

    @Override
    public String location() {
        return location;
    }

    @Override
    public void close() {
        pool.close();
    }
}
