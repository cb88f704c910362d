package armfarm.episodes.postgres;

import javax.sql.DataSource;

/** A PostgreSQL database that keeps what it acknowledged, whoever runs it. Thread-safe. */
public interface Database extends AutoCloseable {
    /** A small pool of connections. */
    DataSource dataSource();

    /** Where the database is, without the password, for messages. */
    String location();

    /** Closes the connections and, if this object started a server, stops it. Idempotent, at most 20 s. */
    @Override
    void close();
}
